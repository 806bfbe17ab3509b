import {
  addDays,
  ageOn,
  type BirthDate,
  isComplete,
  isRefusal,
  type PlainDate,
  plainDateOf,
} from '../kernel/index.ts'

/** In which law somebody stands by age, or by being an adult who cannot weigh their own interests (curatele, mentorschap, bewind). */
export type Band = 'under-12' | '12-15' | '16-17' | 'adult' | 'adult-incapable'

/** What somebody does with their data, as the laws tell it apart. */
export type Right =
  | 'consent'
  | 'withdraw-consent'
  | 'data-rights'
  | 'wmo-look'
  | 'wmo-disclosure'
  | 'wmo-destruction'
  | 'youth-help-consent'
  | 'referral-index'

/**
 * Who acts. `self-if-capable`: the person, when able to weigh the own interests in this matter. `representative-otherwise`: another
 * only when the person is not able to.
 */
export type Actor = 'self' | 'self-if-capable' | 'representative' | 'representative-otherwise'

type Row = {
  right: Right
  law: string
  who: Readonly<Record<Band, readonly Actor[]>>
  together?: readonly Band[]
  /** The parent not while that is against the interest of the child: a worker weighs it. */
  unlessAgainstInterest?: true
}

const OF_AGE = { '16-17': ['self'], adult: ['self'] } as const
const BY_REPRESENTATIVE = { 'under-12': ['representative'], 'adult-incapable': ['representative'] } as const

/** Who may act, by law and age. `together`: both are needed. An empty list: nobody by this article. */
export const CAPACITY: readonly Row[] = [
  {
    right: 'consent',
    law: 'UAVG art. 5 lid 1 en 2',
    who: { ...BY_REPRESENTATIVE, ...OF_AGE, '12-15': ['representative'] },
  },
  {
    right: 'withdraw-consent',
    law: 'UAVG art. 5 lid 3',
    who: {
      ...BY_REPRESENTATIVE,
      ...OF_AGE,
      '12-15': ['self', 'representative'],
      '16-17': ['self', 'representative'],
    },
  },
  {
    right: 'data-rights',
    law: 'UAVG art. 5 lid 4',
    who: { ...BY_REPRESENTATIVE, ...OF_AGE, '12-15': ['self', 'representative'] },
  },
  {
    right: 'wmo-look',
    law: 'Wmo 2015 art. 5.3.2',
    who: { ...BY_REPRESENTATIVE, ...OF_AGE, '12-15': ['self-if-capable', 'representative'] },
    unlessAgainstInterest: true,
  },
  {
    right: 'wmo-disclosure',
    law: 'Wmo 2015 art. 5.3.3',
    who: {
      ...BY_REPRESENTATIVE,
      '12-15': ['self-if-capable', 'representative-otherwise'],
      '16-17': ['self-if-capable', 'representative-otherwise'],
      adult: ['self'],
    },
  },
  {
    right: 'wmo-destruction',
    law: 'Wmo 2015 art. 5.3.5',
    who: {
      'under-12': ['representative'],
      '12-15': ['self-if-capable'],
      '16-17': ['self-if-capable'],
      adult: ['self'],
      'adult-incapable': [],
    },
  },
  {
    right: 'youth-help-consent',
    law: 'Jeugdwet art. 7.3.4 en 7.3.5',
    who: {
      ...OF_AGE,
      'under-12': ['representative'],
      '12-15': ['self', 'representative'],
      'adult-incapable': [],
    },
    together: ['12-15'],
  },
  {
    right: 'referral-index',
    law: 'Jeugdwet art. 7.1.5.1',
    who: {
      ...OF_AGE,
      'under-12': ['representative'],
      '12-15': ['self', 'representative'],
      'adult-incapable': [],
    },
    together: ['12-15'],
  },
]

/** The band of somebody on a day. */
export function bandOn(birth: BirthDate, today: PlainDate, incapable = false): Band {
  const age = ageOn(birth, today)
  if (age < 12) return 'under-12'
  if (age < 16) return '12-15'
  if (age < 18) return '16-17'
  return incapable ? 'adult-incapable' : 'adult'
}

/** Whether a representative may use a right for somebody in this band; `capable`: the person can weigh this matter alone. */
export function representativeMay(right: Right, band: Band, capable: boolean): boolean {
  const who = rowOf(right).who[band]
  return who.includes('representative') || (!capable && who.includes('representative-otherwise'))
}

/** Whether the person may use the right without anybody; `capable` as above. */
export function selfMay(right: Right, band: Band, capable: boolean): boolean {
  const { who, together = [] } = rowOf(right)
  if (together.includes(band)) return false
  return who[band].includes('self') || (capable && who[band].includes('self-if-capable'))
}

/** Whether both must agree. */
export function bothMust(right: Right, band: Band): boolean {
  return rowOf(right).together?.includes(band) === true
}

/** Who decides, as a page tells it. `self-when-able`: nobody weighed yet whether the person can. */
export type Decider = 'self' | 'self-when-able' | 'representative' | 'both'

/** Whether parents with authority look along at this age, so that a worker can weigh whether that is good for the child. */
export function parentsLookAlong(band: Band): boolean {
  return band === 'under-12' || band === '12-15'
}

/** Whether parents may not use this right because a worker weighed it so (`parentsMay` false). */
export function keepsParentsOut(right: Right, band: Band, parentsMay: boolean): boolean {
  return !parentsMay && parentsLookAlong(band) && rowOf(right).unlessAgainstInterest === true
}

/** Who may use a right for somebody in this band; `able` and `parentsMay`: what a worker weighed, `able` undefined when nobody did. */
export function decidersOf(
  right: Right,
  band: Band,
  able: boolean | undefined,
  parentsMay = true,
): Decider[] {
  if (bothMust(right, band)) return ['both']
  const deciders: Decider[] = []
  if (selfMay(right, band, able === true)) deciders.push('self')
  else if (able === undefined && selfMay(right, band, true)) deciders.push('self-when-able')
  if (representativeMay(right, band, able === true) && !keepsParentsOut(right, band, parentsMay))
    deciders.push('representative')
  return deciders
}

/**
 * The last day on which a parent looks along: the day before the child decides alone about looking. Undefined when that day is
 * unknown, because the date of birth is not complete.
 */
export function lastDayOfParent(birth: BirthDate): PlainDate | undefined {
  if (!isComplete(birth)) return undefined
  const alone = AGES.find(([, band]) => !representativeMay('wmo-look', band, true))
  return alone && addDays(birthdayOf(birth, alone[0]), -1)
}

const AGES: readonly (readonly [number, Band])[] = [
  [12, '12-15'],
  [16, '16-17'],
  [18, 'adult'],
]

/** The day on which somebody reaches an age; born on 29 February, in other years on 1 March. */
export function birthdayOf(birth: PlainDate, age: number): PlainDate {
  const year = Number(birth.slice(0, 4)) + age
  const day = plainDateOf(year, Number(birth.slice(5, 7)), Number(birth.slice(8)))
  if (!isRefusal(day)) return day
  const next = plainDateOf(year, 3, 1)
  if (isRefusal(next)) throw new RangeError('the age leads out of the calendar')
  return next
}

function rowOf(right: Right): Row {
  const row = CAPACITY.find((one) => one.right === right)
  if (!row) throw new Error(`There is no law about ${right}.`)
  return row
}
