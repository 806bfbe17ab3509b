-- Incidental access (TOM-9.8, 9.10, 9.12): one dossier, for a purpose, with a reason in words, some parts, and an end. It is asked
-- here, judged by the rules, written in the ledger, shown to the client and judged afterwards by the data protection officer.
-- Emergency access (vital interest) is the same with a second factor shown just now, sixty minutes, three times a day.
set role gestand_owner;

create table dossier.incidental_accesses (
  organisation_id text not null,
  access_id uuid not null,
  dossier_id uuid not null,
  staff_id uuid not null,
  role text not null,
  purpose text not null,
  parts text[] not null check (cardinality(parts) > 0),
  from_at timestamptz not null default now(),
  until_at timestamptz not null check (until_at > from_at),
  ended_at timestamptz,                  -- given up before its end
  emergency boolean not null,
  mandated boolean not null,             -- somebody of another organisation: looks by a mandate only
  told_from date,                        -- the client hears of it from this day on; null: at once
  -- Words, sealed by the application under the dossier's keys. Shorter than this is sealed nothing. Without a reason nothing opens.
  sealed_reason bytea check (length(sealed_reason) > 64),
  sealed_mandate bytea check (length(sealed_mandate) > 64),
  sealed_safety bytea check (length(sealed_safety) > 64),
  primary key (organisation_id, access_id),
  unique (organisation_id, access_id, dossier_id),
  check (told_from is null or emergency),
  foreign key (organisation_id, dossier_id) references dossier.dossiers,
  foreign key (organisation_id, staff_id) references identity.staff
);
create index incidental_accesses_of_staff on dossier.incidental_accesses (organisation_id, staff_id, dossier_id, until_at);
create index incidental_accesses_of_dossier on dossier.incidental_accesses (organisation_id, dossier_id);

-- What the officer found. There is no way to take an access off the list but this.
create table dossier.incidental_judgements (
  organisation_id text not null,
  access_id uuid not null,
  dossier_id uuid not null,
  judged_at timestamptz not null,
  judged_by uuid not null,
  judgement text not null check (judgement in ('in-order', 'not-in-order', 'follow-up')),
  sealed_words bytea not null check (length(sealed_words) > 64),
  primary key (organisation_id, access_id, judged_at),
  foreign key (organisation_id, access_id, dossier_id) references dossier.incidental_accesses (organisation_id, access_id, dossier_id)
);

alter table dossier.incidental_accesses enable row level security;
alter table dossier.incidental_accesses force row level security;
alter table dossier.incidental_judgements enable row level security;
alter table dossier.incidental_judgements force row level security;

create policy wall_keeps_accesses on dossier.incidental_accesses for all to gestand_wall using (true) with check (true);
create policy wall_sees_judgements on dossier.incidental_judgements for select to gestand_wall using (true);
grant select, insert on dossier.incidental_accesses to gestand_wall;
grant update (ended_at, sealed_reason, sealed_mandate, sealed_safety) on dossier.incidental_accesses to gestand_wall;
grant select on dossier.incidental_judgements to gestand_wall;

create policy opened on dossier.incidental_accesses for select to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('read', 'access-log'))::text[]));
create policy judged on dossier.incidental_judgements for insert to gestand_app
  with check (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('review', 'access-log'))::text[])
    and judged_by = (select wall.actor()) and judged_at = now());
grant select on dossier.incidental_accesses to gestand_app;
grant insert on dossier.incidental_judgements to gestand_app;
reset role;

set role gestand_wall;
alter type wall.answer add attribute emergency boolean;
-- For whom somebody acts who does not act for themselves.
alter type wall.answer add attribute responsible_id uuid;

