-- The wall: the only ways into a dossier. Each function takes the session's token (never a settable variable), finds out who
-- asks and in which relation, looks the request up in the rules of the statement in force, and writes the ledger entry.
-- What it opened is open in this very transaction only, because the policies look for that entry.
set role gestand_wall;

create type wall.answer as (
  outcome text,                -- allowed | refused | no-session | greeted
  reason text,                 -- of a refusal: no-rule | second-factor | clearance
  organisation_id text,
  session_id uuid,
  actor_kind text,
  actor_id uuid,
  actor_role text,
  sealed_name bytea,
  employer text,
  second_factor boolean,
  cleared boolean,
  relation text,
  state text,
  statement_version text,
  activity text,
  policies text[],
  clauses text[],
  dossier_id uuid,
  client_number text,
  dossiers uuid[],             -- of a list or search: what was found, with the relation to each
  relations text[],
  states text[],
  seq bigint,
  at timestamptz
);

-- A client has no account of its own: the pseudonym in the ledger comes from the keyed hash of the subject.
create function wall.pseudonym(subject_key bytea) returns uuid language sql immutable strict set search_path = pg_catalog
  as $$ select encode(substr(sha256(subject_key), 1, 16), 'hex')::uuid $$;

create function wall.today() returns date language sql stable set search_path = pg_catalog
  as $$ select (now() at time zone 'Europe/Amsterdam')::date $$;

-- Who asks, under which version of the statement, and the activity that belongs to the purpose. No row: nobody is signed in.
-- This function and the two after it open nothing: each becomes part of the query that names it, with the rights of that query.
-- `limit 1` keeps every look-up at its index, however many people work here.
create function wall.visitor(token bytea, purpose text, day date)
returns table (organisation_id text, session_id uuid, kind text, actor_id uuid, subject_key bytea, role text, sealed_name bytea, employer text,
  second_factor boolean, cleared boolean, version text, activity text, seen timestamptz)
language sql stable
begin atomic
  select s.organisation_id, s.session_id, s.kind, coalesce(s.staff_id, wall.pseudonym(s.subject_key)), s.subject_key, s.role, st.sealed_name, st.employer,
         s.second_factor, s.kind = 'client' or c.kinds = 2, v.version, p.activity, s.last_seen_at
    from identity.sessions s
    left join lateral (
      select st.sealed_name, st.employer, r.role from identity.staff st
        join identity.staff_roles r on r.organisation_id = st.organisation_id and r.staff_id = st.staff_id
       where st.organisation_id = s.organisation_id and st.staff_id = s.staff_id and r.role = s.role
         and visitor.day >= st.employed_from and (st.employed_until is null or visitor.day <= st.employed_until)
         and visitor.day >= r.from_on and (r.until_on is null or visitor.day <= r.until_on)
       limit 1) st on true
    cross join lateral (
      select count(distinct c.kind) as kinds from identity.clearances c
       where c.organisation_id = s.organisation_id and c.staff_id = s.staff_id and c.kind in ('secrecy', 'conduct')
         and visitor.day between c.valid_from and c.valid_until) c
    cross join lateral (
      select v.version from statement.versions v
       where v.organisation_id = s.organisation_id and v.in_force_from <= visitor.day
       order by v.in_force_from desc, v.published_at desc limit 1) v
    left join lateral (
      select p.activity from statement.purposes p
       where p.organisation_id = s.organisation_id and p.version = v.version and p.purpose = visitor.purpose limit 1) p on true
   where s.token_hash = sha256(visitor.token)
     and s.ended_at is null and s.ends_at > now() and s.last_seen_at > now() - interval '15 minutes'
     and (s.kind = 'client' or st.role is not null);
end;

