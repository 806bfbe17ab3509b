-- Looking at the lookers: signals that the ledger gives about the staff, for the data protection officer while a review stands
-- open, and for nobody else. They are computed, never stored; what is stored is how a named person judged one. Nothing here says
-- anything about a client: there is no score of any client.
set role gestand_owner;

-- Keyed hashes of a worker's own surname and address, made like those of clients: who meets themselves in a dossier shows.
create table identity.staff_keys (
  organisation_id text not null,
  staff_id uuid not null,
  kind text not null check (kind in ('surname', 'postcode-house')),
  key bytea not null check (length(key) = 32),
  primary key (organisation_id, staff_id, kind, key),
  foreign key (organisation_id, staff_id) references identity.staff
);

create table ledger.signal_judgements (
  organisation_id text not null references statement.organisations,
  judgement_id uuid not null,
  kind text not null,
  actor_id uuid not null check (actor_id <> judged_by),
  dossier_id uuid,
  on_day date not null,                  -- of the first look: a signal about a day is judged for that day
  judgement text not null check (judgement in ('in-order', 'follow-up', 'misuse')),
  judged_by uuid not null,
  judged_at timestamptz not null default now(),
  sealed_words bytea not null check (length(sealed_words) > 32),
  primary key (organisation_id, judgement_id)
);

alter table identity.staff_keys enable row level security;
alter table identity.staff_keys force row level security;
alter table ledger.signal_judgements enable row level security;
alter table ledger.signal_judgements force row level security;
create policy wall_keeps on identity.staff_keys for all to gestand_wall using (true) with check (true);
create policy wall_keeps on ledger.signal_judgements for all to gestand_wall using (true) with check (true);
grant select, insert, delete on identity.staff_keys to gestand_wall;
grant select, insert on ledger.signal_judgements to gestand_wall;
reset role;

set role gestand_wall;

