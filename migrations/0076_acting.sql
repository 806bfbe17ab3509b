-- Acting for somebody stands in the ledger from the first look at whom one may act for, refusals too, and asks for what a look asks:
-- a second factor, and an assurance level of at least Substantieel. And showing again who one is, before a sensitive act in the portal:
-- what counts is the moment at which the identity provider saw the person.
set role gestand_wall;

-- The levels that open a client's dossier: Substantieel and higher. The program asks for them; this is what holds.
create function wall.sure_enough(assurance text) returns boolean language sql immutable set search_path = pg_catalog as $$
  select coalesce(assurance in ('http://eidas.europa.eu/LoA/substantial', 'http://eidas.europa.eu/LoA/high'), false) $$;

-- What is missing before the person of this session may act for anybody; null: nothing.
create function wall.too_weak(a wall.answer) returns text language sql stable security definer set search_path = pg_catalog as $$
  select case when not a.second_factor then 'second-factor' when not wall.sure_enough(s.assurance) then 'level-too-low' end
    from identity.sessions s where s.organisation_id = a.organisation_id and s.session_id = a.session_id $$;

-- Whether a representation holds today.
create function wall.runs(organisation text, representation uuid) returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from dossier.representations r where r.organisation_id = runs.organisation and r.representation_id = runs.representation
    and r.revoked_at is null and wall.today() between r.from_on and coalesce(r.until_on, 'infinity')) $$;

-- One entry about acting, or trying to act, for the person of a dossier. It opens nothing: nothing in it is `allowed`.
create function wall.note_acting(a wall.answer, event text, outcome text, reason text, dossier uuid, responsible uuid, parts text[], trace uuid, access_point text) returns void
language sql volatile security definer set search_path = pg_catalog as $$
  insert into ledger.entries (organisation_id, generation, event, action_code, outcome, reason, statement_version, purpose, activity, clauses, policies,
      actor_kind, actor_id, actor_role, relation, responsible_id, dossier_id, parts, session_id, trace_id, access_point)
  select a.organisation_id, o.generation, note_acting.event, 'E', note_acting.outcome, note_acting.reason, m.version, m.purpose, m.activity, array[m.clause], '{}',
      'representative', a.actor_id, 'representative', case note_acting.outcome when 'refused' then 'none' else 'represents' end,
      coalesce(responsible, wall.represented(a.organisation_id, dossier)), dossier, note_acting.parts, a.session_id, trace, note_acting.access_point
    from statement.organisations o, wall.management(a.organisation_id) m where o.organisation_id = a.organisation_id $$;

-- For whom the person of this session may act, with what they are known by to the organisation: no name opens here. That this was
-- shown stands in the log of each.
drop function wall.may_act_for(bytea);
create function wall.may_act_for(token bytea, trace uuid, access_point text)
returns table (representation_id uuid, kind text, parts text[], until_on date, client_number text, acting boolean)
language plpgsql volatile security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  a wall.answer := wall.signed_in(token);
  weak text;
begin
  if a.outcome = 'no-session' or a.actor_kind <> 'client' then return; end if;
  weak := wall.too_weak(a);
  if weak is not null then
    perform wall.note_acting(a, 'representation.offered', 'refused', weak, null, null, '{}', trace, access_point);
    return;
  end if;
  for representation_id, kind, parts, until_on, client_number, acting in
    select r.representation_id, r.kind, r.parts, r.until_on, d.client_number, r.representation_id is not distinct from s.representation_id
      from identity.sessions s
      join dossier.representations r on r.organisation_id = s.organisation_id and r.person_key = s.subject_key
       and wall.runs(r.organisation_id, r.representation_id)
      join dossier.dossiers d on d.organisation_id = r.organisation_id and d.dossier_id = r.dossier_id
     where s.organisation_id = a.organisation_id and s.session_id = a.session_id
     order by r.recorded_at
  loop
    perform wall.note_acting(a, 'representation.offered', 'done', null, r.dossier_id, null, '{existence}', trace, access_point)
       from dossier.representations r where r.organisation_id = a.organisation_id and r.representation_id = may_act_for.representation_id;
    return next;
  end loop;
end $$;

-- What the session acts under, for the page that is about to look: it tells nothing of the person represented.
create function wall.acting_scope(token bytea) returns table (kind text, parts text[])
language plpgsql volatile security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  a wall.answer := wall.signed_in(token);
begin
  if a.outcome = 'no-session' or a.actor_role <> 'representative' then return; end if;
  return query select r.kind, u.parts from wall.acts_under(a.organisation_id, a.session_id) u
    join identity.sessions s on s.organisation_id = a.organisation_id and s.session_id = a.session_id
    join dossier.representations r on r.organisation_id = s.organisation_id and r.representation_id = s.representation_id;
