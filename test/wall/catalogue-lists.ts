/**
 * What stands in the database, and why it is safe. A table, function, right or key that is not here makes the catalogue test
 * fail: put it in only with its reason.
 */

/**
 * `client`: about people, so row level security enabled and forced. `words`: what is published anyway. `tree`: hashes and
 * signatures over the ledger. `house`: which migrations ran.
 */
export type TableKind = 'client' | 'words' | 'tree' | 'house'

export const TABLES: Readonly<Record<string, TableKind>> = {
  'dossier.closures': 'client',
  'dossier.destructions': 'client',
  'dossier.dossiers': 'client',
  'dossier.involvements': 'client',
  'dossier.items': 'client',
  'dossier.keys': 'client',
  'dossier.note_drafts': 'client',
  'dossier.notes': 'client',
  'dossier.restrictions': 'client',
  'dossier.search_keys': 'client',
  'identity.clearances': 'client',
  'identity.sessions': 'client',
  'identity.staff': 'client',
  'identity.staff_roles': 'client',
  'identity.team_members': 'client',
  'identity.teams': 'client',
  'ledger.entries': 'client',
  'ledger.checkpoints': 'tree',
  'ledger.cosignatures': 'tree',
  'ledger.subtrees': 'tree',
  'public.migrations': 'house',
  'statement.activities': 'words',
  'statement.grants': 'words',
  'statement.items': 'words',
  'statement.organisations': 'words',
  'statement.purposes': 'words',
  'statement.versions': 'words',
}

const APP = ['gestand_app']
const POLICIES = ['gestand_app', 'gestand_owner']
const SIGN_IN = ['gestand_signin']

/** Functions that run with the rights of gestand_wall, and who may call them. `[]`: other functions of the wall only. */
export const DEFINERS: Readonly<Record<string, readonly string[]>> = {
  'wall.actor()': POLICIES,
  'wall.author()': POLICIES,
  'wall.end_session(bytea)': SIGN_IN,
  'wall.greet(bytea,text)': APP,
  'wall.judge(wall.answer,text[],text,text)': [],
  'wall.open(bytea,uuid,text[],text,text,text,uuid,text)': APP,
  'wall.open_each(wall.answer,uuid[],text[],text,text,uuid,text)': [],
  'wall.opened(text)': POLICIES,
  'wall.opened_dossiers(text,text)': POLICIES,
  'wall.organisation()': POLICIES,
  'wall.own(bytea,text[],text,text,uuid,text)': APP,
  'wall.record(wall.answer,text[],text,text,text,integer,uuid,text)': [],
  'wall.register(bytea,uuid,text,text[],text,uuid,text)': APP,
  'wall.relate(wall.answer,uuid)': [],
  'wall.reviewed()': POLICIES,
  'wall.search(bytea,text[],bytea[],text,uuid,text)': APP,
  'wall.start_session(text,text,bytea,bytea,boolean,text,uuid,text)': SIGN_IN,
  'wall.who(bytea,text)': [],
}

/** Functions that run with the rights of whoever calls them: they open nothing by themselves. */
export const PLAIN_FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  'dossier.read(bytea,uuid,text[],text,text,uuid,text,integer)': APP,
  'ledger.refuse_change()': [],
  'wall.close_database()': [],
  'wall.hide(wall.answer)': [],
  'wall.pseudonym(bytea)': [],
  'wall.today()': [],
}

