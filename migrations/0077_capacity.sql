-- Who may decide alone, as a worker weighed it; and what each kind of representative may be given: parts, actions, dates.
set role gestand_owner;

alter table dossier.representations
  -- what is recorded from now on says it; before, who acted could do what the rules allow a client
  add column actions text[] not null default '{read,print,export,write,restrict}'
    check (cardinality(actions) > 0 and actions <@ '{read,print,export,write,restrict}'),
  -- of a parent: the day on which somebody here saw in the register that this parent has authority
  add column authority_on date,
  add constraint representations_authority check (kind <> 'parent' or (authority_on is not null and authority_on <= from_on)) not valid,
  -- money and goods, and no more (BW 1:441)
  add constraint representations_property check (kind <> 'property-administrator'
    or parts <@ '{existence,identity,contact,provisions,documents,messages,support-dates,access-log}') not valid;
alter table dossier.representations alter column actions drop default;
grant select (actions, authority_on) on dossier.representations to gestand_app;

create table dossier.capacity_judgements (
  organisation_id text not null,
  judgement_id uuid not null,
  dossier_id uuid not null,
  able boolean not null,                 -- can weigh the own interests in this, as a worker saw it
  parents_may boolean not null,          -- false: that a parent looks is against the interest of the child (Wmo 5.3.2)
  weighed_on date not null,
  sealed bytea not null,                 -- on what grounds
  recorded_by uuid not null,
  recorded_as text not null,
  recorded_at timestamptz not null default now(),
  revoked_at timestamptz,
  revoked_by uuid,
  primary key (organisation_id, judgement_id),
  check ((revoked_at is null) = (revoked_by is null)),
  foreign key (organisation_id, dossier_id) references dossier.dossiers
);
create index capacity_of_dossier on dossier.capacity_judgements (organisation_id, dossier_id, recorded_at desc);
alter table dossier.capacity_judgements enable row level security;
alter table dossier.capacity_judgements force row level security;
create policy wall_sees on dossier.capacity_judgements for select to gestand_wall using (true);
create policy opened on dossier.capacity_judgements for select to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('read', 'network'))::text[])
    -- who acts for the client may see the network, and not what a worker thought of it
    and exists (select from identity.staff s where s.organisation_id = capacity_judgements.organisation_id and s.staff_id = (select wall.actor())));
create policy kept on dossier.capacity_judgements for select to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'network'))::text[]));
create policy weighed on dossier.capacity_judgements for insert to gestand_app
  with check (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'network'))::text[])
    and array[recorded_by::text, recorded_as] <@ (select wall.author()) and recorded_at = now() and weighed_on <= (now() at time zone 'Europe/Amsterdam')::date and revoked_at is null);
create policy taken_back on dossier.capacity_judgements for update to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'network'))::text[]) and revoked_at is null)
  with check (revoked_at = now() and revoked_by = (select wall.actor()));
grant select on dossier.capacity_judgements to gestand_app, gestand_wall;
grant insert, update (revoked_at, revoked_by) on dossier.capacity_judgements to gestand_app;
reset role;

set role gestand_wall;

-- As before (0076); and a parent not while a worker judged that it is against the interest of the child.
create or replace function wall.runs(organisation text, representation uuid) returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from dossier.representations r where r.organisation_id = runs.organisation and r.representation_id = runs.representation
    and r.revoked_at is null and wall.today() between r.from_on and coalesce(r.until_on, 'infinity')
    and (r.kind <> 'parent' or coalesce((select j.parents_may from dossier.capacity_judgements j
      where j.organisation_id = r.organisation_id and j.dossier_id = r.dossier_id and j.revoked_at is null order by j.recorded_at desc limit 1), true))) $$;

-- As before (0051), with what may be done.
drop function wall.acts_under(text, uuid);
create function wall.acts_under(organisation text, session uuid) returns table (dossier_id uuid, parts text[], actions text[], responsible_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select r.dossier_id, r.parts, r.actions, wall.represented(r.organisation_id, r.dossier_id)
    from identity.sessions s
    join dossier.representations r on r.organisation_id = s.organisation_id and r.representation_id = s.representation_id and r.person_key = s.subject_key
   where s.organisation_id = acts_under.organisation and s.session_id = acts_under.session and wall.runs(r.organisation_id, r.representation_id) $$;

-- As before (0051); who represents does what the representation says, and no other thing.
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
    if action <> all (access.actions) then return a; end if;
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

-- Who acts or acted, as the log names them: by the pseudonym that their entries carry. Answers only while an entry of this very
-- transaction opens the log of the dossier.
create function wall.acting_people() returns table (organisation_id text, dossier_id uuid, representation_id uuid, actor_id uuid, kind text, sealed bytea)
language sql stable security definer set search_path = pg_catalog as $$
  select r.organisation_id, r.dossier_id, r.representation_id, wall.pseudonym(r.person_key), r.kind, r.sealed from dossier.representations r
   where r.organisation_id || '/' || r.dossier_id::text = any ((select wall.opened_dossiers('read', 'access-log'))::text[])
   order by r.recorded_at $$;
grant execute on function wall.acting_people() to gestand_app;
reset role;
