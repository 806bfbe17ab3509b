-- The training in awareness is needed as the secrecy declaration and the certificate of conduct are (TOM-12.9): wall.who asks for all three.
set role gestand_wall;

-- Somebody who left comes back, without any function, team, dossier or declaration of before, a training included: each is given or seen anew.
create or replace function wall.employ_again(token bytea, staff uuid, employer text, from_on date, purpose text, trace uuid, access_point text) returns wall.answer
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
       where c.organisation_id = o and c.staff_id = staff and c.valid_until > before.employed_until;
      update dossier.involvements i set until_on = greatest(i.from_on - 1, before.employed_until)
       where i.organisation_id = o and i.staff_id = staff and coalesce(i.until_on, 'infinity') > before.employed_until;
    end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.employed-again', staff,
    case when a.outcome = 'allowed' and conflict is null then concat_ws(' ', employer, 'from ' || from_on) end, purpose, trace, access_point);
end $$;

-- How far the declarations of one person reach without a day between, as the page of the team manager says it: whether all are valid on that
-- day, and which is the last day on which they are. A renewal that follows at once continues what it renews.
create function wall.cleared_until(org text, staff uuid, day date) returns date
language sql stable security definer set search_path = pg_catalog as $$
  select case when count(reach.until) = count(*) then min(reach.until) end
    from unnest(array['secrecy', 'conduct', 'awareness']) as k (kind)
    left join lateral (
      select upper(p.period) - 1 as until
        from (select unnest(range_agg(daterange(c.valid_from, c.valid_until, '[]'))) as period from identity.clearances c
               where c.organisation_id = org and c.staff_id = staff and c.kind = k.kind and c.valid_until >= c.valid_from) p
       where p.period @> day) reach on true $$;

create or replace function wall.compliance_figures()
returns table (looks bigint, refusals bigint, entries bigint, size bigint, made_at timestamptz, oldest_waiting timestamptz,
               without_ground bigint, verified_at timestamptz, verified_entries bigint, findings integer, staff integer, cleared integer, expiring integer, administrators integer)
language plpgsql stable security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  org text := wall.reviewed();
  day date := wall.today();
begin
  if org is null then return; end if;
  return query
  with week as (
    select e.action, e.outcome, e.at, e.tx, e.seq, e.generation,
           exists (select from statement.activities a where a.organisation_id = e.organisation_id and a.version = e.statement_version
                    and a.activity = e.activity) as grounded
      from ledger.entries e where e.organisation_id = org and e.at > now() - interval '7 days'
  ), head as (
    select c.size, c.made_at, c.generation, c.last_tx, c.last_seq from ledger.checkpoints c
     where c.organisation_id = org order by c.size desc limit 1
  ), people as (
    select s.staff_id, wall.cleared_until(org, s.staff_id, day) as cleared_until,
           exists (select from identity.staff_roles r where r.organisation_id = org and r.staff_id = s.staff_id and r.role = 'administrator'
                    and day >= r.from_on and (r.until_on is null or day <= r.until_on)) as administers
      from identity.staff s
     where s.organisation_id = org and day >= s.employed_from and (s.employed_until is null or day <= s.employed_until)
  )
  select (select count(*) from week w where w.outcome = 'allowed' and w.action = 'read'),
         (select count(*) from week w where w.outcome = 'refused'),
         (select count(*) from week),
         (select h.size from head h),
         (select h.made_at from head h),
         (select min(w.at) from week w where not exists (
            select from head h where (h.generation, h.last_tx, h.last_seq) >= (w.generation, w.tx, w.seq))
            and w.tx < pg_snapshot_xmin(pg_current_snapshot())),
         (select count(*) from week w where not w.grounded),
         v.verified_at, v.entries, v.findings,
         (select count(*)::integer from people),
         (select count(*)::integer from people p where p.cleared_until >= day),
         (select count(*)::integer from people p where p.cleared_until between day and day + 30),
         (select count(*)::integer from people p where p.administers)
    from (select) one
    left join lateral (select x.verified_at, x.entries, x.findings from ledger.verifications x
                        where x.organisation_id = org order by x.verified_at desc limit 1) v on true;
end $$;

-- From the command line of whoever owns the database, when nobody is left who may record it on the staff site: as the declarations of all
-- who keep the people have ended, or before the program asked for a training.
create function wall.declare_first(org text, staff uuid, kind text, valid_until date, detail bytea, trace uuid) returns text
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if wall.works_as(org, staff) is null then return 'no-staff'; end if;
  if coalesce(kind, '') not in ('secrecy', 'conduct', 'awareness') then return 'unknown-kind'; end if;
  if valid_until is null or valid_until < wall.today() then return 'wrong-period'; end if;
  insert into identity.clearances (organisation_id, staff_id, kind, valid_from, valid_until)
  values (org, staff, declare_first.kind, wall.today(), declare_first.valid_until)
  on conflict on constraint clearances_pkey do update set valid_until = excluded.valid_until, recorded_by = null, recorded_at = now();
  perform wall.note_account(org, 'people.clearance-recorded', 'done', concat_ws(' ', kind, wall.today(), valid_until), 'system',
    '00000000-0000-0000-0000-000000000000', 'command-line', null, detail, trace, 'command-line');
  return 'recorded';
end $$;
reset role;
