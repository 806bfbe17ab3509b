-- The database as all migrations together leave it: for reading, and for seeing in a review what a migration changes.
-- Made by "npm run -s cli -- schema --write"; npm test fails when it is not up to date. Never run: the migrations are.

-- Roles

create role gestand_app login noinherit;
alter role gestand_app set TimeZone=UTC;
alter role gestand_app set idle_in_transaction_session_timeout=20s;
alter role gestand_app set lock_timeout=5s;
alter role gestand_app set statement_timeout=15s;

create role gestand_owner nologin inherit;

create role gestand_public login noinherit;
alter role gestand_public set TimeZone=UTC;
alter role gestand_public set idle_in_transaction_session_timeout=20s;
alter role gestand_public set lock_timeout=5s;
alter role gestand_public set statement_timeout=15s;

create role gestand_signin login noinherit;
alter role gestand_signin set TimeZone=UTC;
alter role gestand_signin set idle_in_transaction_session_timeout=20s;
alter role gestand_signin set lock_timeout=5s;
alter role gestand_signin set statement_timeout=15s;

create role gestand_wall nologin inherit;

create role gestand_worker login noinherit;
alter role gestand_worker set TimeZone=UTC;
alter role gestand_worker set idle_in_transaction_session_timeout=20s;
alter role gestand_worker set lock_timeout=5s;
alter role gestand_worker set statement_timeout=15s;

-- on the database itself
grant connect on database … to gestand_app;
grant connect on database … to gestand_public;
grant connect on database … to gestand_signin;
grant connect on database … to gestand_worker;

-- Schemas

create schema dossier authorization gestand_owner;
grant usage on schema dossier to gestand_app;
grant usage on schema dossier to gestand_wall;

create schema identity authorization gestand_owner;
grant usage on schema identity to gestand_app;
grant usage on schema identity to gestand_signin;
grant usage on schema identity to gestand_wall;

create schema ledger authorization gestand_owner;
grant usage on schema ledger to gestand_app;
grant usage on schema ledger to gestand_wall;
grant usage on schema ledger to gestand_worker;

create schema public authorization pg_database_owner;

create schema statement authorization gestand_owner;
grant usage on schema statement to gestand_app;
grant usage on schema statement to gestand_public;
grant usage on schema statement to gestand_signin;
grant usage on schema statement to gestand_wall;
grant usage on schema statement to gestand_worker;

create schema wall authorization gestand_wall;
grant usage on schema wall to gestand_app;
grant usage on schema wall to gestand_owner;
grant usage on schema wall to gestand_signin;
grant usage on schema wall to gestand_worker;

-- default rights on new functions of gestand_owner: for nobody else

-- default rights on new functions of gestand_wall: for nobody else

-- Types in wall

create type wall.answer as (outcome text, reason text, organisation_id text, session_id uuid, actor_kind text, actor_id uuid, actor_role text, sealed_name bytea, employer text, second_factor boolean, cleared boolean, relation text, state text, statement_version text, activity text, policies text[], clauses text[], dossier_id uuid, client_number text, dossiers uuid[], relations text[], states text[], seq bigint, at timestamp with time zone);

-- Sequences in ledger

create sequence ledger.entry_seq as bigint;
grant usage on sequence ledger.entry_seq to gestand_wall;

-- Tables in dossier

create table dossier.closures (
  organisation_id text not null,
  dossier_id uuid not null,
  closed_at timestamp with time zone not null,
  reopened_at timestamp with time zone,
  constraint closures_pkey PRIMARY KEY (organisation_id, dossier_id, closed_at),
  constraint closures_organisation_id_dossier_id_fkey FOREIGN KEY (organisation_id, dossier_id) REFERENCES dossier.dossiers(organisation_id, dossier_id)
);
alter table dossier.closures owner to gestand_owner;
alter table dossier.closures enable row level security;
alter table dossier.closures force row level security;
create policy opened on dossier.closures for select to gestand_app
  using ((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers(NULL::text, NULL::text) AS opened_dossiers)::text[])));
create policy wall_sees on dossier.closures for select to gestand_wall
  using (true);
grant select on table dossier.closures to gestand_app;
grant select on table dossier.closures to gestand_wall;

create table dossier.destructions (
  organisation_id text not null,
  dossier_id uuid not null,
  destroyed_at timestamp with time zone not null,
  constraint destructions_pkey PRIMARY KEY (organisation_id, dossier_id)
);
alter table dossier.destructions owner to gestand_owner;
alter table dossier.destructions enable row level security;
alter table dossier.destructions force row level security;
create policy wall_sees on dossier.destructions for select to gestand_wall
  using (true);
grant select on table dossier.destructions to gestand_wall;

create table dossier.dossiers (
  organisation_id text not null,
  dossier_id uuid not null,
  client_number text not null,
  team_id uuid,
  opened_on date not null,
  statement_version text not null,
  constraint dossiers_pkey PRIMARY KEY (organisation_id, dossier_id),
  constraint dossiers_organisation_id_client_number_key UNIQUE (organisation_id, client_number),
  constraint dossiers_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES statement.organisations(organisation_id),
  constraint dossiers_organisation_id_statement_version_fkey FOREIGN KEY (organisation_id, statement_version) REFERENCES statement.versions(organisation_id, version),
  constraint dossiers_organisation_id_team_id_fkey FOREIGN KEY (organisation_id, team_id) REFERENCES identity.teams(organisation_id, team_id)
);
alter table dossier.dossiers owner to gestand_owner;
alter table dossier.dossiers enable row level security;
alter table dossier.dossiers force row level security;
CREATE INDEX dossiers_of_team ON dossier.dossiers USING btree (organisation_id, team_id);
create policy opened on dossier.dossiers for select to gestand_app
  using ((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers(NULL::text, NULL::text) AS opened_dossiers)::text[])));