-- The relation of somebody to a dossier and the dossier's state: always one row. Nothing is filled in for somebody without a relation.
-- A dossier that does not exist takes the same steps as one that the asker has nothing to do with: the time tells nothing (TOM-7.1).
create function wall.standing(organisation text, dossier uuid, kind text, actor uuid, subject_key bytea, day date)
returns table (dossier_id uuid, client_number text, state text, relation text)
language sql stable
begin atomic
  select d.dossier_id, d.client_number,
         case when exists (select from dossier.destructions x where x.organisation_id = standing.organisation and x.dossier_id = standing.dossier)
                then case when d.dossier_id is null then 'open' else 'destroyed' end
              when exists (select from dossier.restrictions x where x.organisation_id = standing.organisation and x.dossier_id = standing.dossier
                            and (x.lifted_at is null or x.lifted_at > now())) then 'restricted'
              when exists (select from dossier.closures x where x.organisation_id = standing.organisation and x.dossier_id = standing.dossier
                            and x.reopened_at is null) then 'closed'
              else 'open' end,
         case when standing.kind = 'client' then
                case when exists (select from dossier.search_keys k where k.organisation_id = standing.organisation and k.kind = 'bsn'
                                   and k.key = standing.subject_key and k.dossier_id = standing.dossier) then 'self' else 'none' end
              when exists (select from dossier.involvements i where i.organisation_id = standing.organisation and i.dossier_id = standing.dossier
                            and i.staff_id = standing.actor and standing.day >= i.from_on and (i.until_on is null or standing.day <= i.until_on)) then 'involved'
              -- without a team: an id that no team has
              when exists (select from identity.team_members m where m.organisation_id = standing.organisation and m.staff_id = standing.actor
                            and m.team_id = coalesce(d.team_id, standing.dossier)
                            and standing.day >= m.from_on and (m.until_on is null or standing.day <= m.until_on)) then 'same-team'
              when exists (select from dossier.involvements i where i.organisation_id = standing.organisation and i.dossier_id = standing.dossier
                            and i.staff_id = standing.actor) then 'formerly-involved'
              else 'none' end
    from (values (true)) as always (asked)
    left join dossier.dossiers d on d.organisation_id = standing.organisation and d.dossier_id = standing.dossier
  -- reckoned once, wherever the query around it uses the outcome
  offset 0;
end;

-- How many of the parts the rules allow, and the policies and clauses that say so: always one row.
create function wall.granted(organisation text, version text, role text, relation text, asked text[], action text, state text, purpose text)
returns table (parts bigint, activity text, policies text[], clauses text[])
language sql stable
begin atomic
  -- nearly always all parts rest on the same policies; the lists are put together only when they differ
  select count(*), min(g.activity),
         case when min(g.policies) = max(g.policies) then min(g.policies)
              else array(select distinct x from string_to_table(string_agg(array_to_string(g.policies, ' '), ' '), ' ') x order by x) end,
         case when min(g.clauses) = max(g.clauses) then min(g.clauses)
              else array(select distinct x from string_to_table(string_agg(array_to_string(g.clauses, ' '), ' '), ' ') x order by x) end
    from statement.grants g
   where g.organisation_id = granted.organisation and g.version = granted.version and g.role = granted.role and g.relation = granted.relation
     and g.action = granted.action and g.state = granted.state and g.purpose = granted.purpose and g.part = any (granted.asked);
end;

-- Who asks; with a dossier also the relation to it, and with parts whether the rules allow the action: one query, because every
-- look pays for it. An unlisted purpose is an error: no entry, no access (TOM-3.1).
create function wall.who(token bytea, purpose text, dossier uuid default null, parts text[] default null, action text default null) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer;
  day date := (now() at time zone 'Europe/Amsterdam')::date;
  seen timestamptz;
  listed boolean;
begin
  select case when ok.yes then 'allowed' else 'refused' end,
         case when ok.yes then null when not v.second_factor then 'second-factor' when not v.cleared then 'clearance' else 'no-rule' end,
         v.organisation_id, v.session_id, v.kind, v.actor_id, v.role, v.sealed_name, v.employer, v.second_factor, v.cleared, d.relation, d.state, v.version,
         case when ok.yes then g.activity else v.activity end, case when ok.yes then g.policies else '{}' end, case when ok.yes then g.clauses else '{}' end,
         d.dossier_id, d.client_number, '{}'::uuid[], '{}'::text[], '{}'::text[], now(), v.seen, v.activity is not null
    into a.outcome, a.reason, a.organisation_id, a.session_id, a.actor_kind, a.actor_id, a.actor_role, a.sealed_name, a.employer, a.second_factor, a.cleared,
         a.relation, a.state, a.statement_version, a.activity, a.policies, a.clauses, a.dossier_id, a.client_number, a.dossiers, a.relations, a.states, a.at, seen, listed
    from wall.visitor(token, purpose, day) v
    cross join lateral wall.standing(v.organisation_id, dossier, v.kind, v.actor_id, v.subject_key, day) d
    cross join lateral wall.granted(v.organisation_id, v.version, v.role, d.relation, parts, action, d.state, purpose) g
    cross join lateral (
      -- Every part must be allowed, else nothing is. Some may write without a relation: to register somebody new, which
      -- wall.register does. Here it would open a dossier that exists to everybody who may register.
      select v.second_factor and v.cleared and g.parts > 0 and g.parts = cardinality(who.parts)
         and (dossier is null or d.relation <> 'none' or action <> 'write') as yes) ok;
  if not found then
    a.outcome := 'no-session';
    return a;
  end if;
  if not listed then
    raise exception 'The purpose % is not in the statement of % in force.', quote_literal(purpose), a.organisation_id using errcode = 'GS001';
  end if;
  if seen < now() - interval '1 minute' then
    update identity.sessions s set last_seen_at = now() where s.organisation_id = a.organisation_id and s.session_id = a.session_id;
  end if;
  return a;
