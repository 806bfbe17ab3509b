-- The database as all migrations together leave it: for reading, and for seeing in a review what a migration changes.
-- Made by "npm run -s cli -- schema --write"; npm test fails when it is not up to date. Never run: the migrations are.

-- Roles

create role gestand_app login noinherit;
alter role gestand_app set TimeZone=UTC;
alter role gestand_app set idle_in_transaction_session_timeout=20s;
alter role gestand_app set lock_timeout=5s;
alter role gestand_app set plan_cache_mode=force_generic_plan;
alter role gestand_app set statement_timeout=15s;

create role gestand_owner nologin inherit;

create role gestand_public login noinherit;
alter role gestand_public set TimeZone=UTC;
alter role gestand_public set idle_in_transaction_session_timeout=20s;
alter role gestand_public set lock_timeout=5s;
alter role gestand_public set plan_cache_mode=force_generic_plan;
alter role gestand_public set statement_timeout=15s;

create role gestand_reader nologin inherit;

create role gestand_signin login noinherit;
alter role gestand_signin set TimeZone=UTC;
alter role gestand_signin set idle_in_transaction_session_timeout=20s;
alter role gestand_signin set lock_timeout=5s;
alter role gestand_signin set plan_cache_mode=force_generic_plan;
alter role gestand_signin set statement_timeout=15s;

create role gestand_wall nologin inherit;

create role gestand_worker login noinherit;
alter role gestand_worker set TimeZone=UTC;
alter role gestand_worker set idle_in_transaction_session_timeout=20s;
alter role gestand_worker set lock_timeout=5s;
alter role gestand_worker set plan_cache_mode=force_generic_plan;
alter role gestand_worker set statement_timeout=15s;

-- on the database itself
grant connect on database … to gestand_app;
grant connect on database … to gestand_public;
grant connect on database … to gestand_signin;
grant connect on database … to gestand_worker;

-- Schemas

create schema dossier authorization gestand_owner;
grant usage on schema dossier to gestand_app;
grant usage on schema dossier to gestand_reader;
grant usage on schema dossier to gestand_wall;

create schema identity authorization gestand_owner;
grant usage on schema identity to gestand_app;
grant usage on schema identity to gestand_reader;
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
grant usage on schema wall to gestand_reader;
grant usage on schema wall to gestand_signin;
grant usage on schema wall to gestand_worker;

-- default rights on new functions of gestand_owner: for nobody else

-- default rights on new functions of gestand_reader: for nobody else

-- default rights on new functions of gestand_wall: for nobody else

-- Types in ledger

create domain ledger.action_code as text CHECK ((VALUE = ANY (ARRAY['C'::text, 'R'::text, 'U'::text, 'D'::text, 'E'::text])));

create domain ledger.actor_kind as text CHECK ((VALUE = ANY (ARRAY['staff'::text, 'client'::text, 'representative'::text, 'party'::text, 'system'::text])));

create domain ledger.outcome as text CHECK ((VALUE = ANY (ARRAY['allowed'::text, 'refused'::text, 'done'::text])));

create domain ledger.place as text CHECK (((VALUE ~ '^[a-z][a-z-]*$'::text) AND (length(VALUE) <= 40)));

-- Types in wall

create type wall.answer as (outcome text, reason text, organisation_id text, session_id uuid, actor_kind text, actor_id uuid, actor_role text, sealed_name bytea, employer text, second_factor boolean, cleared boolean, relation text, state text, statement_version text, activity text, policies text[], clauses text[], dossier_id uuid, client_number text, dossiers uuid[], relations text[], states text[], seq bigint, at timestamp with time zone, emergency boolean, responsible_id uuid, generation integer);

-- Sequences in ledger

create sequence ledger.entry_seq as bigint;
grant usage on sequence ledger.entry_seq to gestand_wall;

-- Tables in dossier

create table dossier.capacity_judgements (
  organisation_id text not null,
  judgement_id uuid not null,
  dossier_id uuid not null,
  able boolean not null,
  parents_may boolean not null,
  weighed_on date not null,
  sealed bytea not null,
  recorded_by uuid not null,
  recorded_as text not null,
  recorded_at timestamp with time zone not null default now(),
  revoked_at timestamp with time zone,
  revoked_by uuid,
  constraint capacity_judgements_pkey PRIMARY KEY (organisation_id, judgement_id),
  constraint capacity_judgements_check CHECK (((revoked_at IS NULL) = (revoked_by IS NULL))),
  constraint capacity_judgements_organisation_id_dossier_id_fkey FOREIGN KEY (organisation_id, dossier_id) REFERENCES dossier.dossiers(organisation_id, dossier_id)
);
alter table dossier.capacity_judgements owner to gestand_owner;
alter table dossier.capacity_judgements enable row level security;
alter table dossier.capacity_judgements force row level security;
CREATE INDEX capacity_of_dossier ON dossier.capacity_judgements USING btree (organisation_id, dossier_id, recorded_at DESC);
create policy copied on dossier.capacity_judgements for select to gestand_app
  using (((((organisation_id || '/'::text) || (dossier_id)::text) || '/network'::text) = ANY (( SELECT wall.copied(true) AS copied)::text[])));
create policy kept on dossier.capacity_judgements for select to gestand_app
  using ((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('write'::text, 'network'::text) AS opened_dossiers)::text[])));
create policy opened on dossier.capacity_judgements for select to gestand_app
  using (((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('read'::text, 'network'::text) AS opened_dossiers)::text[])) AND (EXISTS ( SELECT
   FROM identity.staff s
  WHERE ((s.organisation_id = capacity_judgements.organisation_id) AND (s.staff_id = ( SELECT wall.actor() AS actor)))))));
create policy taken_back on dossier.capacity_judgements for update to gestand_app
  using (((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('write'::text, 'network'::text) AS opened_dossiers)::text[])) AND (revoked_at IS NULL)))
  with check (((revoked_at = now()) AND (revoked_by = ( SELECT wall.actor() AS actor))));
create policy wall_sees on dossier.capacity_judgements for select to gestand_wall
  using (true);
create policy weighed on dossier.capacity_judgements for insert to gestand_app
  with check (((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('write'::text, 'network'::text) AS opened_dossiers)::text[])) AND (ARRAY[(recorded_by)::text, recorded_as] <@ ( SELECT wall.author() AS author)) AND (recorded_at = now()) AND (weighed_on <= ((now() AT TIME ZONE 'Europe/Amsterdam'::text))::date) AND (revoked_at IS NULL)));
grant insert, select on table dossier.capacity_judgements to gestand_app;
grant select on table dossier.capacity_judgements to gestand_wall;
grant update (revoked_at, revoked_by) on table dossier.capacity_judgements to gestand_app;

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
  using ((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers(NULL::text, 'existence'::text) AS opened_dossiers)::text[])));
create policy wall_sees on dossier.closures for select to gestand_wall
  using (true);
grant select on table dossier.closures to gestand_app;
grant select on table dossier.closures to gestand_wall;

create table dossier.consent_answers (
  organisation_id text not null,
  consent_id uuid not null,
  dossier_id uuid not null,
  given boolean not null,
  fingerprint bytea not null,
  answered_by uuid not null,
  answered_as text not null,
  representation_id uuid,
  assurance text not null,
  answered_at timestamp with time zone not null default now(),
  constraint consent_answers_pkey PRIMARY KEY (organisation_id, consent_id),
  constraint consent_answers_answered_as_check CHECK ((answered_as = ANY (ARRAY['client'::text, 'representative'::text]))),
  constraint consent_answers_fingerprint_check CHECK ((length(fingerprint) = 32)),
  constraint consent_answers_organisation_id_consent_id_dossier_id_fkey FOREIGN KEY (organisation_id, consent_id, dossier_id) REFERENCES dossier.consents(organisation_id, consent_id, dossier_id)
);
alter table dossier.consent_answers owner to gestand_owner;
alter table dossier.consent_answers enable row level security;
alter table dossier.consent_answers force row level security;
create policy answered on dossier.consent_answers for insert to gestand_app
  with check (((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('write'::text, 'consents'::text) AS opened_dossiers)::text[])) AND (ARRAY[(answered_by)::text, answered_as] <@ ( SELECT wall.author() AS author)) AND (answered_at = now()) AND (given = (given AND ( SELECT wall.shown_lately() AS shown_lately))) AND wall.decider_stands(consent_id) AND (EXISTS ( SELECT
   FROM wall.signed_in_as() s(assurance, representation_id)
  WHERE ((s.assurance = consent_answers.assurance) AND (NOT (s.representation_id IS DISTINCT FROM consent_answers.representation_id))))) AND (EXISTS ( SELECT
   FROM dossier.consents c
  WHERE ((c.organisation_id = consent_answers.organisation_id) AND (c.consent_id = consent_answers.consent_id) AND (c.dossier_id = consent_answers.dossier_id) AND (sha256(c.sealed) = consent_answers.fingerprint) AND (c.answer_by = consent_answers.answered_as) AND (((now() AT TIME ZONE 'Europe/Amsterdam'::text))::date <= c.answer_until)))) AND (NOT (EXISTS ( SELECT
   FROM dossier.consent_endings e
  WHERE ((e.organisation_id = consent_answers.organisation_id) AND (e.consent_id = consent_answers.consent_id)))))));
create policy copied on dossier.consent_answers for select to gestand_app
  using (((((organisation_id || '/'::text) || (dossier_id)::text) || '/consents'::text) = ANY (( SELECT wall.copied(false) AS copied)::text[])));
create policy kept on dossier.consent_answers for select to gestand_app
  using ((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('write'::text, 'consents'::text) AS opened_dossiers)::text[])));
create policy opened on dossier.consent_answers for select to gestand_app
  using ((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('read'::text, 'consents'::text) AS opened_dossiers)::text[])));
grant insert, select on table dossier.consent_answers to gestand_app;

create table dossier.consent_endings (
  organisation_id text not null,
  consent_id uuid not null,
  dossier_id uuid not null,
  ended_by uuid not null,
  ended_as text not null,
  ended_at timestamp with time zone not null default now(),
  constraint consent_endings_pkey PRIMARY KEY (organisation_id, consent_id),
  constraint consent_endings_organisation_id_consent_id_dossier_id_fkey FOREIGN KEY (organisation_id, consent_id, dossier_id) REFERENCES dossier.consents(organisation_id, consent_id, dossier_id)
);
alter table dossier.consent_endings owner to gestand_owner;
alter table dossier.consent_endings enable row level security;
alter table dossier.consent_endings force row level security;
create policy copied on dossier.consent_endings for select to gestand_app
  using (((((organisation_id || '/'::text) || (dossier_id)::text) || '/consents'::text) = ANY (( SELECT wall.copied(false) AS copied)::text[])));
create policy ended on dossier.consent_endings for insert to gestand_app
  with check (((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('write'::text, 'consents'::text) AS opened_dossiers)::text[])) AND (ARRAY[(ended_by)::text, ended_as] <@ ( SELECT wall.author() AS author)) AND (ended_at = now()) AND
CASE
    WHEN (ended_as = ANY (ARRAY['client'::text, 'representative'::text])) THEN (EXISTS ( SELECT
       FROM dossier.consent_answers a
      WHERE ((a.organisation_id = consent_endings.organisation_id) AND (a.consent_id = consent_endings.consent_id) AND a.given)))
    ELSE (NOT (EXISTS ( SELECT
       FROM dossier.consent_answers a
      WHERE ((a.organisation_id = consent_endings.organisation_id) AND (a.consent_id = consent_endings.consent_id)))))
END));
create policy kept on dossier.consent_endings for select to gestand_app
  using ((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('write'::text, 'consents'::text) AS opened_dossiers)::text[])));
create policy opened on dossier.consent_endings for select to gestand_app
  using ((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('read'::text, 'consents'::text) AS opened_dossiers)::text[])));
grant insert, select on table dossier.consent_endings to gestand_app;

create table dossier.consents (
  organisation_id text not null,
  consent_id uuid not null,
  dossier_id uuid not null,
  statement_version text not null,
  disclosure text not null,
  purpose text not null,
  direction text not null,
  party_kind text not null,
  party text,
  parts text[] not null,
  items text[] not null,
  from_on date not null,
  until_on date not null,
  answer_by text not null,
  answer_until date not null,
  sealed bytea not null,
  asked_by uuid not null,
  asked_as text not null,
  asked_at timestamp with time zone not null default now(),
  constraint consents_pkey PRIMARY KEY (organisation_id, consent_id),
  constraint consents_organisation_id_consent_id_dossier_id_key UNIQUE (organisation_id, consent_id, dossier_id),
  constraint consents_answer_by_check CHECK ((answer_by = ANY (ARRAY['client'::text, 'representative'::text]))),
  constraint consents_check CHECK (((until_on >= from_on) AND (until_on <= (from_on + '1 year'::interval)))),
  constraint consents_check1 CHECK ((answer_until <= until_on)),
  constraint consents_direction_check CHECK ((direction = ANY (ARRAY['give'::text, 'ask'::text]))),
  constraint consents_parts_check CHECK (((cardinality(parts) > 0) AND (NOT ('bsn'::text = ANY (parts))))),
  constraint consents_organisation_id_dossier_id_fkey FOREIGN KEY (organisation_id, dossier_id) REFERENCES dossier.dossiers(organisation_id, dossier_id)
);
alter table dossier.consents owner to gestand_owner;
alter table dossier.consents enable row level security;
alter table dossier.consents force row level security;
CREATE INDEX consents_of_dossier ON dossier.consents USING btree (organisation_id, dossier_id);
create policy asked on dossier.consents for insert to gestand_app
  with check (((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('write'::text, 'consents'::text) AS opened_dossiers)::text[])) AND (ARRAY[(asked_by)::text, asked_as, statement_version] <@ ( SELECT wall.author() AS author)) AND (asked_at = now()) AND (from_on >= ((now() AT TIME ZONE 'Europe/Amsterdam'::text))::date) AND wall.may_be_asked(organisation_id, statement_version, asked_as, disclosure, purpose, direction, party_kind, party, parts, items)));
create policy copied on dossier.consents for select to gestand_app
  using (((((organisation_id || '/'::text) || (dossier_id)::text) || '/consents'::text) = ANY (( SELECT wall.copied(false) AS copied)::text[])));
create policy kept on dossier.consents for select to gestand_app
  using ((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('write'::text, 'consents'::text) AS opened_dossiers)::text[])));
create policy opened on dossier.consents for select to gestand_app
  using ((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('read'::text, 'consents'::text) AS opened_dossiers)::text[])));
create policy wall_sees on dossier.consents for select to gestand_wall
  using (true);
grant insert, select on table dossier.consents to gestand_app;
grant select on table dossier.consents to gestand_wall;

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
  registered_in xid8 not null default pg_current_xact_id(),
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
  using ((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers(NULL::text, 'existence'::text) AS opened_dossiers)::text[])));
create policy wall_opens on dossier.dossiers for insert to gestand_wall
  with check (true);
create policy wall_sees on dossier.dossiers for select to gestand_wall
  using (true);
grant select on table dossier.dossiers to gestand_app;
grant insert, select on table dossier.dossiers to gestand_wall;

create table dossier.emergencies_seen (
  organisation_id text not null,
  access_id uuid not null,
  staff_id uuid not null,
  seen_at timestamp with time zone not null default now(),
  constraint emergencies_seen_pkey PRIMARY KEY (organisation_id, access_id, staff_id),
  constraint emergencies_seen_organisation_id_access_id_fkey FOREIGN KEY (organisation_id, access_id) REFERENCES dossier.incidental_accesses(organisation_id, access_id),
  constraint emergencies_seen_organisation_id_staff_id_fkey FOREIGN KEY (organisation_id, staff_id) REFERENCES identity.staff(organisation_id, staff_id)
);
alter table dossier.emergencies_seen owner to gestand_owner;
alter table dossier.emergencies_seen enable row level security;
alter table dossier.emergencies_seen force row level security;
create policy wall_keeps_seen on dossier.emergencies_seen for all to gestand_wall
  using (true)
  with check (true);
grant insert, select on table dossier.emergencies_seen to gestand_wall;

create table dossier.incidental_accesses (
  organisation_id text not null,
  access_id uuid not null,
  dossier_id uuid not null,
  staff_id uuid not null,
  role text not null,
  purpose text not null,
  parts text[] not null,
  from_at timestamp with time zone not null default now(),
  until_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  emergency boolean not null,
  mandated boolean not null,
  told_from date,
  sealed_reason bytea,
  sealed_mandate bytea,
  sealed_safety bytea,
  constraint incidental_accesses_pkey PRIMARY KEY (organisation_id, access_id),
  constraint incidental_accesses_organisation_id_access_id_dossier_id_key UNIQUE (organisation_id, access_id, dossier_id),
  constraint incidental_accesses_check CHECK ((until_at > from_at)),
  constraint incidental_accesses_check1 CHECK (((told_from IS NULL) OR emergency)),
  constraint incidental_accesses_parts_check CHECK ((cardinality(parts) > 0)),
  constraint incidental_accesses_sealed_mandate_check CHECK ((length(sealed_mandate) > 64)),
  constraint incidental_accesses_sealed_reason_check CHECK ((length(sealed_reason) > 64)),
  constraint incidental_accesses_sealed_safety_check CHECK ((length(sealed_safety) > 64)),
  constraint incidental_accesses_organisation_id_dossier_id_fkey FOREIGN KEY (organisation_id, dossier_id) REFERENCES dossier.dossiers(organisation_id, dossier_id),
  constraint incidental_accesses_organisation_id_staff_id_fkey FOREIGN KEY (organisation_id, staff_id) REFERENCES identity.staff(organisation_id, staff_id)
);
alter table dossier.incidental_accesses owner to gestand_owner;
alter table dossier.incidental_accesses enable row level security;
alter table dossier.incidental_accesses force row level security;
CREATE INDEX emergencies_by_day ON dossier.incidental_accesses USING btree (organisation_id, from_at) WHERE emergency;
CREATE INDEX incidental_accesses_of_dossier ON dossier.incidental_accesses USING btree (organisation_id, dossier_id);
CREATE INDEX incidental_accesses_of_staff ON dossier.incidental_accesses USING btree (organisation_id, staff_id, dossier_id, until_at);
create policy copied on dossier.incidental_accesses for select to gestand_app
  using (((((organisation_id || '/'::text) || (dossier_id)::text) || '/access-log'::text) = ANY (( SELECT wall.copied(false) AS copied)::text[])));
create policy opened on dossier.incidental_accesses for select to gestand_app
  using ((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('read'::text, 'access-log'::text) AS opened_dossiers)::text[])));
create policy wall_keeps_accesses on dossier.incidental_accesses for all to gestand_wall
  using (true)
  with check (true);
CREATE CONSTRAINT TRIGGER has_its_words AFTER INSERT OR UPDATE ON dossier.incidental_accesses DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wall.has_its_words();
grant select on table dossier.incidental_accesses to gestand_app;
grant insert, select on table dossier.incidental_accesses to gestand_wall;
grant update (ended_at, told_from, sealed_reason, sealed_mandate, sealed_safety) on table dossier.incidental_accesses to gestand_wall;

create table dossier.incidental_judgements (
  organisation_id text not null,
  access_id uuid not null,
  dossier_id uuid not null,
  judged_at timestamp with time zone not null,
  judged_by uuid not null,
  judgement text not null,
  sealed_words bytea not null,
  constraint incidental_judgements_pkey PRIMARY KEY (organisation_id, access_id, judged_at),
  constraint incidental_judgements_judgement_check CHECK ((judgement = ANY (ARRAY['in-order'::text, 'not-in-order'::text, 'follow-up'::text]))),
  constraint incidental_judgements_sealed_words_check CHECK ((length(sealed_words) > 64)),
  constraint incidental_judgements_organisation_id_access_id_dossier_id_fkey FOREIGN KEY (organisation_id, access_id, dossier_id) REFERENCES dossier.incidental_accesses(organisation_id, access_id, dossier_id)
);
alter table dossier.incidental_judgements owner to gestand_owner;
alter table dossier.incidental_judgements enable row level security;
alter table dossier.incidental_judgements force row level security;
create policy judged on dossier.incidental_judgements for insert to gestand_app
  with check (((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('review'::text, 'access-log'::text) AS opened_dossiers)::text[])) AND (judged_by = ( SELECT wall.actor() AS actor)) AND (judged_at = now())));
create policy wall_sees_judgements on dossier.incidental_judgements for select to gestand_wall
  using (true);
CREATE TRIGGER judged_by_another BEFORE INSERT ON dossier.incidental_judgements FOR EACH ROW EXECUTE FUNCTION wall.judged_by_another();
grant insert on table dossier.incidental_judgements to gestand_app;
grant select on table dossier.incidental_judgements to gestand_wall;

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
  using ((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers(NULL::text, 'existence'::text) AS opened_dossiers)::text[])));
create policy reader_sees on dossier.involvements for select to gestand_reader
  using (true);
create policy wall_ends on dossier.involvements for update to gestand_wall
  using (true)
  with check (true);
create policy wall_involves on dossier.involvements for insert to gestand_wall
  with check (true);
create policy wall_sees on dossier.involvements for select to gestand_wall
  using (true);
grant select on table dossier.involvements to gestand_app;
grant select on table dossier.involvements to gestand_reader;
grant insert, select on table dossier.involvements to gestand_wall;
grant update (until_on) on table dossier.involvements to gestand_wall;

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
  constraint source_is_a_word CHECK ((source ~ '^[a-z][a-z-]{0,40}$'::text)),
  constraint items_organisation_id_dossier_id_fkey FOREIGN KEY (organisation_id, dossier_id) REFERENCES dossier.dossiers(organisation_id, dossier_id),
  constraint items_organisation_id_statement_version_item_part_class_fkey FOREIGN KEY (organisation_id, statement_version, item, part, class) REFERENCES statement.items(organisation_id, version, item, part, class)
);
alter table dossier.items owner to gestand_owner;
alter table dossier.items enable row level security;
alter table dossier.items force row level security;
create policy copied on dossier.items for select to gestand_app
  using ((((((organisation_id || '/'::text) || (dossier_id)::text) || '/'::text) || part) = ANY (( SELECT wall.copied(false) AS copied)::text[])));
create policy opened on dossier.items for select to gestand_app
  using ((((((organisation_id || '/'::text) || (dossier_id)::text) || '/'::text) || part) = ANY (( SELECT wall.opened('read'::text) AS opened)::text[])));
create policy reader_sees on dossier.items for select to gestand_reader
  using (true);
