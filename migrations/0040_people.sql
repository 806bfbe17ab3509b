-- Who works here: employment, roles, teams and declarations. Every change is a function of the wall, judged by the rules as
-- `review existence` without a dossier, written in the ledger, and refused where it would give somebody something by his own hand.
set role gestand_owner;

-- A change of role is asked by one person and decided by another; nobody asks or decides for himself (TOM-9.12).
create table identity.role_requests (
  organisation_id text not null,
  request_id uuid not null,
  staff_id uuid not null,
  role text not null,
  change text not null check (change in ('give', 'take')),
  asked_by uuid not null check (asked_by <> staff_id),
  asked_at timestamptz not null default now(),
  decided_by uuid check (decided_by <> staff_id),
  decided_at timestamptz,
  decision text check (decision in ('confirmed', 'rejected', 'lapsed')),
  primary key (organisation_id, request_id),
  foreign key (organisation_id, staff_id) references identity.staff,
  foreign key (organisation_id, asked_by) references identity.staff (organisation_id, staff_id),
  foreign key (organisation_id, decided_by) references identity.staff (organisation_id, staff_id),
  check (decision is distinct from 'confirmed' or decided_by <> asked_by),
  check ((decision is null) = (decided_at is null))
);
create unique index one_open_request on identity.role_requests (organisation_id, staff_id, role) where decision is null;

-- null: the first people, brought in when the house was set up
alter table identity.staff_roles add column request_id uuid;
alter table identity.staff_roles add foreign key (organisation_id, request_id) references identity.role_requests;

-- Awareness is planned and recorded beside secrecy and certificate; it closes nothing (TOM-12.9).
alter table identity.clearances drop constraint clearances_kind_check;
alter table identity.clearances add constraint clearances_kind_check check (kind in ('secrecy', 'conduct', 'awareness'));
alter table identity.clearances add column recorded_by uuid check (recorded_by <> staff_id);
alter table identity.clearances add column recorded_at timestamptz not null default now();
alter table identity.clearances add foreign key (organisation_id, recorded_by) references identity.staff (organisation_id, staff_id);

alter table identity.teams add constraint a_team_is_named check (name ~ '\S' and length(name) <= 60);
create unique index teams_by_name on identity.teams (organisation_id, lower(name));

alter table identity.role_requests enable row level security;
alter table identity.role_requests force row level security;
create policy wall_keeps_requests on identity.role_requests for all to gestand_wall using (true) with check (true);
grant select, insert, update on identity.role_requests to gestand_wall;
do $$
declare
  name text;
begin
  foreach name in array array['staff', 'staff_roles', 'clearances', 'teams', 'team_members'] loop
    execute format('create policy wall_adds on identity.%I for insert to gestand_wall with check (true)', name);
    execute format('create policy wall_changes on identity.%I for update to gestand_wall using (true) with check (true)', name);
  end loop;
end $$;
grant insert on identity.staff, identity.staff_roles, identity.clearances, identity.teams, identity.team_members to gestand_wall;
grant update (employed_until) on identity.staff to gestand_wall;
grant update (until_on) on identity.staff_roles, identity.team_members to gestand_wall;
grant update (valid_until, recorded_by, recorded_at) on identity.clearances to gestand_wall;
create policy wall_ends on dossier.involvements for update to gestand_wall using (true) with check (true);
grant update (until_on) on dossier.involvements to gestand_wall;
reset role;

set role gestand_wall;

-- How many may hold a role at the same time, by the statement in force; null: as many as there are.
create function wall.role_maximum(organisation text, role text) returns integer
language sql stable security definer set search_path = pg_catalog as $$
  select coalesce(
    case when role_maximum.role = 'administrator' then (v.facts -> 'administrators' ->> 'max')::integer end,
    (select (r ->> 'maximum')::integer from jsonb_array_elements(v.facts -> 'roles') r where r ->> 'id' = role_maximum.role))
    from statement.versions v
   where v.organisation_id = organisation and v.in_force_from <= wall.today()
   order by v.in_force_from desc, v.published_at desc limit 1 $$;

-- The one too many is refused whoever writes, and also when two come at the same moment: they wait for each other.
create function wall.bound_roles() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
declare
  most integer := wall.role_maximum(new.organisation_id, new.role);
  others integer;