end $$;

-- The relation of the asker to a dossier and the dossier's state, for lists.
create function wall.relate(a wall.answer, dossier uuid) returns wall.answer
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
  select d.dossier_id, d.client_number, d.state, d.relation into a.dossier_id, a.client_number, a.state, a.relation
    from identity.sessions s
    cross join lateral wall.standing(s.organisation_id, dossier, a.actor_kind, a.actor_id, s.subject_key, (now() at time zone 'Europe/Amsterdam')::date) d
   where s.organisation_id = a.organisation_id and s.session_id = a.session_id;
  return a;
end $$;

-- The rules: every part must be allowed, else nothing is. Gathers the policies and clauses that decided.
create function wall.judge(a wall.answer, parts text[], action text, purpose text) returns wall.answer
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  g record;
begin
  if not (a.second_factor and a.cleared) then return a; end if;
  select * into g from wall.granted(a.organisation_id, a.statement_version, a.actor_role, a.relation, parts, action, a.state, purpose);
  if g.parts > 0 and g.parts = cardinality(parts) then
    a.outcome := 'allowed';
    a.reason := null;
    a.activity := g.activity;
    a.policies := g.policies;
    a.clauses := g.clauses;
  else
    a.policies := '{}';
    a.clauses := '{}';
  end if;
  return a;
end $$;