create policy written on dossier.items for insert to gestand_app
  with check (((((((organisation_id || '/'::text) || (dossier_id)::text) || '/'::text) || part) = ANY (( SELECT wall.opened('write'::text) AS opened)::text[])) AND (ARRAY[(recorded_by)::text, statement_version] <@ ( SELECT wall.author() AS author)) AND (recorded_at = now())));
grant insert, select on table dossier.items to gestand_app;
grant select on table dossier.items to gestand_reader;

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
create policy reader_sees on dossier.keys for select to gestand_reader
  using (true);
create policy written on dossier.keys for insert to gestand_app
  with check (((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('write'::text, 'existence'::text) AS opened_dossiers)::text[])) AND (EXISTS ( SELECT
   FROM dossier.dossiers d
  WHERE ((d.organisation_id = keys.organisation_id) AND (d.dossier_id = keys.dossier_id) AND (d.registered_in = pg_current_xact_id()))))));
grant insert, select on table dossier.keys to gestand_app;
grant select on table dossier.keys to gestand_reader;

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
create policy copied on dossier.notes for select to gestand_app
  using (((((organisation_id || '/'::text) || (dossier_id)::text) || '/notes'::text) = ANY (( SELECT wall.copied(false) AS copied)::text[])));
create policy opened on dossier.notes for select to gestand_app
  using ((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('read'::text, 'notes'::text) AS opened_dossiers)::text[])));
create policy reader_sees on dossier.notes for select to gestand_reader
  using (true);
create policy written on dossier.notes for insert to gestand_app
  with check (((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('write'::text, 'notes'::text) AS opened_dossiers)::text[])) AND (ARRAY[(written_by)::text, written_as] <@ ( SELECT wall.author() AS author)) AND (written_at = now())));
grant insert, select on table dossier.notes to gestand_app;
grant select on table dossier.notes to gestand_reader;

create table dossier.portal_invitations (
  organisation_id text not null,
  invitation_id uuid not null,
  dossier_id uuid not null,
  representation_id uuid,
  code_key bytea not null,
  subject_key bytea not null,
  alone_from date,
  made_by uuid not null,
  made_at timestamp with time zone not null default now(),
  ends_at timestamp with time zone not null,
  used_at timestamp with time zone,
  withdrawn_at timestamp with time zone,
  constraint portal_invitations_pkey PRIMARY KEY (organisation_id, invitation_id),
  constraint portal_invitations_organisation_id_code_key_key UNIQUE (organisation_id, code_key),
  constraint portal_invitations_code_key_check CHECK ((length(code_key) = 32)),
  constraint portal_invitations_subject_key_check CHECK ((length(subject_key) = 32)),
  constraint portal_invitations_organisation_id_dossier_id_fkey FOREIGN KEY (organisation_id, dossier_id) REFERENCES dossier.dossiers(organisation_id, dossier_id),
  constraint portal_invitations_organisation_id_representation_id_dossi_fkey FOREIGN KEY (organisation_id, representation_id, dossier_id) REFERENCES dossier.representations(organisation_id, representation_id, dossier_id)
);
alter table dossier.portal_invitations owner to gestand_owner;
alter table dossier.portal_invitations enable row level security;
alter table dossier.portal_invitations force row level security;
CREATE INDEX portal_invitations_of_dossier ON dossier.portal_invitations USING btree (organisation_id, dossier_id, made_at DESC);
CREATE INDEX portal_invitations_of_subject ON dossier.portal_invitations USING btree (organisation_id, subject_key);
create policy handed_over on dossier.portal_invitations for insert to gestand_app
  with check (((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('write'::text, 'network'::text) AS opened_dossiers)::text[])) AND ((made_by)::text = ANY (( SELECT wall.author() AS author)::text[])) AND (NOT ('representative'::text = ANY (( SELECT wall.author() AS author)::text[]))) AND (made_at = now()) AND (ends_at <= (now() + '14 days'::interval)) AND (used_at IS NULL) AND (withdrawn_at IS NULL) AND ( SELECT wall.factor_shown() AS factor_shown)));
create policy kept on dossier.portal_invitations for select to gestand_app
  using ((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('write'::text, 'network'::text) AS opened_dossiers)::text[])));
create policy opened on dossier.portal_invitations for select to gestand_app
  using ((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('read'::text, 'network'::text) AS opened_dossiers)::text[])));
create policy wall_keeps on dossier.portal_invitations for all to gestand_wall
  using (true)
  with check (true);
create policy withdrawn on dossier.portal_invitations for update to gestand_app
  using (((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('write'::text, 'network'::text) AS opened_dossiers)::text[])) AND (withdrawn_at IS NULL)))
  with check ((withdrawn_at = now()));
grant insert on table dossier.portal_invitations to gestand_app;
grant select on table dossier.portal_invitations to gestand_wall;
grant select (organisation_id, invitation_id, dossier_id, representation_id, made_at, ends_at, used_at, withdrawn_at) on table dossier.portal_invitations to gestand_app;
grant update (withdrawn_at) on table dossier.portal_invitations to gestand_app;
grant update (used_at, withdrawn_at) on table dossier.portal_invitations to gestand_wall;

create table dossier.representations (
  organisation_id text not null,
  representation_id uuid not null,
  dossier_id uuid not null,
  person_key bytea not null,
  kind text not null,
  parts text[] not null,
  from_on date not null,
  until_on date,
  sealed bytea not null,
  recorded_by uuid not null,
  recorded_as text not null,
  recorded_at timestamp with time zone not null default now(),
  revoked_at timestamp with time zone,
  revoked_by uuid,
  actions text[] not null,
  authority_on date,
  constraint representations_pkey PRIMARY KEY (organisation_id, representation_id),
  constraint representations_organisation_id_representation_id_dossier_i_key UNIQUE (organisation_id, representation_id, dossier_id),
  constraint parts_are_words CHECK ((array_to_string(parts, '/'::text, '?'::text) ~ '^[a-z-]{1,40}(/[a-z-]{1,40})*$'::text)),
  constraint representations_actions_check CHECK (((cardinality(actions) > 0) AND (actions <@ '{read,print,export,write,restrict}'::text[]))),
  constraint representations_authority CHECK (((kind <> 'parent'::text) OR ((authority_on IS NOT NULL) AND (authority_on <= from_on)))) NOT VALID,
  constraint representations_check CHECK ((until_on >= from_on)),
  constraint representations_check1 CHECK (((revoked_at IS NULL) = (revoked_by IS NULL))),
  constraint representations_check2 CHECK (((kind <> 'parent'::text) OR (until_on IS NOT NULL))),
  constraint representations_kind_check CHECK ((kind = ANY (ARRAY['mentor'::text, 'guardian'::text, 'property-administrator'::text, 'parent'::text, 'voluntary'::text]))),
  constraint representations_parts_check CHECK (((cardinality(parts) > 0) AND (NOT ('bsn'::text = ANY (parts))))),
  constraint representations_person_key_check CHECK ((length(person_key) = 32)),
  constraint representations_property CHECK (((kind <> 'property-administrator'::text) OR (parts <@ '{existence,identity,contact,provisions,documents,messages,support-dates,access-log}'::text[]))) NOT VALID,
  constraint representations_organisation_id_dossier_id_fkey FOREIGN KEY (organisation_id, dossier_id) REFERENCES dossier.dossiers(organisation_id, dossier_id)
);
alter table dossier.representations owner to gestand_owner;
alter table dossier.representations enable row level security;
alter table dossier.representations force row level security;
CREATE INDEX representations_of_dossier ON dossier.representations USING btree (organisation_id, dossier_id);
CREATE INDEX representations_of_person ON dossier.representations USING btree (organisation_id, person_key);
create policy copied on dossier.representations for select to gestand_app
  using (((((organisation_id || '/'::text) || (dossier_id)::text) || '/consents'::text) = ANY (( SELECT wall.copied(true) AS copied)::text[])));
create policy ended on dossier.representations for update to gestand_app
  using (((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('write'::text, 'network'::text) AS opened_dossiers)::text[])) AND (revoked_at IS NULL)))
  with check (((revoked_at = now()) AND (revoked_by = ( SELECT wall.actor() AS actor))));
create policy given on dossier.representations for insert to gestand_app
  with check (((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('write'::text, 'consents'::text) AS opened_dossiers)::text[])) AND (kind = 'voluntary'::text) AND (recorded_as = 'client'::text) AND (ARRAY[(recorded_by)::text, recorded_as] <@ ( SELECT wall.author() AS author)) AND (recorded_at = now()) AND (revoked_at IS NULL) AND ( SELECT wall.shown_lately() AS shown_lately)));
create policy kept on dossier.representations for select to gestand_app
  using ((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('write'::text, 'network'::text) AS opened_dossiers)::text[])));
create policy kept_by_client on dossier.representations for select to gestand_app
  using ((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('write'::text, 'consents'::text) AS opened_dossiers)::text[])));
create policy opened on dossier.representations for select to gestand_app
  using ((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('read'::text, 'network'::text) AS opened_dossiers)::text[])));
create policy opened_to_client on dossier.representations for select to gestand_app
  using ((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('read'::text, 'consents'::text) AS opened_dossiers)::text[])));
create policy recorded on dossier.representations for insert to gestand_app
  with check (((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('write'::text, 'network'::text) AS opened_dossiers)::text[])) AND (kind <> 'voluntary'::text) AND (ARRAY[(recorded_by)::text, recorded_as] <@ ( SELECT wall.author() AS author)) AND (recorded_at = now()) AND (revoked_at IS NULL) AND ( SELECT wall.factor_shown() AS factor_shown)));
create policy taken_back on dossier.representations for update to gestand_app
  using (((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (( SELECT wall.opened_dossiers('write'::text, 'consents'::text) AS opened_dossiers)::text[])) AND (revoked_at IS NULL) AND (kind = 'voluntary'::text) AND ('client'::text = ANY (( SELECT wall.author() AS author)::text[])) AND ( SELECT wall.shown_lately() AS shown_lately)))
  with check (((revoked_at = now()) AND (revoked_by = ( SELECT wall.actor() AS actor))));
create policy wall_sees on dossier.representations for select to gestand_wall
  using (true);
grant insert on table dossier.representations to gestand_app;
grant select on table dossier.representations to gestand_wall;
grant select (organisation_id, representation_id, dossier_id, kind, parts, from_on, until_on, sealed, recorded_by, recorded_as, recorded_at, revoked_at, actions, authority_on) on table dossier.representations to gestand_app;
grant update (revoked_at, revoked_by) on table dossier.representations to gestand_app;

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
CREATE UNIQUE INDEX one_bsn_a_dossier ON dossier.search_keys USING btree (organisation_id, dossier_id) WHERE (kind = 'bsn'::text);
CREATE INDEX search_keys_of_dossier ON dossier.search_keys USING btree (organisation_id, dossier_id);
create policy wall_sees on dossier.search_keys for select to gestand_wall
  using (true);
create policy written on dossier.search_keys for insert to gestand_app
  with check ((((organisation_id || '/'::text) || (dossier_id)::text) = ANY (
CASE
    WHEN (kind = 'bsn'::text) THEN ( SELECT wall.opened_dossiers('write'::text, 'bsn'::text) AS opened_dossiers)
    WHEN (EXISTS ( SELECT
       FROM dossier.dossiers d
      WHERE ((d.organisation_id = search_keys.organisation_id) AND (d.dossier_id = search_keys.dossier_id) AND (d.registered_in = pg_current_xact_id())))) THEN ( SELECT wall.opened_dossiers('write'::text, 'existence'::text) AS opened_dossiers)
    WHEN (kind ~~ 'postcode%'::text) THEN ( SELECT wall.opened_dossiers('write'::text, 'contact'::text) AS opened_dossiers)
    ELSE ( SELECT wall.opened_dossiers('write'::text, 'identity'::text) AS opened_dossiers)
END)));
grant insert on table dossier.search_keys to gestand_app;
grant select on table dossier.search_keys to gestand_wall;

-- Tables in identity

create table identity.accounts (
  organisation_id text not null,
  staff_id uuid not null,
  name_key bytea not null,
  sealed_name bytea not null,
  sealed_password bytea not null,
  made_at timestamp with time zone not null default now(),
  password_at timestamp with time zone not null default now(),
  constraint accounts_pkey PRIMARY KEY (organisation_id, staff_id),
  constraint accounts_organisation_id_name_key_key UNIQUE (organisation_id, name_key),
  constraint accounts_name_key_check CHECK ((length(name_key) = 32)),
  constraint accounts_organisation_id_staff_id_fkey FOREIGN KEY (organisation_id, staff_id) REFERENCES identity.staff(organisation_id, staff_id)
);
alter table identity.accounts owner to gestand_owner;
alter table identity.accounts enable row level security;
alter table identity.accounts force row level security;
create policy wall_keeps on identity.accounts for all to gestand_wall
  using (true)
  with check (true);
grant delete, insert, select, update on table identity.accounts to gestand_wall;

create table identity.attempts (
  organisation_id text not null,
  key bytea not null,
  failures integer not null,
  last_at timestamp with time zone not null,
  constraint attempts_pkey PRIMARY KEY (organisation_id, key),
  constraint attempts_key_check CHECK ((length(key) = 32)),
  constraint attempts_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES statement.organisations(organisation_id)
);
alter table identity.attempts owner to gestand_owner;
alter table identity.attempts enable row level security;
alter table identity.attempts force row level security;
CREATE INDEX attempts_by_age ON identity.attempts USING btree (last_at);
create policy wall_keeps on identity.attempts for all to gestand_wall
  using (true)
  with check (true);
grant delete, insert, select, update on table identity.attempts to gestand_wall;

create table identity.blocks (
  organisation_id text not null,
  block_id uuid not null,
  staff_id uuid not null,
  reason text not null,
  blocked_by uuid not null,
  blocked_at timestamp with time zone not null default now(),
  lifted_by uuid,
  lifted_at timestamp with time zone,
  constraint blocks_pkey PRIMARY KEY (organisation_id, block_id),
  constraint blocks_check CHECK ((blocked_by <> staff_id)),
  constraint blocks_check1 CHECK (((lifted_by <> staff_id) AND (lifted_by <> blocked_by))),
  constraint blocks_check2 CHECK (((lifted_by IS NULL) OR (lifted_at IS NOT NULL))),
  constraint blocks_reason_check CHECK ((reason = ANY (ARRAY['device-lost'::text, 'account-at-risk'::text, 'inquiry'::text, 'absence'::text]))),
  constraint blocks_organisation_id_blocked_by_fkey FOREIGN KEY (organisation_id, blocked_by) REFERENCES identity.staff(organisation_id, staff_id),
  constraint blocks_organisation_id_lifted_by_fkey FOREIGN KEY (organisation_id, lifted_by) REFERENCES identity.staff(organisation_id, staff_id),
  constraint blocks_organisation_id_staff_id_fkey FOREIGN KEY (organisation_id, staff_id) REFERENCES identity.staff(organisation_id, staff_id)
);
alter table identity.blocks owner to gestand_owner;
alter table identity.blocks enable row level security;
alter table identity.blocks force row level security;
CREATE UNIQUE INDEX one_running_block ON identity.blocks USING btree (organisation_id, staff_id) WHERE (lifted_at IS NULL);
create policy wall_keeps_blocks on identity.blocks for all to gestand_wall
  using (true)
  with check (true);
grant insert, select on table identity.blocks to gestand_wall;
grant update (lifted_by, lifted_at) on table identity.blocks to gestand_wall;

create table identity.clearances (
  organisation_id text not null,
  staff_id uuid not null,
  kind text not null,
  valid_from date not null,
  valid_until date not null,
  recorded_by uuid,
  recorded_at timestamp with time zone not null default now(),
  constraint clearances_pkey PRIMARY KEY (organisation_id, staff_id, kind, valid_from),
  constraint clearances_check CHECK ((recorded_by <> staff_id)),
  constraint clearances_kind_check CHECK ((kind = ANY (ARRAY['secrecy'::text, 'conduct'::text, 'awareness'::text]))),
  constraint clearances_organisation_id_recorded_by_fkey FOREIGN KEY (organisation_id, recorded_by) REFERENCES identity.staff(organisation_id, staff_id),
  constraint clearances_organisation_id_staff_id_fkey FOREIGN KEY (organisation_id, staff_id) REFERENCES identity.staff(organisation_id, staff_id)
);
alter table identity.clearances owner to gestand_owner;
alter table identity.clearances enable row level security;
alter table identity.clearances force row level security;
create policy wall_adds on identity.clearances for insert to gestand_wall
  with check (true);
create policy wall_changes on identity.clearances for update to gestand_wall
  using (true)
  with check (true);
create policy wall_sees_clearances on identity.clearances for select to gestand_wall
  using (true);
grant insert, select on table identity.clearances to gestand_wall;
grant update (valid_until, recorded_by, recorded_at) on table identity.clearances to gestand_wall;

create table identity.code_apps (
  organisation_id text not null,
  staff_id uuid not null,
  sealed_secret bytea not null,
  last_step bigint not null,
  added_at timestamp with time zone not null default now(),
  constraint code_apps_pkey PRIMARY KEY (organisation_id, staff_id),
  constraint code_apps_organisation_id_staff_id_fkey FOREIGN KEY (organisation_id, staff_id) REFERENCES identity.accounts(organisation_id, staff_id)
);
alter table identity.code_apps owner to gestand_owner;
alter table identity.code_apps enable row level security;
alter table identity.code_apps force row level security;
create policy wall_keeps on identity.code_apps for all to gestand_wall
  using (true)
  with check (true);
grant delete, insert, select, update on table identity.code_apps to gestand_wall;

create table identity.held_forms (
  organisation_id text not null,
  session_id uuid not null,
  sealed bytea not null,
  held_at timestamp with time zone not null default now(),
  constraint held_forms_pkey PRIMARY KEY (organisation_id, session_id),
  constraint held_forms_sealed_check CHECK ((length(sealed) <= 200000)),
  constraint held_forms_organisation_id_session_id_fkey FOREIGN KEY (organisation_id, session_id) REFERENCES identity.sessions(organisation_id, session_id)
);
alter table identity.held_forms owner to gestand_owner;
alter table identity.held_forms enable row level security;
alter table identity.held_forms force row level security;
CREATE INDEX held_forms_by_age ON identity.held_forms USING btree (held_at);
create policy wall_keeps on identity.held_forms for all to gestand_wall
  using (true)
  with check (true);
CREATE TRIGGER sweep_at_keeping BEFORE INSERT ON identity.held_forms FOR EACH STATEMENT EXECUTE FUNCTION wall.sweep_held_forms();
grant delete, insert, select, update on table identity.held_forms to gestand_wall;

create table identity.invitations (
  organisation_id text not null,
  secret_hash bytea not null,
  staff_id uuid not null,
  made_at timestamp with time zone not null default now(),
  ends_at timestamp with time zone not null default (now() + '7 days'::interval),
  used_at timestamp with time zone,
  withdrawn_at timestamp with time zone,
  constraint invitations_pkey PRIMARY KEY (secret_hash),
  constraint invitations_secret_hash_check CHECK ((length(secret_hash) = 32)),
  constraint invitations_organisation_id_staff_id_fkey FOREIGN KEY (organisation_id, staff_id) REFERENCES identity.staff(organisation_id, staff_id)
);
alter table identity.invitations owner to gestand_owner;
alter table identity.invitations enable row level security;
alter table identity.invitations force row level security;
create policy wall_keeps on identity.invitations for all to gestand_wall
  using (true)
  with check (true);
grant delete, insert, select, update on table identity.invitations to gestand_wall;

create table identity.passkeys (
  organisation_id text not null,
  passkey_id uuid not null,
  staff_id uuid not null,
  credential_key bytea not null,
  sealed_credential bytea not null,
  counter bigint not null default 0,
  last_asked_at timestamp with time zone,
  added_at timestamp with time zone not null default now(),
  constraint passkeys_pkey PRIMARY KEY (organisation_id, passkey_id),
  constraint passkeys_organisation_id_credential_key_key UNIQUE (organisation_id, credential_key),
  constraint passkeys_credential_key_check CHECK ((length(credential_key) = 32)),
  constraint passkeys_organisation_id_staff_id_fkey FOREIGN KEY (organisation_id, staff_id) REFERENCES identity.accounts(organisation_id, staff_id)
);
alter table identity.passkeys owner to gestand_owner;
alter table identity.passkeys enable row level security;
alter table identity.passkeys force row level security;
create policy wall_keeps on identity.passkeys for all to gestand_wall
  using (true)
  with check (true);
grant delete, insert, select, update on table identity.passkeys to gestand_wall;

create table identity.past_employments (
  organisation_id text not null,
  staff_id uuid not null,
  employer text not null,
  from_on date not null,
  until_on date not null,
  constraint past_employments_pkey PRIMARY KEY (organisation_id, staff_id, from_on),
  constraint past_employments_organisation_id_staff_id_fkey FOREIGN KEY (organisation_id, staff_id) REFERENCES identity.staff(organisation_id, staff_id)
);
alter table identity.past_employments owner to gestand_owner;
alter table identity.past_employments enable row level security;
alter table identity.past_employments force row level security;
create policy wall_adds_employments on identity.past_employments for insert to gestand_wall
  with check (true);
create policy wall_sees_employments on identity.past_employments for select to gestand_wall
  using (true);
grant insert, select on table identity.past_employments to gestand_wall;

create table identity.portal_accounts (
  organisation_id text not null,
  subject_key bytea not null,
  account_id uuid not null,
  name_key bytea not null,
  sealed_password bytea not null,
  sealed_app bytea not null,
  last_step bigint not null,
  made_at timestamp with time zone not null default now(),
  recovery_key bytea,
  constraint portal_accounts_pkey PRIMARY KEY (organisation_id, subject_key),
  constraint portal_accounts_organisation_id_name_key_key UNIQUE (organisation_id, name_key),
  constraint portal_accounts_name_key_check CHECK ((length(name_key) = 32)),
  constraint portal_accounts_recovery_key_check CHECK ((length(recovery_key) = 32)),
  constraint portal_accounts_subject_key_check CHECK ((length(subject_key) = 32)),
  constraint portal_accounts_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES statement.organisations(organisation_id)
);
alter table identity.portal_accounts owner to gestand_owner;
alter table identity.portal_accounts enable row level security;
alter table identity.portal_accounts force row level security;
create policy wall_keeps on identity.portal_accounts for all to gestand_wall
  using (true)
  with check (true);
grant delete, insert, select, update on table identity.portal_accounts to gestand_wall;

