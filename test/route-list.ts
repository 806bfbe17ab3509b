/**
 * Every route of the sites behind a sign-in, and who gets further than a refusal. A new route goes in here with the functions that it
 * is for, or the inventory test is red. Dossiers are that of a client with an involved coach.
 */

/**
 * `everybody`: also without a session. `visitor`: whoever is signed in, about themself alone. `cookie`: whoever brings the cookie of a
 * session, ended or not: a form that leads to the identity provider and says nothing of anybody. Else the functions.
 */
export type Who = 'everybody' | 'cookie' | 'visitor' | readonly Function[]

/** People of the demonstration by what they are to the client of the test. */
export const FUNCTIONS = {
  'coach, involved': 'noor',
  'case manager, same team': 'joris',
  'host, same team': 'wim',
  'coach, not involved': 'fenna',
  'coach, certificate ended': 'bram',
  quality: 'saskia',
  officer: 'iris',
  'team manager': 'karin',
  administrator: 'henk',
  'second administrator': 'yara',
  auditor: 'olaf',
  supervisor: 'petra',
} as const
export type Function = keyof typeof FUNCTIONS

const caseload = [
  'coach, involved',
  'case manager, same team',
  'host, same team',
  'coach, not involved',
] as const
const sameTeam = ['coach, involved', 'case manager, same team', 'host, same team'] as const
const content = ['coach, involved'] as const
const involving = ['coach, involved', 'team manager'] as const
const administrators = ['administrator', 'second administrator'] as const
const keepers = ['team manager', ...administrators] as const
const emergency = ['coach, involved', 'case manager, same team', 'coach, not involved', 'officer'] as const
/** Who has no clients of their own, and for whom something can wait. */
const beginning = ['quality', 'officer', ...keepers] as const
const incidental = [...emergency, 'quality', ...keepers, 'auditor', 'supervisor'] as const

const ENTRANCE: Readonly<Record<string, Who>> = {
  'GET /signin': 'everybody',
  'POST /signin': 'everybody',
  'GET /signin/refused': 'everybody',
  'POST /signout': 'everybody',
  'POST /language': 'everybody',
  'GET /account/confirm': 'cookie',
  'POST /account/confirm': 'cookie',
  'GET /account/sessions': 'visitor',
  'POST /account/sessions': 'visitor',
}

/** What is there when an identity provider signs people in. */
export const BY_PROVIDER: Readonly<Record<string, Who>> = { 'GET /signin/callback': 'everybody' }

export const STAFF: Readonly<Record<string, Who>> = {
  ...ENTRANCE,
  'GET /': 'visitor',
  'GET /today': beginning,
  'GET /clients': caseload,
  'GET /clients/find': caseload,
  'POST /clients/find': caseload,
  'GET /clients/new': caseload,
  'POST /clients/new': caseload,
  'GET /dossiers/:dossier': sameTeam,
  'GET /dossiers/:dossier/question': content,
  'GET /dossiers/:dossier/notes': content,
  'GET /dossiers/:dossier/people': content,
  'GET /dossiers/:dossier/notes/new': content,
  // Whoever sees the overview reads here what is wrong with the form; a note is written by content alone.
  'POST /dossiers/:dossier/notes/new': sameTeam,
  'POST /dossiers/:dossier/notes/draft': content,
  'GET /dossiers/:dossier/representatives': content,
  'POST /dossiers/:dossier/representatives': content,
  'POST /dossiers/:dossier/representatives/:representation/end': content,
  'GET /dossiers/:dossier/capacity': content,
  'POST /dossiers/:dossier/capacity': content,
  'POST /dossiers/:dossier/capacity/:judgement/end': content,
  // Only where the organisation keeps no BSN: at Tom it is there for nobody.
  'GET /dossiers/:dossier/portal-code': [],
  'POST /dossiers/:dossier/portal-code': [],
  'POST /dossiers/:dossier/portal-code/withdraw': [],
  'GET /dossiers/:dossier/consents': content,
  'GET /dossiers/:dossier/consents/new': content,
  'POST /dossiers/:dossier/consents/new': content,
  'GET /dossiers/:dossier/consents/:consent': content,
  'POST /dossiers/:dossier/consents/:consent/take-back': content,
  'GET /dossiers/:dossier/involved': involving,
  'POST /dossiers/:dossier/involved': involving,
  'POST /dossiers/:dossier/involved/:person/end': involving,
  'GET /incidental-access': incidental,
  'POST /incidental-access': incidental,
  'GET /incidental-access/emergency': emergency,
  'GET /incidental-access/emergency/form': emergency,
  'POST /incidental-access/emergency/form': emergency,
  'GET /incidental-access/:access': incidental,
  'POST /incidental-access/:access/end': incidental,
  'POST /incidental-access/emergencies/:access/seen': ['team manager'],
  'GET /incidental-access/reviews': ['officer'],
  'GET /incidental-access/reviews/:access': ['officer'],
  'POST /incidental-access/reviews/:access': ['officer'],
  'POST /incidental-access/reviews/:access/sooner': ['officer'],
  'GET /people': keepers,
  'GET /people/new': keepers,
  'POST /people/new': keepers,
  'GET /people/requests': keepers,
  'POST /people/requests/:request': keepers,
  'GET /people/teams': keepers,
  'POST /people/teams': keepers,
  'GET /people/clearances': [...keepers, 'officer'],
  'GET /people/handover': ['team manager'],
  'POST /people/handover': ['team manager'],
  'GET /people/:person': keepers,
  'POST /people/:person/roles': keepers,
  'POST /people/:person/clearances': keepers,
  'POST /people/:person/teams': keepers,
  'POST /people/:person/teams/leave': keepers,
  'POST /people/:person/end': keepers,
  'POST /people/:person/again': keepers,
  'POST /people/:person/block': keepers,
  'POST /people/:person/unblock': keepers,
  'POST /people/:person/details': keepers,
  'POST /people/:person/address': keepers,
  'GET /promises': ['officer'],
  'GET /signals': ['officer'],
  'GET /signals/:signal': ['officer'],
  'POST /signals/:signal': ['officer'],
}

