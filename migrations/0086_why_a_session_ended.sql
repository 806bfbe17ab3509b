-- The sign-in page says why somebody is signed out. Whoever holds the token of a session that is over may hear how it ended, and nothing
-- more; and a session that can be nobody's any more is taken away a day after its tenth hour, by who signs in next.
set role gestand_owner;

-- How somebody ended it; empty where it ended by time, or because the person may not come in (that is asked when it is told).
alter table identity.sessions add column ended_how text
  check (ended_how in ('signed-out', 'signed-in-anew', 'elsewhere', 'new-account'));
alter table identity.sessions add constraint sessions_ended_how check (ended_how is null or ended_at is not null);
create index sessions_by_end on identity.sessions (ends_at);
grant delete on identity.sessions to gestand_wall;
reset role;

set role gestand_wall;

-- In the order of what helps most: what somebody did, then that the person may not come in at all, then time: what came first.
create function wall.why_over(token bytea) returns text
language sql stable security definer set search_path = pg_catalog as $$
  select case
      when s.ended_how is not null then s.ended_how
      when s.staff_id is not null and wall.works_as(s.organisation_id, s.staff_id) is null then 'account'
      when s.ended_at is not null then 'ended'
      when s.ends_at <= least(now(), s.last_seen_at + interval '15 minutes') then 'ten-hours'
      when s.last_seen_at <= now() - interval '15 minutes' then 'idle'
      when s.staff_id is not null and not exists (select from identity.staff_roles r
        where r.organisation_id = s.organisation_id and r.staff_id = s.staff_id and r.role = s.role
          and wall.today() between r.from_on and coalesce(r.until_on, 'infinity')) then 'role'
      else 'running' end
    from identity.sessions s where s.token_hash = sha256(token) $$;
grant execute on function wall.why_over(bytea) to gestand_signin;

-- As before (0075), and it says how.
drop function wall.end_session(bytea);
create function wall.end_session(token bytea, how text default 'signed-out') returns void
language sql volatile security definer set search_path = pg_catalog as $$
  delete from identity.held_forms h using identity.sessions s
   where s.token_hash = sha256(token) and h.organisation_id = s.organisation_id and h.session_id = s.session_id;
  update identity.sessions set ended_at = now(), ended_how = how where token_hash = sha256(token) and ended_at is null; $$;
grant execute on function wall.end_session(bytea, text) to gestand_signin;

-- As before (0030). Who changed the own password goes on where that was done; with a new account nothing of before goes on; a block says
-- nothing here: while it lasts, the account is what is told.
create or replace function wall.end_sessions_of(org text, staff uuid, but uuid) returns integer
language sql volatile security definer set search_path = pg_catalog as $$
  with ended as (update identity.sessions s
      set ended_at = now(), ended_how = case when but is not null then 'elsewhere' when not wall.is_blocked(org, staff) then 'new-account' end
    where s.organisation_id = org and s.staff_id = staff and s.ended_at is null and s.session_id is distinct from but returning 1)
  select count(*)::integer from ended $$;

-- As before (0031).
create or replace function wall.end_own_sessions(token bytea, chosen uuid, trace uuid, access_point text) returns integer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.signed_in(token);
  ended integer;
begin
  if a.outcome = 'no-session' then return null; end if;
  update identity.sessions s set ended_at = now(), ended_how = 'elsewhere'
    from wall.own_sessions(token) o
   where s.organisation_id = a.organisation_id and s.session_id = o.session_id and case when chosen is null then not o.own else o.session_id = chosen end;
  get diagnostics ended = row_count;
  if ended > 0 then perform wall.note_own(a, 'session.ended', 'done', null, null, trace, access_point); end if;
  return ended;
end $$;

-- As before (0081).
create or replace function wall.accept_portal_invitation(org text, code_key bytea, account uuid, name_key bytea, sealed_password bytea, sealed_app bytea,
  step bigint, trace uuid, access_point text) returns table (outcome text, subject_key bytea)
language plpgsql volatile security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  subject bytea;
  opens uuid;
  acts boolean;
begin
  select i.subject_key, i.dossier_id, i.representation_id is not null into subject, opens, acts
    from dossier.portal_invitations i where i.organisation_id = org and i.code_key = accept_portal_invitation.code_key
     and i.used_at is null and i.withdrawn_at is null and i.ends_at > now() for update;
  if not found then return query select 'no-invitation'::text, null::bytea; return; end if;
  if exists (select from identity.portal_accounts p where p.organisation_id = org and p.name_key = accept_portal_invitation.name_key and p.subject_key <> subject) then
    return query select 'name-taken'::text, null::bytea;
    return;
  end if;
  update dossier.portal_invitations i set used_at = now() where i.organisation_id = org and i.code_key = accept_portal_invitation.code_key;
  update identity.sessions s set ended_at = now(), ended_how = 'new-account'
   where s.organisation_id = org and s.kind = 'client' and s.subject_key = subject and s.ended_at is null;
  delete from identity.portal_accounts p where p.organisation_id = org and p.subject_key = subject;
  insert into identity.portal_accounts (organisation_id, subject_key, account_id, name_key, sealed_password, sealed_app, last_step)
  values (org, subject, account, accept_portal_invitation.name_key, accept_portal_invitation.sealed_password, accept_portal_invitation.sealed_app, step);
  insert into ledger.entries (organisation_id, generation, event, action_code, outcome, statement_version, purpose, activity, clauses, policies,
      actor_kind, actor_id, actor_role, relation, responsible_id, dossier_id, parts, trace_id, access_point)
  select org, o.generation, 'account.made', 'E', 'done', m.version, m.purpose, m.activity, array[m.clause], '{}',
      case when acts then 'representative' else 'client' end, wall.pseudonym(subject), case when acts then 'representative' else 'client' end,
      case when acts then 'represents' else 'self' end, case when acts then wall.represented(org, opens) end, opens, '{}', trace, access_point
    from statement.organisations o, wall.management(org) m where o.organisation_id = org;
  return query select 'made'::text, subject;
end $$;

-- A day is long enough to hear why; after that nobody needs to know when somebody was at work. What was done stands in the ledger.
create function wall.sweep_sessions() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  delete from identity.sessions s where (s.organisation_id, s.session_id) in (
    select x.organisation_id, x.session_id from identity.sessions x
     where x.ends_at < now() - interval '1 day'
       and not exists (select from identity.held_forms h where h.organisation_id = x.organisation_id and h.session_id = x.session_id)
     order by x.ends_at limit 50 for update skip locked);
  return null;
end $$;
grant execute on function wall.sweep_sessions() to gestand_owner;
reset role;

set role gestand_owner;
create trigger sweep_sessions_at_sign_in after insert on identity.sessions for each statement execute function wall.sweep_sessions();
reset role;
