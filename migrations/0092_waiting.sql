-- What waits for whom. Whoever must hear of an emergency sees it until the officer judged it, or until the team manager says to have
-- seen it; and only who comes in today is offered, and taken, to be involved with a client.
set role gestand_owner;

-- A team manager judges no emergency; that it was seen is on record.
create table dossier.emergencies_seen (
  organisation_id text not null,
  access_id uuid not null,
  staff_id uuid not null,
  seen_at timestamptz not null default now(),
  primary key (organisation_id, access_id, staff_id),
  foreign key (organisation_id, access_id) references dossier.incidental_accesses (organisation_id, access_id),
  foreign key (organisation_id, staff_id) references identity.staff (organisation_id, staff_id)
);
alter table dossier.emergencies_seen enable row level security;
alter table dossier.emergencies_seen force row level security;
create policy wall_keeps_seen on dossier.emergencies_seen for all to gestand_wall using (true) with check (true);
grant select, insert on dossier.emergencies_seen to gestand_wall;

-- Who hears of emergencies asks on every page.
create index emergencies_by_day on dossier.incidental_accesses (organisation_id, from_at) where emergency;
reset role;

set role gestand_wall;

-- As before (0050), and whether it still waits for who asks: for the officer until there is a judgement, for a team manager until it was
-- seen. What waits stays past the thirty days; what was before somebody managed the team never waits; nobody waits for the own one. It is
-- asked on every page of these two: what is old and looked at, or of other teams, is left out before anything else is asked of it.
drop function wall.emergencies(bytea, text);
create function wall.emergencies(token bytea, purpose text)
returns table (access_id uuid, staff_id uuid, sealed_name bytea, role text, from_at timestamptz, until_at timestamptz, waits boolean)
language sql volatile security definer set search_path = pg_catalog as $$
  with asker as materialized (
    select a.organisation_id, a.actor_id, a.actor_role,
           exists (select from statement.grants g where g.organisation_id = a.organisation_id and g.version = a.statement_version
              and g.role = a.actor_role and g.relation = 'none' and g.action = 'review' and g.state = 'open'
              and g.purpose = emergencies.purpose and g.part = 'access-log') as judges
      from wall.who(token, emergencies.purpose) a where a.outcome <> 'no-session' and a.second_factor and a.cleared
  ), teams as materialized (
    select m.team_id, greatest(m.from_on, r.from_on) as since
      from asker a
      join identity.staff_roles r on r.organisation_id = a.organisation_id and r.staff_id = a.actor_id and r.role = a.actor_role
       and wall.today() between r.from_on and coalesce(r.until_on, 'infinity')
      join identity.team_members m on m.organisation_id = a.organisation_id and m.staff_id = a.actor_id
       and wall.today() between m.from_on and coalesce(m.until_on, 'infinity')
     where a.actor_role = 'team-manager'
  ), members as materialized (
    select c.staff_id, min(t.since) as since
      from asker a cross join teams t
      join identity.team_members c on c.organisation_id = a.organisation_id and c.team_id = t.team_id
       and wall.today() between c.from_on and coalesce(c.until_on, 'infinity')
     group by c.staff_id
  ), heard as (
    select x.*, x.staff_id <> a.actor_id and case
             when a.judges then not exists (select from dossier.incidental_judgements j
               where j.organisation_id = x.organisation_id and j.access_id = x.access_id)
             else (x.from_at at time zone 'Europe/Amsterdam')::date >= least(t.since, m.since) and not exists (
               select from dossier.emergencies_seen v
                where v.organisation_id = x.organisation_id and v.access_id = x.access_id and v.staff_id = a.actor_id)
           end as waits
      from asker a
      join dossier.incidental_accesses x on x.organisation_id = a.organisation_id and x.emergency and x.sealed_reason is not null
      join dossier.dossiers d on d.organisation_id = x.organisation_id and d.dossier_id = x.dossier_id
      left join (select team_id, min(since) as since from teams group by team_id) t on t.team_id = d.team_id
      left join members m on m.staff_id = x.staff_id
     where a.judges or t.since is not null or m.since is not null
  )
  select h.access_id, h.staff_id, s.sealed_name, h.role, h.from_at, h.until_at, h.waits
    from heard h
    join identity.staff s on s.organisation_id = h.organisation_id and s.staff_id = h.staff_id
   where h.waits or h.from_at > now() - interval '30 days'
   order by h.from_at desc $$;
grant execute on function wall.emergencies(bytea, text) to gestand_app;