create policy wall_opens on dossier.dossiers for insert to gestand_wall
  with check (true);
create policy wall_sees on dossier.dossiers for select to gestand_wall
  using (true);
grant select on table dossier.dossiers to gestand_app;
grant insert, select on table dossier.dossiers to gestand_wall;

create table dossier.involvements (
  organisation_id text not null,
  dossier_id uuid not null,
  staff_id uuid not null,
  role text not null,
  from_on date not null,
  until_on date,
  constraint involvements_pkey PRIMARY KEY (organisation_id, dossier_id, staff_id, from_on),
  constraint involvements_organisation_id_dossier_id_fkey FOREIGN KEY (organisation_id, dossier_id) REFERENCES dossier.dossiers(organisation_id, dossier_id),
  constraint involvements_organisation_id_staff_id_fkey FOREIGN KEY (organisation_id, staff_id) REFERENCES identity.staff(organisation_id, staff_id)
);
alter table dossier.involvements owner to gestand_owner;
alter table dossier.involvements enable row level security;
alter table dossier.involvements force row level security;
CREATE INDEX involvements_of_staff ON dossier.involvements USING btree (organisation_id, staff_id);
create policy opened on dossier.involvements for select to gestand_app
  using ((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers(NULL::text, NULL::text) AS opened_dossiers)::text[])));
create policy wall_involves on dossier.involvements for insert to gestand_wall
  with check (true);
create policy wall_sees on dossier.involvements for select to gestand_wall
  using (true);
grant select on table dossier.involvements to gestand_app;
grant insert, select on table dossier.involvements to gestand_wall;

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
  recorded_at timestamp with time zone not null default now(),
  recorded_by uuid not null,
  statement_version text not null,
  constraint items_pkey PRIMARY KEY (organisation_id, dossier_id, item_id),
  constraint items_organisation_id_dossier_id_fkey FOREIGN KEY (organisation_id, dossier_id) REFERENCES dossier.dossiers(organisation_id, dossier_id),
  constraint items_organisation_id_statement_version_item_part_class_fkey FOREIGN KEY (organisation_id, statement_version, item, part, class) REFERENCES statement.items(organisation_id, version, item, part, class)
);
alter table dossier.items owner to gestand_owner;
alter table dossier.items enable row level security;
alter table dossier.items force row level security;
create policy opened on dossier.items for select to gestand_app
  using ((((((organisation_id || '/'::text) || (dossier_id)::text) || '/'::text) || part) = ANY (( SELECT wall.opened('read'::text) AS opened)::text[])));
create policy written on dossier.items for insert to gestand_app
  with check (((((((organisation_id || '/'::text) || (dossier_id)::text) || '/'::text) || part) = ANY (( SELECT wall.opened('write'::text) AS opened)::text[])) AND (ARRAY[(recorded_by)::text, statement_version] <@ ( SELECT wall.author() AS author)) AND (recorded_at = now())));
grant insert, select on table dossier.items to gestand_app;

create table dossier.keys (
  organisation_id text not null,
  dossier_id uuid not null,
  class text not null,
  wrapped bytea not null,
  constraint keys_pkey PRIMARY KEY (organisation_id, dossier_id, class),
  constraint keys_class_check CHECK ((class = ANY (ARRAY['general'::text, 'special'::text, 'sensitive'::text]))),
  constraint keys_organisation_id_dossier_id_fkey FOREIGN KEY (organisation_id, dossier_id) REFERENCES dossier.dossiers(organisation_id, dossier_id)
);
alter table dossier.keys owner to gestand_owner;
alter table dossier.keys enable row level security;
alter table dossier.keys force row level security;
create policy opened on dossier.keys for select to gestand_app
  using ((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers(NULL::text, NULL::text) AS opened_dossiers)::text[])));
create policy written on dossier.keys for insert to gestand_app
  with check ((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('write'::text, 'existence'::text) AS opened_dossiers)::text[])));
grant insert, select on table dossier.keys to gestand_app;

create table dossier.note_drafts (
  organisation_id text not null,
  dossier_id uuid not null,
  staff_id uuid not null,
  sealed bytea not null,
  saved_at timestamp with time zone not null default now(),
  constraint note_drafts_pkey PRIMARY KEY (organisation_id, dossier_id, staff_id),
  constraint note_drafts_organisation_id_dossier_id_fkey FOREIGN KEY (organisation_id, dossier_id) REFERENCES dossier.dossiers(organisation_id, dossier_id)
);
alter table dossier.note_drafts owner to gestand_owner;
alter table dossier.note_drafts enable row level security;
alter table dossier.note_drafts force row level security;
create policy own_drafts on dossier.note_drafts for all to gestand_app
  using (((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('write'::text, 'notes'::text) AS opened_dossiers)::text[])) AND (staff_id = ( SELECT wall.actor() AS actor))))
  with check (((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('write'::text, 'notes'::text) AS opened_dossiers)::text[])) AND (staff_id = ( SELECT wall.actor() AS actor))));
grant delete, insert, select, update on table dossier.note_drafts to gestand_app;

create table dossier.notes (
  organisation_id text not null,
  dossier_id uuid not null,
  note_id uuid not null,
  class text not null,
  sealed bytea not null,
  written_at timestamp with time zone not null default now(),
  written_by uuid not null,
  written_as text not null,
  constraint notes_pkey PRIMARY KEY (organisation_id, dossier_id, note_id),
  constraint notes_class_check CHECK ((class = ANY (ARRAY['general'::text, 'special'::text, 'sensitive'::text]))),
  constraint notes_organisation_id_dossier_id_fkey FOREIGN KEY (organisation_id, dossier_id) REFERENCES dossier.dossiers(organisation_id, dossier_id)
);
alter table dossier.notes owner to gestand_owner;
alter table dossier.notes enable row level security;
alter table dossier.notes force row level security;
CREATE INDEX notes_by_time ON dossier.notes USING btree (organisation_id, dossier_id, written_at DESC);
create policy opened on dossier.notes for select to gestand_app
  using ((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('read'::text, 'notes'::text) AS opened_dossiers)::text[])));
