-- Figures for the data protection officer's page: counts only, and only while a review entry of this transaction stands in the
-- ledger. A BRIN index is enough to count a week: entries lie in the order of time.
set role gestand_owner;
create index entries_by_time on ledger.entries using brin (at);
grant select on ledger.checkpoints to gestand_wall;

-- When the whole ledger was last recomputed, and what was wrong: nothing personal. Only ever added to, as the rest of the ledger.
create table ledger.verifications (
  organisation_id text not null,
  verified_at timestamptz not null default clock_timestamp(),
  entries bigint not null check (entries >= 0),
  findings integer not null check (findings >= 0),
  primary key (organisation_id, verified_at)
);
create trigger verifications_stay before update or delete on ledger.verifications for each row execute function ledger.refuse_change();
create trigger verifications_are_not_emptied before truncate on ledger.verifications for each statement execute function ledger.refuse_change();
grant insert on ledger.verifications to gestand_worker;
grant select on ledger.verifications to gestand_wall;
reset role;

set role gestand_wall;
create function wall.compliance_figures()
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
    select s.staff_id,
           (select max(c.valid_until) from identity.clearances c where c.organisation_id = org and c.staff_id = s.staff_id and c.kind = 'secrecy' and c.valid_from <= day) as secrecy,
           (select max(c.valid_until) from identity.clearances c where c.organisation_id = org and c.staff_id = s.staff_id and c.kind = 'conduct' and c.valid_from <= day) as conduct,
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
         (select count(*)::integer from people p where p.secrecy >= day and p.conduct >= day),
         (select count(*)::integer from people p where least(p.secrecy, p.conduct) between day and day + 30),
         (select count(*)::integer from people p where p.administers)
    from (select) one
    left join lateral (select x.verified_at, x.entries, x.findings from ledger.verifications x
                        where x.organisation_id = org order by x.verified_at desc limit 1) v on true;
end $$;
grant execute on function wall.compliance_figures() to gestand_app;
reset role;
