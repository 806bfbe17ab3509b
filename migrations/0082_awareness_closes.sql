-- Who works with people's data knows how to (TOM-12.9): the end of the awareness training closes the dossiers, as the end of the secrecy
-- declaration and of the certificate of conduct did already.

set role gestand_wall;
-- As in 0060, with the third kind.
create or replace function wall.who(token bytea, purpose text, dossier uuid DEFAULT NULL::uuid, parts text[] DEFAULT NULL::text[], action text DEFAULT NULL::text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer;
  day date := (now() at time zone 'Europe/Amsterdam')::date;
  seen timestamptz;
begin
  a.outcome := 'no-session';
  select s.organisation_id, s.session_id, s.kind, coalesce(s.staff_id, wall.pseudonym(s.subject_key)), s.role, s.second_factor, s.last_seen_at
    into a.organisation_id, a.session_id, a.actor_kind, a.actor_id, a.actor_role, a.second_factor, seen
    from identity.sessions s
   where s.token_hash = sha256(token)
     and s.ended_at is null and s.ends_at > now() and s.last_seen_at > now() - interval '15 minutes';
  if not found then return a; end if;
  if a.actor_kind = 'staff' then
    select st.sealed_name, st.employer into a.sealed_name, a.employer
      from identity.staff st
      join identity.staff_roles r on r.organisation_id = st.organisation_id and r.staff_id = st.staff_id
     where st.organisation_id = a.organisation_id and st.staff_id = a.actor_id and r.role = a.actor_role
       and day >= st.employed_from and (st.employed_until is null or day <= st.employed_until)
       and day >= r.from_on and (r.until_on is null or day <= r.until_on)
     limit 1;
    -- Whoever left, or lost the role, is nobody here, also with a session that still runs.
    if not found then
      a := null;
      a.outcome := 'no-session';
      return a;
    end if;
  end if;
  select v.version, p.activity into a.statement_version, a.activity
    from statement.versions v
    left join statement.purposes p on p.organisation_id = v.organisation_id and p.version = v.version and p.purpose = who.purpose
   where v.organisation_id = a.organisation_id and v.in_force_from <= day
   order by v.in_force_from desc, v.published_at desc limit 1;
  if not found then return a; end if;
  if a.activity is null then
    raise exception 'The purpose % is not in the statement of % in force.', quote_literal(purpose), a.organisation_id
      using errcode = 'GS001', detail = a.organisation_id;
  end if;
  a.cleared := true;
  if a.actor_kind = 'staff' then
    select coalesce(bool_or(c.kind = 'secrecy') and bool_or(c.kind = 'conduct') and bool_or(c.kind = 'awareness'), false)
      into a.cleared from identity.clearances c
     where c.organisation_id = a.organisation_id and c.staff_id = a.actor_id and day between c.valid_from and c.valid_until;
  end if;
  if seen < now() - interval '1 minute' then
    update identity.sessions s set last_seen_at = now() where s.organisation_id = a.organisation_id and s.session_id = a.session_id;
  end if;
  a.outcome := 'refused';
  a.reason := case when not a.second_factor then 'second-factor' when not a.cleared then 'clearance' else 'no-rule' end;
  a.relation := 'none';
  a.state := 'open';
  a.policies := '{}';
  a.clauses := '{}';
  a.dossiers := '{}';
  a.relations := '{}';
  a.states := '{}';
  a.at := now();
  if dossier is not null then a := wall.relate(a, dossier); end if;
  -- Some may write without a relation: to register somebody new, which wall.register does. Here it would open a dossier that exists
  -- to everybody who may register.
  if parts is not null and (dossier is null or a.relation <> 'none' or action <> 'write') then
    a := wall.judge(a, parts, action, purpose);
  end if;
  -- The number belongs to the part existence: a look at another part does not tell it.
  if not 'existence' = any (parts) then a.client_number := null; end if;
  return a;
end $function$;

-- As in 0020, likewise.
create or replace function wall.compliance_figures()
 RETURNS TABLE(looks bigint, refusals bigint, entries bigint, size bigint, made_at timestamp with time zone, oldest_waiting timestamp with time zone, without_ground bigint, verified_at timestamp with time zone, verified_entries bigint, findings integer, staff integer, cleared integer, expiring integer, administrators integer)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
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
           -- The last day on which all three hold.
           (select case when count(*) = 3 then min(k.until_on) end from (
              select max(c.valid_until) as until_on from identity.clearances c
               where c.organisation_id = org and c.staff_id = s.staff_id and c.valid_from <= day group by c.kind) k) as cleared_until,
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
end $function$;
reset role;
