import type { scans } from './catalogue.ts'

/** Something wrong that is planted, the scan that has to find it, and what it says. */
export type Planted = [what: string, scan: keyof typeof scans, sql: string, finding: RegExp]

export const PLANTED: readonly Planted[] = [
  [
    'a table that nobody listed',
    'tables',
    'create table dossier.attachments (x int)',
    /dossier.attachments is not in the lists/,
  ],
  [
    'a table whose wall is off',
    'tables',
    'alter table dossier.notes disable row level security',
    /dossier.notes is about people/,
  ],
  [
    'a wall that the owner walks through',
    'tables',
    'alter table dossier.items no force row level security',
    /dossier.items is about people/,
  ],
  [
    'a bare partition',
    'tables',
    `create table dossier.messages (at date) partition by range (at); alter table dossier.messages enable row level security;
     alter table dossier.messages force row level security;
     create table dossier.messages_2026 partition of dossier.messages for values from ('2026-01-01') to ('2027-01-01')`,
    /dossier.messages_2026 is about people/,
  ],
  [
    'a view of the superuser',
    'tables',
    'create view dossier.all_notes as select * from dossier.notes',
    /all_notes is a view/,
  ],
  [
    'a materialised view',
    'tables',
    'create materialized view public.names as select 1',
    /public.names is a materialised view/,
  ],
  [
    'a policy that lets everything through',
    'policies',
    'create policy easy on dossier.notes for select to gestand_app using (true)',
    /lets everything through/,
  ],
  [
    'a policy for everybody',
    'policies',
    'create policy easy on dossier.notes for select using (true)',
    /for everybody/,
  ],
  [
    'a policy with a way round',
    'policies',
    `alter policy opened on dossier.notes using (organisation_id || '/' || dossier_id::text = any ((select wall.opened_dossiers('read', 'notes'))::text[]) or note_id is not null)`,
    /has a way round/,
  ],
  [
    'a policy on a setting',
    'policies',
    `alter policy opened on dossier.notes using (organisation_id = current_setting('app.org'))`,
    /does not ask for an entry/,
  ],
  [
    'a policy that is gone',
    'policies',
    'drop policy opened on dossier.items',
    /not there: dossier.items opened/,
  ],
  [
    'a function with the rights of its owner',
    'functions',
    `create function public.notes() returns bigint language sql security definer as 'select count(*) from dossier.notes'`,
    /public.notes runs with the rights of/,
  ],
  [
    'a search path that is open',
    'functions',
    'alter function wall.search reset search_path',
    /wall.search.* has no pinned search path/,
  ],
  [
    'a function that everybody may call',
    'functions',
    'grant execute on function wall.record to public',
    /wall.record.* may be called by public/,
  ],
  [
    'a session for the application',
    'functions',
    'grant execute on function wall.start_session to gestand_app',
    /start_session.* may be called by gestand_app, gestand_signin/,
  ],
  [
    'another of the same name',
    'functions',
    `create function wall.greet(p text) returns text language sql return p`,
    /wall.greet has a namesake/,
  ],
  ['a function that says it leaks nothing', 'functions', 'alter function wall.today leakproof', /leakproof/],
  ['truncate', 'rights', 'grant truncate on dossier.note_drafts to gestand_app', /TRUNCATE/],
  ['references', 'rights', 'grant references on dossier.dossiers to gestand_app', /REFERENCES/],
  [
    'update of the ledger',
    'rights',
    'grant update on ledger.entries to gestand_app',
    /UPDATE ledger.entries/,
  ],
  ['delete of a note', 'rights', 'grant delete on dossier.notes to gestand_app', /DELETE/],
  [
    'a right of one column',
    'rights',
    'grant select (subject_key) on identity.staff to gestand_app',
    /subject_key/,
  ],
  [
    'a right for everybody',
    'rights',
    'grant select on identity.teams to public',
    /public: SELECT identity.teams/,
  ],
  ['a superuser', 'roles', 'alter role gestand_app superuser', /gestand_app is superuser/],
  ['bypassrls', 'roles', 'alter role gestand_worker bypassrls', /gestand_worker bypasses/],
  ['createrole', 'roles', 'alter role gestand_signin createrole', /gestand_signin makes roles/],
  ['membership', 'roles', 'grant gestand_wall to gestand_app', /gestand_app is a member/],
  ['an owner', 'roles', 'alter table dossier.note_drafts owner to gestand_app', /gestand_app owns something/],
  [
    'temporary tables',
    'roles',
    `do $$ begin execute format('grant temp on database %I to public', current_database()); end $$`,
    /makes temporary tables/,
  ],
  [
    'things in public',
    'roles',
    'grant create on schema public to public',
    /gestand_app makes things in a schema/,
  ],
  [
    'large objects',
    'roles',
    'grant execute on function lo_from_bytea to gestand_app',
    /gestand_app makes large objects/,
  ],
  [
    'a setting for the application',
    'roles',
    'grant set on parameter session_replication_role to gestand_app',
    /gestand_app may set protected/,
  ],
  [
    'a trigger of another kind',
    'roles',
    `create trigger tell after insert on dossier.notes execute function tsvector_update_trigger()`,
    /trigger tell/,
  ],
  [
    'a default right',
    'roles',
    'alter default privileges for role gestand_owner grant select on tables to gestand_app',
    /default right for gestand_app/,
  ],
  [
    'a unique BSN',
    'keys',
    `create unique index on dossier.search_keys (organisation_id, key) where kind = 'bsn'`,
    /unique key not in the lists: dossier.search_keys/,
  ],
  [
    'a foreign key',
    'keys',
    'alter table dossier.notes add foreign key (organisation_id, written_by) references identity.staff',
    /foreign key not in the lists/,
  ],
  [
    'statistics without a wall',
    'statistics',
    'alter table dossier.items disable row level security',
    /gestand_app reads the statistics of dossier.items/,
  ],
]
