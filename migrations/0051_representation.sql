-- Who may act for a client: by law (mentor, guardian, administrator of property, parent) or because the client said so. Somebody who
-- acts signs in as themselves; the session holds for whom, the ledger holds both, and the scope and the dates are kept here.
set role gestand_owner;

create table dossier.representations (
  organisation_id text not null,
  representation_id uuid not null,
  dossier_id uuid not null,
  person_key bytea not null check (length(person_key) = 32),   -- blind index of the BSN of who acts
  kind text not null check (kind in ('mentor', 'guardian', 'property-administrator', 'parent', 'voluntary')),
  parts text[] not null check (cardinality(parts) > 0 and not 'bsn' = any (parts)),
  from_on date not null,
  until_on date check (until_on >= from_on),
  sealed bytea not null,                 -- the name of who acts, and on what proof it was recorded
  recorded_by uuid not null,
  recorded_as text not null,             -- the function then, copied
  recorded_at timestamptz not null default now(),
  revoked_at timestamptz,
  revoked_by uuid,
  primary key (organisation_id, representation_id),
  check ((revoked_at is null) = (revoked_by is null)),
  -- a parent acts until an age, so there is always a last day
  check (kind <> 'parent' or until_on is not null),
  foreign key (organisation_id, dossier_id) references dossier.dossiers
);
create index representations_of_dossier on dossier.representations (organisation_id, dossier_id);
create index representations_of_person on dossier.representations (organisation_id, person_key);

-- For whom the person of this session acts. They signed in as themselves: `subject_key` stays theirs.
alter table identity.sessions add column representation_id uuid;
alter table identity.sessions add foreign key (organisation_id, representation_id) references dossier.representations;
alter table identity.sessions add check ((role = 'representative') = (representation_id is not null));

alter table dossier.representations enable row level security;
alter table dossier.representations force row level security;
create policy wall_sees on dossier.representations for select to gestand_wall using (true);
grant select on dossier.representations to gestand_wall;
reset role;

set role gestand_wall;

-- Whether the person of this transaction's entry showed who they are less than ten minutes ago, for a sensitive act.
create function wall.shown_lately() returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from ledger.entries e
    join identity.sessions s on s.organisation_id = e.organisation_id and s.session_id = e.session_id and s.stepped_up_at > now() - interval '10 minutes'
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed'
     and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true))) $$;
create function wall.has_shown_lately(token bytea) returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from identity.sessions s where s.token_hash = sha256(token) and s.ended_at is null and s.stepped_up_at > now() - interval '9 minutes') $$;
grant execute on function wall.shown_lately() to gestand_owner, gestand_app;
grant execute on function wall.has_shown_lately(bytea) to gestand_app;

-- How the ledger calls the person represented: as when they sign in themselves; without a BSN by the dossier.
create function wall.represented(organisation text, dossier uuid) returns uuid
language sql stable security definer set search_path = pg_catalog as $$
  select coalesce((select wall.pseudonym(k.key) from dossier.search_keys k
    where k.organisation_id = organisation and k.kind = 'bsn' and k.dossier_id = dossier limit 1), dossier) $$;

