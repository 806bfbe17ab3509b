const BEHIND_POLICY =
  'the policy is asked before the key: a row of a dossier that is not open is refused in the same way, there or not'
const RANDOM = 'a random id of 122 bits, made by the program and said to nobody without a relation'
const NO_INSERT = 'no login role can insert here'
const ACCOUNTS = 'only the sign-in role reaches it, by functions that answer in the same way'
const KEEPERS = 'only functions of the wall insert, for whoever may see all people of the staff anyway'

/** Unique keys of the tables about people: an insert that collides tells that a row is there. Why nobody learns by it. */
export const UNIQUE_KEYS: Readonly<Record<string, string>> = {
  'dossier.closures (organisation_id, dossier_id, closed_at)': NO_INSERT,
  'dossier.destructions (organisation_id, dossier_id)': NO_INSERT,
  'dossier.dossiers (organisation_id, client_number)':
    'only wall.register inserts; the number is random and says nothing about the person',
  'dossier.dossiers (organisation_id, dossier_id)': `only wall.register inserts; ${RANDOM}`,
  'dossier.emergencies_seen (organisation_id, access_id, staff_id)':
    'only wall.see_emergency inserts, of what waits for whoever asks',
  'dossier.incidental_accesses (organisation_id, access_id)': `only wall.ask_incidental inserts; ${RANDOM}`,
  'dossier.incidental_accesses (organisation_id, access_id, dossier_id)': `only wall.ask_incidental inserts; ${RANDOM}`,
  'dossier.incidental_judgements (organisation_id, access_id, judged_at)': BEHIND_POLICY,
  'dossier.capacity_judgements (organisation_id, judgement_id)': `${BEHIND_POLICY}; ${RANDOM}`,
  'dossier.consent_answers (organisation_id, consent_id)': BEHIND_POLICY,
  'dossier.consent_endings (organisation_id, consent_id)': BEHIND_POLICY,
  'dossier.consents (organisation_id, consent_id)': `${BEHIND_POLICY}; ${RANDOM}`,
  'dossier.consents (organisation_id, consent_id, dossier_id)': `${BEHIND_POLICY}; ${RANDOM}`,
  'dossier.portal_invitations (organisation_id, code_key)':
    'a keyed hash of sixty random bits, made by the program: nobody hits one by guessing',
  'dossier.portal_invitations (organisation_id, invitation_id)': `${BEHIND_POLICY}; ${RANDOM}`,
  'dossier.representations (organisation_id, representation_id, dossier_id)': `${BEHIND_POLICY}; ${RANDOM}`,
  'dossier.representations (organisation_id, representation_id)': `${BEHIND_POLICY}; ${RANDOM}`,
  'identity.accounts (organisation_id, name_key)': ACCOUNTS,
  'identity.accounts (organisation_id, staff_id)': ACCOUNTS,
  'identity.attempts (organisation_id, key)': ACCOUNTS,
  'identity.code_apps (organisation_id, staff_id)': ACCOUNTS,
  'identity.invitations (secret_hash)':
    'only functions of the wall insert, with random bytes: nobody hits one by guessing',
  'identity.passkeys (organisation_id, credential_key)': ACCOUNTS,
  'identity.portal_accounts (organisation_id, name_key)': ACCOUNTS,
  'identity.portal_accounts (organisation_id, subject_key)': ACCOUNTS,
  'identity.passkeys (organisation_id, passkey_id)': ACCOUNTS,
  'identity.recovery_codes (organisation_id, staff_id, code_key)': ACCOUNTS,
  'dossier.involvements (organisation_id, dossier_id, staff_id, from_on)':
    'only wall.register inserts, for a dossier that it makes in the same breath',
  'dossier.items (organisation_id, dossier_id, item_id)': BEHIND_POLICY,
  'dossier.keys (organisation_id, dossier_id, class)': BEHIND_POLICY,
  'dossier.note_drafts (organisation_id, dossier_id, staff_id)': BEHIND_POLICY,
  'dossier.notes (organisation_id, dossier_id, note_id)': BEHIND_POLICY,
  'dossier.restrictions (organisation_id, dossier_id, restricted_at)': NO_INSERT,
  'dossier.search_keys (organisation_id, kind, key, dossier_id)': `the dossier is part of the key, so that a BSN that is known here does not collide; ${BEHIND_POLICY}`,
  'dossier.search_keys (organisation_id, dossier_id)': `one BSN a dossier; ${BEHIND_POLICY}`,
  'identity.blocks (organisation_id, block_id)': KEEPERS,
  'identity.blocks (organisation_id, staff_id)': KEEPERS, // of a block that runs
  'identity.clearances (organisation_id, staff_id, kind, valid_from)': NO_INSERT,
  'identity.held_forms (organisation_id, session_id)': ACCOUNTS,
  'identity.past_employments (organisation_id, staff_id, from_on)': KEEPERS,
  'identity.sessions (organisation_id, session_id)': 'only wall.start_session inserts, with an id of its own',
  'identity.sessions (token_hash)':
    'only the sign-in role inserts, with 32 random bytes: nobody hits one by guessing',
  'identity.staff (organisation_id, staff_id)': NO_INSERT,
  'identity.staff (organisation_id, subject_key)': NO_INSERT,
  'identity.staff_roles (organisation_id, staff_id, role, from_on)': NO_INSERT,
  'identity.team_members (organisation_id, staff_id, team_id, from_on)': NO_INSERT,
  'identity.staff_keys (organisation_id, staff_id, kind, key)': KEEPERS,
  'ledger.signal_judgements (organisation_id, judgement_id)': KEEPERS,
  'ledger.signal_judgements (organisation_id, signal_id, version)': KEEPERS,
  'ledger.signals (organisation_id, signal_id)': KEEPERS,
  'ledger.signals (organisation_id, signal_id, actor_id)': KEEPERS,
  'ledger.signals (organisation_id, kind, actor_id, dossier_id, day)': KEEPERS,
  'identity.teams (organisation_id, team_id)': NO_INSERT,
  'identity.teams (organisation_id)': KEEPERS, // and the name of the team in small letters
  'identity.role_requests (organisation_id, request_id)': KEEPERS,
  'identity.role_requests (organisation_id, staff_id, role)': KEEPERS,
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
  'identity.clearances (organisation_id, recorded_by) to identity.staff': KEEPERS,
  'identity.role_requests (organisation_id, asked_by) to identity.staff': KEEPERS,
  'identity.role_requests (organisation_id, decided_by) to identity.staff': KEEPERS,
  'identity.role_requests (organisation_id, staff_id) to identity.staff': KEEPERS,
  'identity.sessions (organisation_id, staff_id) to identity.staff':
    'only wall.start_session inserts, for the person that it found',
  'dossier.emergencies_seen (organisation_id, access_id) to dossier.incidental_accesses':
    'only wall.see_emergency inserts, for an access that it found',
  'dossier.emergencies_seen (organisation_id, staff_id) to identity.staff':
    'only wall.see_emergency inserts, for whoever asks',
  'dossier.incidental_accesses (organisation_id, dossier_id) to dossier.dossiers':
    'only wall.ask_incidental inserts, for a dossier that it found',
  'dossier.incidental_accesses (organisation_id, staff_id) to identity.staff':
    'only wall.ask_incidental inserts, for whoever asks',
  'dossier.incidental_judgements (organisation_id, access_id, dossier_id) to dossier.incidental_accesses':
    BEHIND_POLICY,
  'dossier.capacity_judgements (organisation_id, dossier_id) to dossier.dossiers': BEHIND_POLICY,
  'dossier.consent_answers (organisation_id, consent_id, dossier_id) to dossier.consents': BEHIND_POLICY,
  'dossier.consent_endings (organisation_id, consent_id, dossier_id) to dossier.consents': BEHIND_POLICY,
  'dossier.consents (organisation_id, dossier_id) to dossier.dossiers': BEHIND_POLICY,
  'dossier.portal_invitations (organisation_id, dossier_id) to dossier.dossiers': BEHIND_POLICY,
  'dossier.portal_invitations (organisation_id, representation_id, dossier_id) to dossier.representations':
    BEHIND_POLICY,
  'dossier.representations (organisation_id, dossier_id) to dossier.dossiers': BEHIND_POLICY,
  'identity.accounts (organisation_id, staff_id) to identity.staff': ACCOUNTS,
  'identity.code_apps (organisation_id, staff_id) to identity.accounts': ACCOUNTS,
  'identity.invitations (organisation_id, staff_id) to identity.staff': ACCOUNTS,
  'identity.blocks (organisation_id, blocked_by) to identity.staff': KEEPERS,
  'identity.blocks (organisation_id, lifted_by) to identity.staff': KEEPERS,
  'identity.blocks (organisation_id, staff_id) to identity.staff': KEEPERS,
  'identity.held_forms (organisation_id, session_id) to identity.sessions': ACCOUNTS,
  'identity.past_employments (organisation_id, staff_id) to identity.staff': KEEPERS,
  'identity.passkeys (organisation_id, staff_id) to identity.accounts': ACCOUNTS,
  'identity.recovery_codes (organisation_id, staff_id) to identity.accounts': ACCOUNTS,
  'identity.sessions (organisation_id, representation_id) to dossier.representations':
    'only wall.act_for writes it, with a representation that it found',
  'identity.staff_roles (organisation_id, request_id) to identity.role_requests': KEEPERS,
  'identity.staff_keys (organisation_id, staff_id) to identity.staff': KEEPERS,
  'identity.staff_roles (organisation_id, staff_id) to identity.staff': NO_INSERT,
  'identity.team_members (organisation_id, staff_id) to identity.staff': NO_INSERT,
  'identity.team_members (organisation_id, team_id) to identity.teams': NO_INSERT,
  'ledger.signal_judgements (organisation_id, signal_id, actor_id) to ledger.signals': KEEPERS,
}