create function wall.set_staff_keys(token bytea, staff uuid, kinds text[], keys bytea[], purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
begin
  if a.outcome = 'allowed' then
    conflict := case
      when staff = a.actor_id then 'own-keys'
      when not wall.works_here(a, staff) then 'not-there'
      when cardinality(coalesce(set_staff_keys.keys, '{}')) = 0
        and exists (select from identity.staff_keys k where k.organisation_id = a.organisation_id and k.staff_id = staff) then 'no-keys'
    end;
    if conflict is null then
      delete from identity.staff_keys k where k.organisation_id = a.organisation_id and k.staff_id = staff;
      insert into identity.staff_keys (organisation_id, staff_id, kind, key)
      select distinct a.organisation_id, staff, x.kind, x.key from unnest(kinds, set_staff_keys.keys) as x (kind, key);
    end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.keys-set', staff, null, purpose, trace, access_point);
end $$;

-- The looks at one dossier by staff since a moment; lists that the program makes by itself are no looks.
create function wall.looks(since timestamptz)
returns table (actor_id uuid, actor_role text, dossier_id uuid, at timestamptz, local timestamp, outcome text, relation text)
language sql stable security definer set search_path = pg_catalog as $$
  select e.actor_id, e.actor_role, e.dossier_id, e.at, e.at at time zone 'Europe/Amsterdam', e.outcome, e.relation
    from ledger.entries e
   where e.organisation_id = (select wall.reviewed()) and e.at >= since and e.actor_kind = 'staff' and e.dossier_id is not null
     and e.action = 'read' and not e.emergency and e.relation <> 'incidental' and e.event not in ('caseload.listed', 'client.found')
     and (e.outcome = 'allowed' or e.reason = 'no-rule') $$;

-- without-follow-up: a dossier of the team, and nobody did anything in it within three days. tried: knocked on closed doors, three
-- of them in a day or four times. many: fifteen dossiers within an hour (half hours overlap). odd-hours: between 23 and 5 o'clock.
-- same-surname (of a name that few clients have), same-address: as the worker. colleague: surname and address of a colleague.
create function wall.raised(since timestamptz)
returns table (kind text, actor_id uuid, actor_role text, dossier_id uuid, first_at timestamptz, last_at timestamptz, times bigint, dossiers bigint)
language sql stable security definer set search_path = pg_catalog as $$
  with org as materialized (select wall.reviewed() as id), looks as materialized (select * from wall.looks(since)),
  met as materialized (
    select l.*, k.kind as by_kind, k.staff_id
      from (select distinct l.dossier_id from looks l) seen
      join dossier.search_keys s on s.organisation_id = (select id from org) and s.dossier_id = seen.dossier_id
      join identity.staff_keys k on k.organisation_id = s.organisation_id and k.kind = s.kind and k.key = s.key
      join looks l on l.dossier_id = seen.dossier_id
     where k.kind <> 'surname' or 3 >= (select count(*) from dossier.search_keys c
       where c.organisation_id = s.organisation_id and c.kind = 'surname' and c.key = s.key))
  select 'without-follow-up', l.actor_id, max(l.actor_role), l.dossier_id, min(l.at), max(l.at), count(*), 1::bigint from looks l
   where l.outcome = 'allowed' and l.relation = 'same-team' and l.at < now() - interval '3 days'
     and not exists (select from ledger.entries f where f.organisation_id = (select id from org) and f.dossier_id = l.dossier_id
       and f.outcome = 'allowed' and f.action in ('write', 'grant', 'decide', 'disclose')
       and f.at between l.at - interval '1 day' and l.at + interval '3 days')
   group by l.actor_id, l.dossier_id
  union all
  select 'tried', l.actor_id, max(l.actor_role), null, min(l.at), max(l.at), count(*), count(distinct l.dossier_id) from looks l
   where l.outcome = 'refused' and l.relation in ('none', 'formerly-involved')
   group by l.actor_id, l.local::date having count(distinct l.dossier_id) >= 3 or count(*) >= 4
  union all
  select 'many', b.actor_id, max(b.actor_role), null, min(b.first_at), max(b.last_at), max(b.times), max(b.dossiers)
    from (select l.actor_id, max(l.actor_role) as actor_role, min(l.at) as first_at, max(l.at) as last_at, min(l.local)::date as day,
                 count(*) as times, count(distinct l.dossier_id) as dossiers
            from looks l, (values (interval '0'), (interval '30 minutes')) as o (shift) where l.outcome = 'allowed'
           group by l.actor_id, o.shift, date_bin('1 hour', l.at + o.shift, '2000-01-01') having count(distinct l.dossier_id) >= 15) b
   group by b.actor_id, b.day
  union all
  select 'odd-hours', l.actor_id, max(l.actor_role), null, min(l.at), max(l.at), count(*), count(distinct l.dossier_id) from looks l
   where l.outcome = 'allowed' and (extract(hour from l.local) >= 23 or extract(hour from l.local) < 5)
   group by l.actor_id, (l.local - interval '12 hours')::date
  union all
  select case m.by_kind when 'surname' then 'same-surname' else 'same-address' end, m.actor_id, max(m.actor_role), m.dossier_id,
         min(m.at), max(m.at), count(distinct m.at), 1 from met m where m.staff_id = m.actor_id group by m.by_kind, m.actor_id, m.dossier_id
  union all
  select 'colleague', m.actor_id, max(m.actor_role), m.dossier_id, min(m.at), max(m.at), count(distinct m.at), 1 from met m
   where m.staff_id <> m.actor_id group by m.actor_id, m.dossier_id, m.staff_id having count(distinct m.by_kind) = 2 $$;

-- Every signal since a moment with how it was judged, if it was. A judgement holds for the looks before it; that a family tie is in
-- order holds for a year.
create function wall.signals(since timestamptz)
returns table (kind text, actor_id uuid, actor_name bytea, actor_role text, dossier_id uuid, on_day date, client_number text, first_at timestamptz,
  last_at timestamptz, times integer, dossiers integer, judgement_id uuid, judgement text, judged_by uuid, judged_by_name bytea,
  judged_at timestamptz, sealed_words bytea)
language sql stable security definer set search_path = pg_catalog as $$
  select r.kind, r.actor_id, s.sealed_name, r.actor_role, r.dossier_id, r.on_day, d.client_number, r.first_at, r.last_at, r.times::integer,
         r.dossiers::integer, j.judgement_id, j.judgement, j.judged_by, b.sealed_name, j.judged_at, j.sealed_words
    from (select wall.reviewed() as id) org
    cross join lateral (select x.*, (x.first_at at time zone 'Europe/Amsterdam')::date as on_day from wall.raised(since) x) r
    join identity.staff s on s.organisation_id = org.id and s.staff_id = r.actor_id
    left join dossier.dossiers d on d.organisation_id = org.id and d.dossier_id = r.dossier_id
    left join lateral (select * from ledger.signal_judgements x where x.organisation_id = org.id and x.kind = r.kind and x.actor_id = r.actor_id
        and x.dossier_id is not distinct from r.dossier_id and (r.dossier_id is not null or x.on_day = r.on_day)
        and (x.judged_at >= r.last_at or (x.judgement = 'in-order' and x.kind in ('same-surname', 'same-address', 'colleague')
          and x.judged_at > now() - interval '1 year'))
      order by x.judged_at desc limit 1) j on true
    left join identity.staff b on b.organisation_id = org.id and b.staff_id = j.judged_by
   order by j.judged_at desc nulls first, r.last_at desc $$;

-- How a named person judges a signal, with words. Nobody judges a signal about himself.
create function wall.judge_signal(token bytea, judgement_id uuid, kind text, actor uuid, dossier uuid, on_day date, judgement text, sealed_words bytea,
  purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.who(token, purpose);
  conflict text;
begin
  if a.outcome = 'no-session' then return a; end if;
  a := wall.judge(a, array['access-log'], 'review', purpose);
  if a.outcome = 'allowed' then
    conflict := case
      when actor = a.actor_id then 'own-looking'
      when judgement not in ('in-order', 'follow-up', 'misuse') then 'not-there'
      when kind not in ('without-follow-up', 'tried', 'many', 'odd-hours', 'same-surname', 'same-address', 'colleague')
        or not exists (select from identity.staff s where s.organisation_id = a.organisation_id and s.staff_id = actor) then 'not-there'
    end;
    if conflict is null then
      insert into ledger.signal_judgements (organisation_id, judgement_id, kind, actor_id, dossier_id, on_day, judgement, judged_by, sealed_words)
      values (a.organisation_id, judge_signal.judgement_id, judge_signal.kind, actor, dossier, judge_signal.on_day, judge_signal.judgement, a.actor_id, judge_signal.sealed_words);
    end if;
  end if;
  return wall.record(wall.unless(a, conflict), array['access-log'], 'review', purpose, 'signal.judged', null, trace, access_point);
end $$;

grant execute on function wall.set_staff_keys(bytea, uuid, text[], bytea[], text, uuid, text), wall.signals(timestamptz),
  wall.judge_signal(bytea, uuid, text, uuid, uuid, date, text, bytea, text, uuid, text) to gestand_app;
reset role;
