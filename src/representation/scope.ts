import type { Band } from './capacity.ts'

/** What a representation can be about besides the name: all that the client sees, but the BSN. */
export const SCOPE = [
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
  'support-dates',
  'access-log',
] as const
export type ScopePart = (typeof SCOPE)[number]

/** By law. A voluntary mandate is the fifth kind, which only the client gives. */
export const LEGAL_KINDS = ['mentor', 'guardian', 'property-administrator', 'parent'] as const
export type LegalKind = (typeof LEGAL_KINDS)[number]

/** What who acts may do: look only (on paper too), or look and arrange. */
export const ACTS = {
  look: ['read', 'print', 'export'],
  arrange: ['read', 'print', 'export', 'write', 'restrict'],
} as const
export type Acts = keyof typeof ACTS

type KindRow = {
  law: string
  /** Of clients of which ages. */
  of: readonly Band[]
  /** The most that it can be about. */
  parts: readonly ScopePart[]
}

const MONEY: readonly ScopePart[] = [
  'contact',
  'provisions',
  'documents',
  'messages',
  'support-dates',
  'access-log',
]

/** Whom each kind can be about and what it opens at most. The dates are with each representation, the actions too. */
export const KINDS: Readonly<Record<LegalKind, KindRow>> = {
  mentor: { law: 'BW art. 1:453', of: ['adult', 'adult-incapable'], parts: SCOPE },
  guardian: { law: 'BW art. 1:381', of: ['adult', 'adult-incapable'], parts: SCOPE },
  'property-administrator': { law: 'BW art. 1:441', of: ['adult', 'adult-incapable'], parts: MONEY },
  parent: { law: 'BW art. 1:245', of: ['under-12', '12-15'], parts: SCOPE },
}

/** No more people than these have authority over a child at once (BW 1:245). */
export const MOST_PARENTS = 2