create policy written on dossier.notes for insert to gestand_app
  with check (((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('write'::text, 'notes'::text) AS opened_dossiers)::text[])) AND (ARRAY[(written_by)::text, written_as] <@ ( SELECT wall.author() AS author)) AND (written_at = now())));
grant insert, select on table dossier.notes to gestand_app;

create table dossier.restrictions (
  organisation_id text not null,
  dossier_id uuid not null,
  restricted_at timestamp with time zone not null,
  lifted_at timestamp with time zone,
  constraint restrictions_pkey PRIMARY KEY (organisation_id, dossier_id, restricted_at),
  constraint restrictions_organisation_id_dossier_id_fkey FOREIGN KEY (organisation_id, dossier_id) REFERENCES dossier.dossiers(organisation_id, dossier_id)
);
alter table dossier.restrictions owner to gestand_owner;
alter table dossier.restrictions enable row level security;
alter table dossier.restrictions force row level security;
create policy wall_sees on dossier.restrictions for select to gestand_wall
  using (true);
grant select on table dossier.restrictions to gestand_wall;

create table dossier.search_keys (
  organisation_id text not null,
  kind text not null,
  key bytea not null,
  dossier_id uuid not null,
  constraint search_keys_pkey PRIMARY KEY (organisation_id, kind, key, dossier_id),
  constraint search_keys_organisation_id_dossier_id_fkey FOREIGN KEY (organisation_id, dossier_id) REFERENCES dossier.dossiers(organisation_id, dossier_id)
);
alter table dossier.search_keys owner to gestand_owner;
alter table dossier.search_keys enable row level security;
alter table dossier.search_keys force row level security;
CREATE INDEX search_keys_of_dossier ON dossier.search_keys USING btree (organisation_id, dossier_id);
create policy wall_sees on dossier.search_keys for select to gestand_wall
  using (true);
create policy written on dossier.search_keys for insert to gestand_app
  with check ((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('write'::text, 'existence'::text) AS opened_dossiers)::text[])));
grant insert on table dossier.search_keys to gestand_app;
grant select on table dossier.search_keys to gestand_wall;

-- Tables in identity

create table identity.clearances (
  organisation_id text not null,
  staff_id uuid not null,
  kind text not null,
  valid_from date not null,
  valid_until date not null,
  constraint clearances_pkey PRIMARY KEY (organisation_id, staff_id, kind, valid_from),
  constraint clearances_kind_check CHECK ((kind = ANY (ARRAY['secrecy'::text, 'conduct'::text]))),
  constraint clearances_organisation_id_staff_id_fkey FOREIGN KEY (organisation_id, staff_id) REFERENCES identity.staff(organisation_id, staff_id)
);
alter table identity.clearances owner to gestand_owner;
alter table identity.clearances enable row level security;
alter table identity.clearances force row level security;
create policy wall_sees_clearances on identity.clearances for select to gestand_wall
  using (true);
grant select on table identity.clearances to gestand_wall;

create table identity.sessions (
  organisation_id text not null,
  session_id uuid not null default gen_random_uuid(),
  token_hash bytea not null,
  kind text not null,
  staff_id uuid,
  subject_key bytea,
  role text not null,
  second_factor boolean not null,
  assurance text not null,
  started_at timestamp with time zone not null default now(),
  last_seen_at timestamp with time zone not null default now(),
  ends_at timestamp with time zone not null default (now() + '10:00:00'::interval),
  ended_at timestamp with time zone,
  constraint sessions_pkey PRIMARY KEY (organisation_id, session_id),
  constraint sessions_token_hash_key UNIQUE (token_hash),
  constraint sessions_check CHECK (((kind = 'staff'::text) = (staff_id IS NOT NULL))),
  constraint sessions_check1 CHECK (((kind = 'client'::text) = (subject_key IS NOT NULL))),
  constraint sessions_kind_check CHECK ((kind = ANY (ARRAY['staff'::text, 'client'::text]))),
  constraint sessions_token_hash_check CHECK ((length(token_hash) = 32)),
  constraint sessions_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES statement.organisations(organisation_id),
  constraint sessions_organisation_id_staff_id_fkey FOREIGN KEY (organisation_id, staff_id) REFERENCES identity.staff(organisation_id, staff_id)
);
alter table identity.sessions owner to gestand_owner;
alter table identity.sessions enable row level security;
alter table identity.sessions force row level security;
create policy wall_keeps_sessions on identity.sessions for all to gestand_wall
  using (true)
  with check (true);
grant insert, select, update on table identity.sessions to gestand_wall;

create table identity.staff (
  organisation_id text not null,
  staff_id uuid not null,
  subject_key bytea not null,
  sealed_name bytea not null,
  employer text not null,
  employed_from date not null,
  employed_until date,
  constraint staff_pkey PRIMARY KEY (organisation_id, staff_id),
  constraint staff_organisation_id_subject_key_key UNIQUE (organisation_id, subject_key),
  constraint staff_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES statement.organisations(organisation_id)
);
alter table identity.staff owner to gestand_owner;
alter table identity.staff enable row level security;
alter table identity.staff force row level security;
create policy colleagues on identity.staff for select to gestand_app
  using ((organisation_id = ( SELECT wall.organisation() AS organisation)));
create policy wall_sees_staff on identity.staff for select to gestand_wall
  using (true);