create table identity.recovery_codes (
  organisation_id text not null,
  staff_id uuid not null,
  code_key bytea not null,
  used_at timestamp with time zone,
  constraint recovery_codes_pkey PRIMARY KEY (organisation_id, staff_id, code_key),
  constraint recovery_codes_code_key_check CHECK ((length(code_key) = 32)),
  constraint recovery_codes_organisation_id_staff_id_fkey FOREIGN KEY (organisation_id, staff_id) REFERENCES identity.accounts(organisation_id, staff_id)
);
alter table identity.recovery_codes owner to gestand_owner;
alter table identity.recovery_codes enable row level security;
alter table identity.recovery_codes force row level security;
create policy wall_keeps on identity.recovery_codes for all to gestand_wall
  using (true)
  with check (true);
grant delete, insert, select, update on table identity.recovery_codes to gestand_wall;

create table identity.role_requests (
  organisation_id text not null,
  request_id uuid not null,
  staff_id uuid not null,
  role text not null,
  change text not null,
  asked_by uuid not null,
  asked_at timestamp with time zone not null default now(),
  decided_by uuid,
  decided_at timestamp with time zone,
  decision text,
  constraint role_requests_pkey PRIMARY KEY (organisation_id, request_id),
  constraint role_requests_change_check CHECK ((change = ANY (ARRAY['give'::text, 'take'::text]))),
  constraint role_requests_check CHECK ((asked_by <> staff_id)),
  constraint role_requests_check1 CHECK ((decided_by <> staff_id)),
  constraint role_requests_check2 CHECK (((decision IS DISTINCT FROM 'confirmed'::text) OR (decided_by <> asked_by))),
  constraint role_requests_check3 CHECK (((decision IS NULL) = (decided_at IS NULL))),
  constraint role_requests_decision_check CHECK ((decision = ANY (ARRAY['confirmed'::text, 'rejected'::text, 'lapsed'::text]))),
  constraint role_requests_organisation_id_asked_by_fkey FOREIGN KEY (organisation_id, asked_by) REFERENCES identity.staff(organisation_id, staff_id),
  constraint role_requests_organisation_id_decided_by_fkey FOREIGN KEY (organisation_id, decided_by) REFERENCES identity.staff(organisation_id, staff_id),
  constraint role_requests_organisation_id_staff_id_fkey FOREIGN KEY (organisation_id, staff_id) REFERENCES identity.staff(organisation_id, staff_id)
);
alter table identity.role_requests owner to gestand_owner;
alter table identity.role_requests enable row level security;
alter table identity.role_requests force row level security;
CREATE UNIQUE INDEX one_open_request ON identity.role_requests USING btree (organisation_id, staff_id, role) WHERE (decision IS NULL);
create policy wall_keeps_requests on identity.role_requests for all to gestand_wall
  using (true)
  with check (true);
grant insert, select, update on table identity.role_requests to gestand_wall;

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
  stepped_up_at timestamp with time zone,
  browser text,
  representation_id uuid,
  ended_how text,
  constraint sessions_pkey PRIMARY KEY (organisation_id, session_id),
  constraint sessions_token_hash_key UNIQUE (token_hash),
  constraint sessions_browser_check CHECK ((length(browser) <= 40)),
  constraint sessions_check CHECK (((kind = 'staff'::text) = (staff_id IS NOT NULL))),
  constraint sessions_check1 CHECK (((kind = 'client'::text) = (subject_key IS NOT NULL))),
  constraint sessions_check2 CHECK (((role = 'representative'::text) = (representation_id IS NOT NULL))),
  constraint sessions_ended_how CHECK (((ended_how IS NULL) OR (ended_at IS NOT NULL))),
  constraint sessions_ended_how_check CHECK ((ended_how = ANY (ARRAY['signed-out'::text, 'signed-in-anew'::text, 'elsewhere'::text, 'new-account'::text]))),
  constraint sessions_kind_check CHECK ((kind = ANY (ARRAY['staff'::text, 'client'::text]))),
  constraint sessions_sure_enough CHECK (((kind <> 'client'::text) OR wall.sure_enough(assurance))) NOT VALID,
  constraint sessions_token_hash_check CHECK ((length(token_hash) = 32)),
  constraint sessions_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES statement.organisations(organisation_id),
  constraint sessions_organisation_id_representation_id_fkey FOREIGN KEY (organisation_id, representation_id) REFERENCES dossier.representations(organisation_id, representation_id),
  constraint sessions_organisation_id_staff_id_fkey FOREIGN KEY (organisation_id, staff_id) REFERENCES identity.staff(organisation_id, staff_id)
);
alter table identity.sessions owner to gestand_owner;
alter table identity.sessions enable row level security;
alter table identity.sessions force row level security;
CREATE INDEX sessions_by_end ON identity.sessions USING btree (ends_at);
create policy wall_keeps_sessions on identity.sessions for all to gestand_wall
  using (true)
  with check (true);
CREATE TRIGGER sweep_at_sign_in AFTER INSERT ON identity.sessions FOR EACH STATEMENT EXECUTE FUNCTION wall.sweep_held_forms();
CREATE TRIGGER sweep_sessions_at_sign_in AFTER INSERT ON identity.sessions FOR EACH STATEMENT EXECUTE FUNCTION wall.sweep_sessions();
grant delete, insert, select, update on table identity.sessions to gestand_wall;

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
create policy reader_sees on identity.staff for select to gestand_reader
  using (true);
create policy wall_adds on identity.staff for insert to gestand_wall
  with check (true);
create policy wall_changes on identity.staff for update to gestand_wall
  using (true)
  with check (true);
create policy wall_sees_staff on identity.staff for select to gestand_wall
  using (true);
grant insert, select on table identity.staff to gestand_wall;
grant select (organisation_id, staff_id, sealed_name, employer) on table identity.staff to gestand_app;
grant select (organisation_id, staff_id, sealed_name, employer) on table identity.staff to gestand_reader;
grant update (sealed_name, employer, employed_from, employed_until) on table identity.staff to gestand_wall;

create table identity.staff_keys (
  organisation_id text not null,
  staff_id uuid not null,
  kind text not null,
  key bytea not null,
  constraint staff_keys_pkey PRIMARY KEY (organisation_id, staff_id, kind, key),
  constraint staff_keys_key_check CHECK ((length(key) = 32)),
  constraint staff_keys_kind_check CHECK ((kind = ANY (ARRAY['surname'::text, 'postcode-house'::text, 'street'::text]))),
  constraint staff_keys_organisation_id_staff_id_fkey FOREIGN KEY (organisation_id, staff_id) REFERENCES identity.staff(organisation_id, staff_id)
);
alter table identity.staff_keys owner to gestand_owner;
alter table identity.staff_keys enable row level security;
alter table identity.staff_keys force row level security;
CREATE INDEX staff_keys_by_key ON identity.staff_keys USING btree (organisation_id, key);
create policy wall_keeps on identity.staff_keys for all to gestand_wall
  using (true)
  with check (true);
grant delete, insert, select on table identity.staff_keys to gestand_wall;

create table identity.staff_roles (
  organisation_id text not null,
  staff_id uuid not null,
  role text not null,
  from_on date not null,
  until_on date,
  request_id uuid,
  constraint staff_roles_pkey PRIMARY KEY (organisation_id, staff_id, role, from_on),
  constraint staff_roles_organisation_id_request_id_fkey FOREIGN KEY (organisation_id, request_id) REFERENCES identity.role_requests(organisation_id, request_id),
  constraint staff_roles_organisation_id_staff_id_fkey FOREIGN KEY (organisation_id, staff_id) REFERENCES identity.staff(organisation_id, staff_id)
);
alter table identity.staff_roles owner to gestand_owner;
alter table identity.staff_roles enable row level security;
alter table identity.staff_roles force row level security;
create policy wall_adds on identity.staff_roles for insert to gestand_wall
  with check (true);
create policy wall_changes on identity.staff_roles for update to gestand_wall
  using (true)
  with check (true);
create policy wall_sees_roles on identity.staff_roles for select to gestand_wall
  using (true);
CREATE TRIGGER no_one_too_many BEFORE INSERT OR UPDATE ON identity.staff_roles FOR EACH ROW EXECUTE FUNCTION wall.bound_roles();
grant insert, select on table identity.staff_roles to gestand_wall;
grant update (until_on) on table identity.staff_roles to gestand_wall;

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
create policy wall_adds on identity.team_members for insert to gestand_wall
  with check (true);
create policy wall_changes on identity.team_members for update to gestand_wall
  using (true)
  with check (true);
create policy wall_sees_members on identity.team_members for select to gestand_wall
  using (true);
grant insert, select on table identity.team_members to gestand_wall;
grant update (until_on) on table identity.team_members to gestand_wall;

create table identity.teams (
  organisation_id text not null,
  team_id uuid not null,
  name text not null,
  constraint teams_pkey PRIMARY KEY (organisation_id, team_id),
  constraint a_team_is_named CHECK (((name ~ '\S'::text) AND (length(name) <= 60))),
  constraint teams_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES statement.organisations(organisation_id)
);
alter table identity.teams owner to gestand_owner;
alter table identity.teams enable row level security;
alter table identity.teams force row level security;
CREATE UNIQUE INDEX teams_by_name ON identity.teams USING btree (organisation_id, lower(name));
create policy wall_adds on identity.teams for insert to gestand_wall
  with check (true);
create policy wall_changes on identity.teams for update to gestand_wall
  using (true)
  with check (true);
create policy wall_sees_teams on identity.teams for select to gestand_wall
  using (true);
grant insert, select on table identity.teams to gestand_wall;

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
grant select on table ledger.checkpoints to gestand_wall;
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
  action_code ledger.action_code not null,
  outcome ledger.outcome not null,
  reason text,
  statement_version text not null,
  purpose text not null,
  activity text not null,
  clauses text[] not null,
  policies text[] not null,
  actor_kind ledger.actor_kind not null,
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
  access_point ledger.place not null,
  site text not null default 'gestand'::text,
  detail bytea,
  constraint entries_pkey PRIMARY KEY (organisation_id, generation, tx, seq)
);
alter table ledger.entries owner to gestand_owner;
alter table ledger.entries enable row level security;
alter table ledger.entries force row level security;
CREATE INDEX entries_by_time ON ledger.entries USING brin (at);
CREATE INDEX entries_of_dossier ON ledger.entries USING btree (organisation_id, dossier_id, at) WHERE (dossier_id IS NOT NULL);
create policy copied on ledger.entries for select to gestand_app
  using (((((organisation_id || '/'::text) || (dossier_id)::text) || '/access-log'::text) = ANY (( SELECT wall.copied(false) AS copied)::text[])));
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

create table ledger.signal_judgements (
  organisation_id text not null,
  judgement_id uuid not null,
  actor_id uuid not null,
  judgement text not null,
  judged_by uuid not null,
  judged_at timestamp with time zone not null default now(),
  sealed_words bytea not null,
  signal_id uuid not null,
  version integer not null,
  constraint signal_judgements_pkey PRIMARY KEY (organisation_id, judgement_id),
  constraint signal_judgements_check CHECK ((actor_id <> judged_by)),
  constraint signal_judgements_judgement_check CHECK ((judgement = ANY (ARRAY['in-order'::text, 'follow-up'::text, 'misuse'::text]))),
  constraint signal_judgements_sealed_words_check CHECK ((length(sealed_words) > 32)),
  constraint signal_judgements_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES statement.organisations(organisation_id),
  constraint signal_judgements_organisation_id_signal_id_actor_id_fkey FOREIGN KEY (organisation_id, signal_id, actor_id) REFERENCES ledger.signals(organisation_id, signal_id, actor_id)
);
alter table ledger.signal_judgements owner to gestand_owner;
alter table ledger.signal_judgements enable row level security;
alter table ledger.signal_judgements force row level security;
CREATE UNIQUE INDEX one_last_word ON ledger.signal_judgements USING btree (organisation_id, signal_id, version) WHERE (judgement <> 'follow-up'::text);
create policy wall_keeps on ledger.signal_judgements for all to gestand_wall
  using (true)
  with check (true);
grant insert, select on table ledger.signal_judgements to gestand_wall;

create table ledger.signals (
  organisation_id text not null,
  signal_id uuid not null default gen_random_uuid(),
  kind text not null,
  actor_id uuid not null,
  actor_role text not null,
  dossier_id uuid,
  day date,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  times integer not null,
  dossiers integer not null,
  version integer not null default 1,
  waits_since timestamp with time zone not null default now(),
  constraint signals_pkey PRIMARY KEY (organisation_id, signal_id),
  constraint signals_organisation_id_kind_actor_id_dossier_id_day_key UNIQUE NULLS NOT DISTINCT (organisation_id, kind, actor_id, dossier_id, day),
  constraint signals_organisation_id_signal_id_actor_id_key UNIQUE (organisation_id, signal_id, actor_id),
  constraint signals_check CHECK (((dossier_id IS NULL) <> (day IS NULL))),
  constraint signals_kind_check CHECK ((kind = ANY (ARRAY['without-follow-up'::text, 'tried'::text, 'many'::text, 'odd-hours'::text, 'same-surname'::text, 'same-address'::text, 'same-street'::text, 'colleague'::text]))),
  constraint signals_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES statement.organisations(organisation_id)
);
alter table ledger.signals owner to gestand_owner;
alter table ledger.signals enable row level security;
alter table ledger.signals force row level security;
create policy wall_keeps on ledger.signals for all to gestand_wall
  using (true)
  with check (true);
grant insert, select, update on table ledger.signals to gestand_wall;

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

create table ledger.verifications (
  organisation_id text not null,
  verified_at timestamp with time zone not null default clock_timestamp(),
  entries bigint not null,
  findings integer not null,
  constraint verifications_pkey PRIMARY KEY (organisation_id, verified_at),
  constraint verifications_entries_check CHECK ((entries >= 0)),
  constraint verifications_findings_check CHECK ((findings >= 0))
);
alter table ledger.verifications owner to gestand_owner;
CREATE TRIGGER verifications_are_not_emptied BEFORE TRUNCATE ON ledger.verifications FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER verifications_stay BEFORE DELETE OR UPDATE ON ledger.verifications FOR EACH ROW EXECUTE FUNCTION ledger.refuse_change();
grant select on table ledger.verifications to gestand_wall;
grant insert on table ledger.verifications to gestand_worker;

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
  alike text[] not null,
  constraint grants_pkey PRIMARY KEY (organisation_id, version, role, relation, action, state, purpose, part),
  constraint grants_check CHECK ((part = ANY (alike))),
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

CREATE OR REPLACE FUNCTION dossier.line(kind text, id uuid, word text, class text, sealed bytea, at timestamp with time zone, by_id uuid, origin text)
 RETURNS text
 LANGUAGE sql
 STABLE
BEGIN ATOMIC
 SELECT concat_ws('	'::text, kind, id, COALESCE(word, ''::text), COALESCE(class, ''::text), COALESCE(octet_length(sealed), 0), COALESCE(((at AT TIME ZONE 'UTC'::text))::text, ''::text), by_id, COALESCE(origin, ''::text)) AS concat_ws;
END;
alter function dossier.line(text,uuid,text,text,bytea,timestamp with time zone,uuid,text) owner to gestand_owner;
grant execute on function dossier.line(text,uuid,text,text,bytea,timestamp with time zone,uuid,text) to gestand_reader;

CREATE OR REPLACE FUNCTION dossier.read(token bytea, dossier uuid, parts text[], purpose text, event text, trace uuid, access_point text, newest integer)
 RETURNS TABLE(answer text, at timestamp with time zone, records text, sealed bytea)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
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
end $function$;
alter function dossier.read(bytea,uuid,text[],text,text,uuid,text,integer) owner to gestand_reader;
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

CREATE OR REPLACE FUNCTION wall.accept_invitation(secret bytea, name_key bytea, sealed_name bytea, sealed_password bytea, kind text, factor uuid, sealed_factor bytea, factor_key bytea, step bigint, codes bytea[], trace uuid, access_point text)
 RETURNS TABLE(outcome text, subject_key bytea)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
#variable_conflict use_column
declare
  i record;
begin
  select v.organisation_id as org, v.staff_id as staff into i from wall.invitation(secret) v;
  if not found then return query select 'no-invitation'::text, null::bytea; return; end if;
  if exists (select from identity.accounts a where a.organisation_id = i.org and a.name_key = accept_invitation.name_key and a.staff_id <> i.staff) then
    return query select 'name-taken'::text, null::bytea;
    return;
  end if;
  update identity.invitations x set used_at = now() where x.secret_hash = sha256(secret) and x.used_at is null;
  if not found then return query select 'no-invitation'::text, null::bytea; return; end if;
  delete from identity.code_apps c where c.organisation_id = i.org and c.staff_id = i.staff;
  delete from identity.passkeys p where p.organisation_id = i.org and p.staff_id = i.staff;
  insert into identity.accounts as a (organisation_id, staff_id, name_key, sealed_name, sealed_password)
  values (i.org, i.staff, accept_invitation.name_key, accept_invitation.sealed_name, accept_invitation.sealed_password)
  on conflict (organisation_id, staff_id) do update set name_key = excluded.name_key, sealed_name = excluded.sealed_name,
    sealed_password = excluded.sealed_password, password_at = now();
  perform wall.set_factor(i.org, i.staff, kind, factor, sealed_factor, factor_key, step, null);
  perform wall.set_factor(i.org, i.staff, 'recovery', null, null, null, null, codes);
  perform wall.end_sessions_of(i.org, i.staff, null);
  perform wall.note_account(i.org, 'account.made', 'done', null, 'staff', i.staff, wall.works_as(i.org, i.staff), null, null, trace, access_point);
  return query select 'made'::text, s.subject_key from identity.staff s where s.organisation_id = i.org and s.staff_id = i.staff;
end $function$;
alter function wall.accept_invitation(bytea,bytea,bytea,bytea,text,uuid,bytea,bytea,bigint,bytea[],uuid,text) owner to gestand_wall;
grant execute on function wall.accept_invitation(bytea,bytea,bytea,bytea,text,uuid,bytea,bytea,bigint,bytea[],uuid,text) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.accept_portal_invitation(org text, code_key bytea, account uuid, name_key bytea, sealed_password bytea, sealed_app bytea, step bigint, trace uuid, access_point text)
 RETURNS TABLE(outcome text, subject_key bytea)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
#variable_conflict use_column
declare
  subject bytea;
  opens uuid;
  acts boolean;
begin
  select i.subject_key, i.dossier_id, i.representation_id is not null into subject, opens, acts
    from dossier.portal_invitations i where i.organisation_id = org and i.code_key = accept_portal_invitation.code_key
     and i.used_at is null and i.withdrawn_at is null and i.ends_at > now() for update;
  if not found then return query select 'no-invitation'::text, null::bytea; return; end if;
  if exists (select from identity.portal_accounts p where p.organisation_id = org and p.name_key = accept_portal_invitation.name_key and p.subject_key <> subject) then
    return query select 'name-taken'::text, null::bytea;
    return;
  end if;
  update dossier.portal_invitations i set used_at = now() where i.organisation_id = org and i.code_key = accept_portal_invitation.code_key;
  update identity.sessions s set ended_at = now(), ended_how = 'new-account'
   where s.organisation_id = org and s.kind = 'client' and s.subject_key = subject and s.ended_at is null;
  delete from identity.portal_accounts p where p.organisation_id = org and p.subject_key = subject;
  insert into identity.portal_accounts (organisation_id, subject_key, account_id, name_key, sealed_password, sealed_app, last_step)
  values (org, subject, account, accept_portal_invitation.name_key, accept_portal_invitation.sealed_password, accept_portal_invitation.sealed_app, step);
  insert into ledger.entries (organisation_id, generation, event, action_code, outcome, statement_version, purpose, activity, clauses, policies,
      actor_kind, actor_id, actor_role, relation, responsible_id, dossier_id, parts, trace_id, access_point)
  select org, o.generation, 'account.made', 'E', 'done', m.version, m.purpose, m.activity, array[m.clause], '{}',
      case when acts then 'representative' else 'client' end, wall.pseudonym(subject), case when acts then 'representative' else 'client' end,
      case when acts then 'represents' else 'self' end, case when acts then wall.represented(org, opens) end, opens, '{}', trace, access_point
    from statement.organisations o, wall.management(org) m where o.organisation_id = org;
  return query select 'made'::text, subject;