-- A team manager says to have seen an emergency; who says so twice has seen it. The entry names no dossier: the client may not hear of it yet.
create function wall.see_emergency(token bytea, access uuid, purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
begin
  if a.outcome = 'no-session' then return a; end if;
  if a.outcome = 'allowed' and not exists (select from wall.emergencies(token, see_emergency.purpose) e where e.access_id = access) then
    conflict := 'not-there';
  end if;
  if a.outcome = 'allowed' and conflict is null then
    insert into dossier.emergencies_seen (organisation_id, access_id, staff_id) values (a.organisation_id, access, a.actor_id)
    on conflict do nothing;
    a.reason := 'access ' || access;
  end if;
  return wall.record(wall.unless(a, conflict), array['existence'], 'review', purpose, 'emergency.seen', null, trace, access_point);
end $$;
grant execute on function wall.see_emergency(bytea, uuid, text, uuid, text) to gestand_app;

-- Whether somebody can come in today at all: employed, not blocked, and with everything that signing in asks for.
create function wall.comes_in(org text, staff uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select not wall.is_blocked(org, staff)
     and exists (select from identity.staff s where s.organisation_id = org and s.staff_id = comes_in.staff
       and wall.today() between s.employed_from and coalesce(s.employed_until, 'infinity'))
     and wall.cleared_until(org, staff, wall.today()) is not null $$;

-- As before (0041), of who comes in today: whoever is offered can be taken, and nobody else.
create or replace function wall.role_to_be_involved(a wall.answer, staff uuid) returns text
language sql stable security definer set search_path = pg_catalog as $$
  select r.role from identity.staff_roles r
   where r.organisation_id = a.organisation_id and r.staff_id = role_to_be_involved.staff
     and wall.today() between r.from_on and coalesce(r.until_on, 'infinity') and wall.comes_in(a.organisation_id, role_to_be_involved.staff)
     and exists (select from statement.grants g where g.organisation_id = a.organisation_id and g.version = a.statement_version
       and g.role = r.role and g.relation = 'involved' and g.action = 'read' and g.part = 'existence' and g.state = 'open')
   order by r.from_on, r.role limit 1 $$;

create or replace function wall.involving_conflict(a wall.answer, staff uuid, from_on date, until_on date) returns text
language sql stable security definer set search_path = pg_catalog as $$
  select case
    when staff = a.actor_id then 'own-access'
    when not wall.works_here(a, staff) then 'not-there'
    when not wall.comes_in(a.organisation_id, staff) then 'cannot-come-in'
    when wall.role_to_be_involved(a, staff) is null then 'cannot-be-involved'
    when from_on is null or from_on < wall.today() or until_on < from_on then 'wrong-period'
  end $$;

create or replace function wall.colleagues_to_involve() returns table (staff_id uuid, sealed_name bytea, employer text, role text)
language sql stable security definer set search_path = pg_catalog as $$
  select distinct on (s.staff_id) s.staff_id, s.sealed_name, s.employer, r.role
    from ledger.entries e
    join identity.staff s on s.organisation_id = e.organisation_id and wall.comes_in(s.organisation_id, s.staff_id)
    join identity.staff_roles r on r.organisation_id = s.organisation_id and r.staff_id = s.staff_id
     and wall.today() between r.from_on and coalesce(r.until_on, 'infinity')
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed'
     and e.action in ('grant', 'review') and 'existence' = any (e.parts)
     and exists (select from statement.grants g where g.organisation_id = e.organisation_id and g.version = e.statement_version
       and g.role = r.role and g.relation = 'involved' and g.action = 'read' and g.part = 'existence' and g.state = 'open')
   order by s.staff_id, r.from_on, r.role $$;

-- The signals that were raised by now, apart from raising them: the page where somebody begins reads them often, and the worker raises
-- every hour.
create function wall.kept_signals()
returns table (signal_id uuid, kind text, actor_id uuid, actor_name bytea, actor_role text, dossier_id uuid, client_number text, first_at timestamptz,
  last_at timestamptz, times integer, dossiers integer, version integer, waits_since timestamptz, waits boolean, judgement_id uuid, judgement text,
  judged_by uuid, judged_by_name bytea, judged_at timestamptz, sealed_words bytea)
language sql stable security definer set search_path = pg_catalog as $$
  select s.signal_id, s.kind, s.actor_id, p.sealed_name, s.actor_role, s.dossier_id, d.client_number, s.first_at, s.last_at, s.times, s.dossiers,
         s.version, s.waits_since, w.waits, j.judgement_id, j.judgement, j.judged_by, b.sealed_name, j.judged_at, j.sealed_words
    from ledger.signals s
    cross join lateral (select not wall.last_word(s.organisation_id, s.signal_id, s.version) as waits) w
    join identity.staff p on p.organisation_id = s.organisation_id and p.staff_id = s.actor_id
    left join dossier.dossiers d on d.organisation_id = s.organisation_id and d.dossier_id = s.dossier_id
    left join lateral (select x.* from ledger.signal_judgements x where x.organisation_id = s.organisation_id and x.signal_id = s.signal_id
                        order by x.judged_at desc limit 1) j on true
    left join identity.staff b on b.organisation_id = s.organisation_id and b.staff_id = j.judged_by
   where s.organisation_id = (select wall.reviewed()) and (w.waits or j.judged_at > now() - interval '30 days')
   order by w.waits desc, case when w.waits then s.waits_since end, j.judged_at desc, s.last_at desc $$;
grant execute on function wall.kept_signals() to gestand_app;

create or replace function wall.signals()
returns table (signal_id uuid, kind text, actor_id uuid, actor_name bytea, actor_role text, dossier_id uuid, client_number text, first_at timestamptz,
  last_at timestamptz, times integer, dossiers integer, version integer, waits_since timestamptz, waits boolean, judgement_id uuid, judgement text,
  judged_by uuid, judged_by_name bytea, judged_at timestamptz, sealed_words bytea)
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  perform wall.keep_signals(wall.reviewed());
  return query select * from wall.kept_signals();
end $$;
reset role;