-- Writes one entry, of words of the vocabulary alone: no caller can lay down text about people where nothing is ever erased.
-- The organisation is left as a hint for the policies: forging it shows nothing, because only this
-- function writes entries, and they look for one of this transaction.
create function wall.record(a wall.answer, parts text[], action text, purpose text, event text, hits integer, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  words text := array_to_string(array[event, action, access_point] || parts, '/', '?');
begin
  -- Three plain questions: one pattern with counts inside counts takes a hundred times as long, and every look pays it.
  if words !~ '^[a-z.-]+(/[a-z.-]+)+$' or words ~ '[^/]{61}' or cardinality(parts) > 40 then
    raise exception 'An entry holds words of the vocabulary alone.' using errcode = 'GS002';
  end if;
  insert into ledger.entries (organisation_id, generation, event, action, action_code, outcome, reason, statement_version, purpose, activity,
      clauses, policies, actor_kind, actor_id, actor_role, relation, dossier_id, parts, hits, session_id, trace_id, access_point)
  select a.organisation_id, o.generation, record.event, record.action,
      case record.action when 'write' then 'U' when 'erase' then 'D' when 'search' then 'E' when 'know' then 'E' when 'review' then 'R' when 'read' then 'R' else 'E' end,
      a.outcome, a.reason, a.statement_version, record.purpose, a.activity, a.clauses, a.policies, a.actor_kind, a.actor_id, a.actor_role,
      a.relation, a.dossier_id, record.parts, record.hits, a.session_id, trace, record.access_point
    from statement.organisations o where o.organisation_id = a.organisation_id
  returning seq, at into a.seq, a.at;
  if a.seq is null then raise exception 'The entry was not written.' using errcode = 'GS004'; end if;
  perform set_config('gestand.organisation', a.organisation_id, true);
  return a;
end $$;

-- What the application hears of a refusal by somebody without a relation is the same whether the dossier exists or not.
create function wall.hide(a wall.answer) returns wall.answer language plpgsql immutable set search_path = pg_catalog as $$
begin
  if a.relation = 'none' then
    a.dossier_id := null;
    a.client_number := null;
    a.state := 'open';
  end if;
  return a;
end $$;

-- THE door of the database: open parts of a dossier (or, with dossier null, an organisation-wide register) for one action and purpose.
create function wall.open(token bytea, dossier uuid, parts text[], action text, purpose text, event text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.who(token, purpose, dossier, parts, action);
begin
  if a.outcome = 'no-session' then return a; end if;
  -- Also what does not exist is written down: guessing leaves a trace, and takes as long.
  if a.outcome = 'refused' then a.dossier_id := dossier; end if;
  a := wall.record(a, parts, action, purpose, event, null, trace, access_point);
  if a.outcome = 'refused' then return wall.hide(a); end if;
  return a;
end $$;

-- Who is there, for a page that shows nothing of anybody. Opens nothing, so it leaves no entry.
create function wall.greet(token bytea, purpose text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.who(token, purpose);
begin
  if a.outcome <> 'no-session' then a.outcome := 'greeted'; end if;
  return a;
end $$;

-- Opens the parts of every given dossier whose rules allow it, one entry each, and keeps those in the answer.
create function wall.open_each(a wall.answer, ids uuid[], parts text[], purpose text, event text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  one wall.answer;
  id uuid;
begin
  foreach id in array ids loop
    one := a;
    one.outcome := 'refused';
    one.reason := 'no-rule';
    one.policies := '{}';
    one.clauses := '{}';
    one := wall.judge(wall.relate(one, id), parts, 'read', purpose);
    if one.outcome = 'allowed' then
      perform wall.record(one, parts, 'read', purpose, event, null, trace, access_point);
      a.dossiers := a.dossiers || id;
      a.relations := a.relations || one.relation;
      a.states := a.states || one.state;
    end if;
  end loop;
  return a;
end $$;

-- Search by keyed hashes: what matches a key of every kind asked (a double name gives several) and the asker may see. Who may see nothing finds nothing, in the same way.
create function wall.search(token bytea, kinds text[], keys bytea[], purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.who(token, purpose);
  ids uuid[];
  day date := wall.today();
begin
  if a.outcome = 'no-session' then return a; end if;
  a.relation := 'involved';
  a := wall.judge(a, array['existence'], 'search', purpose);
  a.relation := 'none';
  if a.outcome = 'allowed' then
    select coalesce(array_agg(hit.dossier_id), '{}') into ids from (
      select d.dossier_id from (
        select k.dossier_id from unnest(kinds, search.keys) as asked (kind, key)
          join dossier.search_keys k on k.organisation_id = a.organisation_id and k.kind = asked.kind and k.key = asked.key
         group by k.dossier_id having count(distinct k.kind) = (select count(distinct x) from unnest(kinds) x)) m
        join dossier.dossiers d on d.organisation_id = a.organisation_id and d.dossier_id = m.dossier_id
       where exists (select from dossier.involvements i where i.organisation_id = a.organisation_id and i.staff_id = a.actor_id
                      and i.dossier_id = d.dossier_id and day >= i.from_on and (i.until_on is null or day <= i.until_on))
          or exists (select from identity.team_members t where t.organisation_id = a.organisation_id and t.staff_id = a.actor_id
                      and t.team_id = d.team_id and day >= t.from_on and (t.until_on is null or day <= t.until_on))
       limit 25) hit;
    a := wall.open_each(a, ids, array['existence', 'identity'], purpose, 'client.found', trace, access_point);
  end if;
  return wall.record(a, array['existence'], 'search', purpose, 'client.searched', cardinality(a.dossiers), trace, access_point);
end $$;

-- The asker's own dossiers: the caseload of a worker, or what a client has here.
create function wall.own(token bytea, parts text[], purpose text, event text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.who(token, purpose);
  mine uuid[];
  day date := wall.today();
begin
  if a.outcome = 'no-session' then return a; end if;
  if a.actor_kind = 'client' then
    select coalesce(array_agg(k.dossier_id), '{}') into mine
      from identity.sessions s join dossier.search_keys k on k.organisation_id = s.organisation_id and k.kind = 'bsn' and k.key = s.subject_key
     where s.organisation_id = a.organisation_id and s.session_id = a.session_id;
    a.relation := 'self';
  else
    select coalesce(array_agg(i.dossier_id order by i.from_on desc), '{}') into mine
      from dossier.involvements i where i.organisation_id = a.organisation_id and i.staff_id = a.actor_id
       and day >= i.from_on and (i.until_on is null or day <= i.until_on);
    a.relation := 'involved';
  end if;
  a := wall.judge(a, parts, 'read', purpose);
  a.relation := 'none';
  if a.outcome = 'allowed' then
    a := wall.open_each(a, mine, parts, purpose, event, trace, access_point);
  end if;
  return wall.record(a, parts, 'read', purpose, event, cardinality(a.dossiers), trace, access_point);
end $$;

-- Registers a person: a new dossier with the registrar involved, its parts open for writing in this transaction.
create function wall.register(token bytea, dossier uuid, client_number text, parts text[], purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.who(token, purpose);
  day date := wall.today();
begin
  if a.outcome = 'no-session' then return a; end if;
  a := wall.judge(a, parts, 'write', purpose);
  if a.outcome = 'allowed' then
    insert into dossier.dossiers (organisation_id, dossier_id, client_number, team_id, opened_on, statement_version)
    values (a.organisation_id, dossier, register.client_number,
            (select m.team_id from identity.team_members m where m.organisation_id = a.organisation_id and m.staff_id = a.actor_id
               and day >= m.from_on and (m.until_on is null or day <= m.until_on) order by m.from_on limit 1),
            day, a.statement_version);
    insert into dossier.involvements (organisation_id, dossier_id, staff_id, role, from_on)
    values (a.organisation_id, dossier, a.actor_id, a.actor_role, day);
    a.dossier_id := dossier;
    a.client_number := register.client_number;
  end if;
  return wall.record(a, parts, 'write', purpose, 'client.registered', null, trace, access_point);
end $$;

-- What stands open in this very transaction, as organisation/dossier/part and organisation/dossier. The policies below call
-- these once a query (an InitPlan). The organisation is in the same value, because a dossier's id says nothing without it:
-- two organisations may have the same one, and asked apart, the setting could be another by then.
-- By the primary key always: a connection that made its plan while the ledger was nearly empty would go on reading all of it.
-- (An entry without a dossier gives a null, which equals nothing; to ask for `dossier_id is not null` would offer the other index.)
create function wall.opened(wanted text) returns text[] language sql stable security definer set search_path = pg_catalog set enable_seqscan = off as $$
  select coalesce(array_agg(e.organisation_id || '/' || e.dossier_id::text || '/' || p), '{}') from ledger.entries e, unnest(e.parts) p
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now()
     and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true))
     and e.outcome = 'allowed' and e.action = wanted $$;

-- With null: whatever opens content. To hear whether somebody is known, or to review, opens no dossier.
create function wall.opened_dossiers(wanted text, part text) returns text[] language sql stable security definer set search_path = pg_catalog set enable_seqscan = off as $$
  select coalesce(array_agg(e.organisation_id || '/' || e.dossier_id::text), '{}') from ledger.entries e
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now()
     and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true))
     and e.outcome = 'allowed'
     and case when wanted is null then e.action not in ('know', 'search', 'review') else e.action = wanted end
     and (opened_dossiers.part is null or opened_dossiers.part = any (e.parts)) $$;

-- The organisation and person that an entry of this transaction names; null without one.
create function wall.organisation() returns text language sql stable security definer set search_path = pg_catalog set enable_seqscan = off as $$
  select e.organisation_id from ledger.entries e
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed'
     and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true)) limit 1 $$;
create function wall.actor() returns uuid language sql stable security definer set search_path = pg_catalog set enable_seqscan = off as $$
  select e.actor_id from ledger.entries e
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed'
     and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true)) limit 1 $$;