grant select on table identity.staff to gestand_wall;
grant select (organisation_id, staff_id, sealed_name, employer) on table identity.staff to gestand_app;

create table identity.staff_roles (
  organisation_id text not null,
  staff_id uuid not null,
  role text not null,
  from_on date not null,
  until_on date,
  constraint staff_roles_pkey PRIMARY KEY (organisation_id, staff_id, role, from_on),
  constraint staff_roles_organisation_id_staff_id_fkey FOREIGN KEY (organisation_id, staff_id) REFERENCES identity.staff(organisation_id, staff_id)
);
alter table identity.staff_roles owner to gestand_owner;
alter table identity.staff_roles enable row level security;
alter table identity.staff_roles force row level security;
create policy wall_sees_roles on identity.staff_roles for select to gestand_wall
  using (true);
grant select on table identity.staff_roles to gestand_wall;

create table identity.team_members (
  organisation_id text not null,
  team_id uuid not null,
  staff_id uuid not null,
  from_on date not null,
  until_on date,
  constraint team_members_pkey PRIMARY KEY (organisation_id, staff_id, team_id, from_on),
  constraint team_members_organisation_id_staff_id_fkey FOREIGN KEY (organisation_id, staff_id) REFERENCES identity.staff(organisation_id, staff_id),
  constraint team_members_organisation_id_team_id_fkey FOREIGN KEY (organisation_id, team_id) REFERENCES identity.teams(organisation_id, team_id)
);
alter table identity.team_members owner to gestand_owner;
alter table identity.team_members enable row level security;
alter table identity.team_members force row level security;
create policy wall_sees_members on identity.team_members for select to gestand_wall
  using (true);
grant select on table identity.team_members to gestand_wall;

create table identity.teams (
  organisation_id text not null,
  team_id uuid not null,
  name text not null,
  constraint teams_pkey PRIMARY KEY (organisation_id, team_id),
  constraint teams_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES statement.organisations(organisation_id)
);
alter table identity.teams owner to gestand_owner;
alter table identity.teams enable row level security;
alter table identity.teams force row level security;
create policy wall_sees_teams on identity.teams for select to gestand_wall
  using (true);
grant select on table identity.teams to gestand_wall;

-- Tables in ledger

create table ledger.checkpoints (
  organisation_id text not null,
  size bigint not null,
  root bytea not null,
  generation integer not null,
  last_tx xid8 not null,
  last_seq bigint not null,
  frontier bytea not null,
  note text not null,
  made_at timestamp with time zone not null default clock_timestamp(),
  constraint checkpoints_pkey PRIMARY KEY (organisation_id, size),
  constraint checkpoints_frontier_check CHECK ((((octet_length(frontier) >= 32) AND (octet_length(frontier) <= 2016)) AND ((octet_length(frontier) % 32) = 0))),
  constraint checkpoints_note_check CHECK ((length(note) <= 4000)),
  constraint checkpoints_root_check CHECK ((octet_length(root) = 32)),
  constraint checkpoints_size_check CHECK ((size > 0))
);
alter table ledger.checkpoints owner to gestand_owner;
CREATE TRIGGER checkpoints_are_not_emptied BEFORE TRUNCATE ON ledger.checkpoints FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER checkpoints_stay BEFORE DELETE OR UPDATE ON ledger.checkpoints FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
grant select on table ledger.checkpoints to gestand_app;
grant insert, select on table ledger.checkpoints to gestand_worker;

create table ledger.cosignatures (
  organisation_id text not null,
  size bigint not null,
  witness text not null,
  line text not null,
  received_at timestamp with time zone not null default clock_timestamp(),
  constraint cosignatures_pkey PRIMARY KEY (organisation_id, size, witness),
  constraint cosignatures_line_check CHECK ((length(line) <= 4000)),
  constraint cosignatures_organisation_id_size_fkey FOREIGN KEY (organisation_id, size) REFERENCES ledger.checkpoints(organisation_id, size)
);
alter table ledger.cosignatures owner to gestand_owner;
CREATE TRIGGER cosignatures_are_not_emptied BEFORE TRUNCATE ON ledger.cosignatures FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER cosignatures_stay BEFORE DELETE OR UPDATE ON ledger.cosignatures FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
grant select on table ledger.cosignatures to gestand_app;
grant insert, select on table ledger.cosignatures to gestand_worker;

create table ledger.entries (
  organisation_id text not null,
  generation integer not null,
  tx xid8 not null default pg_current_xact_id(),
  seq bigint not null default nextval('ledger.entry_seq'::regclass),
  at timestamp with time zone not null default now(),
  event text not null,
  action text,
  action_code text not null,
  outcome text not null,
  reason text,
  statement_version text not null,
  purpose text not null,
  activity text not null,
  clauses text[] not null,
  policies text[] not null,
  actor_kind text not null,
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
  site text not null default 'gestand'::text,
  detail bytea,
  constraint entries_pkey PRIMARY KEY (organisation_id, generation, tx, seq),
  constraint entries_action_code_check CHECK ((action_code = ANY (ARRAY['C'::text, 'R'::text, 'U'::text, 'D'::text, 'E'::text]))),
  constraint entries_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['staff'::text, 'client'::text, 'representative'::text, 'party'::text, 'system'::text]))),
  constraint entries_outcome_check CHECK ((outcome = ANY (ARRAY['allowed'::text, 'refused'::text, 'done'::text])))
);
alter table ledger.entries owner to gestand_owner;
alter table ledger.entries enable row level security;
alter table ledger.entries force row level security;
CREATE INDEX entries_of_dossier ON ledger.entries USING btree (organisation_id, dossier_id, at) WHERE (dossier_id IS NOT NULL);
create policy opened on ledger.entries for select to gestand_app
  using (((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('read'::text, 'access-log'::text) AS opened_dossiers)::text[])) OR (organisation_id = ( SELECT wall.reviewed() AS reviewed))));
