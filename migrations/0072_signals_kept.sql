-- Signals are kept from the moment that they are raised until a named person has judged them: none is lost by waiting, and only one
-- that was really raised can be judged. Each look that comes later makes a next version of it; a judgement is of one version.
set role gestand_owner;

create table ledger.signals (
  organisation_id text not null references statement.organisations,
  signal_id uuid not null default gen_random_uuid(),
  kind text not null check (kind in ('without-follow-up', 'tried', 'many', 'odd-hours', 'same-surname', 'same-address', 'same-street', 'colleague')),
  actor_id uuid not null,
  actor_role text not null,
  dossier_id uuid,
  day date,                              -- of a signal about a day; null: about a dossier
  first_at timestamptz not null,
  last_at timestamptz not null,
  times integer not null,
  dossiers integer not null,
  version integer not null default 1,
  waits_since timestamptz not null default now(),   -- raised, or raised again after a judgement
  primary key (organisation_id, signal_id),
  unique (organisation_id, signal_id, actor_id),
  unique nulls not distinct (organisation_id, kind, actor_id, dossier_id, day),
  check ((dossier_id is null) <> (day is null))
);
alter table ledger.signals enable row level security;
alter table ledger.signals force row level security;
create policy wall_keeps on ledger.signals for all to gestand_wall using (true) with check (true);
grant select, insert, update on ledger.signals to gestand_wall;
alter table ledger.signal_judgements add column signal_id uuid, add column version integer;
grant update, delete on ledger.signal_judgements to gestand_wall; -- for what follows only
reset role;

set role gestand_wall;
-- What was judged before becomes a signal of its own, and of that one the judgement. A judgement about somebody who never looked
-- was of nothing.
insert into ledger.signals (organisation_id, kind, actor_id, actor_role, dossier_id, day, first_at, last_at, times, dossiers, version, waits_since)
select j.organisation_id, j.kind, j.actor_id, max(e.actor_role), j.dossier_id, case when j.dossier_id is null then j.on_day end,
       max(j.judged_at), max(j.judged_at), 0, 0, count(*), max(j.judged_at)
  from ledger.signal_judgements j
  join lateral (select x.actor_role from ledger.entries x where x.organisation_id = j.organisation_id and x.actor_id = j.actor_id
                 order by x.at desc limit 1) e on true
 group by j.organisation_id, j.kind, j.actor_id, j.dossier_id, case when j.dossier_id is null then j.on_day end;
update ledger.signal_judgements j set signal_id = n.signal_id, version = n.version
  from (select x.organisation_id, x.judgement_id, s.signal_id,
               row_number() over (partition by x.organisation_id, s.signal_id order by x.judged_at)::integer as version
          from ledger.signal_judgements x
          join ledger.signals s on s.organisation_id = x.organisation_id and s.kind = x.kind and s.actor_id = x.actor_id
           and s.dossier_id is not distinct from x.dossier_id and (x.dossier_id is not null or s.day = x.on_day)) n
 where j.organisation_id = n.organisation_id and j.judgement_id = n.judgement_id;
delete from ledger.signal_judgements where signal_id is null;
reset role;

set role gestand_owner;
revoke update, delete on ledger.signal_judgements from gestand_wall;
alter table ledger.signal_judgements
  alter column signal_id set not null, alter column version set not null,
  drop column kind, drop column dossier_id, drop column on_day,
  add foreign key (organisation_id, signal_id, actor_id) references ledger.signals (organisation_id, signal_id, actor_id);
-- One last word on each version. What is to be followed up is judged again.
create unique index one_last_word on ledger.signal_judgements (organisation_id, signal_id, version) where judgement <> 'follow-up';
reset role;

set role gestand_wall;
drop function wall.judge_signal(bytea, uuid, text, uuid, uuid, date, text, bytea, text, uuid, text);

