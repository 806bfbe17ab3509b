/** One way to sign in at a stand-in: what the answer says about it. */
export type Level = {
  id: string
  acr: string
  amr?: string[]
  label: LevelWord
  hint?: LevelWord
  /** How long ago the person showed who they are; a provider that still knew them would say so. */
  secondsAgo?: number
}
type LevelWord =
  | 'low'
  | 'lowHint'
  | 'substantial'
  | 'high'
  | 'earlier'
  | 'earlierHint'
  | 'withSecond'
  | 'withoutSecond'
  | 'withoutSecondHint'

const eidas = 'http://eidas.europa.eu/LoA'

/** DigiD by the OpenID.NLGov profile: a level of assurance as `acr`, and never `amr`. */
export const digidLevels: readonly Level[] = [
  { id: 'substantial', acr: `${eidas}/substantial`, label: 'substantial' },
  { id: 'high', acr: `${eidas}/high`, label: 'high' },
  { id: 'low', acr: `${eidas}/low`, label: 'low', hint: 'lowHint' },
  { id: 'earlier', acr: `${eidas}/substantial`, label: 'earlier', hint: 'earlierHint', secondsAgo: 1800 },
]

/** Staff: the second factor shows in `amr` (RFC 8176) and in `acr` (REFEDS profiles). */
export const staffLevels: readonly Level[] = [
  {
    id: 'with-second',
    acr: 'https://refeds.org/profile/mfa',
    amr: ['pwd', 'otp', 'mfa'],
    label: 'withSecond',
  },
  {
    id: 'without-second',
    acr: 'https://refeds.org/profile/sfa',
    amr: ['pwd'],
    label: 'withoutSecond',
    hint: 'withoutSecondHint',
  },
]