begin
  if most is null or new.until_on < wall.today() then return new; end if;
  -- to end earlier never makes one more
  if tg_op = 'UPDATE' and new.from_on >= old.from_on and coalesce(new.until_on, 'infinity') <= coalesce(old.until_on, 'infinity')
     and (new.staff_id, new.role) = (old.staff_id, old.role) then
    return new;
  end if;
  perform pg_advisory_xact_lock(hashtextextended(new.organisation_id || '/role/' || new.role, 0));
  select count(distinct r.staff_id) into others from identity.staff_roles r
    join identity.staff s on s.organisation_id = r.organisation_id and s.staff_id = r.staff_id
   where r.organisation_id = new.organisation_id and r.role = new.role and r.staff_id <> new.staff_id
     and coalesce(least(r.until_on, s.employed_until), 'infinity') >= greatest(new.from_on, wall.today())
     and r.from_on <= coalesce(new.until_on, 'infinity');
  if others >= most then
    raise exception 'The statement allows at most % of the role %.', most, new.role using errcode = 'GS010';
  end if;
  return new;
end $$;
grant execute on function wall.bound_roles() to gestand_owner;

-- Who asks to manage people, judged. No dossier opens: `review` opens none.
create function wall.manage(token bytea, purpose text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.who(token, purpose);
begin
  if a.outcome = 'no-session' then return a; end if;
  return wall.judge(a, array['existence'], 'review', purpose);
end $$;

-- The rules allow it, but it does not fit: the answer says what stands in the way.
create function wall.unless(a wall.answer, conflict text) returns wall.answer
language plpgsql immutable set search_path = pg_catalog as $$
begin
  if a.outcome = 'allowed' and conflict is not null then
    a.outcome := 'refused';
    a.reason := conflict;
  end if;
  return a;
end $$;

-- Writes the entry of a change that is about somebody of the staff. Whom and what stands in `reason`, in ids and words of the
-- vocabulary that the functions below put together themselves: no caller lays down text here.
create function wall.record_about(a wall.answer, action text, event text, about uuid, what text, purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if a.outcome = 'no-session' then return a; end if;
  if access_point !~ '^[a-z][a-z-]{0,40}$' then
    raise exception 'An entry holds words of the vocabulary alone.' using errcode = 'GS002';
  end if;
  insert into ledger.entries (organisation_id, generation, event, action, action_code, outcome, reason, statement_version, purpose, activity,
      clauses, policies, actor_kind, actor_id, actor_role, relation, dossier_id, parts, session_id, trace_id, access_point)
  select a.organisation_id, o.generation, record_about.event, record_about.action, 'U',
      a.outcome, concat_ws(' ', a.reason, 'about ' || about, what), a.statement_version, record_about.purpose, a.activity, a.clauses, a.policies,
      a.actor_kind, a.actor_id, a.actor_role, a.relation, a.dossier_id, array['existence'], a.session_id, trace, record_about.access_point
    from statement.organisations o where o.organisation_id = a.organisation_id
  returning seq, at into a.seq, a.at;
  perform set_config('gestand.organisation', a.organisation_id, true);
  return a;
end $$;

create function wall.facts_of(a wall.answer) returns jsonb language sql stable security definer set search_path = pg_catalog as $$
  select v.facts from statement.versions v where v.organisation_id = a.organisation_id and v.version = a.statement_version $$;
create function wall.works_here(a wall.answer, staff uuid) returns boolean language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from identity.staff s where s.organisation_id = a.organisation_id and s.staff_id = staff
    and (s.employed_until is null or s.employed_until >= wall.today())) $$;

-- Everybody of the staff is employed by exactly one member organisation, or by the organisation itself (TOM-1.1).
create function wall.add_staff(token bytea, staff uuid, subject_key bytea, sealed_name bytea, employer text, from_on date, purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
  organisation jsonb := wall.facts_of(a) -> 'organisation';
begin
  if a.outcome = 'allowed' then
    conflict := case
      when employer is distinct from organisation ->> 'id'
        and not exists (select from jsonb_array_elements(coalesce(organisation -> 'members', '[]')) m where m ->> 'id' = employer) then 'unknown-employer'
      when exists (select from identity.staff s where s.organisation_id = a.organisation_id and s.subject_key = add_staff.subject_key) then 'account-taken'
    end;
    if conflict is null then
      insert into identity.staff (organisation_id, staff_id, subject_key, sealed_name, employer, employed_from)
      values (a.organisation_id, staff, add_staff.subject_key, add_staff.sealed_name, add_staff.employer, from_on);
    end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.added', staff, null, purpose, trace, access_point);
end $$;

-- The last day somebody works here. A day that is over closes everything at once. Involvements stay until they are handed over.
create function wall.end_employment(token bytea, staff uuid, last_day date, purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
  o text := a.organisation_id;
begin
  if a.outcome = 'allowed' then
    conflict := case
      when staff = a.actor_id then 'own-employment'
      when not wall.works_here(a, staff) then 'not-there'
      when last_day is null then 'wrong-period'
    end;
    if conflict is null then
      update identity.staff s set employed_until = last_day where s.organisation_id = o and s.staff_id = staff;
      update identity.staff_roles r set until_on = last_day
       where r.organisation_id = o and r.staff_id = staff and coalesce(r.until_on, 'infinity') > last_day;
      update identity.team_members m set until_on = last_day
       where m.organisation_id = o and m.staff_id = staff and coalesce(m.until_on, 'infinity') > last_day;
      update identity.role_requests q set decision = 'lapsed', decided_at = now()
       where q.organisation_id = o and q.staff_id = staff and q.decision is null;
      if last_day < wall.today() then
        update identity.sessions s set ended_at = now() where s.organisation_id = o and s.staff_id = staff and s.ended_at is null;
      end if;
    end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.ended', staff, 'until ' || last_day, purpose, trace, access_point);
end $$;

-- The first of the two persons that a change of role needs.
create function wall.ask_role(token bytea, request uuid, staff uuid, role text, change text, purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
  holds boolean;
begin
  if a.outcome = 'allowed' then
    holds := exists (select from identity.staff_roles r where r.organisation_id = a.organisation_id and r.staff_id = staff
      and r.role = ask_role.role and (r.until_on is null or r.until_on >= wall.today()));
    conflict := case
      when staff = a.actor_id then 'own-role'
      when not wall.works_here(a, staff) then 'not-there'
      when not exists (select from jsonb_array_elements(wall.facts_of(a) -> 'roles') r
                        where r ->> 'id' = ask_role.role and r ->> 'kind' = 'staff') then 'unknown-role'
      when change = 'give' and holds then 'has-role'
      when change = 'take' and not holds then 'has-no-role'
      when change not in ('give', 'take') then 'unknown-change'
      when exists (select from identity.role_requests q where q.organisation_id = a.organisation_id and q.staff_id = staff
                    and q.role = ask_role.role and q.decision is null) then 'asked-already'
    end;
    if conflict is null then
      insert into identity.role_requests (organisation_id, request_id, staff_id, role, change, asked_by)
      values (a.organisation_id, request, staff, ask_role.role, ask_role.change, a.actor_id);
    end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.role-asked', staff,
    case when a.outcome = 'allowed' and coalesce(conflict, '') <> 'not-there' and change in ('give', 'take')
      and exists (select from jsonb_array_elements(wall.facts_of(a) -> 'roles') r where r ->> 'id' = ask_role.role and r ->> 'kind' = 'staff')
      then change || ' ' || role end, purpose, trace, access_point);
end $$;

-- The second person, with a second factor shown just now. Rejecting is also for who asked; confirming never is.
create function wall.decide_role(token bytea, request uuid, decision text, purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
  q identity.role_requests;
  day date := wall.today();
begin
  if decision not in ('confirmed', 'rejected') then raise exception 'A request is confirmed or rejected.' using errcode = 'GS002'; end if;
  if a.outcome = 'allowed' then
    select * into q from identity.role_requests x
     where x.organisation_id = a.organisation_id and x.request_id = request and x.decision is null for update;
    conflict := case
      when q.request_id is null or not wall.works_here(a, q.staff_id) then 'not-there'
      when q.staff_id = a.actor_id then 'own-role'
      when decide_role.decision = 'confirmed' and q.asked_by = a.actor_id then 'same-person'
      when decide_role.decision = 'confirmed' and not wall.stepped_up(token) then 'step-up'
    end;
    if conflict is null then
      begin
        update identity.role_requests x set decision = decide_role.decision, decided_by = a.actor_id, decided_at = now()
         where x.organisation_id = a.organisation_id and x.request_id = request;
        if decide_role.decision = 'confirmed' and q.change = 'give' then
          insert into identity.staff_roles (organisation_id, staff_id, role, from_on, request_id) values (a.organisation_id, q.staff_id, q.role, day, request)
          on conflict (organisation_id, staff_id, role, from_on) do update set until_on = null;
        elsif decide_role.decision = 'confirmed' then
          update identity.staff_roles r set until_on = day - 1
           where r.organisation_id = a.organisation_id and r.staff_id = q.staff_id and r.role = q.role and coalesce(r.until_on, 'infinity') >= day;
        end if;
      exception when sqlstate 'GS010' then
        conflict := 'one-too-many';
      end;
    end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.role-' || case decision when 'confirmed' then 'confirmed' else 'rejected' end,
    q.staff_id, concat_ws(' ', q.change, q.role, 'asked-by ' || q.asked_by), purpose, trace, access_point);
end $$;

-- Secrecy declaration, certificate of conduct (VOG), awareness: seen by a colleague, never by oneself. The same first day corrects.
create function wall.record_clearance(token bytea, staff uuid, kind text, valid_from date, valid_until date, purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
begin
  if a.outcome = 'allowed' then
    conflict := case
      when staff = a.actor_id then 'own-clearance'
      when not wall.works_here(a, staff) then 'not-there'
      when kind not in ('secrecy', 'conduct', 'awareness') then 'unknown-kind'
      when valid_from is null or valid_until is null or valid_until < valid_from - 1 then 'wrong-period'
    end;
    if conflict is null then
      insert into identity.clearances (organisation_id, staff_id, kind, valid_from, valid_until, recorded_by)
      values (a.organisation_id, staff, record_clearance.kind, record_clearance.valid_from, record_clearance.valid_until, a.actor_id)
      on conflict on constraint clearances_pkey do update
        set valid_until = excluded.valid_until, recorded_by = excluded.recorded_by, recorded_at = now();
    end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.clearance-recorded', staff,
    case when a.outcome = 'allowed' and coalesce(conflict, '') <> 'not-there' and kind in ('secrecy', 'conduct', 'awareness')
      then concat_ws(' ', kind, valid_from, valid_until) end, purpose, trace, access_point);
end $$;

create function wall.make_team(token bytea, team uuid, name text, purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
begin
  if a.outcome = 'allowed' then
    if exists (select from identity.teams t where t.organisation_id = a.organisation_id and lower(t.name) = lower(make_team.name)) then
      conflict := 'name-taken';
    else
      insert into identity.teams (organisation_id, team_id, name) values (a.organisation_id, team, make_team.name);
    end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.team-made', null, 'team ' || team, purpose, trace, access_point);
end $$;

-- Being in a team shows who its clients are, so nobody puts himself in one.
create function wall.join_team(token bytea, team uuid, staff uuid, from_on date, until_on date, purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
begin
  if a.outcome = 'allowed' then
    conflict := case
      when staff = a.actor_id then 'own-team'
      when not wall.works_here(a, staff)
        or not exists (select from identity.teams t where t.organisation_id = a.organisation_id and t.team_id = team) then 'not-there'
      when from_on is null or until_on < from_on then 'wrong-period'
      when exists (select from identity.team_members m where m.organisation_id = a.organisation_id and m.team_id = team and m.staff_id = staff
                    and coalesce(m.until_on, 'infinity') >= join_team.from_on) then 'member-already'
    end;
    if conflict is null then
      insert into identity.team_members (organisation_id, team_id, staff_id, from_on, until_on)
      values (a.organisation_id, team, staff, join_team.from_on, join_team.until_on);
    end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.team-joined', staff, concat_ws(' ', 'team ' || team, from_on, until_on), purpose, trace, access_point);
end $$;

create function wall.leave_team(token bytea, team uuid, staff uuid, purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
begin
  if a.outcome = 'allowed' then
    update identity.team_members m set until_on = wall.today() - 1
     where m.organisation_id = a.organisation_id and m.team_id = team and m.staff_id = staff and coalesce(m.until_on, 'infinity') >= wall.today();
    if not found then conflict := 'not-there'; end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.team-left', staff, 'team ' || team, purpose, trace, access_point);
end $$;

-- The organisation whose people stand open in this very transaction.
create function wall.managed() returns text language sql stable security definer set search_path = pg_catalog as $$
  select e.organisation_id from ledger.entries e
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed'
     and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true))
     and e.action = 'review' and 'existence' = any (e.parts) and e.dossier_id is null limit 1 $$;

create function wall.people()
returns table (staff_id uuid, sealed_name bytea, employer text, employed_from date, employed_until date, roles jsonb, teams jsonb, clearances jsonb)
language sql stable security definer set search_path = pg_catalog as $$
  select s.staff_id, s.sealed_name, s.employer, s.employed_from, s.employed_until,
    (select coalesce(jsonb_agg(jsonb_build_object('role', r.role, 'from', r.from_on, 'until', r.until_on) order by r.from_on), '[]')
       from identity.staff_roles r where r.organisation_id = s.organisation_id and r.staff_id = s.staff_id and coalesce(r.until_on, 'infinity') >= wall.today()),
    (select coalesce(jsonb_agg(jsonb_build_object('id', t.team_id, 'name', t.name, 'from', m.from_on, 'until', m.until_on) order by t.name), '[]')
       from identity.team_members m join identity.teams t on t.organisation_id = m.organisation_id and t.team_id = m.team_id
      where m.organisation_id = s.organisation_id and m.staff_id = s.staff_id and coalesce(m.until_on, 'infinity') >= wall.today()),
    (select coalesce(jsonb_agg(jsonb_build_object('kind', c.kind, 'from', c.valid_from, 'until', c.valid_until) order by c.valid_from), '[]')
       from identity.clearances c where c.organisation_id = s.organisation_id and c.staff_id = s.staff_id)
    from identity.staff s where s.organisation_id = coalesce((select wall.managed()), (select wall.reviewed())) $$;

create function wall.role_requests()
returns table (request_id uuid, staff_id uuid, staff_name bytea, role text, change text, asked_by uuid, asked_by_name bytea, asked_at timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
  select q.request_id, q.staff_id, s.sealed_name, q.role, q.change, q.asked_by, b.sealed_name, q.asked_at
    from identity.role_requests q
    join identity.staff s on s.organisation_id = q.organisation_id and s.staff_id = q.staff_id
    join identity.staff b on b.organisation_id = q.organisation_id and b.staff_id = q.asked_by
   where q.organisation_id = (select wall.managed()) and q.decision is null order by q.asked_at $$;

create function wall.teams() returns table (team_id uuid, name text, members integer)
language sql stable security definer set search_path = pg_catalog as $$
  select t.team_id, t.name, (select count(distinct m.staff_id)::integer from identity.team_members m where m.organisation_id = t.organisation_id
      and m.team_id = t.team_id and wall.today() between m.from_on and coalesce(m.until_on, 'infinity'))
    from identity.teams t where t.organisation_id = (select wall.managed()) order by t.name $$;

-- One's own declarations, for the announcement on one's own pages. Says nothing of anybody else, so it leaves no entry.
create function wall.own_clearances(token bytea, purpose text) returns table (kind text, valid_from date, valid_until date)
language sql volatile security definer set search_path = pg_catalog as $$
  select c.kind, c.valid_from, c.valid_until from wall.who(token, purpose) a
    join identity.clearances c on c.organisation_id = a.organisation_id and c.staff_id = a.actor_id
   where a.outcome <> 'no-session' $$;

grant execute on function
  wall.add_staff(bytea, uuid, bytea, bytea, text, date, text, uuid, text), wall.end_employment(bytea, uuid, date, text, uuid, text),
  wall.ask_role(bytea, uuid, uuid, text, text, text, uuid, text), wall.decide_role(bytea, uuid, text, text, uuid, text),
  wall.record_clearance(bytea, uuid, text, date, date, text, uuid, text),
  wall.make_team(bytea, uuid, text, text, uuid, text), wall.join_team(bytea, uuid, uuid, date, date, text, uuid, text),
  wall.leave_team(bytea, uuid, uuid, text, uuid, text),
  wall.people(), wall.role_requests(), wall.teams(), wall.own_clearances(bytea, text) to gestand_app;
reset role;

set role gestand_owner;
create trigger no_one_too_many before insert or update on identity.staff_roles for each row execute function wall.bound_roles();
reset role;