-- Who writes in this transaction, as which role, under which version: what is stored says so and nothing else.
create function wall.author() returns text[] language sql stable security definer set search_path = pg_catalog set enable_seqscan = off as $$
  select array[e.actor_id::text, e.actor_role, e.statement_version] from ledger.entries e
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed'
     and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true))
     and e.action = 'write' limit 1 $$;
-- The organisation whose log stands open for review, without a dossier (data protection officer).
create function wall.reviewed() returns text language sql stable security definer set search_path = pg_catalog set enable_seqscan = off as $$
  select e.organisation_id from ledger.entries e
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed'
     and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true))
     and e.action = 'review' and 'access-log' = any (e.parts) and e.dossier_id is null limit 1 $$;
grant execute on function wall.opened(text), wall.opened_dossiers(text, text), wall.organisation(), wall.actor(), wall.author(), wall.reviewed() to gestand_owner;
reset role;

set role gestand_owner;
-- the wall's own eyes
do $$
declare
  name text;
begin
  foreach name in array array['dossiers', 'closures', 'restrictions', 'destructions', 'involvements', 'search_keys'] loop
    execute format('create policy wall_sees on dossier.%I for select to gestand_wall using (true)', name);
    execute format('grant select on dossier.%I to gestand_wall', name);
  end loop;
