/** The parts of a dossier: what a rule, a grant, an entry of the ledger and a statement name when they say what is opened. */
export const dossierParts = [
  'existence',
  'identity',
  'bsn',
  'contact',
  'household',
  'network',
  'situation',
  'question',
  'goals',
  'notes',
  'evaluations',
  'provisions',
  'documents',
  'messages',
  'consents',
  'disclosures',
  'plan',
  'access-log',
  'support-dates',
] as const
/** Registers beside the dossier, with roles, keys and terms of their own. */
export const registers = [
  'complaints',
  'incidents',
  'breaches',
  'outreach',
  'advice',
  'debt-signals',
] as const
export const parts = [...dossierParts, ...registers] as const

export type Part = (typeof parts)[number]

/** The classes of data: ordinary, special (AVG art. 9) and sensitive. A dossier has a key for each, so that one can be destroyed alone. */
export const dataClasses = ['general', 'special', 'sensitive'] as const
export type DataClass = (typeof dataClasses)[number]