create policy wall_appends on ledger.entries for insert to gestand_wall
  with check (true);
create policy wall_reads on ledger.entries for select to gestand_wall
  using (true);
create policy worker_reads on ledger.entries for select to gestand_worker
  using (true);
CREATE TRIGGER entries_are_not_emptied BEFORE TRUNCATE ON ledger.entries FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER entries_stay BEFORE DELETE OR UPDATE ON ledger.entries FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
grant select on table ledger.entries to gestand_app;
grant insert, select on table ledger.entries to gestand_wall;
grant select on table ledger.entries to gestand_worker;

create table ledger.subtrees (
  organisation_id text not null,
  level smallint not null,
  index bigint not null,
  root bytea not null,
  generation integer not null,
  last_tx xid8 not null,
  last_seq bigint not null,
  constraint subtrees_pkey PRIMARY KEY (organisation_id, level, index),
  constraint subtrees_index_check CHECK ((index >= 0)),
  constraint subtrees_level_check CHECK ((level > 0)),
  constraint subtrees_root_check CHECK ((octet_length(root) = 32))
);
alter table ledger.subtrees owner to gestand_owner;
CREATE TRIGGER subtrees_are_not_emptied BEFORE TRUNCATE ON ledger.subtrees FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER subtrees_stay BEFORE DELETE OR UPDATE ON ledger.subtrees FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
grant select on table ledger.subtrees to gestand_app;
grant insert, select on table ledger.subtrees to gestand_worker;

-- Tables in public

create table public.migrations (
  name text not null,
  checksum text not null,
  run_at timestamp with time zone not null default now(),
  constraint migrations_pkey PRIMARY KEY (name)
);
alter table public.migrations owner to admin;

-- Tables in statement

create table statement.activities (
  organisation_id text not null,
  version text not null,
  activity text not null,
  ground text not null,
  articles text[] not null,
  constraint activities_pkey PRIMARY KEY (organisation_id, version, activity),
  constraint activities_articles_check CHECK ((cardinality(articles) > 0)),
  constraint activities_ground_check CHECK ((ground = ANY (ARRAY['consent'::text, 'contract'::text, 'legal-duty'::text, 'vital-interest'::text, 'public-task'::text, 'legitimate-interest'::text]))),
  constraint activities_organisation_id_version_fkey FOREIGN KEY (organisation_id, version) REFERENCES statement.versions(organisation_id, version)
);
alter table statement.activities owner to gestand_owner;
grant select on table statement.activities to gestand_app;
grant select on table statement.activities to gestand_public;
grant select on table statement.activities to gestand_signin;
grant select on table statement.activities to gestand_wall;
grant select on table statement.activities to gestand_worker;

create table statement.grants (
  organisation_id text not null,
  version text not null,
  role text not null,
  relation text not null,
  action text not null,
  state text not null,
  purpose text not null,
  part text not null,
  activity text not null,
  policies text[] not null,
  clauses text[] not null,
  constraint grants_pkey PRIMARY KEY (organisation_id, version, role, relation, action, state, purpose, part),
  constraint grants_clauses_check CHECK ((cardinality(clauses) > 0)),
  constraint grants_policies_check CHECK ((cardinality(policies) > 0)),
  constraint grants_organisation_id_version_activity_fkey FOREIGN KEY (organisation_id, version, activity) REFERENCES statement.activities(organisation_id, version, activity),
  constraint grants_organisation_id_version_purpose_fkey FOREIGN KEY (organisation_id, version, purpose) REFERENCES statement.purposes(organisation_id, version, purpose)
);
alter table statement.grants owner to gestand_owner;
grant select on table statement.grants to gestand_app;
grant select on table statement.grants to gestand_public;
grant select on table statement.grants to gestand_signin;
grant select on table statement.grants to gestand_wall;
grant select on table statement.grants to gestand_worker;

create table statement.items (
  organisation_id text not null,
  version text not null,
  item text not null,
  part text not null,
  class text not null,
  source text not null,
  required text not null,
  constraint items_pkey PRIMARY KEY (organisation_id, version, item),
  constraint items_organisation_id_version_item_part_class_key UNIQUE (organisation_id, version, item, part, class),
  constraint items_class_check CHECK ((class = ANY (ARRAY['general'::text, 'special'::text, 'sensitive'::text]))),
  constraint items_required_check CHECK ((required = ANY (ARRAY['always'::text, 'if-needed'::text, 'optional'::text]))),
  constraint items_organisation_id_version_fkey FOREIGN KEY (organisation_id, version) REFERENCES statement.versions(organisation_id, version)
);
alter table statement.items owner to gestand_owner;
grant select on table statement.items to gestand_app;
grant select on table statement.items to gestand_public;
grant select on table statement.items to gestand_signin;
grant select on table statement.items to gestand_wall;
grant select on table statement.items to gestand_worker;

create table statement.organisations (
  organisation_id text not null,
  name text not null,
  theme text not null,
  generation integer not null default 1,
  constraint organisations_pkey PRIMARY KEY (organisation_id),
  constraint organisations_generation_check CHECK ((generation > 0)),
  constraint organisations_organisation_id_check CHECK ((organisation_id ~ '^[a-z][a-z0-9-]{1,62}$'::text))
);
alter table statement.organisations owner to gestand_owner;
grant select on table statement.organisations to gestand_app;
grant select on table statement.organisations to gestand_public;
grant select on table statement.organisations to gestand_signin;
grant select on table statement.organisations to gestand_wall;
grant select on table statement.organisations to gestand_worker;

