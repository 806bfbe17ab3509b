-- The daily look in fewer steps. What a query costs here is mostly its start: each table named in it is looked up, checked and made
-- ready, also in a branch that is not taken. So the wall asks plain questions one after the other and stops when it knows enough,
-- and a look reads only the tables that it shows.
set role gestand_owner;

-- Of each grant, all parts of the same request that rest on the same policies: one row answers for a look at several parts.
alter table statement.grants add column alike text[];
update statement.grants g set alike = array(
  select o.part from statement.grants o
   where (o.organisation_id, o.version, o.role, o.relation, o.action, o.state, o.purpose, o.activity, o.policies, o.clauses)
       = (g.organisation_id, g.version, g.role, g.relation, g.action, g.state, g.purpose, g.activity, g.policies, g.clauses)
   order by o.part);
alter table statement.grants alter column alike set not null, add check (part = any (alike));
reset role;

set role gestand_wall;

-- Who asks, under which version of the statement, and the activity that belongs to the purpose; with a dossier also the relation to
-- it, and with parts whether the rules allow the action. An unlisted purpose is an error: no entry, no access (TOM-3.1).
create or replace function wall.who(token bytea, purpose text, dossier uuid default null, parts text[] default null, action text default null) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
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
    select coalesce(bool_or(c.kind = 'secrecy') and bool_or(c.kind = 'conduct'), false) into a.cleared from identity.clearances c
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
end $$;

-- The relation of the asker to a dossier and the dossier's state. Nothing is filled in for somebody without a relation. A dossier that
-- does not exist takes the same steps as one that the asker has nothing to do with: the time tells nothing (TOM-7.1).
create or replace function wall.relate(a wall.answer, dossier uuid) returns wall.answer
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  day date := (now() at time zone 'Europe/Amsterdam')::date;
  team uuid;
  involved boolean;
begin
  select d.dossier_id, d.client_number, d.team_id into a.dossier_id, a.client_number, team
    from dossier.dossiers d where d.organisation_id = a.organisation_id and d.dossier_id = relate.dossier;
  a.state := case
    when exists (select from dossier.destructions x where x.organisation_id = a.organisation_id and x.dossier_id = relate.dossier)
      then case when a.dossier_id is null then 'open' else 'destroyed' end
    when exists (select from dossier.restrictions x where x.organisation_id = a.organisation_id and x.dossier_id = relate.dossier
                  and (x.lifted_at is null or x.lifted_at > now())) then 'restricted'
    when exists (select from dossier.closures x where x.organisation_id = a.organisation_id and x.dossier_id = relate.dossier
                  and x.reopened_at is null) then 'closed'
    else 'open' end;
  a.relation := 'none';
  if a.actor_kind = 'client' then
    if exists (select from identity.sessions s join dossier.search_keys k on k.organisation_id = s.organisation_id and k.kind = 'bsn'
                 and k.key = s.subject_key and k.dossier_id = relate.dossier
                where s.organisation_id = a.organisation_id and s.session_id = a.session_id) then
      a.relation := 'self';
    end if;
    return a;
  end if;
  -- null: never
  select bool_or(day >= i.from_on and (i.until_on is null or day <= i.until_on)) into involved
    from dossier.involvements i where i.organisation_id = a.organisation_id and i.dossier_id = relate.dossier and i.staff_id = a.actor_id;
  if involved then
    a.relation := 'involved';
  -- without a team: an id that no team has
  elsif exists (select from identity.team_members m where m.organisation_id = a.organisation_id and m.staff_id = a.actor_id
                 and m.team_id = coalesce(team, relate.dossier) and day >= m.from_on and (m.until_on is null or day <= m.until_on)) then
    a.relation := 'same-team';
  elsif not involved then
    a.relation := 'formerly-involved';
  end if;
  return a;
end $$;

-- The rules: every part must be allowed, else nothing is. Gathers the policies and clauses that decided.
create or replace function wall.judge(a wall.answer, parts text[], action text, purpose text) returns wall.answer
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  activity text;
  policies text[];
  clauses text[];