/** Every policy: whom it lets do what. `true` stands only with the wall, and with the worker that hashes the ledger. */
export const POLICY_LINES: readonly string[] = [
  'dossier.closures opened: gestand_app SELECT',
  'dossier.closures wall_sees: gestand_wall SELECT true',
  'dossier.destructions wall_sees: gestand_wall SELECT true',
  'dossier.dossiers opened: gestand_app SELECT',
  'dossier.dossiers wall_opens: gestand_wall INSERT true',
  'dossier.dossiers wall_sees: gestand_wall SELECT true',
  'dossier.involvements opened: gestand_app SELECT',
  'dossier.involvements wall_involves: gestand_wall INSERT true',
  'dossier.involvements wall_sees: gestand_wall SELECT true',
  'dossier.items opened: gestand_app SELECT',
  'dossier.items written: gestand_app INSERT',
  'dossier.keys opened: gestand_app SELECT',
  'dossier.keys written: gestand_app INSERT',
  'dossier.note_drafts own_drafts: gestand_app ALL',
  'dossier.notes opened: gestand_app SELECT',
  'dossier.notes written: gestand_app INSERT',
  'dossier.restrictions wall_sees: gestand_wall SELECT true',
  'dossier.search_keys wall_sees: gestand_wall SELECT true',
  'dossier.search_keys written: gestand_app INSERT',
  'identity.clearances wall_sees_clearances: gestand_wall SELECT true',
  'identity.sessions wall_keeps_sessions: gestand_wall ALL true',
  'identity.staff colleagues: gestand_app SELECT',
  'identity.staff wall_sees_staff: gestand_wall SELECT true',
  'identity.staff_roles wall_sees_roles: gestand_wall SELECT true',
  'identity.team_members wall_sees_members: gestand_wall SELECT true',
  'identity.teams wall_sees_teams: gestand_wall SELECT true',
  'ledger.entries opened: gestand_app SELECT',
  'ledger.entries wall_appends: gestand_wall INSERT true',
  'ledger.entries wall_reads: gestand_wall SELECT true',
  'ledger.entries worker_reads: gestand_worker SELECT true',
]

/** Every right on a table that somebody other than its owner has. Of the published words see `WORDS_READERS`. */
export const RIGHTS: readonly string[] = [
  'gestand_app: SELECT dossier.closures',
  'gestand_app: SELECT dossier.dossiers',
  'gestand_app: SELECT dossier.involvements',
  'gestand_app: INSERT,SELECT dossier.items',
  'gestand_app: INSERT,SELECT dossier.keys',
  // what is being typed, by its own writer only
  'gestand_app: DELETE,INSERT,SELECT,UPDATE dossier.note_drafts',
  'gestand_app: INSERT,SELECT dossier.notes',
  'gestand_app: INSERT dossier.search_keys',
  'gestand_app: SELECT(employer,organisation_id,sealed_name,staff_id) identity.staff',
  'gestand_app: SELECT ledger.checkpoints',
  'gestand_app: SELECT ledger.cosignatures',
  'gestand_app: SELECT ledger.entries',
  'gestand_app: SELECT ledger.subtrees',
  'gestand_wall: SELECT dossier.closures',
  'gestand_wall: SELECT dossier.destructions',
  'gestand_wall: INSERT,SELECT dossier.dossiers',
  'gestand_wall: INSERT,SELECT dossier.involvements',
  'gestand_wall: SELECT dossier.restrictions',
  'gestand_wall: SELECT dossier.search_keys',
  'gestand_wall: SELECT identity.clearances',
  'gestand_wall: INSERT,SELECT,UPDATE identity.sessions',
  'gestand_wall: SELECT identity.staff',
  'gestand_wall: SELECT identity.staff_roles',
  'gestand_wall: SELECT identity.team_members',
  'gestand_wall: SELECT identity.teams',
  'gestand_wall: USAGE ledger.entry_seq',
  'gestand_wall: INSERT,SELECT ledger.entries',
  'gestand_worker: INSERT,SELECT ledger.checkpoints',
  'gestand_worker: INSERT,SELECT ledger.cosignatures',
  'gestand_worker: SELECT ledger.entries',
  'gestand_worker: INSERT,SELECT ledger.subtrees',
]

export const WORDS_READERS = [
  'gestand_app',
  'gestand_public',
  'gestand_signin',
  'gestand_wall',
  'gestand_worker',
]

const BEHIND_POLICY =
  'the policy is asked before the key: a row of a dossier that is not open is refused in the same way, there or not'
const RANDOM = 'a random id of 122 bits, made by the program and said to nobody without a relation'
const NO_INSERT = 'no login role can insert here'