-- Raises what the last thirty days show, of one organisation. That a family tie is in order holds for a year.
create function wall.keep_signals(organisation text) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if organisation is null then return; end if;
  perform pg_advisory_xact_lock(hashtextextended(organisation || '/signals', 0));
  insert into ledger.signals as s (organisation_id, kind, actor_id, actor_role, dossier_id, day, first_at, last_at, times, dossiers)
  select keep_signals.organisation, r.kind, r.actor_id, r.actor_role, r.dossier_id, r.day, r.first_at, r.last_at, r.times, r.dossiers
    from wall.raised(keep_signals.organisation, now() - interval '30 days') r
  on conflict (organisation_id, kind, actor_id, dossier_id, day) do update
    set actor_role = excluded.actor_role, first_at = excluded.first_at, last_at = excluded.last_at, times = excluded.times,
        dossiers = excluded.dossiers, version = s.version + 1,
        waits_since = case when wall.last_word(s.organisation_id, s.signal_id, s.version) then now() else s.waits_since end
    where excluded.last_at > s.last_at and not (s.kind in ('same-surname', 'same-address', 'same-street', 'colleague') and exists (
      select from ledger.signal_judgements j where j.organisation_id = s.organisation_id and j.signal_id = s.signal_id
        and j.judgement = 'in-order' and j.judged_at > now() - interval '1 year'));
end $$;

-- Whether a version was judged for good.
create function wall.last_word(organisation text, signal uuid, version integer) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select exists (select from ledger.signal_judgements j where j.organisation_id = last_word.organisation and j.signal_id = signal
    and j.version = last_word.version and j.judgement <> 'follow-up') $$;

-- The officer's list: every signal that waits for a judgement, and what was judged in the last thirty days, with the last judgement.
create function wall.signals()
returns table (signal_id uuid, kind text, actor_id uuid, actor_name bytea, actor_role text, dossier_id uuid, client_number text, first_at timestamptz,
  last_at timestamptz, times integer, dossiers integer, version integer, waits_since timestamptz, waits boolean, judgement_id uuid, judgement text,
  judged_by uuid, judged_by_name bytea, judged_at timestamptz, sealed_words bytea)
language plpgsql volatile security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  org text := wall.reviewed();
begin
  perform wall.keep_signals(org);
  return query
  select s.signal_id, s.kind, s.actor_id, p.sealed_name, s.actor_role, s.dossier_id, d.client_number, s.first_at, s.last_at, s.times, s.dossiers,
         s.version, s.waits_since, w.waits, j.judgement_id, j.judgement, j.judged_by, b.sealed_name, j.judged_at, j.sealed_words
    from ledger.signals s
    cross join lateral (select not wall.last_word(s.organisation_id, s.signal_id, s.version) as waits) w
    join identity.staff p on p.organisation_id = s.organisation_id and p.staff_id = s.actor_id
    left join dossier.dossiers d on d.organisation_id = s.organisation_id and d.dossier_id = s.dossier_id
    left join lateral (select x.* from ledger.signal_judgements x where x.organisation_id = s.organisation_id and x.signal_id = s.signal_id
                        order by x.judged_at desc limit 1) j on true
    left join identity.staff b on b.organisation_id = s.organisation_id and b.staff_id = j.judged_by
   where s.organisation_id = org and (w.waits or j.judged_at > now() - interval '30 days')
   order by w.waits desc, case when w.waits then s.waits_since end, j.judged_at desc, s.last_at desc;
end $$;