-- The representation that a session acts under, while it runs; no row for everybody else.
create function wall.acts_under(organisation text, session uuid) returns table (dossier_id uuid, parts text[], responsible_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select r.dossier_id, r.parts, wall.represented(r.organisation_id, r.dossier_id)
    from identity.sessions s
    join dossier.representations r on r.organisation_id = s.organisation_id and r.representation_id = s.representation_id and r.person_key = s.subject_key
   where s.organisation_id = acts_under.organisation and s.session_id = acts_under.session
     and r.revoked_at is null and wall.today() between r.from_on and coalesce(r.until_on, 'infinity') $$;

-- As before (0050), and for who represents: the dossier and the parts of the representation that runs, and no other.
create or replace function wall.otherwise(a wall.answer, dossier uuid, parts text[], action text, purpose text) returns wall.answer
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  access record;
begin
  if a.actor_role = 'representative' then
    select * into access from wall.acts_under(a.organisation_id, a.session_id);
    a.responsible_id := access.responsible_id;
    if access.dossier_id is null or access.dossier_id is distinct from otherwise.dossier then return a; end if;
    a.relation := 'represents';
    if not otherwise.parts <@ access.parts then return a; end if;
    return wall.judge(a, parts, action, purpose);
  end if;
  if a.actor_kind <> 'staff' or a.relation = 'involved' or not (a.second_factor and a.cleared) then return a; end if;
  select x.emergency, otherwise.parts <@ x.parts and x.purpose = otherwise.purpose and action = 'read' as covers into access
    from dossier.incidental_accesses x
   where x.organisation_id = a.organisation_id and x.staff_id = a.actor_id and x.dossier_id = otherwise.dossier
     and x.role = a.actor_role and now() >= x.from_at and now() < x.until_at and x.ended_at is null and x.sealed_reason is not null
   order by (otherwise.parts <@ x.parts and x.purpose = otherwise.purpose) desc limit 1;
  if not found then return a; end if;
  if access.covers then
    a.relation := 'incidental';
    a.emergency := access.emergency;
    return wall.judge(a, parts, action, purpose);
  end if;
  -- Not what the access is for. That the dossier exists is no secret to somebody with an access to it.
  if a.relation = 'none' then a.relation := 'incidental'; end if;
  return a;
end $$;

-- What the visitor has here. Who acts for somebody has the dossier of that somebody, and not their own.
alter function wall.own(bytea, text[], text, text, uuid, text) rename to own_as_oneself;
create function wall.own(token bytea, parts text[], purpose text, event text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer;
  one wall.answer;
  represented uuid;
begin
  if not exists (select from identity.sessions s where s.token_hash = sha256(token) and s.representation_id is not null) then
    return wall.own_as_oneself(token, parts, purpose, event, trace, access_point);
  end if;
  a := wall.who(token, purpose);
  if a.outcome = 'no-session' then return a; end if;
  select u.dossier_id, u.responsible_id into represented, a.responsible_id from wall.acts_under(a.organisation_id, a.session_id) u;
  one := wall.otherwise(wall.relate(a, represented), represented, parts, 'read', purpose);
  if one.outcome = 'allowed' then
    perform wall.record(one, parts, 'read', purpose, event, null, trace, access_point);
    a.outcome := 'allowed';
    a.reason := null;
    a.activity := one.activity;
    a.policies := one.policies;
    a.clauses := one.clauses;
    a.dossiers := array[represented];
    a.relations := array[one.relation];
    a.states := array[one.state];
  end if;
  return wall.record(a, parts, 'read', purpose, event, cardinality(a.dossiers), trace, access_point);
end $$;
revoke execute on function wall.own_as_oneself(bytea, text[], text, text, uuid, text) from gestand_app;
grant execute on function wall.own(bytea, text[], text, text, uuid, text) to gestand_app;

-- For whom the person of this session may act, with what they are known by to the organisation: no name opens here.
create function wall.may_act_for(token bytea) returns table (representation_id uuid, kind text, parts text[], until_on date, client_number text, acting boolean)
language plpgsql volatile security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  a wall.answer := wall.signed_in(token);
begin
  if a.outcome = 'no-session' or a.actor_kind <> 'client' then return; end if;
  return query select r.representation_id, r.kind, r.parts, r.until_on, d.client_number, r.representation_id is not distinct from s.representation_id
    from identity.sessions s
    join dossier.representations r on r.organisation_id = s.organisation_id and r.person_key = s.subject_key
     and r.revoked_at is null and wall.today() between r.from_on and coalesce(r.until_on, 'infinity')
    join dossier.dossiers d on d.organisation_id = r.organisation_id and d.dossier_id = r.dossier_id
   where s.organisation_id = a.organisation_id and s.session_id = a.session_id
   order by r.recorded_at;
end $$;

-- From here on this session acts for somebody (chosen, or named by the identity provider: the blind index of the BSN), or for the
-- person themself again (both null). It goes on under a new token. False: there is no representation that runs.
create function wall.act_for(token bytea, fresh bytea, chosen uuid, represented bytea, trace uuid, access_point text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.signed_in(token);
  r record;
  m record;
begin
  if a.outcome = 'no-session' or a.actor_kind <> 'client' then return false; end if;
  if chosen is null and represented is null then
    update identity.sessions s set role = 'client', representation_id = null, token_hash = sha256(fresh)
     where s.organisation_id = a.organisation_id and s.session_id = a.session_id;
    return true;
  end if;
  select x.* into r from dossier.representations x
    join identity.sessions s on s.organisation_id = x.organisation_id and s.subject_key = x.person_key and s.session_id = a.session_id
   where x.organisation_id = a.organisation_id and x.revoked_at is null and wall.today() between x.from_on and coalesce(x.until_on, 'infinity')
     and case when chosen is not null then x.representation_id = chosen
              else exists (select from dossier.search_keys k where k.organisation_id = x.organisation_id and k.kind = 'bsn'
                            and k.key = represented and k.dossier_id = x.dossier_id) end
   order by x.recorded_at desc limit 1;
  if not found then return false; end if;
  update identity.sessions s set role = 'representative', representation_id = r.representation_id, token_hash = sha256(fresh)
   where s.organisation_id = a.organisation_id and s.session_id = a.session_id;
  select * into m from wall.management(a.organisation_id);
  insert into ledger.entries (organisation_id, generation, event, action_code, outcome, statement_version, purpose, activity, clauses, policies,
      actor_kind, actor_id, actor_role, relation, responsible_id, dossier_id, parts, session_id, trace_id, access_point)
  select a.organisation_id, o.generation, 'session.acts-for', 'E', 'done', m.version, m.purpose, m.activity, array[m.clause], '{}',
      'representative', a.actor_id, 'representative', 'represents', wall.represented(a.organisation_id, r.dossier_id), r.dossier_id, '{}',
      a.session_id, trace, act_for.access_point
    from statement.organisations o where o.organisation_id = a.organisation_id;
  return true;
end $$;

grant execute on function wall.may_act_for(bytea) to gestand_app;
grant execute on function wall.act_for(bytea, bytea, uuid, bytea, uuid, text) to gestand_signin;
reset role;

set role gestand_owner;
create policy opened on dossier.representations for select to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('read', 'network'))::text[]));
create policy opened_to_client on dossier.representations for select to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('read', 'consents'))::text[]));
create policy kept on dossier.representations for select to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'network'))::text[]));
create policy kept_by_client on dossier.representations for select to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'consents'))::text[]));
-- by law: recorded by a worker on a proof; voluntary: given by the client in person, who showed a moment ago who they are
create policy recorded on dossier.representations for insert to gestand_app
  with check (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'network'))::text[])
    and kind <> 'voluntary' and array[recorded_by::text, recorded_as] <@ (select wall.author()) and recorded_at = now() and revoked_at is null);
create policy given on dossier.representations for insert to gestand_app
  with check (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'consents'))::text[])
    and kind = 'voluntary' and recorded_as = 'client' and array[recorded_by::text, recorded_as] <@ (select wall.author())
    and recorded_at = now() and revoked_at is null and (select wall.shown_lately()));
create policy ended on dossier.representations for update to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'network'))::text[]) and revoked_at is null)
  with check (revoked_at = now() and revoked_by = (select wall.actor()));
create policy taken_back on dossier.representations for update to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'consents'))::text[]) and revoked_at is null
    and kind = 'voluntary' and 'client' = any ((select wall.author())::text[]) and (select wall.shown_lately()))
  with check (revoked_at = now() and revoked_by = (select wall.actor()));
-- who acts is found by key and shown by name: the key itself nobody reads
grant select (organisation_id, representation_id, dossier_id, kind, parts, from_on, until_on, sealed, recorded_by, recorded_as, recorded_at, revoked_at)
  on dossier.representations to gestand_app;
grant insert on dossier.representations to gestand_app;
grant update (revoked_at, revoked_by) on dossier.representations to gestand_app;
reset role;