-- As before, with who acts for whom and whether it was an emergency.
create or replace function wall.record(a wall.answer, parts text[], action text, purpose text, event text, hits integer, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  words text := array_to_string(array[event, action, access_point] || parts, '/', '?');
begin
  -- Three plain questions: one pattern with counts inside counts takes a hundred times as long, and every look pays it.
  if words !~ '^[a-z.-]+(/[a-z.-]+)+$' or words ~ '[^/]{61}' or cardinality(parts) > 40 then
    raise exception 'An entry holds words of the vocabulary alone.' using errcode = 'GS002';
  end if;
  insert into ledger.entries (organisation_id, generation, event, action, action_code, outcome, reason, statement_version, purpose, activity,
      clauses, policies, actor_kind, actor_id, actor_role, relation, responsible_id, dossier_id, parts, emergency, hits, session_id, trace_id, access_point)
  select a.organisation_id, o.generation, record.event, record.action,
      case record.action when 'write' then 'U' when 'erase' then 'D' when 'search' then 'E' when 'know' then 'E' when 'review' then 'R' when 'read' then 'R' else 'E' end,
      a.outcome, a.reason, a.statement_version, record.purpose, a.activity, a.clauses, a.policies,
      case when a.responsible_id is null then a.actor_kind else 'representative' end, a.actor_id, a.actor_role,
      a.relation, a.responsible_id, a.dossier_id, record.parts, coalesce(a.emergency, false), record.hits, a.session_id, trace, record.access_point
    from statement.organisations o where o.organisation_id = a.organisation_id
  returning seq, at into a.seq, a.at;
  if a.seq is null then raise exception 'The entry was not written.' using errcode = 'GS004'; end if;
  perform set_config('gestand.organisation', a.organisation_id, true);
  return a;
end $$;

-- What makes a look possible that the daily relation does not: a running incidental access, for its own parts and purpose and for
-- reading alone. Asked only where the rules said no, so that the daily look does not pay for it; and it takes as long for a dossier
-- that is not there.
create function wall.otherwise(a wall.answer, dossier uuid, parts text[], action text, purpose text) returns wall.answer
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  access record;
begin
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

-- As before, and where the rules say no, what may make the look possible all the same.
create or replace function wall.open(token bytea, dossier uuid, parts text[], action text, purpose text, event text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.who(token, purpose, dossier, parts, action);
begin
  if a.outcome = 'no-session' then return a; end if;
  if a.outcome = 'refused' and dossier is not null then a := wall.otherwise(a, dossier, parts, action, purpose); end if;
  -- Also what does not exist is written down: guessing leaves a trace, and takes as long.
  if a.outcome = 'refused' then a.dossier_id := dossier; end if;
  a := wall.record(a, parts, action, purpose, event, null, trace, access_point);
  if a.outcome = 'refused' then return wall.hide(a); end if;
  return a;
end $$;

-- Whether the asker is of another organisation, by the statement's list of roles.
create function wall.is_party(a wall.answer) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from statement.versions v, jsonb_array_elements(v.facts -> 'roles') r
    where v.organisation_id = a.organisation_id and v.version = a.statement_version and r ->> 'id' = a.actor_role and r ->> 'kind' = 'party') $$;

-- What stands in the way of an access that the rules allow; null: nothing. Of whom the statement calls a party an end date is
-- asked, of others a moment today; an emergency lasts an hour and comes after a second factor shown just now.
create function wall.asking_conflict(a wall.answer, token bytea, emergency boolean, until timestamptz) returns text
language sql stable security definer set search_path = pg_catalog as $$
  select case
    when a.dossier_id is null then 'not-there'
    when a.relation = 'involved' then 'involved-already'
    when emergency and not wall.stepped_up(token) then 'step-up'
    when emergency and (select count(*) from dossier.incidental_accesses x where x.organisation_id = a.organisation_id and x.staff_id = a.actor_id
        and x.emergency and (x.from_at at time zone 'Europe/Amsterdam')::date = wall.today()) >= 3 then 'three-a-day'
    when until is null or until <= now() then 'wrong-period'
    when until > now() + case when wall.is_party(a) then interval '31 days' when emergency then interval '60 minutes' else interval '8 hours' end then 'too-long'
  end $$;

-- Asks an access to the dossier with this client number. Emergency access is for an activity on the ground of vital interest and
-- for no other. The entry opens the parts for reading, in this transaction too: the reason is sealed under the dossier's keys.
create function wall.ask_incidental(token bytea, number text, access uuid, parts text[], purpose text, until timestamptz,
  emergency boolean, told_from date, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.who(token, purpose);
  asked wall.answer;
  conflict text;
  wanted uuid;
begin
  if a.outcome = 'no-session' then return a; end if;
  perform pg_advisory_xact_lock(hashtextextended(a.organisation_id || '/incidental/' || a.actor_id, 0));
  select d.dossier_id into wanted from dossier.dossiers d where d.organisation_id = a.organisation_id and d.client_number = number;
  a := wall.relate(a, coalesce(wanted, access));
  asked := a;
  asked.relation := 'incidental';
  asked := wall.judge(asked, parts, 'read', purpose);
  if asked.outcome = 'allowed' and emergency is not distinct from exists (select from statement.activities v
      where v.organisation_id = a.organisation_id and v.version = a.statement_version and v.activity = asked.activity and v.ground = 'vital-interest') then
    conflict := wall.asking_conflict(a, token, emergency, until);
    -- The client hears of it within two weeks, whatever the danger.
    if conflict is null and ask_incidental.told_from > wall.today() + 14 then conflict := 'told-too-late'; end if;
    a := asked;
    a.emergency := emergency;
  end if;
  if a.outcome = 'allowed' and conflict is null then
    insert into dossier.incidental_accesses (organisation_id, access_id, dossier_id, staff_id, role, purpose, parts, until_at, emergency, mandated, told_from)
    values (a.organisation_id, access, a.dossier_id, a.actor_id, a.actor_role, ask_incidental.purpose, ask_incidental.parts, until,
            emergency, wall.is_party(a), ask_incidental.told_from);
    a.reason := 'access ' || access || ' until ' || until;
    a := wall.record(a, parts, 'read', purpose, 'access.granted', null, trace, access_point);
    a.reason := null;
    return a;
  end if;
  if a.outcome = 'allowed' then
    a.outcome := 'refused';
    a.reason := conflict;
  end if;
  a := wall.record(a, parts, 'read', purpose, 'access.asked', null, trace, access_point);
  return wall.hide(a);
end $$;

-- The words of the access that was granted in this very transaction. Without them it opens nothing afterwards.
create function wall.reason_incidental(access uuid, reason bytea, mandate bytea, safety bytea) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  update dossier.incidental_accesses x set sealed_reason = reason, sealed_mandate = mandate, sealed_safety = safety
   where x.organisation_id = wall.organisation() and x.access_id = access and x.staff_id = wall.actor() and x.from_at = now()
     and x.sealed_reason is null and reason is not null and (mandate is not null or not x.mandated) and (safety is not null or x.told_from is null);
  if not found then raise exception 'An incidental access has a reason, and what else it needs.' using errcode = 'GS003'; end if;
end $$;

-- At commit, so that the reason may be sealed in the transaction that grants: an access without its words is never kept.
create function wall.has_its_words() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if exists (select from dossier.incidental_accesses x where x.organisation_id = new.organisation_id and x.access_id = new.access_id
      and (x.sealed_reason is null or (x.mandated and x.sealed_mandate is null) or (x.told_from is not null and x.sealed_safety is null))) then
    raise exception 'An incidental access has a reason, and what else it needs.' using errcode = 'GS003';
  end if;
  return null;
end $$;
revoke execute on function wall.has_its_words() from public;
grant execute on function wall.has_its_words() to gestand_owner;

-- Gives an access up before its end. Outcome done, or refused when there is none that runs.
create function wall.end_incidental(token bytea, access uuid, purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.who(token, purpose);
  x record;
begin
  if a.outcome = 'no-session' then return a; end if;
  update dossier.incidental_accesses i set ended_at = now()
   where i.organisation_id = a.organisation_id and i.access_id = access and i.staff_id = a.actor_id and i.ended_at is null and i.until_at > now()
  returning i.dossier_id, i.parts, i.emergency into x;
  if not found then return a; end if;
  a.outcome := 'done';
  a.reason := 'access ' || access;
  a.relation := 'incidental';
  a.dossier_id := x.dossier_id;
  a.emergency := x.emergency;
  return wall.record(a, x.parts, 'review', purpose, 'access.ended', null, trace, access_point);
end $$;

-- One's own accesses that run. Says what the asker asked for and nothing else, so it leaves no entry.
create function wall.own_incidental(token bytea, purpose text) returns table (access_id uuid, dossier_id uuid, client_number text, purpose text,
  parts text[], from_at timestamptz, until_at timestamptz, emergency boolean)
language sql volatile security definer set search_path = pg_catalog as $$
  select x.access_id, x.dossier_id, d.client_number, x.purpose, x.parts, x.from_at, x.until_at, x.emergency
    from wall.who(token, own_incidental.purpose) a
    join dossier.incidental_accesses x on x.organisation_id = a.organisation_id and x.staff_id = a.actor_id and x.role = a.actor_role
     and now() < x.until_at and x.ended_at is null and x.sealed_reason is not null
    join dossier.dossiers d on d.organisation_id = x.organisation_id and d.dossier_id = x.dossier_id
   where a.outcome <> 'no-session' and a.second_factor and a.cleared
   order by x.until_at $$;

-- Emergency accesses of the last thirty days, for who must hear of them at once: who looked and when, and of no client. A team
-- manager hears of the own teams (the worker's or the dossier's), who reviews the access log of all.
create function wall.emergencies(token bytea, purpose text) returns table (access_id uuid, staff_id uuid, sealed_name bytea, role text, from_at timestamptz, until_at timestamptz)
language sql volatile security definer set search_path = pg_catalog as $$
  select x.access_id, x.staff_id, s.sealed_name, x.role, x.from_at, x.until_at
    from wall.who(token, emergencies.purpose) a
    join dossier.incidental_accesses x on x.organisation_id = a.organisation_id and x.emergency and x.sealed_reason is not null
     and x.from_at > now() - interval '30 days'
    join dossier.dossiers d on d.organisation_id = x.organisation_id and d.dossier_id = x.dossier_id
    join identity.staff s on s.organisation_id = x.organisation_id and s.staff_id = x.staff_id
   where a.outcome <> 'no-session' and a.second_factor and a.cleared and (
     exists (select from statement.grants g where g.organisation_id = a.organisation_id and g.version = a.statement_version and g.role = a.actor_role
        and g.relation = 'none' and g.action = 'review' and g.state = 'open' and g.purpose = emergencies.purpose and g.part = 'access-log')
     or (a.actor_role = 'team-manager' and exists (select from identity.team_members m
        where m.organisation_id = a.organisation_id and m.staff_id = a.actor_id and wall.today() between m.from_on and coalesce(m.until_on, 'infinity')
          and (m.team_id = d.team_id or exists (select from identity.team_members c where c.organisation_id = m.organisation_id and c.team_id = m.team_id
               and c.staff_id = x.staff_id and wall.today() between c.from_on and coalesce(c.until_on, 'infinity'))))))
   order by x.from_at desc $$;

-- The review list of the officer: every access, with the last judgement. Open while the log stands open for review.
create function wall.accesses_to_review() returns table (access_id uuid, dossier_id uuid, staff_id uuid, sealed_name bytea, employer text, role text,
  purpose text, parts text[], from_at timestamptz, until_at timestamptz, emergency boolean,
  judgement text, judged_at timestamptz, judged_by uuid, judge_name bytea, sealed_words bytea)
language sql stable security definer set search_path = pg_catalog as $$
  select x.access_id, x.dossier_id, x.staff_id, s.sealed_name, s.employer, x.role, x.purpose, x.parts, x.from_at, coalesce(x.ended_at, x.until_at), x.emergency,
         j.judgement, j.judged_at, j.judged_by, b.sealed_name, j.sealed_words
    from dossier.incidental_accesses x
    join identity.staff s on s.organisation_id = x.organisation_id and s.staff_id = x.staff_id
    left join lateral (select i.* from dossier.incidental_judgements i where i.organisation_id = x.organisation_id and i.access_id = x.access_id
                        order by i.judged_at desc limit 1) j on true
    left join identity.staff b on b.organisation_id = x.organisation_id and b.staff_id = j.judged_by
   where x.organisation_id = (select wall.reviewed())
   order by x.from_at $$;

grant execute on function wall.ask_incidental(bytea, text, uuid, text[], text, timestamptz, boolean, date, uuid, text),
  wall.reason_incidental(uuid, bytea, bytea, bytea), wall.end_incidental(bytea, uuid, text, uuid, text), wall.own_incidental(bytea, text),
  wall.emergencies(bytea, text), wall.accesses_to_review() to gestand_app;
reset role;

set role gestand_owner;
create constraint trigger has_its_words after insert or update on dossier.incidental_accesses
  deferrable initially deferred for each row execute function wall.has_its_words();
reset role;