-- How a named person judges a version of a signal, with words; the entry names which, and how. Nobody judges a signal about himself.
create function wall.judge_signal(token bytea, judgement_id uuid, signal uuid, version integer, judgement text, sealed_words bytea,
  purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.who(token, purpose);
  s ledger.signals;
  conflict text;
begin
  if a.outcome = 'no-session' then return a; end if;
  a := wall.judge(a, array['access-log'], 'review', purpose);
  if a.outcome = 'allowed' then
    perform pg_advisory_xact_lock(hashtextextended(a.organisation_id || '/signals', 0));
    select x.* into s from ledger.signals x where x.organisation_id = a.organisation_id and x.signal_id = signal;
    conflict := case
      when s.signal_id is null or judgement not in ('in-order', 'follow-up', 'misuse') then 'not-there'
      when s.actor_id = a.actor_id then 'own-looking'
      when s.version <> judge_signal.version then 'changed'
      when wall.last_word(a.organisation_id, signal, s.version) then 'judged-already'
    end;
    a.reason := concat_ws(' ', 'signal', signal, judge_signal.version, s.kind, 'about ' || s.actor_id, judgement);
  end if;
  if a.outcome = 'allowed' and conflict is null then
    insert into ledger.signal_judgements (organisation_id, judgement_id, signal_id, version, actor_id, judgement, judged_by, sealed_words)
    values (a.organisation_id, judge_signal.judgement_id, signal, s.version, s.actor_id, judge_signal.judgement, a.actor_id, judge_signal.sealed_words);
  end if;
  a := wall.record(wall.unless(a, conflict), array['access-log'], 'review', purpose, 'signal.judged', null, trace, access_point);
  if a.outcome = 'allowed' then a.reason := null; end if;
  return a;
end $$;

-- What waits longer than a week for a judgement, signals and incidental accesses: for the officer who judges, and for a second person
-- who can ask after it (quality officer; team manager of the worker's own teams). It says who and since when, and of no client;
-- nobody hears what is about himself.
create function wall.overdue_reviews(token bytea, purpose text) returns table (kind text, staff_id uuid, sealed_name bytea, role text, since timestamptz)
language sql volatile security definer set search_path = pg_catalog as $$
  select o.kind, o.staff_id, p.sealed_name, o.role, o.since
    from wall.who(token, overdue_reviews.purpose) a
    cross join lateral (
      select s.kind, s.actor_id as staff_id, s.actor_role as role, s.waits_since as since from ledger.signals s
       where s.organisation_id = a.organisation_id and s.waits_since < now() - interval '7 days'
         and not wall.last_word(s.organisation_id, s.signal_id, s.version)
      union all
      select case when x.emergency then 'emergency' else 'incidental' end, x.staff_id, x.role, x.from_at from dossier.incidental_accesses x
       where x.organisation_id = a.organisation_id and x.from_at < now() - interval '7 days' and x.sealed_reason is not null
         and coalesce((select j.judgement from dossier.incidental_judgements j where j.organisation_id = x.organisation_id and j.access_id = x.access_id
                        order by j.judged_at desc limit 1), 'follow-up') = 'follow-up') o
    join identity.staff p on p.organisation_id = a.organisation_id and p.staff_id = o.staff_id
   where a.outcome <> 'no-session' and a.second_factor and a.cleared and o.staff_id <> a.actor_id and (
     a.actor_role = 'quality-officer'
     or exists (select from statement.grants g where g.organisation_id = a.organisation_id and g.version = a.statement_version and g.role = a.actor_role
        and g.relation = 'none' and g.action = 'review' and g.state = 'open' and g.purpose = overdue_reviews.purpose and g.part = 'access-log')
     or (a.actor_role = 'team-manager' and exists (select from identity.team_members m
        join identity.team_members c on c.organisation_id = m.organisation_id and c.team_id = m.team_id and c.staff_id = o.staff_id
         and wall.today() between c.from_on and coalesce(c.until_on, 'infinity')
        where m.organisation_id = a.organisation_id and m.staff_id = a.actor_id
          and wall.today() between m.from_on and coalesce(m.until_on, 'infinity'))))
   order by o.since $$;

grant execute on function wall.signals(), wall.judge_signal(bytea, uuid, uuid, integer, text, bytea, text, uuid, text),
  wall.overdue_reviews(bytea, text) to gestand_app;
grant execute on function wall.keep_signals(text) to gestand_worker;
reset role;