create table statement.purposes (
  organisation_id text not null,
  version text not null,
  purpose text not null,
  "position" integer not null,
  clause text not null,
  activity text not null,
  constraint purposes_pkey PRIMARY KEY (organisation_id, version, purpose),
  constraint purposes_organisation_id_version_activity_fkey FOREIGN KEY (organisation_id, version, activity) REFERENCES statement.activities(organisation_id, version, activity)
);
alter table statement.purposes owner to gestand_owner;
grant select on table statement.purposes to gestand_app;
grant select on table statement.purposes to gestand_public;
grant select on table statement.purposes to gestand_signin;
grant select on table statement.purposes to gestand_wall;
grant select on table statement.purposes to gestand_worker;

create table statement.versions (
  organisation_id text not null,
  version text not null,
  in_force_from date not null,
  facts jsonb not null,
  words_nl text not null,
  words_en text not null,
  digest text not null,
  published_at timestamp with time zone not null default now(),
  constraint versions_pkey PRIMARY KEY (organisation_id, version),
  constraint versions_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES statement.organisations(organisation_id)
);
alter table statement.versions owner to gestand_owner;
CREATE INDEX versions_in_force ON statement.versions USING btree (organisation_id, in_force_from DESC, published_at DESC);
grant select on table statement.versions to gestand_app;
grant select on table statement.versions to gestand_public;
grant select on table statement.versions to gestand_signin;
grant select on table statement.versions to gestand_wall;
grant select on table statement.versions to gestand_worker;

-- Functions in dossier

CREATE OR REPLACE FUNCTION dossier.read(token bytea, dossier uuid, parts text[], purpose text, event text, trace uuid, access_point text, newest integer)
 RETURNS TABLE(kind text, id uuid, word text, class text, sealed bytea, at timestamp with time zone, by_id uuid, by_name bytea, origin text)
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
#variable_conflict use_column
declare
  a wall.answer := wall.open(token, dossier, parts, 'read', purpose, event, trace, access_point);
begin
  return query select 'answer'::text, null::uuid, to_json(a)::text, null::text, null::bytea, a.at, null::uuid, null::bytea, null::text;
  if a.outcome is distinct from 'allowed' then return; end if;
  return query select 'key'::text, null::uuid, null::text, k.class, k.wrapped, null::timestamptz, null::uuid, null::bytea, null::text
    from dossier.keys k where k.organisation_id = a.organisation_id and k.dossier_id = a.dossier_id;
  return query select 'item'::text, i.item_id, i.item, i.class, i.sealed, i.recorded_at, i.recorded_by, null::bytea, i.source
    from dossier.items i where i.organisation_id = a.organisation_id and i.dossier_id = a.dossier_id and i.part = any (read.parts);
  if 'notes' = any (read.parts) then
    return query select 'note'::text, n.note_id, n.written_as, n.class, n.sealed, n.written_at, n.written_by, s.sealed_name, null::text
      from dossier.notes n left join identity.staff s on s.organisation_id = n.organisation_id and s.staff_id = n.written_by
      where n.organisation_id = a.organisation_id and n.dossier_id = a.dossier_id
      order by n.written_at desc limit newest;
  end if;
  if 'existence' = any (read.parts) then
    return query select 'involved'::text, v.staff_id, v.role, null::text, null::bytea, v.from_on::timestamptz, v.staff_id, s.sealed_name, s.employer
      from dossier.involvements v left join identity.staff s on s.organisation_id = v.organisation_id and s.staff_id = v.staff_id
      where v.organisation_id = a.organisation_id and v.dossier_id = a.dossier_id and (v.until_on is null or v.until_on >= current_date)
      order by v.from_on;
  end if;
end $function$;
alter function dossier.read(bytea,uuid,text[],text,text,uuid,text,integer) owner to gestand_owner;
grant execute on function dossier.read(bytea,uuid,text[],text,text,uuid,text,integer) to gestand_app;

-- Functions in ledger

CREATE OR REPLACE FUNCTION ledger.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
begin
  raise exception 'The ledger is append-only: entries are never changed or removed.' using errcode = 'insufficient_privilege';
end $function$;
alter function ledger.refuse_change() owner to gestand_owner;

-- Functions in wall

CREATE OR REPLACE FUNCTION wall.actor()
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select e.actor_id from ledger.entries e
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed'
     and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true)) limit 1 $function$;
alter function wall.actor() owner to gestand_wall;
grant execute on function wall.actor() to gestand_app;
grant execute on function wall.actor() to gestand_owner;

CREATE OR REPLACE FUNCTION wall.author()
 RETURNS text[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select array[e.actor_id::text, e.actor_role, e.statement_version] from ledger.entries e
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed'
     and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true))
     and e.action = 'write' limit 1 $function$;
alter function wall.author() owner to gestand_wall;
grant execute on function wall.author() to gestand_app;
grant execute on function wall.author() to gestand_owner;

CREATE OR REPLACE FUNCTION wall.close_database()
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
begin
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to gestand_app, gestand_signin, gestand_public, gestand_worker', current_database());
end $function$;
alter function wall.close_database() owner to admin;