/** What the staff site has more when staff sign in with accounts of our own. */
export const OWN_ACCOUNTS: Readonly<Record<string, Who>> = {
  'GET /account': 'visitor',
  'GET /account/password': 'visitor',
  'POST /account/password': 'visitor',
  'GET /account/passkey': 'visitor',
  'POST /account/passkey': 'visitor',
  'GET /account/app': 'visitor',
  'POST /account/app': 'visitor',
  'POST /account/remove': 'visitor',
  'POST /account/recovery': 'visitor',
  'POST /people/:person/invite': administrators,
  'POST /people/:person/invitation/withdraw': keepers,
  'GET /signin/second': 'everybody',
  'POST /signin/second': 'everybody',
  // Whoever holds the secret of an invitation.
  'GET /invitation/:secret': 'everybody',
  'POST /invitation/:secret': 'everybody',
  'GET /invitation/:secret/second': 'everybody',
  'POST /invitation/:secret/second': 'everybody',
}

/** Of the portal: a client's own, or those of whom the client acts for; somebody else's are not there. */
export const PORTAL: Readonly<Record<string, Who>> = {
  ...ENTRANCE,
  'GET /': 'visitor',
  'GET /who-looked': 'visitor',
  'GET /dossiers/:dossier': 'visitor',
  'GET /dossiers/:dossier/who-looked': 'visitor',
  'GET /consents': 'visitor',
  'GET /dossiers/:dossier/consents': 'visitor',
  'GET /dossiers/:dossier/consents/:consent': 'visitor',
  'GET /dossiers/:dossier/consents/:consent/give': 'visitor',
  'POST /dossiers/:dossier/consents/:consent/give': 'visitor',
  'POST /dossiers/:dossier/consents/:consent/refuse': 'visitor',
  'POST /dossiers/:dossier/consents/:consent/withdraw': 'visitor',
  'GET /dossiers/:dossier/copy': 'visitor',
  'POST /dossiers/:dossier/copy': 'visitor',
  'GET /dossiers/:dossier/representatives': 'visitor',
  'POST /dossiers/:dossier/representatives': 'visitor',
  'POST /dossiers/:dossier/representatives/:representation/stop': 'visitor',
  // An account of the portal, where the organisation keeps no BSN.
  'GET /signin/own': 'everybody',
  'POST /signin/own': 'everybody',
  'GET /signin/own/lost': 'everybody',
  'POST /signin/own/lost': 'everybody',
  'GET /signin/own/new-app': 'everybody',
  'POST /signin/own/new-app': 'everybody',
  'GET /invited': 'everybody',
  'POST /invited': 'everybody',
  'GET /invited/account': 'everybody',
  'POST /invited/account': 'everybody',
  'GET /account/confirm/own': 'cookie',
  'POST /account/confirm/own': 'cookie',
  'GET /acting-for': 'visitor',
  'POST /acting-for': 'visitor',
}
