-- What somebody who is signed in does with their own session and account. A fresh second factor opens sensitive acts for two minutes.
set role gestand_owner;
alter table identity.sessions add column stepped_up_at timestamptz;
-- Coarse, for the person's own list of sessions: 'Firefox, Windows'. No address and no version.
alter table identity.sessions add column browser text check (length(browser) <= 40);
reset role;

set role gestand_wall;

-- Who this token belongs to, for acts about the own account: the same check as everywhere, under the management purpose.
create function wall.signed_in(token bytea) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer;
  org text;
begin
  select s.organisation_id into org from identity.sessions s where s.token_hash = sha256(token);
  if not found then
    a.outcome := 'no-session';
    return a;
  end if;
  return wall.who(token, (select m.purpose from wall.management(org) m));
end $$;

create function wall.note_own(a wall.answer, event text, outcome text, reason text, detail bytea, trace uuid, access_point text) returns void
language sql volatile security definer set search_path = pg_catalog as $$
  select wall.note_account(a.organisation_id, event, outcome, reason, a.actor_kind, a.actor_id, a.actor_role, a.session_id, detail, trace, access_point) $$;

-- Whether the second factor was shown less than two minutes ago, for this very act. Signing in itself does not count.
create function wall.stepped_up(token bytea) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from identity.sessions s where s.token_hash = sha256(token)
    and s.ended_at is null and s.ends_at > now() and s.stepped_up_at > now() - interval '2 minutes') $$;