CREATE OR REPLACE FUNCTION wall.end_session(token bytea)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  update identity.sessions set ended_at = now() where token_hash = sha256(token) and ended_at is null $function$;
alter function wall.end_session(bytea) owner to gestand_wall;
grant execute on function wall.end_session(bytea) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.greet(token bytea, purpose text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.who(token, purpose);
begin
  if a.outcome <> 'no-session' then a.outcome := 'greeted'; end if;
  return a;
end $function$;
alter function wall.greet(bytea,text) owner to gestand_wall;
grant execute on function wall.greet(bytea,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.hide(a wall.answer)
 RETURNS wall.answer
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog'
AS $function$
begin
  if a.relation = 'none' then
    a.dossier_id := null;
    a.client_number := null;
    a.state := 'open';
  end if;
  return a;
end $function$;
alter function wall.hide(wall.answer) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.judge(a wall.answer, parts text[], action text, purpose text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  g record;
  allowed integer := 0;
begin
  if not (a.second_factor and a.cleared) then return a; end if;
  for g in
    select s.activity, s.policies, s.clauses from statement.grants s
     where s.organisation_id = a.organisation_id and s.version = a.statement_version and s.role = a.actor_role
       and s.relation = a.relation and s.action = judge.action and s.state = a.state and s.purpose = judge.purpose and s.part = any (parts)
  loop
    allowed := allowed + 1;
    if allowed = 1 then a.activity := g.activity; end if;
    if not a.policies @> g.policies then a.policies := a.policies || g.policies; end if;
    if not a.clauses @> g.clauses then a.clauses := a.clauses || g.clauses; end if;
  end loop;
  if allowed = cardinality(parts) and allowed > 0 then
    a.outcome := 'allowed';
    a.reason := null;
  else
    a.policies := '{}';
    a.clauses := '{}';
  end if;
  return a;
end $function$;
alter function wall.judge(wall.answer,text[],text,text) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.open(token bytea, dossier uuid, parts text[], action text, purpose text, event text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.who(token, purpose);
begin
  if a.outcome = 'no-session' then return a; end if;
  if dossier is not null then a := wall.relate(a, dossier); end if;
  -- Some may write without a relation: to register somebody new, which wall.register does. Here it would open a dossier that
  -- exists to everybody who may register.
  if dossier is null or a.relation <> 'none' or action <> 'write' then
    a := wall.judge(a, parts, action, purpose);
  end if;
  -- Also what does not exist is written down: guessing leaves a trace, and takes as long.
  if a.outcome = 'refused' then a.dossier_id := dossier; end if;
  a := wall.record(a, parts, action, purpose, event, null, trace, access_point);
  if a.outcome = 'refused' then return wall.hide(a); end if;
  return a;
end $function$;
alter function wall.open(bytea,uuid,text[],text,text,text,uuid,text) owner to gestand_wall;
grant execute on function wall.open(bytea,uuid,text[],text,text,text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.open_each(a wall.answer, ids uuid[], parts text[], purpose text, event text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
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
end $function$;
alter function wall.open_each(wall.answer,uuid[],text[],text,text,uuid,text) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.opened(wanted text)
 RETURNS text[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select coalesce(array_agg(e.organisation_id || '/' || e.dossier_id::text || '/' || p), '{}') from ledger.entries e, unnest(e.parts) p
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now()
     and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true))
     and e.outcome = 'allowed' and e.dossier_id is not null and e.action = wanted $function$;
alter function wall.opened(text) owner to gestand_wall;
grant execute on function wall.opened(text) to gestand_app;
grant execute on function wall.opened(text) to gestand_owner;

CREATE OR REPLACE FUNCTION wall.opened_dossiers(wanted text, part text)
 RETURNS text[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select coalesce(array_agg(e.organisation_id || '/' || e.dossier_id::text), '{}') from ledger.entries e
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now()
     and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true))
     and e.outcome = 'allowed' and e.dossier_id is not null
     and case when wanted is null then e.action not in ('know', 'search', 'review') else e.action = wanted end
     and (opened_dossiers.part is null or opened_dossiers.part = any (e.parts)) $function$;
alter function wall.opened_dossiers(text,text) owner to gestand_wall;
grant execute on function wall.opened_dossiers(text,text) to gestand_app;
grant execute on function wall.opened_dossiers(text,text) to gestand_owner;

CREATE OR REPLACE FUNCTION wall.organisation()
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select e.organisation_id from ledger.entries e
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed'
     and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true)) limit 1 $function$;
alter function wall.organisation() owner to gestand_wall;
grant execute on function wall.organisation() to gestand_app;
grant execute on function wall.organisation() to gestand_owner;

CREATE OR REPLACE FUNCTION wall.own(token bytea, parts text[], purpose text, event text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
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
end $function$;
alter function wall.own(bytea,text[],text,text,uuid,text) owner to gestand_wall;
grant execute on function wall.own(bytea,text[],text,text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.pseudonym(subject_key bytea)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE STRICT
 SET search_path TO 'pg_catalog'
AS $function$ select encode(substr(sha256(subject_key), 1, 16), 'hex')::uuid $function$;
alter function wall.pseudonym(bytea) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.record(a wall.answer, parts text[], action text, purpose text, event text, hits integer, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  if array_to_string(array[event, action, access_point] || parts, '/', '?') !~ '^[a-z.-]{1,60}(/[a-z.-]{1,60}){2,42}$' then
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
  perform set_config('gestand.organisation', a.organisation_id, true);
  return a;
end $function$;
alter function wall.record(wall.answer,text[],text,text,text,integer,uuid,text) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.register(token bytea, dossier uuid, client_number text, parts text[], purpose text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
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
end $function$;
alter function wall.register(bytea,uuid,text,text[],text,uuid,text) owner to gestand_wall;
grant execute on function wall.register(bytea,uuid,text,text[],text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.relate(a wall.answer, dossier uuid)
 RETURNS wall.answer
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  day date := wall.today();
begin
  select d.dossier_id, d.client_number,
         case when exists (select from dossier.destructions x where x.organisation_id = a.organisation_id and x.dossier_id = relate.dossier) then 'destroyed'
              when exists (select from dossier.restrictions x where x.organisation_id = a.organisation_id and x.dossier_id = relate.dossier
                            and (x.lifted_at is null or x.lifted_at > now())) then 'restricted'
              when exists (select from dossier.closures x where x.organisation_id = a.organisation_id and x.dossier_id = relate.dossier
                            and x.reopened_at is null) then 'closed'
              else 'open' end,
         case when a.actor_kind = 'client' then
                case when exists (select from identity.sessions s join dossier.search_keys k
                                     on k.organisation_id = s.organisation_id and k.kind = 'bsn' and k.key = s.subject_key
                                   where s.organisation_id = a.organisation_id and s.session_id = a.session_id and k.dossier_id = relate.dossier)
                     then 'self' else 'none' end
              when exists (select from dossier.involvements i where i.organisation_id = a.organisation_id and i.dossier_id = relate.dossier
                            and i.staff_id = a.actor_id and day >= i.from_on and (i.until_on is null or day <= i.until_on)) then 'involved'
              -- without a team: an id that no team has
              when exists (select from identity.team_members m where m.organisation_id = a.organisation_id and m.staff_id = a.actor_id
                            and m.team_id = coalesce(d.team_id, relate.dossier) and day >= m.from_on and (m.until_on is null or day <= m.until_on)) then 'same-team'
              when exists (select from dossier.involvements i where i.organisation_id = a.organisation_id and i.dossier_id = relate.dossier
                            and i.staff_id = a.actor_id) then 'formerly-involved'
              else 'none' end
    into a.dossier_id, a.client_number, a.state, a.relation
    from (values (true)) as always (asked)
    left join dossier.dossiers d on d.organisation_id = a.organisation_id and d.dossier_id = relate.dossier;
  if a.dossier_id is null then
    a.relation := 'none';
    a.state := 'open';
  end if;
  return a;
end $function$;
alter function wall.relate(wall.answer,uuid) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.reviewed()
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select e.organisation_id from ledger.entries e
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed'
     and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true))
     and e.action = 'review' and 'access-log' = any (e.parts) and e.dossier_id is null limit 1 $function$;
alter function wall.reviewed() owner to gestand_wall;
grant execute on function wall.reviewed() to gestand_app;
grant execute on function wall.reviewed() to gestand_owner;

CREATE OR REPLACE FUNCTION wall.search(token bytea, kinds text[], keys bytea[], purpose text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
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
end $function$;
alter function wall.search(bytea,text[],bytea[],text,uuid,text) owner to gestand_wall;
grant execute on function wall.search(bytea,text[],bytea[],text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.start_session(organisation text, kind text, subject bytea, token bytea, second_factor boolean, assurance text, trace uuid, access_point text)
 RETURNS TABLE(outcome text, session_id uuid, actor_role text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
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
end $function$;
alter function wall.start_session(text,text,bytea,bytea,boolean,text,uuid,text) owner to gestand_wall;
grant execute on function wall.start_session(text,text,bytea,bytea,boolean,text,uuid,text) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.today()
 RETURNS date
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog'
AS $function$ select (now() at time zone 'Europe/Amsterdam')::date $function$;
alter function wall.today() owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.who(token bytea, purpose text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer;
  day date := wall.today();
  seen timestamptz;
begin
  select 'refused', 'no-rule', s.organisation_id, s.session_id, s.kind,
         coalesce(s.staff_id, wall.pseudonym(s.subject_key)), s.role, st.sealed_name, st.employer, s.second_factor,
         s.kind = 'client' or (
           exists (select from identity.clearances c where c.organisation_id = s.organisation_id and c.staff_id = s.staff_id
                    and c.kind = 'secrecy' and day between c.valid_from and c.valid_until)
           and exists (select from identity.clearances c where c.organisation_id = s.organisation_id and c.staff_id = s.staff_id
                    and c.kind = 'conduct' and day between c.valid_from and c.valid_until)),
         'none', 'open', v.version, p.activity, '{}'::text[], '{}'::text[], null::uuid, null::text, '{}'::uuid[], '{}'::text[], '{}'::text[], null::bigint, now(),
         s.last_seen_at
    into a.outcome, a.reason, a.organisation_id, a.session_id, a.actor_kind, a.actor_id, a.actor_role, a.sealed_name, a.employer,
         a.second_factor, a.cleared, a.relation, a.state, a.statement_version, a.activity, a.policies, a.clauses, a.dossier_id,
         a.client_number, a.dossiers, a.relations, a.states, a.seq, a.at, seen
    from identity.sessions s
    left join identity.staff st on st.organisation_id = s.organisation_id and st.staff_id = s.staff_id
    cross join lateral (
      select v.version from statement.versions v
       where v.organisation_id = s.organisation_id and v.in_force_from <= day
       order by v.in_force_from desc, v.published_at desc limit 1) v
    left join statement.purposes p on p.organisation_id = s.organisation_id and p.version = v.version and p.purpose = who.purpose
   where s.token_hash = sha256(token)
     and s.ended_at is null and s.ends_at > now() and s.last_seen_at > now() - interval '15 minutes'
     and (s.kind = 'client' or (
           day >= st.employed_from and (st.employed_until is null or day <= st.employed_until)
           and exists (select from identity.staff_roles r where r.organisation_id = s.organisation_id and r.staff_id = s.staff_id
                        and r.role = s.role and day >= r.from_on and (r.until_on is null or day <= r.until_on))));
  if not found then
    a.outcome := 'no-session';
    return a;
  end if;
  if a.activity is null then
    raise exception 'The purpose % is not in the statement of % in force.', quote_literal(purpose), a.organisation_id using errcode = 'GS001';
  end if;
  if not a.second_factor then a.reason := 'second-factor'; elsif not a.cleared then a.reason := 'clearance'; end if;
  if seen < now() - interval '1 minute' then
    update identity.sessions s set last_seen_at = now() where s.organisation_id = a.organisation_id and s.session_id = a.session_id;
  end if;
  return a;
end $function$;
alter function wall.who(bytea,text) owner to gestand_wall;