begin
  a.policies := '{}';
  a.clauses := '{}';
  if not (a.second_factor and a.cleared) then return a; end if;
  -- Nearly always all parts rest on the same policies; the lists are put together only when they differ.
  select g.activity, g.policies, g.clauses into activity, policies, clauses from statement.grants g
   where g.organisation_id = a.organisation_id and g.version = a.statement_version and g.role = a.actor_role and g.relation = a.relation
     and g.action = judge.action and g.state = a.state and g.purpose = judge.purpose and g.part = judge.parts[1] and judge.parts <@ g.alike;
  if not found then
    select min(g.activity), array_agg(distinct x) filter (where of_policies), array_agg(distinct x) filter (where not of_policies)
      into activity, policies, clauses
      from statement.grants g
     cross join lateral (select unnest(g.policies), true union all select unnest(g.clauses), false) as words (x, of_policies)
     where g.organisation_id = a.organisation_id and g.version = a.statement_version and g.role = a.actor_role and g.relation = a.relation
       and g.action = judge.action and g.state = a.state and g.purpose = judge.purpose and g.part = any (judge.parts)
    having count(distinct g.part) > 0 and count(distinct g.part) = cardinality(judge.parts);
    if not found then return a; end if;
  end if;
  a.outcome := 'allowed';
  a.reason := null;
  a.activity := activity;
  a.policies := policies;
  a.clauses := clauses;
  return a;
end $$;

drop function wall.visitor(bytea, text, date);
drop function wall.standing(text, uuid, text, uuid, bytea, date);
drop function wall.granted(text, text, text, text, text[], text, text, text);
reset role;

set role gestand_owner;

-- The words that an entry is bound to, as types: a CHECK of the table is read anew from its text at every insert, and that cost a
-- third of it. The order and the text of the columns, and so the hashes, stay as they are.
create domain ledger.action_code as text check (value in ('C', 'R', 'U', 'D', 'E'));
create domain ledger.outcome as text check (value in ('allowed', 'refused', 'done'));
create domain ledger.actor_kind as text check (value in ('staff', 'client', 'representative', 'party', 'system'));
alter table ledger.entries
  alter column action_code type ledger.action_code, alter column outcome type ledger.outcome, alter column actor_kind type ledger.actor_kind,
  drop constraint entries_action_code_check, drop constraint entries_outcome_check, drop constraint entries_actor_kind_check;
reset role;

set role gestand_wall;
-- What stands open in this very transaction, as in 0006; the lists are made without an aggregate.
create or replace function wall.opened(wanted text) returns text[] language sql stable security definer set search_path = pg_catalog set enable_seqscan = off as $$
  select array(select e.organisation_id || '/' || e.dossier_id::text || '/' || p from ledger.entries e, unnest(e.parts) p
   where e.organisation_id = current_setting('gestand.organisation', true) and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true))
     and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed' and e.action = wanted) $$;
create or replace function wall.opened_dossiers(wanted text, part text) returns text[] language sql stable security definer set search_path = pg_catalog set enable_seqscan = off as $$
  select array(select e.organisation_id || '/' || e.dossier_id::text from ledger.entries e
   where e.organisation_id = current_setting('gestand.organisation', true) and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true))
     and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed'
     and case when wanted is null then e.action not in ('know', 'search', 'review') else e.action = wanted end
     and (opened_dossiers.part is null or opened_dossiers.part = any (e.parts))) $$;
reset role;

-- Opening and reading in one round trip. gestand_reader owns this one function and sees what it reads: sealed content and wrapped keys,
-- nothing to open them with. It asks for the entry of this very transaction once, where the policies of the application ask at every table.
do $$
begin
  if not exists (select from pg_roles where rolname = 'gestand_reader') then
    create role gestand_reader nologin nosuperuser nocreatedb nocreaterole nobypassrls;
  end if;
  execute format('grant gestand_reader to %I', current_user);
end $$;
alter default privileges for role gestand_reader revoke all on functions from public;

set role gestand_wall;
grant usage on schema wall to gestand_reader;
-- Whether the entry of this answer stands in the ledger, written in this very transaction.
create function wall.stands(a wall.answer, parts text[]) returns boolean language sql stable security definer set search_path = pg_catalog set enable_seqscan = off as $$
  select exists (select from ledger.entries e
   where e.organisation_id = a.organisation_id and e.tx = pg_current_xact_id() and e.seq = a.seq and e.at = now()
     and e.generation = (select o.generation from statement.organisations o where o.organisation_id = a.organisation_id)
     and e.outcome = 'allowed' and e.action = 'read' and e.dossier_id = a.dossier_id and e.parts = stands.parts) $$;
grant execute on function wall.open(bytea, uuid, text[], text, text, text, uuid, text), wall.stands(wall.answer, text[]) to gestand_reader;
reset role;

set role gestand_owner;
grant usage on schema dossier, identity to gestand_reader;
create policy reader_sees on dossier.items for select to gestand_reader using (true);
create policy reader_sees on dossier.notes for select to gestand_reader using (true);
create policy reader_sees on dossier.keys for select to gestand_reader using (true);
create policy reader_sees on dossier.involvements for select to gestand_reader using (true);
create policy reader_sees on identity.staff for select to gestand_reader using (true);
grant select on dossier.items, dossier.notes, dossier.keys, dossier.involvements to gestand_reader;
grant select (organisation_id, staff_id, sealed_name, employer) on identity.staff to gestand_reader;