end $function$;
alter function wall.accept_portal_invitation(text,bytea,uuid,bytea,bytea,bytea,bigint,uuid,text) owner to gestand_wall;
grant execute on function wall.accept_portal_invitation(text,bytea,uuid,bytea,bytea,bytea,bigint,uuid,text) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.accesses_to_review()
 RETURNS TABLE(access_id uuid, dossier_id uuid, staff_id uuid, sealed_name bytea, employer text, role text, purpose text, parts text[], from_at timestamp with time zone, until_at timestamp with time zone, emergency boolean, judgement text, judged_at timestamp with time zone, judged_by uuid, judge_name bytea, sealed_words bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select x.access_id, x.dossier_id, x.staff_id, s.sealed_name, s.employer, x.role, x.purpose, x.parts, x.from_at, coalesce(x.ended_at, x.until_at), x.emergency,
         j.judgement, j.judged_at, j.judged_by, b.sealed_name, j.sealed_words
    from dossier.incidental_accesses x
    join identity.staff s on s.organisation_id = x.organisation_id and s.staff_id = x.staff_id
    left join lateral (select i.* from dossier.incidental_judgements i where i.organisation_id = x.organisation_id and i.access_id = x.access_id
                        order by i.judged_at desc limit 1) j on true
    left join identity.staff b on b.organisation_id = x.organisation_id and b.staff_id = j.judged_by
   where x.organisation_id = (select wall.reviewed())
   order by x.from_at $function$;
alter function wall.accesses_to_review() owner to gestand_wall;
grant execute on function wall.accesses_to_review() to gestand_app;

CREATE OR REPLACE FUNCTION wall.account_named(org text, name_key bytea)
 RETURNS TABLE(staff_id uuid, subject_key bytea, sealed_password bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select s.staff_id, s.subject_key, case when s.staff_id is not null then a.sealed_password end
    from (select) one
    left join identity.accounts a on a.organisation_id = org and a.name_key = account_named.name_key
    left join identity.staff s on s.organisation_id = org and s.staff_id = a.staff_id and wall.works_as(org, a.staff_id) is not null $function$;
alter function wall.account_named(text,bytea) owner to gestand_wall;
grant execute on function wall.account_named(text,bytea) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.account_opens(organisation text, session uuid)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select i.dossier_id from identity.sessions s
    join dossier.portal_invitations i on i.organisation_id = s.organisation_id and i.subject_key = s.subject_key
   where s.organisation_id = account_opens.organisation and s.session_id = account_opens.session and s.kind = 'client'
     and i.representation_id is null and i.used_at is not null and i.withdrawn_at is null
     and (coalesce(i.alone_from <= wall.today(), true) or coalesce((select j.able from dossier.capacity_judgements j
       where j.organisation_id = i.organisation_id and j.dossier_id = i.dossier_id and j.revoked_at is null order by j.recorded_at desc limit 1), false))
   limit 1 $function$;
alter function wall.account_opens(text,uuid) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.act_for(token bytea, fresh bytea, chosen uuid, represented bytea, trace uuid, access_point text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.signed_in(token);
  r record;
  why text;
begin
  if a.outcome = 'no-session' or a.actor_kind <> 'client' then return false; end if;
  if chosen is null and represented is null then
    perform wall.note_acting(a, 'session.acts-for-self', 'done', null, x.dossier_id, null, '{}', trace, access_point)
       from identity.sessions s join dossier.representations x on x.organisation_id = s.organisation_id and x.representation_id = s.representation_id
      where s.organisation_id = a.organisation_id and s.session_id = a.session_id;
    update identity.sessions s set role = 'client', representation_id = null, token_hash = sha256(fresh)
     where s.organisation_id = a.organisation_id and s.session_id = a.session_id;
    return true;
  end if;
  why := wall.too_weak(a);
  if why is null then
    select x.representation_id, x.dossier_id into r from dossier.representations x
      join identity.sessions s on s.organisation_id = x.organisation_id and s.subject_key = x.person_key and s.session_id = a.session_id
     where x.organisation_id = a.organisation_id and wall.runs(x.organisation_id, x.representation_id)
       and case when chosen is not null then x.representation_id = chosen
                else exists (select from dossier.search_keys k where k.organisation_id = x.organisation_id and k.kind = 'bsn'
                              and k.key = represented and k.dossier_id = x.dossier_id) end
     order by x.recorded_at desc limit 1;
    if not found then why := 'no-mandate'; end if;
  end if;
  if why is not null then
    perform wall.note_acting(a, 'session.acts-for', 'refused', why, t.dossier_id, wall.pseudonym(represented), '{}', trace, access_point)
       from (select) as always left join (
         select x.dossier_id from dossier.representations x where x.organisation_id = a.organisation_id and x.representation_id = chosen
         union
         select k.dossier_id from dossier.search_keys k where k.organisation_id = a.organisation_id and k.kind = 'bsn' and k.key = represented) t on true;
    return false;
  end if;
  update identity.sessions s set role = 'representative', representation_id = r.representation_id, token_hash = sha256(fresh)
   where s.organisation_id = a.organisation_id and s.session_id = a.session_id;
  perform wall.note_acting(a, 'session.acts-for', 'done', null, r.dossier_id, null, '{}', trace, access_point);
  return true;
end $function$;
alter function wall.act_for(bytea,bytea,uuid,bytea,uuid,text) owner to gestand_wall;
grant execute on function wall.act_for(bytea,bytea,uuid,bytea,uuid,text) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.acting_actions(token bytea)
 RETURNS text[]
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.signed_in(token);
begin
  if a.outcome = 'no-session' or a.actor_role <> 'representative' then return '{}'; end if;
  return coalesce((select u.actions from wall.acts_under(a.organisation_id, a.session_id) u), '{}');
end $function$;
alter function wall.acting_actions(bytea) owner to gestand_wall;
grant execute on function wall.acting_actions(bytea) to gestand_app;

CREATE OR REPLACE FUNCTION wall.acting_people()
 RETURNS TABLE(organisation_id text, dossier_id uuid, representation_id uuid, actor_id uuid, kind text, sealed bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select r.organisation_id, r.dossier_id, r.representation_id, wall.pseudonym(r.person_key), r.kind, r.sealed from dossier.representations r
   where r.organisation_id || '/' || r.dossier_id::text = any ((select wall.opened_dossiers('read', 'access-log'))::text[])
      or r.organisation_id || '/' || r.dossier_id::text || '/access-log' = any ((select wall.copied(false))::text[])
   order by r.recorded_at $function$;
alter function wall.acting_people() owner to gestand_wall;
grant execute on function wall.acting_people() to gestand_app;

CREATE OR REPLACE FUNCTION wall.acting_scope(token bytea)
 RETURNS TABLE(kind text, parts text[])
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
#variable_conflict use_column
declare
  a wall.answer := wall.signed_in(token);
begin
  if a.outcome = 'no-session' or a.actor_role <> 'representative' then return; end if;
  return query select r.kind, u.parts from wall.acts_under(a.organisation_id, a.session_id) u
    join identity.sessions s on s.organisation_id = a.organisation_id and s.session_id = a.session_id
    join dossier.representations r on r.organisation_id = s.organisation_id and r.representation_id = s.representation_id;
end $function$;
alter function wall.acting_scope(bytea) owner to gestand_wall;
grant execute on function wall.acting_scope(bytea) to gestand_app;

CREATE OR REPLACE FUNCTION wall.actor()
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
 SET enable_seqscan TO 'off'
AS $function$
  select e.actor_id from ledger.entries e
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed'
     and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true)) limit 1 $function$;
alter function wall.actor() owner to gestand_wall;
grant execute on function wall.actor() to gestand_app;
grant execute on function wall.actor() to gestand_owner;

CREATE OR REPLACE FUNCTION wall.acts_under(organisation text, session uuid)
 RETURNS TABLE(dossier_id uuid, parts text[], actions text[], responsible_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select r.dossier_id, r.parts, r.actions, wall.represented(r.organisation_id, r.dossier_id)
    from identity.sessions s
    join dossier.representations r on r.organisation_id = s.organisation_id and r.representation_id = s.representation_id and r.person_key = s.subject_key
   where s.organisation_id = acts_under.organisation and s.session_id = acts_under.session and wall.runs(r.organisation_id, r.representation_id) $function$;
alter function wall.acts_under(text,uuid) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.add_staff(token bytea, staff uuid, subject_key bytea, sealed_name bytea, employer text, from_on date, purpose text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
  organisation jsonb := wall.facts_of(a) -> 'organisation';
begin
  if a.outcome = 'allowed' then
    conflict := case
      when employer is distinct from organisation ->> 'id'
        and not exists (select from jsonb_array_elements(coalesce(organisation -> 'members', '[]')) m where m ->> 'id' = employer) then 'unknown-employer'
      when exists (select from identity.staff s where s.organisation_id = a.organisation_id and s.subject_key = add_staff.subject_key) then 'account-taken'
    end;
    if conflict is null then
      insert into identity.staff (organisation_id, staff_id, subject_key, sealed_name, employer, employed_from)
      values (a.organisation_id, staff, add_staff.subject_key, add_staff.sealed_name, add_staff.employer, from_on);
    end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.added', staff, null, purpose, trace, access_point);
end $function$;
alter function wall.add_staff(bytea,uuid,bytea,bytea,text,date,text,uuid,text) owner to gestand_wall;
grant execute on function wall.add_staff(bytea,uuid,bytea,bytea,text,date,text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.ask_incidental(token bytea, number text, access uuid, parts text[], purpose text, until timestamp with time zone, emergency boolean, told_from date, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.who(token, purpose);
  asked wall.answer;
  found_so wall.answer;
  conflict text;
  wanted uuid;
begin
  if a.outcome = 'no-session' then return a; end if;
  -- Two at once of one person wait for each other: three a day is three.
  perform pg_advisory_xact_lock(hashtextextended(a.organisation_id || '/incidental/' || a.actor_id, 0));
  asked := wall.judge_incidental(a, 'open', parts, purpose, emergency);
  conflict := wall.asking_conflict(a, token, emergency, until, ask_incidental.told_from);
  select d.dossier_id into wanted from dossier.dossiers d where d.organisation_id = a.organisation_id and d.client_number = number;
  a := wall.relate(a, coalesce(wanted, access));
  found_so := wall.judge_incidental(a, a.state, parts, purpose, emergency);
  if asked.outcome = 'allowed' then
    conflict := coalesce(conflict, case
      when a.relation = 'involved' then 'involved-already'
      when a.dossier_id is null or found_so.outcome <> 'allowed' then 'not-there' end);
  end if;
  if asked.outcome = 'allowed' and conflict is null then
    a := found_so;
    a.emergency := emergency;
    insert into dossier.incidental_accesses (organisation_id, access_id, dossier_id, staff_id, role, purpose, parts, until_at, emergency, mandated, told_from)
    values (a.organisation_id, access, a.dossier_id, a.actor_id, a.actor_role, ask_incidental.purpose, ask_incidental.parts, until,
            emergency, wall.is_party(a), ask_incidental.told_from);
    a.reason := 'access ' || access || ' until ' || until;
    a := wall.record(a, parts, 'read', purpose, 'access.granted', null, trace, access_point);
    a.reason := null;
    return a;
  end if;
  a.outcome := 'refused';
  if asked.outcome = 'allowed' then a.reason := conflict; end if;
  if a.dossier_id is null or a.reason in ('step-up', 'wrong-period', 'too-long', 'told-too-late') then a.dossier_id := access; end if;
  a := wall.record(a, parts, 'read', purpose, 'access.asked', null, trace, access_point);
  if conflict is distinct from 'involved-already' or asked.outcome <> 'allowed' then a.relation := 'none'; end if;
  return wall.hide(a);
end $function$;
alter function wall.ask_incidental(bytea,text,uuid,text[],text,timestamp with time zone,boolean,date,uuid,text) owner to gestand_wall;
grant execute on function wall.ask_incidental(bytea,text,uuid,text[],text,timestamp with time zone,boolean,date,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.ask_role(token bytea, request uuid, staff uuid, role text, change text, purpose text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
  holds boolean;
begin
  if a.outcome = 'allowed' then
    holds := exists (select from identity.staff_roles r where r.organisation_id = a.organisation_id and r.staff_id = staff
      and r.role = ask_role.role and (r.until_on is null or r.until_on >= wall.today()));
    conflict := case
      when staff = a.actor_id then 'own-role'
      when not wall.works_here(a, staff) then 'not-there'
      when not exists (select from jsonb_array_elements(wall.facts_of(a) -> 'roles') r
                        where r ->> 'id' = ask_role.role and r ->> 'kind' = 'staff') then 'unknown-role'
      when change = 'give' and holds then 'has-role'
      when change = 'take' and not holds then 'has-no-role'
      when change not in ('give', 'take') then 'unknown-change'
      when exists (select from identity.role_requests q where q.organisation_id = a.organisation_id and q.staff_id = staff
                    and q.role = ask_role.role and q.decision is null) then 'asked-already'
    end;
    if conflict is null then
      insert into identity.role_requests (organisation_id, request_id, staff_id, role, change, asked_by)
      values (a.organisation_id, request, staff, ask_role.role, ask_role.change, a.actor_id);
    end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.role-asked', staff,
    case when a.outcome = 'allowed' and coalesce(conflict, '') <> 'not-there' and change in ('give', 'take')
      and exists (select from jsonb_array_elements(wall.facts_of(a) -> 'roles') r where r ->> 'id' = ask_role.role and r ->> 'kind' = 'staff')
      then change || ' ' || role end, purpose, trace, access_point);
end $function$;
alter function wall.ask_role(bytea,uuid,uuid,text,text,text,uuid,text) owner to gestand_wall;
grant execute on function wall.ask_role(bytea,uuid,uuid,text,text,text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.asking_conflict(a wall.answer, token bytea, emergency boolean, until timestamp with time zone, told_from date)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select case
    when emergency and not wall.stepped_up(token) then 'step-up'
    when until is null or until <= now() then 'wrong-period'
    when until > now() + case when wall.is_party(a) then interval '31 days' when emergency then interval '60 minutes' else interval '8 hours' end then 'too-long'
    when told_from > wall.today() + 14 then 'told-too-late'
    when emergency and (select count(*) from dossier.incidental_accesses x where x.organisation_id = a.organisation_id and x.staff_id = a.actor_id
        and x.emergency and (x.from_at at time zone 'Europe/Amsterdam')::date = wall.today()) >= 3 then 'three-a-day'
  end $function$;
alter function wall.asking_conflict(wall.answer,bytea,boolean,timestamp with time zone,date) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.attempts_passed(org text, counter bytea, network bytea, tries integer)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  delete from identity.attempts t where t.organisation_id = org and t.key = counter;
  update identity.attempts t set failures = greatest(0, t.failures - tries) where t.organisation_id = org and t.key = network; $function$;
alter function wall.attempts_passed(text,bytea,bytea,integer) owner to gestand_wall;
grant execute on function wall.attempts_passed(text,bytea,bytea,integer) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.author()
 RETURNS text[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
 SET enable_seqscan TO 'off'
AS $function$
  select array[e.actor_id::text, e.actor_role, e.statement_version] from ledger.entries e
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed'
     and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true))
     and e.action = 'write' limit 1 $function$;
alter function wall.author() owner to gestand_wall;
grant execute on function wall.author() to gestand_app;
grant execute on function wall.author() to gestand_owner;

CREATE OR REPLACE FUNCTION wall.block_staff(token bytea, block uuid, staff uuid, reason text, purpose text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.manage(token, purpose);
  o text := a.organisation_id;
  conflict text;
begin
  if a.outcome = 'allowed' then
    -- Two who block each other wait for each other: the second finds that it is signed in no more.
    perform pg_advisory_xact_lock(hashtextextended(o || '/block', 0));
    if wall.is_blocked(o, a.actor_id) then
      a.outcome := 'no-session';
      return a;
    end if;
    perform from identity.staff s where s.organisation_id = o and s.staff_id = staff for update;
    conflict := case
      when staff = a.actor_id then 'own-block'
      when not wall.works_here(a, staff) then 'not-there'
      when reason not in ('device-lost', 'account-at-risk', 'inquiry', 'absence') then 'unknown-reason'
      when wall.is_blocked(o, staff) then 'blocked-already'
    end;
    if conflict is null then
      insert into identity.blocks (organisation_id, block_id, staff_id, reason, blocked_by) values (o, block, staff, block_staff.reason, a.actor_id);
      perform wall.end_sessions_of(o, staff, null);
      perform wall.drop_invitation(o, staff);
    end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.blocked', staff,
    case when a.outcome = 'allowed' and conflict is null then reason end, purpose, trace, access_point);
end $function$;
alter function wall.block_staff(bytea,uuid,uuid,text,text,uuid,text) owner to gestand_wall;
grant execute on function wall.block_staff(bytea,uuid,uuid,text,text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.bound_roles()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  most integer := wall.role_maximum(new.organisation_id, new.role);
  others integer;
begin
  if most is null or new.until_on < wall.today() then return new; end if;
  -- to end earlier never makes one more
  if tg_op = 'UPDATE' and new.from_on >= old.from_on and coalesce(new.until_on, 'infinity') <= coalesce(old.until_on, 'infinity')
     and (new.staff_id, new.role) = (old.staff_id, old.role) then
    return new;
  end if;
  perform pg_advisory_xact_lock(hashtextextended(new.organisation_id || '/role/' || new.role, 0));
  select count(distinct r.staff_id) into others from identity.staff_roles r
    join identity.staff s on s.organisation_id = r.organisation_id and s.staff_id = r.staff_id
   where r.organisation_id = new.organisation_id and r.role = new.role and r.staff_id <> new.staff_id
     and coalesce(least(r.until_on, s.employed_until), 'infinity') >= greatest(new.from_on, wall.today())
     and r.from_on <= coalesce(new.until_on, 'infinity');
  if others >= most then
    raise exception 'The statement allows at most % of the role %.', most, new.role using errcode = 'GS010';
  end if;
  return new;
end $function$;
alter function wall.bound_roles() owner to gestand_wall;
grant execute on function wall.bound_roles() to gestand_owner;

CREATE OR REPLACE FUNCTION wall.caseloads()
 RETURNS TABLE(staff_id uuid, sealed_name bytea, dossiers integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select s.staff_id, s.sealed_name, count(distinct d.dossier_id)::integer
    from dossier.involvements i
    join dossier.dossiers d on d.organisation_id = i.organisation_id and d.dossier_id = i.dossier_id
    join identity.team_members m on m.organisation_id = d.organisation_id and m.team_id = d.team_id and m.staff_id = (select wall.actor())
     and wall.today() between m.from_on and coalesce(m.until_on, 'infinity')
    join identity.staff s on s.organisation_id = i.organisation_id and s.staff_id = i.staff_id
   where i.organisation_id = (select wall.managed()) and coalesce(i.until_on, 'infinity') >= wall.today()
     and not exists (select from dossier.closures c where c.organisation_id = d.organisation_id and c.dossier_id = d.dossier_id and c.reopened_at is null)
     and not exists (select from dossier.destructions x where x.organisation_id = d.organisation_id and x.dossier_id = d.dossier_id)
   group by s.staff_id, s.sealed_name $function$;
alter function wall.caseloads() owner to gestand_wall;
grant execute on function wall.caseloads() to gestand_app;

CREATE OR REPLACE FUNCTION wall.change_account(token bytea, what text, id uuid, sealed bytea, key bytea, step bigint, codes bytea[], trace uuid, access_point text)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.signed_in(token);
  left_over integer;
begin
  if a.outcome = 'no-session' or a.actor_kind <> 'staff' or not a.second_factor then return 'no-session'; end if;
  if not wall.stepped_up(token) then return 'step-up'; end if;
  perform from identity.accounts c where c.organisation_id = a.organisation_id and c.staff_id = a.actor_id for update;
  if not found then return 'no-session'; end if;
  if what = 'password' then
    update identity.accounts c set sealed_password = sealed, password_at = now() where c.organisation_id = a.organisation_id and c.staff_id = a.actor_id;
    perform wall.end_sessions_of(a.organisation_id, a.actor_id, a.session_id);
  elsif what in ('no-passkey', 'no-app') then
    select count(*) into left_over from wall.factors(a.organisation_id, a.actor_id) f
     where case what when 'no-app' then f.kind = 'passkey' else f.kind = 'app' or (f.kind = 'passkey' and f.id <> change_account.id) end;
    if left_over = 0 then return 'last-factor'; end if;
    delete from identity.passkeys p where what = 'no-passkey' and p.organisation_id = a.organisation_id and p.staff_id = a.actor_id and p.passkey_id = id;
    delete from identity.code_apps c where what = 'no-app' and c.organisation_id = a.organisation_id and c.staff_id = a.actor_id;
  else
    perform wall.set_factor(a.organisation_id, a.actor_id, what, id, sealed, key, step, codes);
  end if;
  perform wall.note_own(a, 'account.changed', 'done', what, null, trace, access_point);
  return 'changed';
end $function$;
alter function wall.change_account(bytea,text,uuid,bytea,bytea,bigint,bytea[],uuid,text) owner to gestand_wall;
grant execute on function wall.change_account(bytea,text,uuid,bytea,bytea,bigint,bytea[],uuid,text) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.cleared_until(org text, staff uuid, day date)
 RETURNS date
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select case when count(reach.until) = count(*) then min(reach.until) end
    from unnest(array['secrecy', 'conduct', 'awareness']) as k (kind)
    left join lateral (
      select upper(p.period) - 1 as until
        from (select unnest(range_agg(daterange(c.valid_from, c.valid_until, '[]'))) as period from identity.clearances c
               where c.organisation_id = org and c.staff_id = staff and c.kind = k.kind and c.valid_until >= c.valid_from) p
       where p.period @> day) reach on true $function$;
alter function wall.cleared_until(text,uuid,date) owner to gestand_wall;

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

CREATE OR REPLACE FUNCTION wall.colleagues_to_involve()
 RETURNS TABLE(staff_id uuid, sealed_name bytea, employer text, role text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select distinct on (s.staff_id) s.staff_id, s.sealed_name, s.employer, r.role
    from ledger.entries e
    join identity.staff s on s.organisation_id = e.organisation_id and wall.comes_in(s.organisation_id, s.staff_id)
    join identity.staff_roles r on r.organisation_id = s.organisation_id and r.staff_id = s.staff_id
     and wall.today() between r.from_on and coalesce(r.until_on, 'infinity')
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed'
     and e.action in ('grant', 'review') and 'existence' = any (e.parts)
     and exists (select from statement.grants g where g.organisation_id = e.organisation_id and g.version = e.statement_version
       and g.role = r.role and g.relation = 'involved' and g.action = 'read' and g.part = 'existence' and g.state = 'open')
   order by s.staff_id, r.from_on, r.role $function$;
alter function wall.colleagues_to_involve() owner to gestand_wall;
grant execute on function wall.colleagues_to_involve() to gestand_app;

CREATE OR REPLACE FUNCTION wall.comes_in(org text, staff uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select not wall.is_blocked(org, staff)
     and exists (select from identity.staff s where s.organisation_id = org and s.staff_id = comes_in.staff
       and wall.today() between s.employed_from and coalesce(s.employed_until, 'infinity'))
     and wall.cleared_until(org, staff, wall.today()) is not null $function$;
alter function wall.comes_in(text,uuid) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.compliance_figures()
 RETURNS TABLE(looks bigint, refusals bigint, entries bigint, size bigint, made_at timestamp with time zone, oldest_waiting timestamp with time zone, without_ground bigint, verified_at timestamp with time zone, verified_entries bigint, findings integer, staff integer, cleared integer, expiring integer, administrators integer)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
#variable_conflict use_column
declare
  org text := wall.reviewed();
  day date := wall.today();
begin
  if org is null then return; end if;
  return query
  with week as (
    select e.action, e.outcome, e.at, e.tx, e.seq, e.generation,
           exists (select from statement.activities a where a.organisation_id = e.organisation_id and a.version = e.statement_version
                    and a.activity = e.activity) as grounded
      from ledger.entries e where e.organisation_id = org and e.at > now() - interval '7 days'
  ), head as (
    select c.size, c.made_at, c.generation, c.last_tx, c.last_seq from ledger.checkpoints c
     where c.organisation_id = org order by c.size desc limit 1
  ), people as (
    select s.staff_id, wall.cleared_until(org, s.staff_id, day) as cleared_until,
           exists (select from identity.staff_roles r where r.organisation_id = org and r.staff_id = s.staff_id and r.role = 'administrator'
                    and day >= r.from_on and (r.until_on is null or day <= r.until_on)) as administers
      from identity.staff s
     where s.organisation_id = org and day >= s.employed_from and (s.employed_until is null or day <= s.employed_until)
  )
  select (select count(*) from week w where w.outcome = 'allowed' and w.action = 'read'),
         (select count(*) from week w where w.outcome = 'refused'),
         (select count(*) from week),
         (select h.size from head h),
         (select h.made_at from head h),
         (select min(w.at) from week w where not exists (
            select from head h where (h.generation, h.last_tx, h.last_seq) >= (w.generation, w.tx, w.seq))
            and w.tx < pg_snapshot_xmin(pg_current_snapshot())),
         (select count(*) from week w where not w.grounded),
         v.verified_at, v.entries, v.findings,
         (select count(*)::integer from people),
         (select count(*)::integer from people p where p.cleared_until >= day),
         (select count(*)::integer from people p where p.cleared_until between day and day + 30),
         (select count(*)::integer from people p where p.administers)
    from (select) one
    left join lateral (select x.verified_at, x.entries, x.findings from ledger.verifications x
                        where x.organisation_id = org order by x.verified_at desc limit 1) v on true;
end $function$;
alter function wall.compliance_figures() owner to gestand_wall;
grant execute on function wall.compliance_figures() to gestand_app;

CREATE OR REPLACE FUNCTION wall.copied(in_person boolean)
 RETURNS text[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
 SET enable_seqscan TO 'off'
AS $function$
  select array(select e.organisation_id || '/' || e.dossier_id::text || '/' || p from ledger.entries e
    join identity.sessions s on s.organisation_id = e.organisation_id and s.session_id = e.session_id and s.stepped_up_at > now() - interval '10 minutes',
    unnest(e.parts) p
   where e.organisation_id = current_setting('gestand.organisation', true) and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true))
     and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed' and e.action = 'export'
     and e.actor_role = any (case when in_person then '{client}' else '{client,representative}'::text[] end)) $function$;
alter function wall.copied(boolean) owner to gestand_wall;
grant execute on function wall.copied(boolean) to gestand_app;
grant execute on function wall.copied(boolean) to gestand_owner;

CREATE OR REPLACE FUNCTION wall.copy(token bytea, dossier uuid, parts text[], purpose text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.who(token, purpose, dossier, parts, 'export');
begin
  if a.outcome = 'no-session' then return a; end if;
  if a.outcome = 'refused' then a := wall.otherwise(a, dossier, parts, 'export', purpose); end if;
  a := wall.unless(a, case
    when a.actor_kind <> 'client' then 'not-for-staff'
    when not exists (select from identity.sessions s where s.organisation_id = a.organisation_id and s.session_id = a.session_id
      and s.stepped_up_at > now() - interval '10 minutes') then 'not-shown-lately' end);
  -- Also what does not exist is written down, as in wall.open.
  if a.outcome = 'refused' then a.dossier_id := dossier; end if;
  a := wall.record(a, parts, 'export', purpose, 'copy.made', null, trace, access_point);
  if a.outcome = 'refused' then return wall.hide(a); end if;
  return a;
end $function$;
alter function wall.copy(bytea,uuid,text[],text,uuid,text) owner to gestand_wall;
grant execute on function wall.copy(bytea,uuid,text[],text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.correct_staff(token bytea, staff uuid, sealed_name bytea, surname_keys bytea[], employer text, purpose text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
  before identity.staff;
begin
  if a.outcome = 'allowed' then
    select * into before from identity.staff s where s.organisation_id = a.organisation_id and s.staff_id = staff for update;
    conflict := case
      when staff = a.actor_id then 'own-details'
      when not wall.works_here(a, staff) then 'not-there'
      when employer <> before.employer and not wall.is_employer(a, employer) then 'unknown-employer'
      when correct_staff.sealed_name is null and coalesce(employer, before.employer) = before.employer then 'nothing-changed'
    end;
    if conflict is null then
      update identity.staff s set sealed_name = coalesce(correct_staff.sealed_name, s.sealed_name), employer = coalesce(correct_staff.employer, s.employer)
       where s.organisation_id = a.organisation_id and s.staff_id = staff;
      -- with the name goes what the person is recognised by in the dossier of a namesake
      if correct_staff.sealed_name is not null then
        delete from identity.staff_keys k where k.organisation_id = a.organisation_id and k.staff_id = staff and k.kind = 'surname';
        insert into identity.staff_keys (organisation_id, staff_id, kind, key)
        select distinct a.organisation_id, staff, 'surname', x.key from unnest(surname_keys) as x (key);
      end if;
    end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.corrected', staff,
    case when a.outcome = 'allowed' and conflict is null then concat_ws(' ', case when sealed_name is not null then 'name' end,
      case when employer <> before.employer then concat('employer ', before.employer, ' to ', employer) end) end, purpose, trace, access_point);
end $function$;
alter function wall.correct_staff(bytea,uuid,bytea,bytea[],text,text,uuid,text) owner to gestand_wall;
grant execute on function wall.correct_staff(bytea,uuid,bytea,bytea[],text,text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.count_attempt(org text, counter bytea, network bytea)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  wait integer;
begin
  delete from identity.attempts t where (t.organisation_id, t.key) in (
    select x.organisation_id, x.key from identity.attempts x where x.last_at < now() - interval '1 day' limit 50 for update skip locked);
  wait := wall.slow_down(org, network, 30, interval '1 minute', interval '1 minute');
  if wait > 0 then return wait; end if;
  return wall.slow_down(org, counter, 5, interval '15 minutes', interval '10 minutes');
end $function$;
alter function wall.count_attempt(text,bytea,bytea) owner to gestand_wall;
grant execute on function wall.count_attempt(text,bytea,bytea) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.decide_role(token bytea, request uuid, decision text, purpose text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
  q identity.role_requests;
  day date := wall.today();
begin
  if decision not in ('confirmed', 'rejected') then raise exception 'A request is confirmed or rejected.' using errcode = 'GS002'; end if;
  if a.outcome = 'allowed' then
    select * into q from identity.role_requests x
     where x.organisation_id = a.organisation_id and x.request_id = request and x.decision is null for update;
    conflict := case
      when q.request_id is null or not wall.works_here(a, q.staff_id) then 'not-there'
      when q.staff_id = a.actor_id then 'own-role'
      when decide_role.decision = 'confirmed' and q.asked_by = a.actor_id then 'same-person'
      when decide_role.decision = 'confirmed' and not wall.stepped_up(token) then 'step-up'
    end;
    if conflict is null then
      begin
        update identity.role_requests x set decision = decide_role.decision, decided_by = a.actor_id, decided_at = now()
         where x.organisation_id = a.organisation_id and x.request_id = request;
        if decide_role.decision = 'confirmed' and q.change = 'give' then
          insert into identity.staff_roles (organisation_id, staff_id, role, from_on, request_id) values (a.organisation_id, q.staff_id, q.role, day, request)
          on conflict (organisation_id, staff_id, role, from_on) do update set until_on = null;
        elsif decide_role.decision = 'confirmed' then
          update identity.staff_roles r set until_on = day - 1
           where r.organisation_id = a.organisation_id and r.staff_id = q.staff_id and r.role = q.role and coalesce(r.until_on, 'infinity') >= day;
        end if;
      exception when sqlstate 'GS010' then
        conflict := 'one-too-many';
      end;
    end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.role-' || case decision when 'confirmed' then 'confirmed' else 'rejected' end,
    q.staff_id, concat_ws(' ', q.change, q.role, 'asked-by ' || q.asked_by), purpose, trace, access_point);
end $function$;
alter function wall.decide_role(bytea,uuid,text,text,uuid,text) owner to gestand_wall;
grant execute on function wall.decide_role(bytea,uuid,text,text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.decider_stands(consent uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select exists (select from dossier.consents c
    where c.consent_id = decider_stands.consent
      and (c.organisation_id || '/' || c.dossier_id::text = any ((select wall.opened_dossiers('read', 'consents'))::text[])
        or c.organisation_id || '/' || c.dossier_id::text = any ((select wall.opened_dossiers('write', 'consents'))::text[]))
      and not exists (select from dossier.capacity_judgements j where j.organisation_id = c.organisation_id and j.dossier_id = c.dossier_id
        and greatest(j.recorded_at, j.revoked_at) > c.asked_at)
      and not exists (select from dossier.representations r where r.organisation_id = c.organisation_id and r.dossier_id = c.dossier_id
        and r.kind <> 'voluntary' and r.recorded_at > c.asked_at)) $function$;
alter function wall.decider_stands(uuid) owner to gestand_wall;
grant execute on function wall.decider_stands(uuid) to gestand_app;
grant execute on function wall.decider_stands(uuid) to gestand_owner;

CREATE OR REPLACE FUNCTION wall.declare_first(org text, staff uuid, kind text, valid_until date, detail bytea, trace uuid)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  if wall.works_as(org, staff) is null then return 'no-staff'; end if;
  if coalesce(kind, '') not in ('secrecy', 'conduct', 'awareness') then return 'unknown-kind'; end if;
  if valid_until is null or valid_until < wall.today() then return 'wrong-period'; end if;
  insert into identity.clearances (organisation_id, staff_id, kind, valid_from, valid_until)
  values (org, staff, declare_first.kind, wall.today(), declare_first.valid_until)
  on conflict on constraint clearances_pkey do update set valid_until = excluded.valid_until, recorded_by = null, recorded_at = now();
  perform wall.note_account(org, 'people.clearance-recorded', 'done', concat_ws(' ', kind, wall.today(), valid_until), 'system',
    '00000000-0000-0000-0000-000000000000', 'command-line', null, detail, trace, 'command-line');
  return 'recorded';
end $function$;
alter function wall.declare_first(text,uuid,text,date,bytea,uuid) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.drop_invitation(org text, staff uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  update identity.invitations i set ends_at = now(), withdrawn_at = now()
   where i.organisation_id = org and i.staff_id = staff and i.used_at is null and i.ends_at > now();
  return found;
end $function$;
alter function wall.drop_invitation(text,uuid) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.emergencies(token bytea, purpose text)
 RETURNS TABLE(access_id uuid, staff_id uuid, sealed_name bytea, role text, from_at timestamp with time zone, until_at timestamp with time zone, waits boolean)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  with asker as materialized (
    select a.organisation_id, a.actor_id, a.actor_role,
           exists (select from statement.grants g where g.organisation_id = a.organisation_id and g.version = a.statement_version
              and g.role = a.actor_role and g.relation = 'none' and g.action = 'review' and g.state = 'open'
              and g.purpose = emergencies.purpose and g.part = 'access-log') as judges
      from wall.who(token, emergencies.purpose) a where a.outcome <> 'no-session' and a.second_factor and a.cleared
  ), teams as materialized (
    select m.team_id, greatest(m.from_on, r.from_on) as since
      from asker a
      join identity.staff_roles r on r.organisation_id = a.organisation_id and r.staff_id = a.actor_id and r.role = a.actor_role
       and wall.today() between r.from_on and coalesce(r.until_on, 'infinity')
      join identity.team_members m on m.organisation_id = a.organisation_id and m.staff_id = a.actor_id
       and wall.today() between m.from_on and coalesce(m.until_on, 'infinity')
     where a.actor_role = 'team-manager'
  ), members as materialized (
    select c.staff_id, min(t.since) as since
      from asker a cross join teams t
      join identity.team_members c on c.organisation_id = a.organisation_id and c.team_id = t.team_id
       and wall.today() between c.from_on and coalesce(c.until_on, 'infinity')
     group by c.staff_id
  ), heard as (
    select x.*, x.staff_id <> a.actor_id and case
             when a.judges then not exists (select from dossier.incidental_judgements j
               where j.organisation_id = x.organisation_id and j.access_id = x.access_id)
             else (x.from_at at time zone 'Europe/Amsterdam')::date >= least(t.since, m.since) and not exists (
               select from dossier.emergencies_seen v
                where v.organisation_id = x.organisation_id and v.access_id = x.access_id and v.staff_id = a.actor_id)
           end as waits
      from asker a
      join dossier.incidental_accesses x on x.organisation_id = a.organisation_id and x.emergency and x.sealed_reason is not null
      join dossier.dossiers d on d.organisation_id = x.organisation_id and d.dossier_id = x.dossier_id
      left join (select team_id, min(since) as since from teams group by team_id) t on t.team_id = d.team_id
      left join members m on m.staff_id = x.staff_id
     where a.judges or t.since is not null or m.since is not null
  )
  select h.access_id, h.staff_id, s.sealed_name, h.role, h.from_at, h.until_at, h.waits
    from heard h
    join identity.staff s on s.organisation_id = h.organisation_id and s.staff_id = h.staff_id
   where h.waits or h.from_at > now() - interval '30 days'
   order by h.from_at desc $function$;
alter function wall.emergencies(bytea,text) owner to gestand_wall;
grant execute on function wall.emergencies(bytea,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.employ_again(token bytea, staff uuid, employer text, from_on date, purpose text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.manage(token, purpose);
  o text := a.organisation_id;
  conflict text;
  before identity.staff;
begin
  if a.outcome = 'allowed' then
    select * into before from identity.staff s where s.organisation_id = o and s.staff_id = staff for update;
    conflict := case
      when before.staff_id is null then 'not-there'
      when wall.works_here(a, staff) then 'works-here'
      when employer is distinct from before.employer and not coalesce(wall.is_employer(a, employer), false) then 'unknown-employer'
      when from_on is null or from_on <= before.employed_until then 'wrong-period'
      when exists (select from dossier.involvements i where i.organisation_id = o and i.staff_id = staff and coalesce(i.until_on, 'infinity') >= wall.today()
        and not exists (select from dossier.closures c where c.organisation_id = o and c.dossier_id = i.dossier_id and c.reopened_at is null)
        and not exists (select from dossier.destructions x where x.organisation_id = o and x.dossier_id = i.dossier_id)) then 'still-involved'
    end;
    if conflict is null then
      insert into identity.past_employments (organisation_id, staff_id, employer, from_on, until_on)
      values (o, staff, before.employer, before.employed_from, before.employed_until);
      update identity.staff s set employer = employ_again.employer, employed_from = employ_again.from_on, employed_until = null
       where s.organisation_id = o and s.staff_id = staff;
      update identity.clearances c set valid_until = greatest(c.valid_from - 1, before.employed_until)
       where c.organisation_id = o and c.staff_id = staff and c.valid_until > before.employed_until;
      update dossier.involvements i set until_on = greatest(i.from_on - 1, before.employed_until)
       where i.organisation_id = o and i.staff_id = staff and coalesce(i.until_on, 'infinity') > before.employed_until;
    end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.employed-again', staff,
    case when a.outcome = 'allowed' and conflict is null then concat_ws(' ', employer, 'from ' || from_on) end, purpose, trace, access_point);
end $function$;
alter function wall.employ_again(bytea,uuid,text,date,text,uuid,text) owner to gestand_wall;
grant execute on function wall.employ_again(bytea,uuid,text,date,text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.end_employment(token bytea, staff uuid, last_day date, purpose text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
  o text := a.organisation_id;
begin
  if a.outcome = 'allowed' then
    conflict := case
      when staff = a.actor_id then 'own-employment'
      when not wall.works_here(a, staff) then 'not-there'
      when last_day is null then 'wrong-period'
    end;
    if conflict is null then
      update identity.staff s set employed_until = last_day where s.organisation_id = o and s.staff_id = staff;
      update identity.staff_roles r set until_on = last_day
       where r.organisation_id = o and r.staff_id = staff and coalesce(r.until_on, 'infinity') > last_day;
      update identity.team_members m set until_on = last_day
       where m.organisation_id = o and m.staff_id = staff and coalesce(m.until_on, 'infinity') > last_day;
      update identity.role_requests q set decision = 'lapsed', decided_at = now()
       where q.organisation_id = o and q.staff_id = staff and q.decision is null;
      if last_day < wall.today() then
        update identity.sessions s set ended_at = now() where s.organisation_id = o and s.staff_id = staff and s.ended_at is null;
      end if;
    end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.ended', staff, 'until ' || last_day, purpose, trace, access_point);
end $function$;
alter function wall.end_employment(bytea,uuid,date,text,uuid,text) owner to gestand_wall;
grant execute on function wall.end_employment(bytea,uuid,date,text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.end_incidental(token bytea, access uuid, purpose text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
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
end $function$;
alter function wall.end_incidental(bytea,uuid,text,uuid,text) owner to gestand_wall;
grant execute on function wall.end_incidental(bytea,uuid,text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.end_involvement(token bytea, dossier uuid, staff uuid, purpose text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.who(token, purpose);
  conflict text;
  day date := wall.today();
begin
  if a.outcome = 'no-session' then return a; end if;
  a := wall.judge(wall.relate(a, dossier), array['existence'], 'grant', purpose);
  if a.outcome = 'allowed' then
    -- two who leave at the same moment wait for each other, so that one of them stays
    perform from dossier.involvements i where i.organisation_id = a.organisation_id and i.dossier_id = dossier for update;
    conflict := case
      when staff <> a.actor_id and a.relation <> 'same-team' then 'not-yours'
      when not exists (select from dossier.involvements i where i.organisation_id = a.organisation_id and i.dossier_id = dossier
                        and i.staff_id = staff and coalesce(i.until_on, 'infinity') >= day) then 'not-there'
      when not exists (select from dossier.involvements i where i.organisation_id = a.organisation_id and i.dossier_id = dossier
                        and i.staff_id <> staff and day between i.from_on and coalesce(i.until_on, 'infinity')) then 'last-one'
    end;
    if conflict is null then
      update dossier.involvements i set until_on = day - 1
       where i.organisation_id = a.organisation_id and i.dossier_id = dossier and i.staff_id = staff and coalesce(i.until_on, 'infinity') >= day;
    end if;
  end if;
  a := wall.record_about(wall.unless(a, conflict), 'grant', 'involvement.ended', staff, null, purpose, trace, access_point);
  if a.outcome = 'refused' and conflict is null then return wall.hide(a); end if;
  return a;
end $function$;
alter function wall.end_involvement(bytea,uuid,uuid,text,uuid,text) owner to gestand_wall;
grant execute on function wall.end_involvement(bytea,uuid,uuid,text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.end_own_sessions(token bytea, chosen uuid, trace uuid, access_point text)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.signed_in(token);
  ended integer;
begin
  if a.outcome = 'no-session' then return null; end if;
  update identity.sessions s set ended_at = now(), ended_how = 'elsewhere'
    from wall.own_sessions(token) o
   where s.organisation_id = a.organisation_id and s.session_id = o.session_id and case when chosen is null then not o.own else o.session_id = chosen end;
  get diagnostics ended = row_count;
  if ended > 0 then perform wall.note_own(a, 'session.ended', 'done', null, null, trace, access_point); end if;
  return ended;
end $function$;
alter function wall.end_own_sessions(bytea,uuid,uuid,text) owner to gestand_wall;
grant execute on function wall.end_own_sessions(bytea,uuid,uuid,text) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.end_session(token bytea, how text DEFAULT 'signed-out'::text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  delete from identity.held_forms h using identity.sessions s
   where s.token_hash = sha256(token) and h.organisation_id = s.organisation_id and h.session_id = s.session_id;
  update identity.sessions set ended_at = now(), ended_how = how where token_hash = sha256(token) and ended_at is null; $function$;
alter function wall.end_session(bytea,text) owner to gestand_wall;
grant execute on function wall.end_session(bytea,text) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.end_sessions_of(org text, staff uuid, but uuid)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  with ended as (update identity.sessions s
      set ended_at = now(), ended_how = case when but is not null then 'elsewhere' when not wall.is_blocked(org, staff) then 'new-account' end
    where s.organisation_id = org and s.staff_id = staff and s.ended_at is null and s.session_id is distinct from but returning 1)
  select count(*)::integer from ended $function$;
alter function wall.end_sessions_of(text,uuid,uuid) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.factor_shown()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select exists (select from ledger.entries e
    join identity.sessions s on s.organisation_id = e.organisation_id and s.session_id = e.session_id and s.stepped_up_at > now() - interval '2 minutes'
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed'
     and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true))) $function$;
alter function wall.factor_shown() owner to gestand_wall;
grant execute on function wall.factor_shown() to gestand_app;
grant execute on function wall.factor_shown() to gestand_owner;

CREATE OR REPLACE FUNCTION wall.factors(org text, staff uuid)
 RETURNS TABLE(kind text, id uuid, sealed bytea, counter bigint, added_at timestamp with time zone, unused integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select 'app', null::uuid, c.sealed_secret, c.last_step, c.added_at, null::integer from identity.code_apps c where c.organisation_id = org and c.staff_id = staff
  union all
  select 'passkey', p.passkey_id, p.sealed_credential, p.counter, p.added_at, null from identity.passkeys p where p.organisation_id = org and p.staff_id = staff
  union all
  select 'recovery', null, null, null, null, count(*)::integer from identity.recovery_codes r where r.organisation_id = org and r.staff_id = staff and r.used_at is null $function$;
alter function wall.factors(text,uuid) owner to gestand_wall;
grant execute on function wall.factors(text,uuid) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.facts_of(a wall.answer)
 RETURNS jsonb
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select v.facts from statement.versions v where v.organisation_id = a.organisation_id and v.version = a.statement_version $function$;
alter function wall.facts_of(wall.answer) owner to gestand_wall;

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

CREATE OR REPLACE FUNCTION wall.hand_over(token bytea, leaver uuid, taker uuid, from_on date, until_on date, for_good boolean, purpose text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
  one wall.answer;
  id uuid;
begin
  if a.outcome = 'allowed' then
    conflict := case
      when leaver = taker then 'same-person'
      when not for_good and until_on is null then 'wrong-period'
      else wall.involving_conflict(a, taker, from_on, until_on)
    end;
  end if;
  if a.outcome = 'allowed' and conflict is null then
    for id in select distinct i.dossier_id from dossier.involvements i where i.organisation_id = a.organisation_id and i.staff_id = leaver
        and hand_over.from_on >= i.from_on and coalesce(i.until_on, 'infinity') >= hand_over.from_on loop
      one := a;
      one.outcome := 'refused';
      one.policies := '{}';
      one.clauses := '{}';
      one := wall.judge(wall.relate(one, id), array['existence'], 'grant', purpose);
      continue when one.outcome <> 'allowed';
      if not exists (select from dossier.involvements i where i.organisation_id = a.organisation_id and i.dossier_id = id and i.staff_id = taker
           and i.from_on <= hand_over.from_on and coalesce(i.until_on, 'infinity') >= coalesce(hand_over.until_on, 'infinity')) then
        perform wall.write_involvement(one, id, taker, from_on, case when for_good then null else until_on end);
      end if;
      if for_good then
        update dossier.involvements i set until_on = hand_over.from_on - 1
         where i.organisation_id = a.organisation_id and i.dossier_id = id and i.staff_id = leaver and coalesce(i.until_on, 'infinity') >= hand_over.from_on;
      end if;
      perform wall.record_about(one, 'grant', 'involvement.handed-over', taker, concat_ws(' ', 'from ' || leaver, from_on, until_on), purpose, trace, access_point);
      a.dossiers := a.dossiers || id;
    end loop;
    if cardinality(a.dossiers) = 0 then conflict := 'nothing-to-hand-over'; end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.handed-over', leaver, concat_ws(' ', 'to ' || taker, from_on, until_on), purpose, trace, access_point);
end $function$;
alter function wall.hand_over(bytea,uuid,uuid,date,date,boolean,text,uuid,text) owner to gestand_wall;
grant execute on function wall.hand_over(bytea,uuid,uuid,date,date,boolean,text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.has_its_words()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  if exists (select from dossier.incidental_accesses x where x.organisation_id = new.organisation_id and x.access_id = new.access_id
      and (x.sealed_reason is null or (x.mandated and x.sealed_mandate is null) or (x.told_from is not null and x.sealed_safety is null))) then
    raise exception 'An incidental access has a reason, and what else it needs.' using errcode = 'GS003';
  end if;
  return null;
end $function$;
alter function wall.has_its_words() owner to gestand_wall;
grant execute on function wall.has_its_words() to gestand_owner;

CREATE OR REPLACE FUNCTION wall.has_shown_lately(token bytea)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select exists (select from identity.sessions s where s.token_hash = sha256(token) and s.ended_at is null and s.stepped_up_at > now() - interval '9 minutes') $function$;
alter function wall.has_shown_lately(bytea) owner to gestand_wall;
grant execute on function wall.has_shown_lately(bytea) to gestand_app;

CREATE OR REPLACE FUNCTION wall.held_form(token bytea)
 RETURNS bytea
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select h.sealed from identity.sessions s join identity.held_forms h on h.organisation_id = s.organisation_id and h.session_id = s.session_id
   where s.token_hash = sha256(token) and s.ended_at is null and s.ends_at > now() and h.held_at > now() - interval '15 minutes' $function$;
alter function wall.held_form(bytea) owner to gestand_wall;
grant execute on function wall.held_form(bytea) to gestand_signin;

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

CREATE OR REPLACE FUNCTION wall.hold_form(token bytea, sealed bytea)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.signed_in(token);
begin
  if a.outcome = 'no-session' then return false; end if;
  insert into identity.held_forms (organisation_id, session_id, sealed) values (a.organisation_id, a.session_id, hold_form.sealed)
  on conflict on constraint held_forms_pkey do update set sealed = excluded.sealed, held_at = now();
  return true;
end $function$;
alter function wall.hold_form(bytea,bytea) owner to gestand_wall;
grant execute on function wall.hold_form(bytea,bytea) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.invitation(secret bytea)
 RETURNS TABLE(organisation_id text, staff_id uuid, sealed_name bytea, ends_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select i.organisation_id, i.staff_id, s.sealed_name, i.ends_at from identity.invitations i
    join identity.staff s on s.organisation_id = i.organisation_id and s.staff_id = i.staff_id
   where i.secret_hash = sha256(secret) and i.used_at is null and i.ends_at > now() and wall.works_as(i.organisation_id, i.staff_id) is not null $function$;
alter function wall.invitation(bytea) owner to gestand_wall;
grant execute on function wall.invitation(bytea) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.invite_first(org text, staff uuid, secret bytea, detail bytea, trace uuid)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  if wall.works_as(org, staff) is null then return 'no-staff'; end if;
  perform wall.make_invitation(org, staff, secret);
  perform wall.note_account(org, 'account.invited', 'done', null, 'system', '00000000-0000-0000-0000-000000000000', 'command-line', null, detail, trace, 'command-line');
  return 'invited';
end $function$;
alter function wall.invite_first(text,uuid,bytea,bytea,uuid) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.invite_staff(token bytea, staff uuid, secret bytea, detail bytea, trace uuid, access_point text)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.signed_in(token);
begin
  if a.outcome = 'no-session' then return 'no-session'; end if;
  if a.actor_role <> 'administrator' or a.actor_id = staff or not (a.second_factor and a.cleared) then
    perform wall.note_own(a, 'account.invited', 'refused', 'no-rule', detail, trace, access_point);
    return 'not-allowed';
  end if;
  if not wall.stepped_up(token) then return 'step-up'; end if;
  if wall.works_as(a.organisation_id, staff) is null then return 'no-staff'; end if;
  if exists (select from identity.accounts c where c.organisation_id = a.organisation_id and c.staff_id = staff) then
    return 'has-account';
  end if;
  perform wall.make_invitation(a.organisation_id, staff, secret);
  perform wall.note_own(a, 'account.invited', 'done', null, detail, trace, access_point);
  return 'invited';
end $function$;
alter function wall.invite_staff(bytea,uuid,bytea,bytea,uuid,text) owner to gestand_wall;
grant execute on function wall.invite_staff(bytea,uuid,bytea,bytea,uuid,text) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.involve(token bytea, dossier uuid, staff uuid, from_on date, until_on date, purpose text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.who(token, purpose);
  conflict text;
begin
  if a.outcome = 'no-session' then return a; end if;
  a := wall.judge(wall.relate(a, dossier), array['existence'], 'grant', purpose);
  if a.outcome = 'allowed' then
    conflict := wall.involving_conflict(a, staff, from_on, until_on);
    if conflict is null and exists (select from dossier.involvements i where i.organisation_id = a.organisation_id and i.dossier_id = dossier
         and i.staff_id = staff and coalesce(i.until_on, 'infinity') >= involve.from_on) then
      conflict := 'involved-already';
    end if;
    if conflict is null then perform wall.write_involvement(a, dossier, staff, from_on, until_on); end if;
  end if;
  a := wall.record_about(wall.unless(a, conflict), 'grant', 'involvement.begun', staff, concat_ws(' ', from_on, until_on), purpose, trace, access_point);
  if a.outcome = 'refused' and conflict is null then return wall.hide(a); end if;
  return a;
end $function$;
alter function wall.involve(bytea,uuid,uuid,date,date,text,uuid,text) owner to gestand_wall;
grant execute on function wall.involve(bytea,uuid,uuid,date,date,text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.involving_conflict(a wall.answer, staff uuid, from_on date, until_on date)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select case
    when staff = a.actor_id then 'own-access'
    when not wall.works_here(a, staff) then 'not-there'
    when not wall.comes_in(a.organisation_id, staff) then 'cannot-come-in'
    when wall.role_to_be_involved(a, staff) is null then 'cannot-be-involved'
    when from_on is null or from_on < wall.today() or until_on < from_on then 'wrong-period'
  end $function$;
alter function wall.involving_conflict(wall.answer,uuid,date,date) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.is_blocked(org text, staff uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select exists (select from identity.blocks b where b.organisation_id = org and b.staff_id = staff and b.lifted_at is null) $function$;
alter function wall.is_blocked(text,uuid) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.is_employer(a wall.answer, employer text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select employer = o ->> 'id' or exists (select from jsonb_array_elements(coalesce(o -> 'members', '[]')) m where m ->> 'id' = employer)
    from (select wall.facts_of(a) -> 'organisation' as o) x $function$;
alter function wall.is_employer(wall.answer,text) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.is_party(a wall.answer)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select exists (select from statement.versions v, jsonb_array_elements(v.facts -> 'roles') r
    where v.organisation_id = a.organisation_id and v.version = a.statement_version and r ->> 'id' = a.actor_role and r ->> 'kind' = 'party') $function$;
alter function wall.is_party(wall.answer) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.join_team(token bytea, team uuid, staff uuid, from_on date, until_on date, purpose text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
begin
  if a.outcome = 'allowed' then
    conflict := case
      when staff = a.actor_id then 'own-team'
      when not wall.works_here(a, staff)
        or not exists (select from identity.teams t where t.organisation_id = a.organisation_id and t.team_id = team) then 'not-there'
      when from_on is null or until_on < from_on then 'wrong-period'
      when exists (select from identity.team_members m where m.organisation_id = a.organisation_id and m.team_id = team and m.staff_id = staff
                    and coalesce(m.until_on, 'infinity') >= join_team.from_on) then 'member-already'
    end;
    if conflict is null then
      insert into identity.team_members (organisation_id, team_id, staff_id, from_on, until_on)
      values (a.organisation_id, team, staff, join_team.from_on, join_team.until_on);
    end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.team-joined', staff, concat_ws(' ', 'team ' || team, from_on, until_on), purpose, trace, access_point);
end $function$;
alter function wall.join_team(bytea,uuid,uuid,date,date,text,uuid,text) owner to gestand_wall;
grant execute on function wall.join_team(bytea,uuid,uuid,date,date,text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.judge(a wall.answer, parts text[], action text, purpose text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
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
end $function$;
alter function wall.judge(wall.answer,text[],text,text) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.judge_incidental(a wall.answer, state text, parts text[], purpose text, emergency boolean)
 RETURNS wall.answer
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  a.relation := 'incidental';
  a.state := judge_incidental.state;
  a := wall.judge(a, parts, 'read', purpose);
  if a.outcome = 'allowed' and emergency is distinct from exists (select from statement.activities v
      where v.organisation_id = a.organisation_id and v.version = a.statement_version and v.activity = a.activity and v.ground = 'vital-interest') then
    a.outcome := 'refused';
    a.reason := 'no-rule';
  end if;
  return a;
end $function$;
alter function wall.judge_incidental(wall.answer,text,text[],text,boolean) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.judge_signal(token bytea, judgement_id uuid, signal uuid, version integer, judgement text, sealed_words bytea, purpose text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
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
end $function$;
alter function wall.judge_signal(bytea,uuid,uuid,integer,text,bytea,text,uuid,text) owner to gestand_wall;
grant execute on function wall.judge_signal(bytea,uuid,uuid,integer,text,bytea,text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.judged_by_another()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  if exists (select from dossier.incidental_accesses x where x.organisation_id = new.organisation_id and x.access_id = new.access_id
      and x.staff_id = new.judged_by) then
    raise exception 'Nobody judges the own look.' using errcode = 'GS003';
  end if;
  return new;
end $function$;
alter function wall.judged_by_another() owner to gestand_wall;
grant execute on function wall.judged_by_another() to gestand_owner;

CREATE OR REPLACE FUNCTION wall.keep_portal_recovery(org text, code_key bytea, recovery_key bytea)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  with kept as (update identity.portal_accounts p set recovery_key = keep_portal_recovery.recovery_key
    from dossier.portal_invitations i
   where i.organisation_id = org and i.code_key = keep_portal_recovery.code_key and i.used_at > now() - interval '5 minutes' and i.withdrawn_at is null
     and p.organisation_id = org and p.subject_key = i.subject_key and p.recovery_key is null returning 1)
  select exists (select from kept) $function$;
alter function wall.keep_portal_recovery(text,bytea,bytea) owner to gestand_wall;
grant execute on function wall.keep_portal_recovery(text,bytea,bytea) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.keep_signals(organisation text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
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
end $function$;
alter function wall.keep_signals(text) owner to gestand_wall;
grant execute on function wall.keep_signals(text) to gestand_worker;

CREATE OR REPLACE FUNCTION wall.kept_signals()
 RETURNS TABLE(signal_id uuid, kind text, actor_id uuid, actor_name bytea, actor_role text, dossier_id uuid, client_number text, first_at timestamp with time zone, last_at timestamp with time zone, times integer, dossiers integer, version integer, waits_since timestamp with time zone, waits boolean, judgement_id uuid, judgement text, judged_by uuid, judged_by_name bytea, judged_at timestamp with time zone, sealed_words bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select s.signal_id, s.kind, s.actor_id, p.sealed_name, s.actor_role, s.dossier_id, d.client_number, s.first_at, s.last_at, s.times, s.dossiers,
         s.version, s.waits_since, w.waits, j.judgement_id, j.judgement, j.judged_by, b.sealed_name, j.judged_at, j.sealed_words
    from ledger.signals s
    cross join lateral (select not wall.last_word(s.organisation_id, s.signal_id, s.version) as waits) w
    join identity.staff p on p.organisation_id = s.organisation_id and p.staff_id = s.actor_id
    left join dossier.dossiers d on d.organisation_id = s.organisation_id and d.dossier_id = s.dossier_id
    left join lateral (select x.* from ledger.signal_judgements x where x.organisation_id = s.organisation_id and x.signal_id = s.signal_id
                        order by x.judged_at desc limit 1) j on true
    left join identity.staff b on b.organisation_id = s.organisation_id and b.staff_id = j.judged_by
   where s.organisation_id = (select wall.reviewed()) and (w.waits or j.judged_at > now() - interval '30 days')
   order by w.waits desc, case when w.waits then s.waits_since end, j.judged_at desc, s.last_at desc $function$;
alter function wall.kept_signals() owner to gestand_wall;
grant execute on function wall.kept_signals() to gestand_app;

CREATE OR REPLACE FUNCTION wall.last_word(organisation text, signal uuid, version integer)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select exists (select from ledger.signal_judgements j where j.organisation_id = last_word.organisation and j.signal_id = signal
    and j.version = last_word.version and j.judgement <> 'follow-up') $function$;
alter function wall.last_word(text,uuid,integer) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.leave_team(token bytea, team uuid, staff uuid, purpose text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
begin
  if a.outcome = 'allowed' then
    update identity.team_members m set until_on = wall.today() - 1
     where m.organisation_id = a.organisation_id and m.team_id = team and m.staff_id = staff and coalesce(m.until_on, 'infinity') >= wall.today();
    if not found then conflict := 'not-there'; end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.team-left', staff, 'team ' || team, purpose, trace, access_point);
end $function$;
alter function wall.leave_team(bytea,uuid,uuid,text,uuid,text) owner to gestand_wall;
grant execute on function wall.leave_team(bytea,uuid,uuid,text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.lift_block(token bytea, staff uuid, purpose text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
  b identity.blocks;
begin
  if a.outcome = 'allowed' then
    select * into b from identity.blocks x
     where x.organisation_id = a.organisation_id and x.staff_id = staff and x.lifted_at is null for update;
    conflict := case
      when b.block_id is null then 'not-there'
      when staff = a.actor_id then 'own-block'
      when b.blocked_by = a.actor_id then 'same-person-block'
      when not wall.stepped_up(token) then 'step-up'
    end;
    if conflict is null then
      update identity.blocks x set lifted_by = a.actor_id, lifted_at = now()
       where x.organisation_id = a.organisation_id and x.block_id = b.block_id;
    end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.unblocked', staff,
    concat_ws(' ', b.reason, 'blocked-by ' || b.blocked_by), purpose, trace, access_point);
end $function$;
alter function wall.lift_block(bytea,uuid,text,uuid,text) owner to gestand_wall;
grant execute on function wall.lift_block(bytea,uuid,text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.lift_block_first(org text, staff uuid, detail bytea, trace uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  update identity.blocks x set lifted_at = now() where x.organisation_id = org and x.staff_id = staff and x.lifted_at is null;
  if not found then return false; end if;
  perform wall.note_account(org, 'people.unblocked', 'done', null, 'system', '00000000-0000-0000-0000-000000000000', 'command-line', null, detail, trace, 'command-line');
  return true;
end $function$;
alter function wall.lift_block_first(text,uuid,bytea,uuid) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.looks(organisation text, since timestamp with time zone)
 RETURNS TABLE(actor_id uuid, actor_role text, dossier_id uuid, at timestamp with time zone, local timestamp without time zone, outcome text, relation text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select e.actor_id, e.actor_role, e.dossier_id, e.at, e.at at time zone 'Europe/Amsterdam', e.outcome, e.relation
    from ledger.entries e
   where e.organisation_id = looks.organisation and e.at >= since and e.actor_kind = 'staff' and e.dossier_id is not null
     and e.action = 'read' and not e.emergency and e.relation <> 'incidental' and e.event not in ('caseload.listed', 'client.found', 'access.examined')
     and (e.outcome = 'allowed' or e.reason in ('no-rule', 'not-there', 'three-a-day')) $function$;
alter function wall.looks(text,timestamp with time zone) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.make_invitation(org text, staff uuid, secret bytea)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  update identity.invitations i set ends_at = now() where i.organisation_id = org and i.staff_id = staff and i.used_at is null and i.ends_at > now();
  insert into identity.invitations (organisation_id, secret_hash, staff_id) values (org, sha256(secret), staff); $function$;
alter function wall.make_invitation(text,uuid,bytea) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.make_team(token bytea, team uuid, name text, purpose text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
begin
  if a.outcome = 'allowed' then
    if exists (select from identity.teams t where t.organisation_id = a.organisation_id and lower(t.name) = lower(make_team.name)) then
      conflict := 'name-taken';
    else
      insert into identity.teams (organisation_id, team_id, name) values (a.organisation_id, team, make_team.name);
    end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.team-made', null, 'team ' || team, purpose, trace, access_point);
end $function$;
alter function wall.make_team(bytea,uuid,text,text,uuid,text) owner to gestand_wall;
grant execute on function wall.make_team(bytea,uuid,text,text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.manage(token bytea, purpose text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.who(token, purpose);
begin
  if a.outcome = 'no-session' then return a; end if;
  return wall.judge(a, array['existence'], 'review', purpose);
end $function$;
alter function wall.manage(bytea,text) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.managed()
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select e.organisation_id from ledger.entries e
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed'
     and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true))
     and e.action = 'review' and 'existence' = any (e.parts) and e.dossier_id is null limit 1 $function$;
alter function wall.managed() owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.management(org text)
 RETURNS TABLE(version text, purpose text, activity text, clause text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select p.version, p.purpose, p.activity, p.clause
    from (select v.version from statement.versions v where v.organisation_id = org and v.in_force_from <= wall.today()
           order by v.in_force_from desc, v.published_at desc limit 1) v
    join statement.purposes p on p.organisation_id = org and p.version = v.version
   order by (p.purpose = 'management') desc, p.position limit 1 $function$;
alter function wall.management(text) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.may_act_for(token bytea, trace uuid, access_point text)
 RETURNS TABLE(representation_id uuid, kind text, parts text[], until_on date, client_number text, acting boolean)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
#variable_conflict use_column
declare
  a wall.answer := wall.signed_in(token);
  weak text;
begin
  if a.outcome = 'no-session' or a.actor_kind <> 'client' then return; end if;
  weak := wall.too_weak(a);
  if weak is not null then
    perform wall.note_acting(a, 'representation.offered', 'refused', weak, null, null, '{}', trace, access_point);
    return;
  end if;
  for representation_id, kind, parts, until_on, client_number, acting in
    select r.representation_id, r.kind, r.parts, r.until_on, d.client_number, r.representation_id is not distinct from s.representation_id
      from identity.sessions s
      join dossier.representations r on r.organisation_id = s.organisation_id and r.person_key = s.subject_key
       and wall.runs(r.organisation_id, r.representation_id)
      join dossier.dossiers d on d.organisation_id = r.organisation_id and d.dossier_id = r.dossier_id
     where s.organisation_id = a.organisation_id and s.session_id = a.session_id
     order by r.recorded_at
  loop
    perform wall.note_acting(a, 'representation.offered', 'done', null, r.dossier_id, null, '{existence}', trace, access_point)
       from dossier.representations r where r.organisation_id = a.organisation_id and r.representation_id = may_act_for.representation_id;
    return next;
  end loop;
end $function$;
alter function wall.may_act_for(bytea,uuid,text) owner to gestand_wall;
grant execute on function wall.may_act_for(bytea,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.may_be_asked(organisation text, version text, role text, disclosure text, purpose text, direction text, party_kind text, party text, parts text[], items text[])
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog'
AS $function$
  select exists (
    select from statement.versions v
      cross join jsonb_array_elements(v.facts -> 'disclosures') d
      join jsonb_array_elements(v.facts -> 'activities') a on a ->> 'id' = d ->> 'activity'
     where v.organisation_id = may_be_asked.organisation and v.version = may_be_asked.version
       and d ->> 'id' = may_be_asked.disclosure and d ->> 'needs' = 'consent' and d -> 'roles' ? may_be_asked.role
       and coalesce(d -> 'conditions', '[]') <@ '["informed-before", "written-consent"]'
       and a ->> 'purpose' = may_be_asked.purpose
       and may_be_asked.direction = case d ->> 'direction' when 'in' then 'ask' else 'give' end
       and d -> 'recipients' ? may_be_asked.party_kind
       and (may_be_asked.party is null or exists (
         select from jsonb_array_elements(coalesce(v.facts -> 'parties', '[]') || coalesce(v.facts -> 'organisation' -> 'members', '[]')) p
          where p ->> 'id' = may_be_asked.party and p ->> 'kind' = may_be_asked.party_kind))
       and case when d ? 'items'
             then cardinality(may_be_asked.items) > 0 and to_jsonb(may_be_asked.items) <@ (d -> 'items')
               and not exists (select from unnest(may_be_asked.parts) part where part not in (
                 select i ->> 'part' from jsonb_array_elements(v.facts -> 'items') i where i ->> 'id' = any (may_be_asked.items)))
             else cardinality(may_be_asked.items) = 0 and to_jsonb(may_be_asked.parts) <@ (d -> 'parts') end) $function$;
alter function wall.may_be_asked(text,text,text,text,text,text,text,text,text[],text[]) owner to gestand_wall;
grant execute on function wall.may_be_asked(text,text,text,text,text,text,text,text,text[],text[]) to gestand_app;
grant execute on function wall.may_be_asked(text,text,text,text,text,text,text,text,text[],text[]) to gestand_owner;

CREATE OR REPLACE FUNCTION wall.name_browser(token bytea, browser text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  update identity.sessions s set browser = left(name_browser.browser, 40) where s.token_hash = sha256(token) $function$;
alter function wall.name_browser(bytea,text) owner to gestand_wall;
grant execute on function wall.name_browser(bytea,text) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.note_account(org text, event text, outcome text, reason text, actor_kind text, actor uuid, actor_role text, session uuid, detail bytea, trace uuid, access_point text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  if event !~ '^[a-z][a-z.-]{0,60}$' or reason !~ '^[a-z][a-z0-9 .:-]{0,200}$' then
    raise exception 'An entry holds words of the vocabulary alone.' using errcode = 'GS002';
  end if;
  insert into ledger.entries (organisation_id, generation, event, action_code, outcome, reason, statement_version, purpose, activity, clauses,
      policies, actor_kind, actor_id, actor_role, relation, parts, session_id, trace_id, access_point, detail)
  select org, o.generation, note_account.event, 'E', note_account.outcome, note_account.reason, m.version, m.purpose, m.activity, array[m.clause],
      '{}', note_account.actor_kind, actor, note_account.actor_role, 'none', '{}', session, trace, note_account.access_point, note_account.detail
    from statement.organisations o, wall.management(org) m where o.organisation_id = org;
end $function$;
alter function wall.note_account(text,text,text,text,text,uuid,text,uuid,bytea,uuid,text) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.note_acting(a wall.answer, event text, outcome text, reason text, dossier uuid, responsible uuid, parts text[], trace uuid, access_point text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  insert into ledger.entries (organisation_id, generation, event, action_code, outcome, reason, statement_version, purpose, activity, clauses, policies,
      actor_kind, actor_id, actor_role, relation, responsible_id, dossier_id, parts, session_id, trace_id, access_point)
  select a.organisation_id, o.generation, note_acting.event, 'E', note_acting.outcome, note_acting.reason, m.version, m.purpose, m.activity, array[m.clause], '{}',
      'representative', a.actor_id, 'representative', case note_acting.outcome when 'refused' then 'none' else 'represents' end,
      coalesce(responsible, wall.represented(a.organisation_id, dossier)), dossier, note_acting.parts, a.session_id, trace, note_acting.access_point
    from statement.organisations o, wall.management(a.organisation_id) m where o.organisation_id = a.organisation_id $function$;
alter function wall.note_acting(wall.answer,text,text,text,uuid,uuid,text[],uuid,text) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.note_own(a wall.answer, event text, outcome text, reason text, detail bytea, trace uuid, access_point text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select wall.note_account(a.organisation_id, event, outcome, reason, a.actor_kind, a.actor_id, a.actor_role, a.session_id, detail, trace, access_point) $function$;
alter function wall.note_own(wall.answer,text,text,text,bytea,uuid,text) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.open(token bytea, dossier uuid, parts text[], action text, purpose text, event text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
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
end $function$;
alter function wall.open(bytea,uuid,text[],text,text,text,uuid,text) owner to gestand_wall;
grant execute on function wall.open(bytea,uuid,text[],text,text,text,uuid,text) to gestand_app;
grant execute on function wall.open(bytea,uuid,text[],text,text,text,uuid,text) to gestand_reader;

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
 SET enable_seqscan TO 'off'
AS $function$
  select array(select e.organisation_id || '/' || e.dossier_id::text || '/' || p from ledger.entries e, unnest(e.parts) p
   where e.organisation_id = current_setting('gestand.organisation', true) and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true))
     and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed' and e.action = wanted) $function$;
alter function wall.opened(text) owner to gestand_wall;
grant execute on function wall.opened(text) to gestand_app;
grant execute on function wall.opened(text) to gestand_owner;

CREATE OR REPLACE FUNCTION wall.opened_dossiers(wanted text, part text)
 RETURNS text[]
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
 SET enable_seqscan TO 'off'
AS $function$
  select array(select e.organisation_id || '/' || e.dossier_id::text from ledger.entries e
   where e.organisation_id = current_setting('gestand.organisation', true) and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true))
     and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed'
     and case when wanted is null then e.action not in ('know', 'search', 'review') else e.action = wanted end
     and (opened_dossiers.part is null or opened_dossiers.part = any (e.parts))) $function$;
alter function wall.opened_dossiers(text,text) owner to gestand_wall;
grant execute on function wall.opened_dossiers(text,text) to gestand_app;
grant execute on function wall.opened_dossiers(text,text) to gestand_owner;

CREATE OR REPLACE FUNCTION wall.organisation()
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
 SET enable_seqscan TO 'off'
AS $function$
  select e.organisation_id from ledger.entries e
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed'
     and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true)) limit 1 $function$;
alter function wall.organisation() owner to gestand_wall;
grant execute on function wall.organisation() to gestand_app;
grant execute on function wall.organisation() to gestand_owner;

CREATE OR REPLACE FUNCTION wall.otherwise(a wall.answer, dossier uuid, parts text[], action text, purpose text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  access record;
begin
  if a.actor_role = 'representative' then
    select * into access from wall.acts_under(a.organisation_id, a.session_id);
    a.responsible_id := access.responsible_id;
    if access.dossier_id is null or access.dossier_id is distinct from otherwise.dossier then return a; end if;
    a.relation := 'represents';
    if not otherwise.parts <@ access.parts then return a; end if;
    if action <> all (access.actions) then return a; end if;
    return wall.judge(a, parts, action, purpose);
  end if;
  if a.actor_kind = 'client' then
    if a.relation <> 'none' or not a.second_factor or wall.account_opens(a.organisation_id, a.session_id) is distinct from otherwise.dossier then return a; end if;
    a.relation := 'self';
    return wall.judge(a, parts, action, purpose);
  end if;
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
end $function$;
alter function wall.otherwise(wall.answer,uuid,text[],text,text) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.overdue_reviews(token bytea, purpose text)
 RETURNS TABLE(kind text, staff_id uuid, sealed_name bytea, role text, since timestamp with time zone)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
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
   order by o.since $function$;
alter function wall.overdue_reviews(bytea,text) owner to gestand_wall;
grant execute on function wall.overdue_reviews(bytea,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.own(token bytea, parts text[], purpose text, event text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer;
  one wall.answer;
  represented uuid;
begin
  if not exists (select from identity.sessions s where s.token_hash = sha256(token)
      and (s.representation_id is not null or wall.account_opens(s.organisation_id, s.session_id) is not null)) then
    return wall.own_as_oneself(token, parts, purpose, event, trace, access_point);
  end if;
  a := wall.who(token, purpose);
  if a.outcome = 'no-session' then return a; end if;
  select u.dossier_id, u.responsible_id into represented, a.responsible_id from wall.acts_under(a.organisation_id, a.session_id) u;
  if a.actor_role = 'client' then represented := wall.account_opens(a.organisation_id, a.session_id); end if;
  one := wall.otherwise(wall.relate(a, represented), represented, parts, 'read', purpose);
  if one.outcome = 'allowed' then
    perform wall.record(one, parts, 'read', purpose, event, null, trace, access_point);
    a.outcome := 'allowed';
    a.reason := null;
    a.activity := one.activity;
    a.policies := one.policies;
    a.clauses := one.clauses;
    a.dossiers := array[represented];
    a.relations := array[one.relation];
    a.states := array[one.state];
  end if;
  return wall.record(a, parts, 'read', purpose, event, cardinality(a.dossiers), trace, access_point);
end $function$;
alter function wall.own(bytea,text[],text,text,uuid,text) owner to gestand_wall;
grant execute on function wall.own(bytea,text[],text,text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.own_account(token bytea)
 RETURNS TABLE(organisation_id text, staff_id uuid, subject_key bytea, sealed_name bytea, sealed_password bytea, name_key bytea, stepped_up boolean)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
#variable_conflict use_column
declare
  a wall.answer := wall.signed_in(token);
begin
  if a.outcome = 'no-session' or a.actor_kind <> 'staff' or not a.second_factor then return; end if;
  return query select c.organisation_id, c.staff_id, s.subject_key, c.sealed_name, c.sealed_password, c.name_key, wall.stepped_up(token)
    from identity.accounts c join identity.staff s on s.organisation_id = c.organisation_id and s.staff_id = c.staff_id
   where c.organisation_id = a.organisation_id and c.staff_id = a.actor_id;
end $function$;
alter function wall.own_account(bytea) owner to gestand_wall;
grant execute on function wall.own_account(bytea) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.own_as_oneself(token bytea, parts text[], purpose text, event text, trace uuid, access_point text)
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
alter function wall.own_as_oneself(bytea,text[],text,text,uuid,text) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.own_clearances(token bytea, purpose text)
 RETURNS TABLE(kind text, valid_from date, valid_until date)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select c.kind, c.valid_from, c.valid_until from wall.who(token, purpose) a
    join identity.clearances c on c.organisation_id = a.organisation_id and c.staff_id = a.actor_id
   where a.outcome <> 'no-session' $function$;
alter function wall.own_clearances(bytea,text) owner to gestand_wall;
grant execute on function wall.own_clearances(bytea,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.own_incidental(token bytea, purpose text)
 RETURNS TABLE(access_id uuid, dossier_id uuid, client_number text, purpose text, parts text[], from_at timestamp with time zone, until_at timestamp with time zone, emergency boolean)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select x.access_id, x.dossier_id, d.client_number, x.purpose, x.parts, x.from_at, x.until_at, x.emergency
    from wall.who(token, own_incidental.purpose) a
    join dossier.incidental_accesses x on x.organisation_id = a.organisation_id and x.staff_id = a.actor_id and x.role = a.actor_role
     and now() < x.until_at and x.ended_at is null and x.sealed_reason is not null
    join dossier.dossiers d on d.organisation_id = x.organisation_id and d.dossier_id = x.dossier_id
   where a.outcome <> 'no-session' and a.second_factor and a.cleared
   order by x.until_at $function$;
alter function wall.own_incidental(bytea,text) owner to gestand_wall;
grant execute on function wall.own_incidental(bytea,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.own_sessions(token bytea)
 RETURNS TABLE(session_id uuid, started_at timestamp with time zone, last_seen_at timestamp with time zone, browser text, own boolean)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
#variable_conflict use_column
declare
  a wall.answer := wall.signed_in(token);
begin
  if a.outcome = 'no-session' or not a.second_factor then return; end if;
  return query select s.session_id, s.started_at, s.last_seen_at, s.browser, s.session_id = a.session_id
    from identity.sessions mine join identity.sessions s on s.organisation_id = mine.organisation_id and s.kind = mine.kind
     and s.staff_id is not distinct from mine.staff_id and s.subject_key is not distinct from mine.subject_key
   where mine.organisation_id = a.organisation_id and mine.session_id = a.session_id
     and s.ended_at is null and s.ends_at > now() and s.last_seen_at > now() - interval '15 minutes'
   order by s.started_at desc;
end $function$;
alter function wall.own_sessions(bytea) owner to gestand_wall;
grant execute on function wall.own_sessions(bytea) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.past_employments()
 RETURNS TABLE(staff_id uuid, employer text, from_on date, until_on date)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select p.staff_id, p.employer, p.from_on, p.until_on from identity.past_employments p
   where p.organisation_id = (select wall.managed()) order by p.from_on $function$;
alter function wall.past_employments() owner to gestand_wall;
grant execute on function wall.past_employments() to gestand_app;

CREATE OR REPLACE FUNCTION wall.people()
 RETURNS TABLE(staff_id uuid, sealed_name bytea, employer text, employed_from date, employed_until date, roles jsonb, teams jsonb, clearances jsonb)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select s.staff_id, s.sealed_name, s.employer, s.employed_from, s.employed_until,
    (select coalesce(jsonb_agg(jsonb_build_object('role', r.role, 'from', r.from_on, 'until', r.until_on) order by r.from_on), '[]')
       from identity.staff_roles r where r.organisation_id = s.organisation_id and r.staff_id = s.staff_id and coalesce(r.until_on, 'infinity') >= wall.today()),
    (select coalesce(jsonb_agg(jsonb_build_object('id', t.team_id, 'name', t.name, 'from', m.from_on, 'until', m.until_on) order by t.name), '[]')
       from identity.team_members m join identity.teams t on t.organisation_id = m.organisation_id and t.team_id = m.team_id
      where m.organisation_id = s.organisation_id and m.staff_id = s.staff_id and coalesce(m.until_on, 'infinity') >= wall.today()),
    (select coalesce(jsonb_agg(jsonb_build_object('kind', c.kind, 'from', c.valid_from, 'until', c.valid_until) order by c.valid_from), '[]')
       from identity.clearances c where c.organisation_id = s.organisation_id and c.staff_id = s.staff_id)
    from identity.staff s where s.organisation_id = coalesce((select wall.managed()), (select wall.reviewed())) $function$;
alter function wall.people() owner to gestand_wall;
grant execute on function wall.people() to gestand_app;

CREATE OR REPLACE FUNCTION wall.people_accounts()
 RETURNS TABLE(staff_id uuid, has_account boolean, invitation text, invited_at timestamp with time zone, invitation_ends_at timestamp with time zone, block_reason text, blocked_at timestamp with time zone, blocked_by uuid, blocked_by_name bytea, lifted_at timestamp with time zone, lifted_by uuid, lifted_by_name bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select s.staff_id, exists (select from identity.accounts c where c.organisation_id = s.organisation_id and c.staff_id = s.staff_id),
         case when i.made_at is null then null when i.used_at is not null then 'used' when i.withdrawn_at is not null then 'withdrawn'
              when i.ends_at <= now() then 'over' else 'open' end,
         i.made_at, i.ends_at, b.reason, b.blocked_at, b.blocked_by, by.sealed_name, b.lifted_at, b.lifted_by, lifter.sealed_name
    from identity.staff s
    left join lateral (select * from identity.invitations i where i.organisation_id = s.organisation_id and i.staff_id = s.staff_id
                        order by i.made_at desc limit 1) i on true
    left join lateral (select * from identity.blocks b where b.organisation_id = s.organisation_id and b.staff_id = s.staff_id
                        order by b.lifted_at is null desc, b.blocked_at desc limit 1) b on true
    left join identity.staff by on by.organisation_id = b.organisation_id and by.staff_id = b.blocked_by
    left join identity.staff lifter on lifter.organisation_id = b.organisation_id and lifter.staff_id = b.lifted_by
   where s.organisation_id = (select wall.managed()) $function$;
alter function wall.people_accounts() owner to gestand_wall;
grant execute on function wall.people_accounts() to gestand_app;

CREATE OR REPLACE FUNCTION wall.portal_account_named(org text, name_key bytea)
 RETURNS TABLE(account_id uuid, subject_key bytea, sealed_password bytea, sealed_app bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select p.account_id, p.subject_key, p.sealed_password, p.sealed_app from (select) one
    left join identity.portal_accounts p on p.organisation_id = org and p.name_key = portal_account_named.name_key
     and exists (select from dossier.portal_invitations i where i.organisation_id = org and i.subject_key = p.subject_key
       and i.used_at is not null and i.withdrawn_at is null) $function$;
alter function wall.portal_account_named(text,bytea) owner to gestand_wall;
grant execute on function wall.portal_account_named(text,bytea) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.portal_invitation(org text, code_key bytea)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select exists (select from dossier.portal_invitations i where i.organisation_id = org and i.code_key = portal_invitation.code_key
    and i.used_at is null and i.withdrawn_at is null and i.ends_at > now()) $function$;
alter function wall.portal_invitation(text,bytea) owner to gestand_wall;
grant execute on function wall.portal_invitation(text,bytea) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.portal_recovery(org text, subject bytea, recovery_key bytea)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select exists (select from identity.portal_accounts p
   where p.organisation_id = org and p.subject_key = subject and p.recovery_key = portal_recovery.recovery_key) $function$;
alter function wall.portal_recovery(text,bytea,bytea) owner to gestand_wall;
grant execute on function wall.portal_recovery(text,bytea,bytea) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.pseudonym(subject_key bytea)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE STRICT
 SET search_path TO 'pg_catalog'
AS $function$ select encode(substr(sha256(subject_key), 1, 16), 'hex')::uuid $function$;
alter function wall.pseudonym(bytea) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.raised(organisation text, since timestamp with time zone)
 RETURNS TABLE(kind text, actor_id uuid, actor_role text, dossier_id uuid, day date, first_at timestamp with time zone, last_at timestamp with time zone, times bigint, dossiers bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
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
   group by c.actor_id, c.dossier_id $function$;
alter function wall.raised(text,timestamp with time zone) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.reason_incidental(access uuid, reason bytea, mandate bytea, safety bytea)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  update dossier.incidental_accesses x set sealed_reason = reason, sealed_mandate = mandate, sealed_safety = safety
   where x.organisation_id = wall.organisation() and x.access_id = access and x.staff_id = wall.actor() and x.from_at = now()
     and x.sealed_reason is null and reason is not null and (mandate is not null or not x.mandated) and (safety is not null or x.told_from is null);
  if not found then raise exception 'An incidental access has a reason, and what else it needs.' using errcode = 'GS003'; end if;
end $function$;
alter function wall.reason_incidental(uuid,bytea,bytea,bytea) owner to gestand_wall;
grant execute on function wall.reason_incidental(uuid,bytea,bytea,bytea) to gestand_app;

CREATE OR REPLACE FUNCTION wall.record(a wall.answer, parts text[], action text, purpose text, event text, hits integer, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  words text := array_to_string(array[event, action, access_point] || parts, '/', '?');
begin
  -- Plain questions: one pattern with counts inside counts takes a hundred times as long, and every look pays it.
  if words !~ '^[a-z.-]+(/[a-z.-]+)+$' or (length(words) > 60 and words ~ '[^/]{61}') or cardinality(parts) > 40 then
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
  returning seq, at, generation into a.seq, a.at, a.generation;
  if a.seq is null then raise exception 'The entry was not written.' using errcode = 'GS004'; end if;
  perform set_config('gestand.organisation', a.organisation_id, true);
  return a;
end $function$;
alter function wall.record(wall.answer,text[],text,text,text,integer,uuid,text) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.record_about(a wall.answer, action text, event text, about uuid, what text, purpose text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  if a.outcome = 'no-session' then return a; end if;
  if access_point !~ '^[a-z][a-z-]{0,40}$' then
    raise exception 'An entry holds words of the vocabulary alone.' using errcode = 'GS002';
  end if;
  insert into ledger.entries (organisation_id, generation, event, action, action_code, outcome, reason, statement_version, purpose, activity,
      clauses, policies, actor_kind, actor_id, actor_role, relation, dossier_id, parts, session_id, trace_id, access_point)
  select a.organisation_id, o.generation, record_about.event, record_about.action, 'U',
      a.outcome, concat_ws(' ', a.reason, 'about ' || about, what), a.statement_version, record_about.purpose, a.activity, a.clauses, a.policies,
      a.actor_kind, a.actor_id, a.actor_role, a.relation, a.dossier_id, array['existence'], a.session_id, trace, record_about.access_point
    from statement.organisations o where o.organisation_id = a.organisation_id
  returning seq, at into a.seq, a.at;
  perform set_config('gestand.organisation', a.organisation_id, true);
  return a;
end $function$;
alter function wall.record_about(wall.answer,text,text,uuid,text,text,uuid,text) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.record_clearance(token bytea, staff uuid, kind text, valid_from date, valid_until date, purpose text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
begin
  if a.outcome = 'allowed' then
    conflict := case
      when staff = a.actor_id then 'own-clearance'
      when not wall.works_here(a, staff) then 'not-there'
      when kind not in ('secrecy', 'conduct', 'awareness') then 'unknown-kind'
      when valid_from is null or valid_until is null or valid_until < valid_from - 1 then 'wrong-period'
    end;
    if conflict is null then
      insert into identity.clearances (organisation_id, staff_id, kind, valid_from, valid_until, recorded_by)
      values (a.organisation_id, staff, record_clearance.kind, record_clearance.valid_from, record_clearance.valid_until, a.actor_id)
      on conflict on constraint clearances_pkey do update
        set valid_until = excluded.valid_until, recorded_by = excluded.recorded_by, recorded_at = now();
    end if;
  end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.clearance-recorded', staff,
    case when a.outcome = 'allowed' and coalesce(conflict, '') <> 'not-there' and kind in ('secrecy', 'conduct', 'awareness')
      then concat_ws(' ', kind, valid_from, valid_until) end, purpose, trace, access_point);
end $function$;
alter function wall.record_clearance(bytea,uuid,text,date,date,text,uuid,text) owner to gestand_wall;
grant execute on function wall.record_clearance(bytea,uuid,text,date,date,text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.recover_portal_account(org text, subject bytea, recovery_key bytea, sealed_app bytea, step bigint, next_key bytea, trace uuid, access_point text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  opens record;
begin
  select i.dossier_id, i.representation_id is not null as acts into opens from dossier.portal_invitations i
   where i.organisation_id = org and i.subject_key = subject and i.used_at is not null and i.withdrawn_at is null order by i.used_at desc limit 1;
  if not found then return false; end if;
  update identity.portal_accounts p
     set sealed_app = recover_portal_account.sealed_app, last_step = step, recovery_key = next_key
   where p.organisation_id = org and p.subject_key = subject and p.recovery_key = recover_portal_account.recovery_key;
  if not found then return false; end if;
  update identity.sessions s set ended_at = now(), ended_how = 'new-account'
   where s.organisation_id = org and s.kind = 'client' and s.subject_key = subject and s.ended_at is null;
  insert into ledger.entries (organisation_id, generation, event, action_code, outcome, statement_version, purpose, activity, clauses, policies,
      actor_kind, actor_id, actor_role, relation, responsible_id, dossier_id, parts, trace_id, access_point)
  select org, o.generation, 'account.recovered', 'E', 'done', m.version, m.purpose, m.activity, array[m.clause], '{}',
      case when opens.acts then 'representative' else 'client' end, wall.pseudonym(subject), case when opens.acts then 'representative' else 'client' end,
      case when opens.acts then 'represents' else 'self' end, case when opens.acts then wall.represented(org, opens.dossier_id) end, opens.dossier_id, '{}',
      trace, recover_portal_account.access_point
    from statement.organisations o, wall.management(org) m where o.organisation_id = org;
  return true;
end $function$;
alter function wall.recover_portal_account(text,bytea,bytea,bytea,bigint,bytea,uuid,text) owner to gestand_wall;
grant execute on function wall.recover_portal_account(text,bytea,bytea,bytea,bigint,bytea,uuid,text) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.refuse_sign_in(org text, staff uuid, called bytea, reason text, trace uuid, access_point text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  who uuid := coalesce(staff, (select s.staff_id from identity.staff s where s.organisation_id = org and s.subject_key = called));
begin
  perform wall.note_account(org, 'session.refused', 'refused', reason, case access_point when 'portal' then 'client' else 'staff' end,
    coalesce(who, wall.pseudonym(called)), coalesce(wall.works_as(org, who), case access_point when 'portal' then 'client' else 'unknown' end),
    null, null, trace, access_point);
end $function$;
alter function wall.refuse_sign_in(text,uuid,bytea,text,uuid,text) owner to gestand_wall;
grant execute on function wall.refuse_sign_in(text,uuid,bytea,text,uuid,text) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.refuse_step_up(token bytea, reason text, trace uuid, access_point text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.signed_in(token);
begin
  if a.outcome <> 'no-session' then perform wall.note_own(a, 'session.step-up-refused', 'refused', reason, null, trace, access_point); end if;
end $function$;
alter function wall.refuse_step_up(bytea,text,uuid,text) owner to gestand_wall;
grant execute on function wall.refuse_step_up(bytea,text,uuid,text) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.register(token bytea, client_number text, parts text[], purpose text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
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
end $function$;
alter function wall.register(bytea,text,text[],text,uuid,text) owner to gestand_wall;
grant execute on function wall.register(bytea,text,text[],text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.relate(a wall.answer, dossier uuid)
 RETURNS wall.answer
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
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
end $function$;
alter function wall.relate(wall.answer,uuid) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.represented(organisation text, dossier uuid)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select coalesce((select wall.pseudonym(k.key) from dossier.search_keys k
    where k.organisation_id = organisation and k.kind = 'bsn' and k.dossier_id = dossier limit 1), dossier) $function$;
alter function wall.represented(text,uuid) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.reviewed()
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
 SET enable_seqscan TO 'off'
AS $function$
  select e.organisation_id from ledger.entries e
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed'
     and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true))
     and e.action = 'review' and 'access-log' = any (e.parts) and e.dossier_id is null limit 1 $function$;
alter function wall.reviewed() owner to gestand_wall;
grant execute on function wall.reviewed() to gestand_app;
grant execute on function wall.reviewed() to gestand_owner;

CREATE OR REPLACE FUNCTION wall.role_maximum(organisation text, role text)
 RETURNS integer
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select coalesce(
    case when role_maximum.role = 'administrator' then (v.facts -> 'administrators' ->> 'max')::integer end,
    (select (r ->> 'maximum')::integer from jsonb_array_elements(v.facts -> 'roles') r where r ->> 'id' = role_maximum.role))
    from statement.versions v
   where v.organisation_id = organisation and v.in_force_from <= wall.today()
   order by v.in_force_from desc, v.published_at desc limit 1 $function$;
alter function wall.role_maximum(text,text) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.role_requests()
 RETURNS TABLE(request_id uuid, staff_id uuid, staff_name bytea, role text, change text, asked_by uuid, asked_by_name bytea, asked_at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select q.request_id, q.staff_id, s.sealed_name, q.role, q.change, q.asked_by, b.sealed_name, q.asked_at
    from identity.role_requests q
    join identity.staff s on s.organisation_id = q.organisation_id and s.staff_id = q.staff_id
    join identity.staff b on b.organisation_id = q.organisation_id and b.staff_id = q.asked_by
   where q.organisation_id = (select wall.managed()) and q.decision is null order by q.asked_at $function$;
alter function wall.role_requests() owner to gestand_wall;
grant execute on function wall.role_requests() to gestand_app;

CREATE OR REPLACE FUNCTION wall.role_to_be_involved(a wall.answer, staff uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select r.role from identity.staff_roles r
   where r.organisation_id = a.organisation_id and r.staff_id = role_to_be_involved.staff
     and wall.today() between r.from_on and coalesce(r.until_on, 'infinity') and wall.comes_in(a.organisation_id, role_to_be_involved.staff)
     and exists (select from statement.grants g where g.organisation_id = a.organisation_id and g.version = a.statement_version
       and g.role = r.role and g.relation = 'involved' and g.action = 'read' and g.part = 'existence' and g.state = 'open')
   order by r.from_on, r.role limit 1 $function$;
alter function wall.role_to_be_involved(wall.answer,uuid) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.runs(organisation text, representation uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select exists (select from dossier.representations r where r.organisation_id = runs.organisation and r.representation_id = runs.representation
    and r.revoked_at is null and wall.today() between r.from_on and coalesce(r.until_on, 'infinity')
    and (r.kind <> 'parent' or coalesce((select j.parents_may from dossier.capacity_judgements j
      where j.organisation_id = r.organisation_id and j.dossier_id = r.dossier_id and j.revoked_at is null order by j.recorded_at desc limit 1), true))) $function$;
alter function wall.runs(text,uuid) owner to gestand_wall;

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

CREATE OR REPLACE FUNCTION wall.see_emergency(token bytea, access uuid, purpose text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
begin
  if a.outcome = 'no-session' then return a; end if;
  if a.outcome = 'allowed' and not exists (select from wall.emergencies(token, see_emergency.purpose) e where e.access_id = access) then
    conflict := 'not-there';
  end if;
  if a.outcome = 'allowed' and conflict is null then
    insert into dossier.emergencies_seen (organisation_id, access_id, staff_id) values (a.organisation_id, access, a.actor_id)
    on conflict do nothing;
    a.reason := 'access ' || access;
  end if;
  return wall.record(wall.unless(a, conflict), array['existence'], 'review', purpose, 'emergency.seen', null, trace, access_point);
end $function$;
alter function wall.see_emergency(bytea,uuid,text,uuid,text) owner to gestand_wall;
grant execute on function wall.see_emergency(bytea,uuid,text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.set_factor(org text, staff uuid, kind text, id uuid, sealed bytea, key bytea, step bigint, codes bytea[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  if kind = 'app' then
    delete from identity.code_apps c where c.organisation_id = org and c.staff_id = staff;
    insert into identity.code_apps (organisation_id, staff_id, sealed_secret, last_step) values (org, staff, sealed, step);
  elsif kind = 'passkey' then
    insert into identity.passkeys (organisation_id, passkey_id, staff_id, credential_key, sealed_credential) values (org, id, staff, key, sealed);
  elsif kind = 'recovery' then
    delete from identity.recovery_codes r where r.organisation_id = org and r.staff_id = staff;
    insert into identity.recovery_codes (organisation_id, staff_id, code_key) select org, staff, c from unnest(codes) c;
  else
    raise exception 'There is no factor %.', quote_literal(kind);
  end if;
end $function$;
alter function wall.set_factor(text,uuid,text,uuid,bytea,bytea,bigint,bytea[]) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.set_staff_keys(token bytea, staff uuid, kinds text[], keys bytea[], purpose text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
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
end $function$;
alter function wall.set_staff_keys(bytea,uuid,text[],bytea[],text,uuid,text) owner to gestand_wall;
grant execute on function wall.set_staff_keys(bytea,uuid,text[],bytea[],text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.show_again(token bytea, fresh bytea, subject bytea, represented bytea, assurance text, seen_at timestamp with time zone, trace uuid, access_point text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.signed_in(token);
  why text;
begin
  if a.outcome = 'no-session' then return false; end if;
  why := case when seen_at is null or seen_at < now() - interval '5 minutes' or seen_at > now() + interval '1 minute' then 'too-long-ago'
              when a.actor_kind = 'client' and not wall.sure_enough(assurance) then 'level-too-low'
              when represented is not null and not exists (select from wall.acts_under(a.organisation_id, a.session_id) u
                join dossier.search_keys k on k.organisation_id = a.organisation_id and k.kind = 'bsn' and k.key = represented and k.dossier_id = u.dossier_id)
                then 'somebody-else' end;
  if why is not null then
    perform wall.note_own(a, 'session.step-up-refused', 'refused', why, null, trace, access_point);
    return false;
  end if;
  if not wall.step_up(token, fresh, subject, assurance, trace, access_point) then return false; end if;
  update identity.sessions s set stepped_up_at = least(now(), seen_at) where s.organisation_id = a.organisation_id and s.session_id = a.session_id;
  return true;
end $function$;
alter function wall.show_again(bytea,bytea,bytea,bytea,text,timestamp with time zone,uuid,text) owner to gestand_wall;
grant execute on function wall.show_again(bytea,bytea,bytea,bytea,text,timestamp with time zone,uuid,text) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.shown_lately()
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select exists (select from ledger.entries e
    join identity.sessions s on s.organisation_id = e.organisation_id and s.session_id = e.session_id and s.stepped_up_at > now() - interval '10 minutes'
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed'
     and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true))) $function$;
alter function wall.shown_lately() owner to gestand_wall;
grant execute on function wall.shown_lately() to gestand_app;
grant execute on function wall.shown_lately() to gestand_owner;

CREATE OR REPLACE FUNCTION wall.signals()
 RETURNS TABLE(signal_id uuid, kind text, actor_id uuid, actor_name bytea, actor_role text, dossier_id uuid, client_number text, first_at timestamp with time zone, last_at timestamp with time zone, times integer, dossiers integer, version integer, waits_since timestamp with time zone, waits boolean, judgement_id uuid, judgement text, judged_by uuid, judged_by_name bytea, judged_at timestamp with time zone, sealed_words bytea)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  perform wall.keep_signals(wall.reviewed());
  return query select * from wall.kept_signals();
end $function$;
alter function wall.signals() owner to gestand_wall;
grant execute on function wall.signals() to gestand_app;

CREATE OR REPLACE FUNCTION wall.signed_in(token bytea)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer;
  org text;
begin
  select s.organisation_id into org from identity.sessions s where s.token_hash = sha256(token);
  if not found then
    a.outcome := 'no-session';
    return a;
  end if;
  return wall.who(token, (select m.purpose from wall.management(org) m));
end $function$;
alter function wall.signed_in(bytea) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.signed_in_as()
 RETURNS TABLE(assurance text, representation_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select s.assurance, s.representation_id from ledger.entries e
    join identity.sessions s on s.organisation_id = e.organisation_id and s.session_id = e.session_id
   where e.organisation_id = current_setting('gestand.organisation', true) and e.tx = pg_current_xact_id() and e.at = now() and e.outcome = 'allowed'
     and e.generation = (select o.generation from statement.organisations o where o.organisation_id = current_setting('gestand.organisation', true)) limit 1 $function$;
alter function wall.signed_in_as() owner to gestand_wall;
grant execute on function wall.signed_in_as() to gestand_app;
grant execute on function wall.signed_in_as() to gestand_owner;

CREATE OR REPLACE FUNCTION wall.slow_down(org text, key bytea, free integer, most interval, forgiven interval)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  failed integer;
  quiet numeric;
  wait numeric;
begin
  insert into identity.attempts (organisation_id, key, failures, last_at) values (org, slow_down.key, 0, clock_timestamp()) on conflict do nothing;
  select t.failures, extract(epoch from clock_timestamp() - t.last_at) into failed, quiet
    from identity.attempts t where t.organisation_id = org and t.key = slow_down.key for update;
  failed := greatest(0, failed - floor(quiet / extract(epoch from forgiven)));
  wait := case when failed < free then 0 else least(extract(epoch from most), power(2::numeric, failed - free)) end - quiet;
  if wait > 0 then return ceil(wait); end if;
  update identity.attempts t set failures = failed + 1, last_at = clock_timestamp() where t.organisation_id = org and t.key = slow_down.key;
  return 0;
end $function$;
alter function wall.slow_down(text,bytea,integer,interval,interval) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.stands(a wall.answer, parts text[])
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
 SET enable_seqscan TO 'off'
AS $function$
  select exists (select from ledger.entries e
   where e.organisation_id = a.organisation_id and e.generation = a.generation and e.tx = pg_current_xact_id() and e.seq = a.seq and e.at = now()
     and e.outcome = 'allowed' and e.action = 'read' and e.dossier_id = a.dossier_id and e.parts = stands.parts) $function$;
alter function wall.stands(wall.answer,text[]) owner to gestand_wall;
grant execute on function wall.stands(wall.answer,text[]) to gestand_reader;

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
    select s.staff_id into who from identity.staff s
     where s.organisation_id = start_session.organisation and s.subject_key = subject for share;
    as_role := wall.works_as(start_session.organisation, who);
    if as_role is null then
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

CREATE OR REPLACE FUNCTION wall.step_up(token bytea, fresh bytea, subject bytea, assurance text, trace uuid, access_point text)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.signed_in(token);
begin
  if a.outcome = 'no-session' then return false; end if;
  update identity.sessions s set token_hash = sha256(fresh), stepped_up_at = now(), second_factor = true, assurance = step_up.assurance
   where s.organisation_id = a.organisation_id and s.session_id = a.session_id and s.token_hash = sha256(token)
     and subject = coalesce(s.subject_key, (select st.subject_key from identity.staff st where st.organisation_id = s.organisation_id and st.staff_id = s.staff_id));
  if not found then
    perform wall.note_own(a, 'session.step-up-refused', 'refused', 'somebody-else', null, trace, access_point);
    return false;
  end if;
  perform wall.note_own(a, 'session.stepped-up', 'done', null, null, trace, access_point);
  return true;
end $function$;
alter function wall.step_up(bytea,bytea,bytea,text,uuid,text) owner to gestand_wall;
grant execute on function wall.step_up(bytea,bytea,bytea,text,uuid,text) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.stepped_up(token bytea)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select exists (select from identity.sessions s where s.token_hash = sha256(token)
    and s.ended_at is null and s.ends_at > now() and s.stepped_up_at > now() - interval '2 minutes') $function$;
alter function wall.stepped_up(bytea) owner to gestand_wall;
grant execute on function wall.stepped_up(bytea) to gestand_app;
grant execute on function wall.stepped_up(bytea) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.sure_enough(assurance text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'pg_catalog'
AS $function$
  select coalesce(assurance in ('http://eidas.europa.eu/LoA/substantial', 'http://eidas.europa.eu/LoA/high', 'portal account: password and code'), false) $function$;
alter function wall.sure_enough(text) owner to gestand_wall;
grant execute on function wall.sure_enough(text) to gestand_owner;

CREATE OR REPLACE FUNCTION wall.sweep_held_forms()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  delete from identity.held_forms h where (h.organisation_id, h.session_id) in (
    select x.organisation_id, x.session_id from identity.held_forms x where x.held_at < now() - interval '15 minutes' limit 50 for update skip locked);
  return null;
end $function$;
alter function wall.sweep_held_forms() owner to gestand_wall;
grant execute on function wall.sweep_held_forms() to gestand_owner;

CREATE OR REPLACE FUNCTION wall.sweep_sessions()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  delete from identity.sessions s where (s.organisation_id, s.session_id) in (
    select x.organisation_id, x.session_id from identity.sessions x
     where x.ends_at < now() - interval '1 day'
       and not exists (select from identity.held_forms h where h.organisation_id = x.organisation_id and h.session_id = x.session_id)
     order by x.ends_at limit 50 for update skip locked);
  return null;
end $function$;
alter function wall.sweep_sessions() owner to gestand_wall;
grant execute on function wall.sweep_sessions() to gestand_owner;

CREATE OR REPLACE FUNCTION wall.teams()
 RETURNS TABLE(team_id uuid, name text, members integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select t.team_id, t.name, (select count(distinct m.staff_id)::integer from identity.team_members m where m.organisation_id = t.organisation_id
      and m.team_id = t.team_id and wall.today() between m.from_on and coalesce(m.until_on, 'infinity'))
    from identity.teams t where t.organisation_id = (select wall.managed()) order by t.name $function$;
alter function wall.teams() owner to gestand_wall;
grant execute on function wall.teams() to gestand_app;

CREATE OR REPLACE FUNCTION wall.tell_sooner(token bytea, access uuid, told_from date, purpose text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.who(token, purpose);
  x dossier.incidental_accesses;
  conflict text;
begin
  if a.outcome = 'no-session' then return a; end if;
  select i.* into x from dossier.incidental_accesses i where i.organisation_id = a.organisation_id and i.access_id = access for update;
  a := wall.judge(wall.relate(a, x.dossier_id), array['access-log'], 'review', purpose);
  if a.outcome = 'allowed' then
    conflict := case
      when x.told_from is null then 'not-there'
      when tell_sooner.told_from is null or tell_sooner.told_from < wall.today() or tell_sooner.told_from >= x.told_from then 'not-sooner'
    end;
    a.reason := 'access ' || access || ' told-from ' || tell_sooner.told_from;
  end if;
  if a.outcome = 'allowed' and conflict is null then
    update dossier.incidental_accesses i set told_from = tell_sooner.told_from
     where i.organisation_id = a.organisation_id and i.access_id = access;
  end if;
  -- a day that does not fit is no news for the client
  if conflict is not null then a.dossier_id := null; end if;
  a := wall.record(wall.unless(a, conflict), array['access-log'], 'review', purpose, 'access.told-sooner', null, trace, access_point);
  if a.outcome = 'refused' then return wall.hide(a); end if;
  a.reason := null;
  return a;
end $function$;
alter function wall.tell_sooner(bytea,uuid,date,text,uuid,text) owner to gestand_wall;
grant execute on function wall.tell_sooner(bytea,uuid,date,text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.today()
 RETURNS date
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog'
AS $function$ select (now() at time zone 'Europe/Amsterdam')::date $function$;
alter function wall.today() owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.too_weak(a wall.answer)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select case when not a.second_factor then 'second-factor' when not wall.sure_enough(s.assurance) then 'level-too-low' end
    from identity.sessions s where s.organisation_id = a.organisation_id and s.session_id = a.session_id $function$;
alter function wall.too_weak(wall.answer) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.unless(a wall.answer, conflict text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 IMMUTABLE
 SET search_path TO 'pg_catalog'
AS $function$
begin
  if a.outcome = 'allowed' and conflict is not null then
    a.outcome := 'refused';
    a.reason := conflict;
  end if;
  return a;
end $function$;
alter function wall.unless(wall.answer,text) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.use_code(org text, staff uuid, step bigint)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  with used as (update identity.code_apps c set last_step = step
    where c.organisation_id = org and c.staff_id = staff and c.last_step < step returning 1) select exists (select from used) $function$;
alter function wall.use_code(text,uuid,bigint) owner to gestand_wall;
grant execute on function wall.use_code(text,uuid,bigint) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.use_passkey(org text, staff uuid, passkey uuid, counter bigint, asked_at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  with used as (update identity.passkeys p set counter = use_passkey.counter, last_asked_at = asked_at
    where p.organisation_id = org and p.staff_id = staff and p.passkey_id = passkey
      and (p.last_asked_at is null or p.last_asked_at < asked_at) and (p.counter = 0 or use_passkey.counter > p.counter)
    returning 1) select exists (select from used) $function$;
alter function wall.use_passkey(text,uuid,uuid,bigint,timestamp with time zone) owner to gestand_wall;
grant execute on function wall.use_passkey(text,uuid,uuid,bigint,timestamp with time zone) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.use_portal_code(org text, subject bytea, step bigint)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  with used as (update identity.portal_accounts p set last_step = step where p.organisation_id = org and p.subject_key = subject and p.last_step < step returning 1)
  select exists (select from used) $function$;
alter function wall.use_portal_code(text,bytea,bigint) owner to gestand_wall;
grant execute on function wall.use_portal_code(text,bytea,bigint) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.use_recovery_code(org text, staff uuid, code_key bytea)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  with used as (update identity.recovery_codes r set used_at = now()
    where r.organisation_id = org and r.staff_id = staff and r.code_key = use_recovery_code.code_key and r.used_at is null
    returning 1) select exists (select from used) $function$;
alter function wall.use_recovery_code(text,uuid,bytea) owner to gestand_wall;
grant execute on function wall.use_recovery_code(text,uuid,bytea) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.who(token bytea, purpose text, dossier uuid DEFAULT NULL::uuid, parts text[] DEFAULT NULL::text[], action text DEFAULT NULL::text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
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
    select coalesce(bool_or(c.kind = 'secrecy') and bool_or(c.kind = 'conduct') and bool_or(c.kind = 'awareness'), false)
      into a.cleared from identity.clearances c
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
end $function$;
alter function wall.who(bytea,text,uuid,text[],text) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.why_over(token bytea)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select case
      when s.ended_how is not null then s.ended_how
      when s.staff_id is not null and wall.works_as(s.organisation_id, s.staff_id) is null then 'account'
      when s.ended_at is not null then 'ended'
      when s.ends_at <= least(now(), s.last_seen_at + interval '15 minutes') then 'ten-hours'
      when s.last_seen_at <= now() - interval '15 minutes' then 'idle'
      when s.staff_id is not null and not exists (select from identity.staff_roles r
        where r.organisation_id = s.organisation_id and r.staff_id = s.staff_id and r.role = s.role
          and wall.today() between r.from_on and coalesce(r.until_on, 'infinity')) then 'role'
      when not s.second_factor then 'one-factor'
      else 'running' end
    from identity.sessions s where s.token_hash = sha256(token) $function$;
alter function wall.why_over(bytea) owner to gestand_wall;
grant execute on function wall.why_over(bytea) to gestand_signin;

CREATE OR REPLACE FUNCTION wall.withdraw_invitation(token bytea, staff uuid, purpose text, trace uuid, access_point text)
 RETURNS wall.answer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
declare
  a wall.answer := wall.manage(token, purpose);
  conflict text;
begin
  if a.outcome = 'allowed' and not wall.drop_invitation(a.organisation_id, staff) then conflict := 'no-invitation'; end if;
  return wall.record_about(wall.unless(a, conflict), 'review', 'people.invitation-withdrawn', staff, null, purpose, trace, access_point);
end $function$;
alter function wall.withdraw_invitation(bytea,uuid,text,uuid,text) owner to gestand_wall;
grant execute on function wall.withdraw_invitation(bytea,uuid,text,uuid,text) to gestand_app;

CREATE OR REPLACE FUNCTION wall.works_as(org text, staff uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select r.role from identity.staff s
    join identity.staff_roles r on r.organisation_id = s.organisation_id and r.staff_id = s.staff_id
   where s.organisation_id = org and s.staff_id = staff and not wall.is_blocked(org, staff)
     and wall.today() >= s.employed_from and (s.employed_until is null or wall.today() <= s.employed_until)
     and wall.today() >= r.from_on and (r.until_on is null or wall.today() <= r.until_on)
   order by r.from_on limit 1 $function$;
alter function wall.works_as(text,uuid) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.works_here(a wall.answer, staff uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  select exists (select from identity.staff s where s.organisation_id = a.organisation_id and s.staff_id = staff
    and (s.employed_until is null or s.employed_until >= wall.today())) $function$;
alter function wall.works_here(wall.answer,uuid) owner to gestand_wall;

CREATE OR REPLACE FUNCTION wall.write_involvement(a wall.answer, dossier uuid, staff uuid, from_on date, until_on date)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  insert into dossier.involvements (organisation_id, dossier_id, staff_id, role, from_on, until_on)
  values (a.organisation_id, dossier, staff, wall.role_to_be_involved(a, staff), write_involvement.from_on, write_involvement.until_on)
  on conflict on constraint involvements_pkey do update set until_on = excluded.until_on $function$;
alter function wall.write_involvement(wall.answer,uuid,uuid,date,date) owner to gestand_wall;
