-- Beginning and ending a session. Only the sign-in role may: somebody who can run SQL as the application cannot become another.
set role gestand_wall;

-- `subject` is the keyed hash of issuer and subject (staff) or of the BSN (client). Answers no-account the same for unknown and ended staff.
create function wall.start_session(organisation text, kind text, subject bytea, token bytea, second_factor boolean, assurance text, trace uuid, access_point text)
returns table (outcome text, session_id uuid, actor_role text)
language plpgsql volatile security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  day date := wall.today();
  who uuid;
  as_role text := 'client';
  id uuid := gen_random_uuid();
  v text;
  p record;
begin
  if kind = 'staff' then
    select s.staff_id, r.role into who, as_role from identity.staff s
      join identity.staff_roles r on r.organisation_id = s.organisation_id and r.staff_id = s.staff_id and day >= r.from_on and (r.until_on is null or day <= r.until_on)
     where s.organisation_id = start_session.organisation and s.subject_key = subject
       and day >= s.employed_from and (s.employed_until is null or day <= s.employed_until)
     order by r.from_on limit 1;
    if who is null then
      return query select 'no-account'::text, null::uuid, null::text;
      return;
    end if;
  end if;
  insert into identity.sessions (organisation_id, session_id, token_hash, kind, staff_id, subject_key, role, second_factor, assurance)
  values (start_session.organisation, id, sha256(token), start_session.kind, who, case when start_session.kind = 'client' then subject end,
          as_role, start_session.second_factor, start_session.assurance);
  select x.version into strict v from statement.versions x
   where x.organisation_id = start_session.organisation and x.in_force_from <= day order by x.in_force_from desc, x.published_at desc limit 1;
  select x.purpose, x.activity, x.clause into strict p from statement.purposes x
   where x.organisation_id = start_session.organisation and x.version = v order by (x.purpose = 'management') desc, x.position limit 1;
  insert into ledger.entries (organisation_id, generation, event, action_code, outcome, statement_version, purpose, activity, clauses, policies,
      actor_kind, actor_id, actor_role, relation, parts, session_id, trace_id, access_point)
  select o.organisation_id, o.generation, 'session.started', 'E', 'done', v, p.purpose, p.activity, array[p.clause], '{}',
      start_session.kind, coalesce(who, wall.pseudonym(subject)), as_role, 'none', '{}', id, trace, start_session.access_point
    from statement.organisations o where o.organisation_id = start_session.organisation;
  return query select 'started'::text, id, as_role;
end $$;

-- Ends the session of this token. An unknown token is no error.
create function wall.end_session(token bytea) returns void
language sql volatile security definer set search_path = pg_catalog as $$
  update identity.sessions set ended_at = now() where token_hash = sha256(token) and ended_at is null $$;

grant execute on function wall.start_session(text, text, bytea, bytea, boolean, text, uuid, text), wall.end_session(bytea) to gestand_signin;
reset role;
