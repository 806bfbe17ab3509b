-- A name or employer that was written down wrongly is put right, and somebody who left comes back. What was before stays known.
set role gestand_owner;

create table identity.past_employments (
  organisation_id text not null,
  staff_id uuid not null,
  employer text not null,
  from_on date not null,
  until_on date not null,
  primary key (organisation_id, staff_id, from_on),
  foreign key (organisation_id, staff_id) references identity.staff
);
alter table identity.past_employments enable row level security;
alter table identity.past_employments force row level security;
create policy wall_sees_employments on identity.past_employments for select to gestand_wall using (true);
create policy wall_adds_employments on identity.past_employments for insert to gestand_wall with check (true);
grant select, insert on identity.past_employments to gestand_wall;
grant update (sealed_name, employer, employed_from) on identity.staff to gestand_wall;
reset role;

set role gestand_wall;

-- A member organisation, or the organisation itself (TOM-1.1).
create function wall.is_employer(a wall.answer, employer text) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select employer = o ->> 'id' or exists (select from jsonb_array_elements(coalesce(o -> 'members', '[]')) m where m ->> 'id' = employer)
    from (select wall.facts_of(a) -> 'organisation' as o) x $$;

-- Puts right what was written down wrongly; a name or employer that is null stays as it is. Nobody does this for himself: clients read this name.
create function wall.correct_staff(token bytea, staff uuid, sealed_name bytea, surname_keys bytea[], employer text, purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
  before identity.staff;
begin
  if a.outcome = 'allowed' then
    select * into before from identity.staff s where s.organisation_id = a.organisation_id and s.staff_id = staff for update;
    conflict := case
      when staff = a.actor_id then 'own-details'
      when not wall.works_here(a, staff) then 'not-there'
      when employer <> before.employer and not wall.is_employer(a, employer) then 'unknown-employer'
      when correct_staff.sealed_name is null and coalesce(employer, before.employer) = before.employer then 'nothing-changed'
    end;
    if conflict is null then
      update identity.staff s set sealed_name = coalesce(correct_staff.sealed_name, s.sealed_name), employer = coalesce(correct_staff.employer, s.employer)
       where s.organisation_id = a.organisation_id and s.staff_id = staff;
      -- with the name goes what the person is recognised by in the dossier of a namesake
      if correct_staff.sealed_name is not null then
        delete from identity.staff_keys k where k.organisation_id = a.organisation_id and k.staff_id = staff and k.kind = 'surname';
        insert into identity.staff_keys (organisation_id, staff_id, kind, key)
        select distinct a.organisation_id, staff, 'surname', x.key from unnest(surname_keys) as x (key);
      end if;
    end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.corrected', staff,
    case when a.outcome = 'allowed' and conflict is null then concat_ws(' ', case when sealed_name is not null then 'name' end,
      case when employer <> before.employer then concat('employer ', before.employer, ' to ', employer) end) end, purpose, trace, access_point);
end $$;

-- Somebody who left comes back, without any function, team, dossier or declaration of before: each is given or seen anew.
create function wall.employ_again(token bytea, staff uuid, employer text, from_on date, purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.manage(token, purpose);
  o text := a.organisation_id;
  conflict text;
  before identity.staff;
begin
  if a.outcome = 'allowed' then
    select * into before from identity.staff s where s.organisation_id = o and s.staff_id = staff for update;
    conflict := case
      when before.staff_id is null then 'not-there'
      when wall.works_here(a, staff) then 'works-here'
      when employer is distinct from before.employer and not coalesce(wall.is_employer(a, employer), false) then 'unknown-employer'
      when from_on is null or from_on <= before.employed_until then 'wrong-period'
      when exists (select from dossier.involvements i where i.organisation_id = o and i.staff_id = staff and coalesce(i.until_on, 'infinity') >= wall.today()
        and not exists (select from dossier.closures c where c.organisation_id = o and c.dossier_id = i.dossier_id and c.reopened_at is null)
        and not exists (select from dossier.destructions x where x.organisation_id = o and x.dossier_id = i.dossier_id)) then 'still-involved'
    end;
    if conflict is null then
      insert into identity.past_employments (organisation_id, staff_id, employer, from_on, until_on)
      values (o, staff, before.employer, before.employed_from, before.employed_until);
      update identity.staff s set employer = employ_again.employer, employed_from = employ_again.from_on, employed_until = null
       where s.organisation_id = o and s.staff_id = staff;
      update identity.clearances c set valid_until = greatest(c.valid_from - 1, before.employed_until)
       where c.organisation_id = o and c.staff_id = staff and c.kind in ('secrecy', 'conduct') and c.valid_until > before.employed_until;
      update dossier.involvements i set until_on = greatest(i.from_on - 1, before.employed_until)
       where i.organisation_id = o and i.staff_id = staff and coalesce(i.until_on, 'infinity') > before.employed_until;
    end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.employed-again', staff,
    case when a.outcome = 'allowed' and conflict is null then concat_ws(' ', employer, 'from ' || from_on) end, purpose, trace, access_point);
end $$;

create function wall.past_employments() returns table (staff_id uuid, employer text, from_on date, until_on date)
language sql stable security definer set search_path = pg_catalog as $$
  select p.staff_id, p.employer, p.from_on, p.until_on from identity.past_employments p
   where p.organisation_id = (select wall.managed()) order by p.from_on $$;

grant execute on function wall.correct_staff(bytea, uuid, bytea, bytea[], text, text, uuid, text),
  wall.employ_again(bytea, uuid, text, date, text, uuid, text), wall.past_employments() to gestand_app;
reset role;
