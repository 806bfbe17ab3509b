-- A new dossier gets its id here. An id of the caller's choosing could be that of a dossier which was destroyed: the ledger's
-- entries about the one who is gone would then stand open in the dossier of somebody else.
set role gestand_owner;

-- The transaction that made the dossier: what is only for a new dossier asks whether that is this one.
alter table dossier.dossiers add column registered_in xid8 not null default pg_current_xact_id();
-- A dossier is of one person: a second BSN would let a second person sign in as the client.
create unique index one_bsn_a_dossier on dossier.search_keys (organisation_id, dossier_id) where kind = 'bsn';
reset role;

set role gestand_wall;
drop function wall.register(bytea, uuid, text, text[], text, uuid, text);

-- Registers a person: a new dossier with the registrar involved, its parts open for writing in this transaction.
create function wall.register(token bytea, client_number text, parts text[], purpose text, trace uuid, access_point text) returns wall.answer
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  a wall.answer := wall.who(token, purpose);
  day date := wall.today();
  dossier uuid := gen_random_uuid();
begin
  if a.outcome = 'no-session' then return a; end if;
  -- In the alphabet of our numbers, in which no word can be written: it is kept as it comes, unsealed.
  if register.client_number !~ '^[2-9CDFHJKMNPQRTWXY]{4}-[2-9CDFHJKMNPQRTWXY]{3}-[2-9CDFHJKMNPQRTWXY]$' then
    raise exception 'This is no client number.' using errcode = 'GS002';
  end if;
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
grant execute on function wall.register(bytea, text, text[], text, uuid, text) to gestand_app;
reset role;

set role gestand_owner;
-- The keys of a dossier are made with it, and not added to later.
drop policy written on dossier.keys;
create policy written on dossier.keys for insert to gestand_app
  with check (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('write', 'existence'))::text[])
    and exists (select from dossier.dossiers d where d.organisation_id = keys.organisation_id and d.dossier_id = keys.dossier_id
                 and d.registered_in = pg_current_xact_id()));

-- What a client is found by: when the dossier is made, or by whoever writes the part that the key is of. A key of the BSN makes
-- whoever signs in with it the client: it always needs the part bsn.
drop policy written on dossier.search_keys;
create policy written on dossier.search_keys for insert to gestand_app
  with check (organisation_id || '/' || dossier_id::text = any (case
    when kind = 'bsn' then (select wall.opened_dossiers('write', 'bsn'))
    when exists (select from dossier.dossiers d where d.organisation_id = search_keys.organisation_id and d.dossier_id = search_keys.dossier_id
                  and d.registered_in = pg_current_xact_id()) then (select wall.opened_dossiers('write', 'existence'))
    when kind like 'postcode%' then (select wall.opened_dossiers('write', 'contact'))
    else (select wall.opened_dossiers('write', 'identity')) end));

-- The number, the team, the first day and who is involved belong to the part existence: a look at another part does not show them.
drop policy opened on dossier.dossiers;
create policy opened on dossier.dossiers for select to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers(null, 'existence'))::text[]));
drop policy opened on dossier.involvements;
create policy opened on dossier.involvements for select to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers(null, 'existence'))::text[]));
drop policy opened on dossier.closures;
create policy opened on dossier.closures for select to gestand_app
  using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers(null, 'existence'))::text[]));
reset role;