end $$;

-- As before (0051); now refused without a second factor or with too low a level, and every refusal stands in the ledger: with the
-- dossiers of the person who was named, so that they read it, and without one when nobody here is known by that.
create or replace function wall.act_for(token bytea, fresh bytea, chosen uuid, represented bytea, trace uuid, access_point text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.signed_in(token);
  r record;
  why text;
begin
  if a.outcome = 'no-session' or a.actor_kind <> 'client' then return false; end if;
  if chosen is null and represented is null then
    perform wall.note_acting(a, 'session.acts-for-self', 'done', null, x.dossier_id, null, '{}', trace, access_point)
       from identity.sessions s join dossier.representations x on x.organisation_id = s.organisation_id and x.representation_id = s.representation_id
      where s.organisation_id = a.organisation_id and s.session_id = a.session_id;
    update identity.sessions s set role = 'client', representation_id = null, token_hash = sha256(fresh)
     where s.organisation_id = a.organisation_id and s.session_id = a.session_id;
    return true;
  end if;
  why := wall.too_weak(a);
  if why is null then
    select x.representation_id, x.dossier_id into r from dossier.representations x
      join identity.sessions s on s.organisation_id = x.organisation_id and s.subject_key = x.person_key and s.session_id = a.session_id
     where x.organisation_id = a.organisation_id and wall.runs(x.organisation_id, x.representation_id)
       and case when chosen is not null then x.representation_id = chosen
                else exists (select from dossier.search_keys k where k.organisation_id = x.organisation_id and k.kind = 'bsn'
                              and k.key = represented and k.dossier_id = x.dossier_id) end
     order by x.recorded_at desc limit 1;
    if not found then why := 'no-mandate'; end if;
  end if;
  if why is not null then
    perform wall.note_acting(a, 'session.acts-for', 'refused', why, t.dossier_id, wall.pseudonym(represented), '{}', trace, access_point)
       from (select) as always left join (
         select x.dossier_id from dossier.representations x where x.organisation_id = a.organisation_id and x.representation_id = chosen
         union
         select k.dossier_id from dossier.search_keys k where k.organisation_id = a.organisation_id and k.kind = 'bsn' and k.key = represented) t on true;
    return false;
  end if;
  update identity.sessions s set role = 'representative', representation_id = r.representation_id, token_hash = sha256(fresh)
   where s.organisation_id = a.organisation_id and s.session_id = a.session_id;
  perform wall.note_acting(a, 'session.acts-for', 'done', null, r.dossier_id, null, '{}', trace, access_point);
  return true;
end $$;

-- The identity provider saw the person again, at `seen_at`: the session goes on under a new token, and sensitive acts are open for
-- ten minutes from that moment, not from now. Refused when that is long ago, when it is somebody else, when the level is too low, or
-- when they showed themselves for another person than the one this session acts for.
create function wall.show_again(token bytea, fresh bytea, subject bytea, represented bytea, assurance text, seen_at timestamptz, trace uuid, access_point text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.signed_in(token);
  why text;
begin
  if a.outcome = 'no-session' then return false; end if;
  why := case when seen_at is null or seen_at < now() - interval '5 minutes' or seen_at > now() + interval '1 minute' then 'too-long-ago'
              when a.actor_kind = 'client' and not wall.sure_enough(assurance) then 'level-too-low'
              when represented is not null and not exists (select from wall.acts_under(a.organisation_id, a.session_id) u
                join dossier.search_keys k on k.organisation_id = a.organisation_id and k.kind = 'bsn' and k.key = represented and k.dossier_id = u.dossier_id)
                then 'somebody-else' end;
  if why is not null then
    perform wall.note_own(a, 'session.step-up-refused', 'refused', why, null, trace, access_point);
    return false;
  end if;
  if not wall.step_up(token, fresh, subject, assurance, trace, access_point) then return false; end if;
  update identity.sessions s set stepped_up_at = least(now(), seen_at) where s.organisation_id = a.organisation_id and s.session_id = a.session_id;
  return true;
end $$;

grant execute on function wall.may_act_for(bytea, uuid, text), wall.acting_scope(bytea) to gestand_app;
grant execute on function wall.sure_enough(text) to gestand_owner;
grant execute on function wall.show_again(bytea, bytea, bytea, bytea, text, timestamptz, uuid, text) to gestand_signin;
reset role;

-- A client without that level has no session at all. Of sessions from before this it is not asked.
set role gestand_owner;
alter table identity.sessions add constraint sessions_sure_enough check (kind <> 'client' or wall.sure_enough(assurance)) not valid;
reset role;
