import { addDays, type BirthDate, isComplete, type PlainDate } from '../kernel/index.ts'
import { bandOn, birthdayOf, representativeMay, selfMay } from '../representation/index.ts'

/** Somebody who acts by law, as far as it matters to who answers. */
export type ByLaw = {
  kind: string
  parts: readonly string[]
  actions: readonly string[]
}

export type Client = {
  birth: BirthDate | undefined
  today: PlainDate
  /** What a worker weighed; undefined when nobody did. */
  able: boolean | undefined
  /** The representations that run today. */
  byLaw: readonly ByLaw[]
}

/** Who answers in the portal and, when that changes with an age, until which day; or why nobody can do so there. */
export type Answerer =
  | { by: 'client' | 'representative'; until: PlainDate | undefined }
  | { by: undefined; why: 'no-birth' | 'weigh-first' | 'together' | 'nobody-there' }

/** Sharing what help is about asks for consent by both laws: the GDPR's (UAVG art. 5) and that of the help (Wmo 2015 art. 5.3.3). */
const RIGHTS = ['consent', 'wmo-disclosure'] as const
const AGES = [12, 16, 18] as const

/** Who gives consent for this client, by the table of capacity. Where two laws name two people, both must; that is not done here. */
export function answererOf({ birth, today, able, byLaw }: Client): Answerer {
  if (birth === undefined) return { by: undefined, why: 'no-birth' }
  const band = bandOn(birth, today, able === false)
  const minor = !band.startsWith('adult')
  if (minor && !isComplete(birth)) return { by: undefined, why: 'no-birth' }
  const court = byLaw.some(({ kind }) => kind === 'guardian' || kind === 'mentor')
  if (!minor && court && able === undefined) return { by: undefined, why: 'weigh-first' }
  // able unless somebody weighed otherwise: that is how both laws begin
  const capable = able !== false
  if (RIGHTS.every((right) => selfMay(right, band, capable)))
    return { by: 'client', until: lastOf(birth, today) }
  if (!RIGHTS.every((right) => representativeMay(right, band, capable)))
    return { by: undefined, why: 'together' }
  // two parents with authority decide together (BW 1:253a)
  if (byLaw.filter(({ kind }) => kind === 'parent').length > 1) return { by: undefined, why: 'together' }
  const may = ({ kind, parts, actions }: ByLaw) =>
    kind !== 'voluntary' && parts.includes('consents') && actions.includes('write')
  return byLaw.some(may)
    ? { by: 'representative', until: lastOf(birth, today) }
    : { by: undefined, why: 'nobody-there' }
}

/** The day before the next birthday that changes who decides. */
function lastOf(birth: BirthDate, today: PlainDate): PlainDate | undefined {
  if (!isComplete(birth)) return undefined
  const next = AGES.map((age) => birthdayOf(birth, age)).find((day) => day > today)
  return next && addDays(next, -1)
}
