-- Looks into dossiers of the worker's own street. Of a client nothing more is kept: the worker brings keyed hashes of the addresses
-- nearby with the same postcode, to be met by the address keys that every dossier has already. Nobody can be searched by street.
set role gestand_owner;
alter table identity.staff_keys drop constraint staff_keys_kind_check;
alter table identity.staff_keys add constraint staff_keys_kind_check check (kind in ('surname', 'postcode-house', 'street'));
create index staff_keys_by_key on identity.staff_keys (organisation_id, key);
reset role;

set role gestand_wall;

drop function wall.signals(timestamptz);
drop function wall.raised(timestamptz);
drop function wall.looks(timestamptz);

-- The looks at one dossier by staff since a moment; lists that the program makes by itself and the officer's review are no looks. An access that was asked
-- and refused because of the number is one.
create function wall.looks(organisation text, since timestamptz)
returns table (actor_id uuid, actor_role text, dossier_id uuid, at timestamptz, local timestamp, outcome text, relation text)
language sql stable security definer set search_path = pg_catalog as $$
  select e.actor_id, e.actor_role, e.dossier_id, e.at, e.at at time zone 'Europe/Amsterdam', e.outcome, e.relation
    from ledger.entries e
   where e.organisation_id = looks.organisation and e.at >= since and e.actor_kind = 'staff' and e.dossier_id is not null
     and e.action = 'read' and not e.emergency and e.relation <> 'incidental' and e.event not in ('caseload.listed', 'client.found', 'access.examined')
     and (e.outcome = 'allowed' or e.reason in ('no-rule', 'not-there', 'three-a-day')) $$;

-- without-follow-up: a dossier of the team, and nobody did anything in it within three days. tried: knocked on closed doors, three
-- of them in a day or four times. many: fifteen dossiers within an hour (half hours overlap). odd-hours: between 23 and 5 o'clock.
-- same-surname (of a name that few clients have), same-address, same-street: as the worker. colleague: surname and address of a
-- colleague. `day` is of a signal about a day, of a night the evening; null of a signal about a dossier.
create function wall.raised(organisation text, since timestamptz)
returns table (kind text, actor_id uuid, actor_role text, dossier_id uuid, day date, first_at timestamptz, last_at timestamptz, times bigint, dossiers bigint)
language sql stable security definer set search_path = pg_catalog as $$
  with looks as materialized (select * from wall.looks(raised.organisation, since)),
  met as materialized (
    select l.*, k.kind as by_kind, k.staff_id
      from (select distinct l.dossier_id from looks l) seen
      join dossier.search_keys s on s.organisation_id = raised.organisation and s.dossier_id = seen.dossier_id
      join identity.staff_keys k on k.organisation_id = s.organisation_id and k.key = s.key
       and case k.kind when 'street' then 'postcode-house' else k.kind end = s.kind
      join looks l on l.dossier_id = seen.dossier_id and (k.kind <> 'street' or k.staff_id = l.actor_id)
     where k.kind <> 'surname' or 3 >= (select count(*) from dossier.search_keys c
       where c.organisation_id = s.organisation_id and c.kind = 'surname' and c.key = s.key))
  select 'without-follow-up', l.actor_id, max(l.actor_role), l.dossier_id, null::date, min(l.at), max(l.at), count(*), 1::bigint from looks l
   where l.outcome = 'allowed' and l.relation = 'same-team' and l.at < now() - interval '3 days'
     and not exists (select from ledger.entries f where f.organisation_id = raised.organisation and f.dossier_id = l.dossier_id
       and f.outcome = 'allowed' and f.action in ('write', 'grant', 'decide', 'disclose')
       and f.at between l.at - interval '1 day' and l.at + interval '3 days')
   group by l.actor_id, l.dossier_id
  union all
  select 'tried', l.actor_id, max(l.actor_role), null, l.local::date, min(l.at), max(l.at), count(*), count(distinct l.dossier_id) from looks l
   where l.outcome = 'refused' and l.relation in ('none', 'formerly-involved')
   group by l.actor_id, l.local::date having count(distinct l.dossier_id) >= 3 or count(*) >= 4
  union all
  select 'many', b.actor_id, max(b.actor_role), null, b.day, min(b.first_at), max(b.last_at), max(b.times), max(b.dossiers)
    from (select l.actor_id, max(l.actor_role) as actor_role, min(l.at) as first_at, max(l.at) as last_at, min(l.local)::date as day,
                 count(*) as times, count(distinct l.dossier_id) as dossiers
            from looks l, (values (interval '0'), (interval '30 minutes')) as o (shift) where l.outcome = 'allowed'
           group by l.actor_id, o.shift, date_bin('1 hour', l.at + o.shift, '2000-01-01') having count(distinct l.dossier_id) >= 15) b
   group by b.actor_id, b.day
  union all
  select 'odd-hours', l.actor_id, max(l.actor_role), null, (l.local - interval '12 hours')::date, min(l.at), max(l.at), count(*), count(distinct l.dossier_id)
    from looks l
   where l.outcome = 'allowed' and (extract(hour from l.local) >= 23 or extract(hour from l.local) < 5)
   group by l.actor_id, (l.local - interval '12 hours')::date
  union all
  select case m.by_kind when 'surname' then 'same-surname' when 'street' then 'same-street' else 'same-address' end,
         m.actor_id, max(m.actor_role), m.dossier_id, null, min(m.at), max(m.at), count(distinct m.at), 1
    from met m where m.staff_id = m.actor_id group by m.by_kind, m.actor_id, m.dossier_id
  union all
  select 'colleague', c.actor_id, max(c.actor_role), c.dossier_id, null, min(c.first_at), max(c.last_at), max(c.times), 1
    from (select m.actor_id, max(m.actor_role) as actor_role, m.dossier_id, min(m.at) as first_at, max(m.at) as last_at, count(distinct m.at) as times
            from met m where m.staff_id <> m.actor_id group by m.actor_id, m.dossier_id, m.staff_id having count(distinct m.by_kind) = 2) c
   group by c.actor_id, c.dossier_id $$;
reset role;