-- The second factor was shown again, by the person of this session: it goes on under a new token, and the old one is dead.
create function wall.step_up(token bytea, fresh bytea, subject bytea, assurance text, trace uuid, access_point text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.signed_in(token);
begin
  if a.outcome = 'no-session' then return false; end if;
  update identity.sessions s set token_hash = sha256(fresh), stepped_up_at = now(), second_factor = true, assurance = step_up.assurance
   where s.organisation_id = a.organisation_id and s.session_id = a.session_id and s.token_hash = sha256(token)
     and subject = coalesce(s.subject_key, (select st.subject_key from identity.staff st where st.organisation_id = s.organisation_id and st.staff_id = s.staff_id));
  if not found then
    perform wall.note_own(a, 'session.step-up-refused', 'refused', 'somebody-else', null, trace, access_point);
    return false;
  end if;
  perform wall.note_own(a, 'session.stepped-up', 'done', null, null, trace, access_point);
  return true;
end $$;

create function wall.refuse_step_up(token bytea, reason text, trace uuid, access_point text) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.signed_in(token);
begin
  if a.outcome <> 'no-session' then perform wall.note_own(a, 'session.step-up-refused', 'refused', reason, null, trace, access_point); end if;
end $$;

create function wall.name_browser(token bytea, browser text) returns void
language sql volatile security definer set search_path = pg_catalog as $$
  update identity.sessions s set browser = left(name_browser.browser, 40) where s.token_hash = sha256(token) $$;

-- The sessions of the person behind this token that are open now.
create function wall.own_sessions(token bytea) returns table (session_id uuid, started_at timestamptz, last_seen_at timestamptz, browser text, own boolean)
language plpgsql volatile security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  a wall.answer := wall.signed_in(token);
begin
  if a.outcome = 'no-session' or not a.second_factor then return; end if;
  return query select s.session_id, s.started_at, s.last_seen_at, s.browser, s.session_id = a.session_id
    from identity.sessions mine join identity.sessions s on s.organisation_id = mine.organisation_id and s.kind = mine.kind
     and s.staff_id is not distinct from mine.staff_id and s.subject_key is not distinct from mine.subject_key
   where mine.organisation_id = a.organisation_id and mine.session_id = a.session_id
     and s.ended_at is null and s.ends_at > now() and s.last_seen_at > now() - interval '15 minutes'
   order by s.started_at desc;
end $$;

-- Ends one own session, or all others without a choice. Returns how many; null without a session.
create function wall.end_own_sessions(token bytea, chosen uuid, trace uuid, access_point text) returns integer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.signed_in(token);
  ended integer;
begin
  if a.outcome = 'no-session' then return null; end if;
  update identity.sessions s set ended_at = now()
    from wall.own_sessions(token) o
   where s.organisation_id = a.organisation_id and s.session_id = o.session_id and case when chosen is null then not o.own else o.session_id = chosen end;
  get diagnostics ended = row_count;
  if ended > 0 then perform wall.note_own(a, 'session.ended', 'done', null, null, trace, access_point); end if;
  return ended;
end $$;

-- The own account behind a token; no row without a session, or when the person signs in elsewhere.
create function wall.own_account(token bytea)
returns table (organisation_id text, staff_id uuid, subject_key bytea, sealed_name bytea, sealed_password bytea, name_key bytea, stepped_up boolean)
language plpgsql volatile security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  a wall.answer := wall.signed_in(token);
begin
  if a.outcome = 'no-session' or a.actor_kind <> 'staff' or not a.second_factor then return; end if;
  return query select c.organisation_id, c.staff_id, s.subject_key, c.sealed_name, c.sealed_password, c.name_key, wall.stepped_up(token)
    from identity.accounts c join identity.staff s on s.organisation_id = c.organisation_id and s.staff_id = c.staff_id
   where c.organisation_id = a.organisation_id and c.staff_id = a.actor_id;
end $$;

-- Changes password ('password', ends the other sessions) or factors ('app', 'passkey', 'recovery', 'no-passkey', 'no-app'). At least
-- one app or passkey stays. Outcomes: changed | no-session | step-up | last-factor.
create function wall.change_account(token bytea, what text, id uuid, sealed bytea, key bytea, step bigint, codes bytea[], trace uuid, access_point text) returns text
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.signed_in(token);
  left_over integer;
begin
  if a.outcome = 'no-session' or a.actor_kind <> 'staff' or not a.second_factor then return 'no-session'; end if;
  if not wall.stepped_up(token) then return 'step-up'; end if;
  perform from identity.accounts c where c.organisation_id = a.organisation_id and c.staff_id = a.actor_id for update;
  if not found then return 'no-session'; end if;
  if what = 'password' then
    update identity.accounts c set sealed_password = sealed, password_at = now() where c.organisation_id = a.organisation_id and c.staff_id = a.actor_id;
    perform wall.end_sessions_of(a.organisation_id, a.actor_id, a.session_id);
  elsif what in ('no-passkey', 'no-app') then
    select count(*) into left_over from wall.factors(a.organisation_id, a.actor_id) f
     where case what when 'no-app' then f.kind = 'passkey' else f.kind = 'app' or (f.kind = 'passkey' and f.id <> change_account.id) end;
    if left_over = 0 then return 'last-factor'; end if;
    delete from identity.passkeys p where what = 'no-passkey' and p.organisation_id = a.organisation_id and p.staff_id = a.actor_id and p.passkey_id = id;
    delete from identity.code_apps c where what = 'no-app' and c.organisation_id = a.organisation_id and c.staff_id = a.actor_id;
  else
    perform wall.set_factor(a.organisation_id, a.actor_id, what, id, sealed, key, step, codes);
  end if;
  perform wall.note_own(a, 'account.changed', 'done', what, null, trace, access_point);
  return 'changed';
end $$;

-- An administrator invites somebody else, with a fresh second factor. Outcomes: invited | no-session | not-allowed | step-up | no-staff.
create function wall.invite_staff(token bytea, staff uuid, secret bytea, detail bytea, trace uuid, access_point text) returns text
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.signed_in(token);
begin
  if a.outcome = 'no-session' then return 'no-session'; end if;
  if a.actor_role <> 'administrator' or a.actor_id = staff or not (a.second_factor and a.cleared) then
    perform wall.note_own(a, 'account.invited', 'refused', 'no-rule', detail, trace, access_point);
    return 'not-allowed';
  end if;
  if not wall.stepped_up(token) then return 'step-up'; end if;
  if wall.works_as(a.organisation_id, staff) is null then return 'no-staff'; end if;
  if exists (select from identity.accounts c where c.organisation_id = a.organisation_id and c.staff_id = staff) then
    return 'has-account';
  end if;
  perform wall.make_invitation(a.organisation_id, staff, secret);
  perform wall.note_own(a, 'account.invited', 'done', null, detail, trace, access_point);
  return 'invited';
end $$;

grant execute on function wall.stepped_up(bytea) to gestand_app, gestand_signin;
grant execute on function wall.step_up(bytea, bytea, bytea, text, uuid, text), wall.refuse_step_up(bytea, text, uuid, text),
  wall.name_browser(bytea, text), wall.own_sessions(bytea), wall.end_own_sessions(bytea, uuid, uuid, text), wall.own_account(bytea),
  wall.change_account(bytea, text, uuid, bytea, bytea, bigint, bytea[], uuid, text),
  wall.invite_staff(bytea, uuid, bytea, bytea, uuid, text) to gestand_signin;
reset role;