-- One record, in eight fields with tabs between: kind, id, word, class, bytes, moment, by, origin.
create function dossier.line(kind text, id uuid, word text, class text, sealed bytea, at timestamptz, by_id uuid, origin text) returns text
language sql stable
begin atomic
  select concat_ws(E'\t', kind, id, coalesce(word, ''), coalesce(class, ''), coalesce(octet_length(sealed), 0),
    coalesce((at at time zone 'UTC')::text, ''), by_id, coalesce(origin, ''));
end;
grant execute on function dossier.line(text, uuid, text, text, bytea, timestamptz, uuid, text) to gestand_reader;
drop function dossier.read(bytea, uuid, text[], text, text, uuid, text, integer);
grant create on schema dossier to gestand_reader;
reset role;

-- One row: the door's answer as JSON; the records; and the sealed bytes of all of them. Packed, because thirty rows of eight columns cost
-- more to hand over than to find. Records: the keys of the classes that are shown, the items of the opened parts, the newest notes, with
-- the part existence who is involved, and the names of all these but the asker.
set role gestand_reader;
create function dossier.read(token bytea, dossier uuid, parts text[], purpose text, event text, trace uuid, access_point text, newest integer)
returns table (answer text, at timestamptz, records text, sealed bytea)
language plpgsql volatile security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  a wall.answer := wall.open(token, dossier, parts, 'read', purpose, event, trace, access_point);
  lines text;
  bytes bytea;
  people uuid[];
  classes text[];
  more text[];
begin
  answer := to_json(a)::text;
  at := a.at;
  if a.outcome is distinct from 'allowed' then
    return next;
    return;
  end if;
  if not wall.stands(a, parts) then raise exception 'The entry was not written.' using errcode = 'GS004'; end if;
  select string_agg(dossier.line('item', i.item_id, i.item, i.class, i.sealed, i.recorded_at, i.recorded_by, i.source), E'\t'), string_agg(i.sealed, ''),
         array_agg(i.class)
    into records, sealed, classes
    from dossier.items i where i.organisation_id = a.organisation_id and i.dossier_id = a.dossier_id and i.part = any (parts);
  if 'notes' = any (parts) then
    select string_agg(dossier.line('note', n.note_id, n.written_as, n.class, n.sealed, n.written_at, n.written_by, null), E'\t'),
           string_agg(n.sealed, ''), array_agg(n.class), array_agg(n.written_by)
      into lines, bytes, more, people
      from (select * from dossier.notes x where x.organisation_id = a.organisation_id and x.dossier_id = a.dossier_id
             order by x.written_at desc limit newest) n;
    records := concat_ws(E'\t', records, lines);
    sealed := coalesce(sealed, '') || coalesce(bytes, '');
    classes := classes || more;
  end if;
  if 'existence' = any (parts) then
    select string_agg(dossier.line('involved', v.staff_id, v.role, null, null, v.from_on::timestamptz, v.staff_id, null), E'\t' order by v.from_on),
           people || array_agg(v.staff_id)
      into lines, people
      from dossier.involvements v
     where v.organisation_id = a.organisation_id and v.dossier_id = a.dossier_id and (v.until_on is null or v.until_on >= current_date);
    records := concat_ws(E'\t', records, lines);
  end if;
  people := array_remove(people, a.actor_id);
  if cardinality(people) > 0 then
    select string_agg(dossier.line('name', s.staff_id, null, null, s.sealed_name, null, s.staff_id, s.employer), E'\t'), string_agg(s.sealed_name, '')
      into lines, bytes
      from identity.staff s where s.organisation_id = a.organisation_id and s.staff_id = any (people);
    records := concat_ws(E'\t', lines, records);
    sealed := coalesce(bytes, '') || coalesce(sealed, '');
  end if;
  if records is not null then
    select concat_ws(E'\t', string_agg(dossier.line('key', k.dossier_id, null, k.class, k.wrapped, null, k.dossier_id, null), E'\t'), records),
           coalesce(string_agg(k.wrapped, ''), '') || coalesce(sealed, '')
      into records, sealed
      from dossier.keys k where k.organisation_id = a.organisation_id and k.dossier_id = a.dossier_id and k.class = any (classes);
  end if;
  return next;
end $$;
grant execute on function dossier.read(bytea, uuid, text[], text, text, uuid, text, integer) to gestand_app;
reset role;

set role gestand_owner;
revoke create on schema dossier from gestand_reader;
reset role;
