-- The dossier. What a person is about stands sealed (AES-256-GCM, key a dossier and class); what the database can read is
-- ids, dates and words of the statement. The policies on these tables follow in 0006, where the wall's functions are.
set role gestand_owner;

create table dossier.dossiers (
  organisation_id text not null references statement.organisations,
  dossier_id uuid not null,
  client_number text not null,           -- random, says nothing about the person (TOM-4.5)
  team_id uuid,
  opened_on date not null,
  statement_version text not null,
  primary key (organisation_id, dossier_id),
  unique (organisation_id, client_number),
  foreign key (organisation_id, team_id) references identity.teams,
  foreign key (organisation_id, statement_version) references statement.versions
);
create index dossiers_of_team on dossier.dossiers (organisation_id, team_id);

-- a state is a row with its moment, never a flag
create table dossier.closures (
  organisation_id text not null, dossier_id uuid not null,
  closed_at timestamptz not null, reopened_at timestamptz,
  primary key (organisation_id, dossier_id, closed_at),
  foreign key (organisation_id, dossier_id) references dossier.dossiers
);
create table dossier.restrictions (
  organisation_id text not null, dossier_id uuid not null,
  restricted_at timestamptz not null, lifted_at timestamptz,
  primary key (organisation_id, dossier_id, restricted_at),
  foreign key (organisation_id, dossier_id) references dossier.dossiers
);
create table dossier.destructions (
  organisation_id text not null, dossier_id uuid not null,
  destroyed_at timestamptz not null,
  primary key (organisation_id, dossier_id)
);

create table dossier.involvements (
  organisation_id text not null,
  dossier_id uuid not null,
  staff_id uuid not null,
  role text not null,
  from_on date not null,
  until_on date,
  primary key (organisation_id, dossier_id, staff_id, from_on),
  foreign key (organisation_id, dossier_id) references dossier.dossiers,
  foreign key (organisation_id, staff_id) references identity.staff
);
create index involvements_of_staff on dossier.involvements (organisation_id, staff_id);

create table dossier.keys (
  organisation_id text not null,
  dossier_id uuid not null,
  class text not null check (class in ('general', 'special', 'sensitive')),
  wrapped bytea not null,
  primary key (organisation_id, dossier_id, class),
  foreign key (organisation_id, dossier_id) references dossier.dossiers
);

-- keyed hashes to search by; not unique, so that no refusal tells that somebody is known already (TOM-7.1)
create table dossier.search_keys (
  organisation_id text not null,
  kind text not null,
  key bytea not null,
  dossier_id uuid not null,
  primary key (organisation_id, kind, key, dossier_id),
  foreign key (organisation_id, dossier_id) references dossier.dossiers
);
create index search_keys_of_dossier on dossier.search_keys (organisation_id, dossier_id);

create table dossier.items (
  organisation_id text not null,
  dossier_id uuid not null,
  item_id uuid not null,
  item text not null,
  part text not null,
  class text not null,
  sealed bytea not null,
  source text not null,
  received_on date not null,
  recorded_at timestamptz not null default now(),
  recorded_by uuid not null,
  statement_version text not null,
  primary key (organisation_id, dossier_id, item_id),
  foreign key (organisation_id, dossier_id) references dossier.dossiers,
  -- an item that the statement does not list cannot be stored (TOM-4.1)
  foreign key (organisation_id, statement_version, item, part, class)
    references statement.items (organisation_id, version, item, part, class)
);

create table dossier.notes (
  organisation_id text not null,
  dossier_id uuid not null,
  note_id uuid not null,
  class text not null check (class in ('general', 'special', 'sensitive')),
  sealed bytea not null,
  written_at timestamptz not null default now(),
  written_by uuid not null,
  written_as text not null,              -- the function then, copied
  primary key (organisation_id, dossier_id, note_id),
  foreign key (organisation_id, dossier_id) references dossier.dossiers
);
create index notes_by_time on dossier.notes (organisation_id, dossier_id, written_at desc);

create table dossier.note_drafts (
  organisation_id text not null,
  dossier_id uuid not null,
  staff_id uuid not null,
  sealed bytea not null,
  saved_at timestamptz not null default now(),
  primary key (organisation_id, dossier_id, staff_id),
  foreign key (organisation_id, dossier_id) references dossier.dossiers
);

do $$
declare
  name text;
begin
  foreach name in array array['dossiers', 'closures', 'restrictions', 'destructions', 'involvements', 'keys', 'search_keys', 'items', 'notes', 'note_drafts'] loop
    execute format('alter table dossier.%I enable row level security', name);
    execute format('alter table dossier.%I force row level security', name);
  end loop;
end $$;
reset role;