/** Unique keys of the tables about people: an insert that collides tells that a row is there. Why nobody learns by it. */
export const UNIQUE_KEYS: Readonly<Record<string, string>> = {
  'dossier.closures (organisation_id, dossier_id, closed_at)': NO_INSERT,
  'dossier.destructions (organisation_id, dossier_id)': NO_INSERT,
  'dossier.dossiers (organisation_id, client_number)':
    'only wall.register inserts; the number is random and says nothing about the person',
  'dossier.dossiers (organisation_id, dossier_id)': `only wall.register inserts; ${RANDOM}`,
  'dossier.involvements (organisation_id, dossier_id, staff_id, from_on)':
    'only wall.register inserts, for a dossier that it makes in the same breath',
  'dossier.items (organisation_id, dossier_id, item_id)': BEHIND_POLICY,
  'dossier.keys (organisation_id, dossier_id, class)': BEHIND_POLICY,
  'dossier.note_drafts (organisation_id, dossier_id, staff_id)': BEHIND_POLICY,
  'dossier.notes (organisation_id, dossier_id, note_id)': BEHIND_POLICY,
  'dossier.restrictions (organisation_id, dossier_id, restricted_at)': NO_INSERT,
  'dossier.search_keys (organisation_id, kind, key, dossier_id)': `the dossier is part of the key, so that a BSN that is known here does not collide; ${BEHIND_POLICY}`,
  'identity.clearances (organisation_id, staff_id, kind, valid_from)': NO_INSERT,
  'identity.sessions (organisation_id, session_id)': 'only wall.start_session inserts, with an id of its own',
  'identity.sessions (token_hash)':
    'only the sign-in role inserts, with 32 random bytes: nobody hits one by guessing',
  'identity.staff (organisation_id, staff_id)': NO_INSERT,
  'identity.staff (organisation_id, subject_key)': NO_INSERT,
  'identity.staff_roles (organisation_id, staff_id, role, from_on)': NO_INSERT,
  'identity.team_members (organisation_id, staff_id, team_id, from_on)': NO_INSERT,
  'identity.teams (organisation_id, team_id)': NO_INSERT,
  'ledger.entries (organisation_id, generation, tx, seq)':
    'only the wall inserts; transaction and sequence are given out once',
}

/** Foreign keys to a table about people: an insert that is refused tells that the row is not there. */
export const FOREIGN_KEYS: Readonly<Record<string, string>> = {
  'dossier.closures (organisation_id, dossier_id) to dossier.dossiers': NO_INSERT,
  'dossier.dossiers (organisation_id, team_id) to identity.teams':
    'only wall.register inserts, with a team that it found',
  'dossier.involvements (organisation_id, dossier_id) to dossier.dossiers':
    'only wall.register inserts, for the dossier that it made',
  'dossier.involvements (organisation_id, staff_id) to identity.staff':
    'only wall.register inserts, for whoever asks',
  'dossier.items (organisation_id, dossier_id) to dossier.dossiers': BEHIND_POLICY,
  'dossier.keys (organisation_id, dossier_id) to dossier.dossiers': BEHIND_POLICY,
  'dossier.note_drafts (organisation_id, dossier_id) to dossier.dossiers': BEHIND_POLICY,
  'dossier.notes (organisation_id, dossier_id) to dossier.dossiers': BEHIND_POLICY,
  'dossier.restrictions (organisation_id, dossier_id) to dossier.dossiers': NO_INSERT,
  'dossier.search_keys (organisation_id, dossier_id) to dossier.dossiers': BEHIND_POLICY,
  'identity.clearances (organisation_id, staff_id) to identity.staff': NO_INSERT,
  'identity.sessions (organisation_id, staff_id) to identity.staff':
    'only wall.start_session inserts, for the person that it found',
  'identity.staff_roles (organisation_id, staff_id) to identity.staff': NO_INSERT,
  'identity.team_members (organisation_id, staff_id) to identity.staff': NO_INSERT,
  'identity.team_members (organisation_id, team_id) to identity.teams': NO_INSERT,
}

export const LOGIN_ROLES = ['gestand_app', 'gestand_signin', 'gestand_public', 'gestand_worker'] as const