end $$;
create policy wall_opens on dossier.dossiers for insert to gestand_wall with check (true);
create policy wall_involves on dossier.involvements for insert to gestand_wall with check (true);
grant insert on dossier.dossiers, dossier.involvements to gestand_wall;

-- the application: what this transaction's entries opened, no more
create policy opened on dossier.dossiers for select to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers(null, null))::text[]));
create policy opened on dossier.involvements for select to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers(null, null))::text[]));
create policy opened on dossier.closures for select to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers(null, null))::text[]));
create policy opened on dossier.keys for select to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers(null, null))::text[]));
create policy opened on dossier.items for select to gestand_app
  using (organisation_id || '/' || dossier_id::text || '/' || part = any ((select wall.opened('read'))::text[]));
create policy opened on dossier.notes for select to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('read', 'notes'))::text[]));
create policy own_drafts on dossier.note_drafts for all to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'notes'))::text[]) and staff_id = (select wall.actor()))
  with check (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'notes'))::text[]) and staff_id = (select wall.actor()));
create policy written on dossier.keys for insert to gestand_app
  with check (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'existence'))::text[]));
-- A key of the BSN makes whoever signs in with it the client: it needs the part bsn itself.
create policy written on dossier.search_keys for insert to gestand_app
  with check (organisation_id || '/' || dossier_id::text = any (case kind when 'bsn' then (select wall.opened_dossiers('write', 'bsn'))
    else (select wall.opened_dossiers('write', 'existence')) end));
create policy written on dossier.items for insert to gestand_app
  with check (organisation_id || '/' || dossier_id::text || '/' || part = any ((select wall.opened('write'))::text[])
    and array[recorded_by::text, statement_version] <@ (select wall.author()) and recorded_at = now());
create policy written on dossier.notes for insert to gestand_app
  with check (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'notes'))::text[])
    and array[written_by::text, written_as] <@ (select wall.author()) and written_at = now());
create policy colleagues on identity.staff for select to gestand_app using (organisation_id = (select wall.organisation()));
create policy opened on ledger.entries for select to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('read', 'access-log'))::text[]) or organisation_id = (select wall.reviewed()));

grant select on dossier.dossiers, dossier.involvements, dossier.closures, dossier.keys, dossier.items, dossier.notes to gestand_app;
grant insert on dossier.keys, dossier.search_keys, dossier.items, dossier.notes to gestand_app;
grant select, insert, update, delete on dossier.note_drafts to gestand_app;
grant select (organisation_id, staff_id, sealed_name, employer) on identity.staff to gestand_app;
grant select on ledger.entries to gestand_app;
reset role;

set role gestand_wall;
grant execute on function wall.greet(bytea, text), wall.open(bytea, uuid, text[], text, text, text, uuid, text),
  wall.search(bytea, text[], bytea[], text, uuid, text), wall.own(bytea, text[], text, text, uuid, text),
  wall.register(bytea, uuid, text, text[], text, uuid, text) to gestand_app;
grant execute on function wall.opened(text), wall.opened_dossiers(text, text), wall.organisation(), wall.actor(), wall.author(), wall.reviewed() to gestand_app;
reset role;

-- Nothing can be laid down outside the tables: large objects have no policies.
do $$
declare
  way regprocedure;
begin
  for way in select p.oid::regprocedure from pg_proc p where p.pronamespace = 'pg_catalog'::regnamespace
      and p.proname in ('lo_creat', 'lo_create', 'lo_from_bytea', 'lo_import', 'lo_open', 'lo_put', 'lowrite')
  loop
    execute format('revoke execute on function %s from public', way);
  end loop;
end $$;
