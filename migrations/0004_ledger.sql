-- The ledger: one entry for every answer. Entries are inserted by the wall's functions only; nobody may change or remove one.
-- The columns stand in the order in which they are hashed (RFC 6962 leaf = the COPY text line of these columns).
-- Actor, role and version are copied, without foreign keys: the account of a look outlives the people and the dossier.
set role gestand_owner;

create sequence ledger.entry_seq as bigint;

create table ledger.entries (
  organisation_id text not null,
  generation integer not null,
  tx xid8 not null default pg_current_xact_id(),
  seq bigint not null default nextval('ledger.entry_seq'),
  at timestamptz not null default now(),
  event text not null,
  action text,
  action_code text not null check (action_code in ('C', 'R', 'U', 'D', 'E')),
  outcome text not null check (outcome in ('allowed', 'refused', 'done')),
  reason text,
  statement_version text not null,
  purpose text not null,
  activity text not null,
  clauses text[] not null,
  policies text[] not null,
  actor_kind text not null check (actor_kind in ('staff', 'client', 'representative', 'party', 'system')),
  actor_id uuid not null,
  actor_role text not null,
  relation text not null,
  responsible_id uuid,
  dossier_id uuid,
  parts text[] not null,
  consent_id uuid,
  emergency boolean not null default false,
  hits integer,
  session_id uuid,
  trace_id uuid not null,
  access_point text not null,
  site text not null default 'gestand',
  detail bytea,
  primary key (organisation_id, generation, tx, seq)
);
create index entries_of_dossier on ledger.entries (organisation_id, dossier_id, at) where dossier_id is not null;

alter table ledger.entries enable row level security;
alter table ledger.entries force row level security;

-- Also for whoever holds more rights than he should: a change is an error, not a silent success.
create function ledger.refuse_change() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  raise exception 'The ledger is append-only: entries are never changed or removed.' using errcode = 'insufficient_privilege';
end $$;
create trigger entries_stay before update or delete on ledger.entries for each row execute function ledger.refuse_change();
create trigger entries_are_not_emptied before truncate on ledger.entries for each statement execute function ledger.refuse_change();

create policy wall_appends on ledger.entries for insert to gestand_wall with check (true);
create policy wall_reads on ledger.entries for select to gestand_wall using (true);
create policy worker_reads on ledger.entries for select to gestand_worker using (true);
grant select, insert on ledger.entries to gestand_wall;
grant usage on sequence ledger.entry_seq to gestand_wall;
grant select on ledger.entries to gestand_worker;
reset role;
