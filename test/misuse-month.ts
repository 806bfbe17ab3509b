import { randomUUID } from 'node:crypto'
import { staffKeysOf } from '../src/people/index.ts'
import { keep } from '../src/people/keep-people.ts'
import { setStaffKeysRow } from '../src/people/people.store.ts'
import { type TestHouse, TOM } from './house.ts'
import { dice, type Look, type Planted, plantDossier, plantLooks } from './misuse.ts'

/** Ten workers and their eighty clients, and what was planted among four weeks of their honest work. */
export type Month = { staff: string[]; dossiers: string[]; planted: Planted[] }

/** The streets of the ten workers: each has one, the clients have another. */
const streetOf = (at: number) => `24${10 + at}AA`
const clientHome = (at: number) => ({ postcode: '2405BB', houseNumber: String(at + 1) })

const NAMES = [
  'Abbing',
  'Brouwers',
  'Coelho',
  'Drent',
  'Eerden',
  'Faber',
  'Gerrits',
  'Haak',
  'Idema',
  'Jansen',
]

/** Plants the whole month in a house: honest work, and with `misused` the misuse too. */
export async function plantMonth(house: TestHouse, { misused }: { misused: boolean }): Promise<Month> {
  const month: Month = { staff: [], dossiers: [], planted: [] }
  const henk = await house.staff('henk')
  for (const [at, name] of NAMES.entries()) {
    const id = await house.addStaff({
      subject: `w${at}`,
      name: `Werker ${name}`,
      role: 'neighbourhood-coach',
      employer: 'kwadraad',
      team: undefined,
    })
    const address = { postcode: streetOf(at), houseNumber: String(100 + at) }
    const keys = await staffKeysOf(house.vault, TOM, { name: `Werker ${name}`, ...address })
    await keep(house.door, henk, setStaffKeysRow(id, keys))
    month.staff.push(id)
  }
  // Five clients have the common name of a worker, the others names of their own.
  for (let at = 0; at < 80; at++) {
    const surname =
      at < 5 ? 'Jansen' : `Client${String.fromCharCode(97 + (at % 26), 97 + Math.floor(at / 26))}`
    // One worker has a client who lives across the street, as agreed in the team.
    const home = at === 12 ? { postcode: streetOf(1), houseNumber: '88' } : clientHome(at)
    month.dossiers.push(await plantDossier(house, { surname, ...home }))
  }
  await plantLooks(house, honestWork(month))
  if (misused) await plantLooks(house, await misuse(house, month))
  return month
}

const one = (list: readonly string[], at: number) => list[at % list.length] ?? ''
const clock = (hour: number, minute: number) =>
  `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`

/** Four weeks of ten workers with eight clients each: visits, notes, calls taken for each other, a mistyped address, late notes. */
function honestWork({ staff, dossiers }: Month): Look[] {
  const roll = dice(20_261_122)
  const looks: Look[] = []
  for (let days = 28; days >= 4; days--) {
    for (const [at, actor] of staff.entries()) {
      for (let visit = 0; visit < 5; visit++) {
        const look = { actor, dossier: one(dossiers, at * 8 + roll(8)), days }
        const time = clock(8 + roll(10), roll(60))
        looks.push({ ...look, time })
        if (roll(2) === 0) looks.push({ ...look, time, action: 'write' })
      }
      // a call for an absent colleague, who writes down the same day what it was about
      if (roll(5) === 0) {
        const colleague = (at + 1 + roll(9)) % staff.length
        const dossier = one(dossiers, colleague * 8 + roll(8))
        looks.push({ actor, dossier, days, time: clock(9 + roll(7), roll(60)), relation: 'same-team' })
        looks.push({ actor: one(staff, colleague), dossier, days, time: '17:00', action: 'write' })
      }
      if (roll(20) === 0)
        looks.push({
          actor,
          dossier: randomUUID(),
          days,
          time: '11:00',
          outcome: 'refused',
          relation: 'none',
        })
      if (roll(15) === 0)
        looks.push({ actor, dossier: one(dossiers, at * 8), days, time: clock(22, roll(60)), action: 'read' })
    }
  }
  // Honest all the same: three calls about which nothing was to be written, and a note after midnight.
  for (const at of [0, 3, 6]) {
    const look = { actor: one(staff, at), dossier: randomUUID(), days: 9, time: '10:10' }
    looks.push({ ...look, relation: 'same-team' })
  }
  looks.push({ actor: one(staff, 5), dossier: one(dossiers, 41), days: 12, time: '00:20' })
  return looks
}

type Plan = { kind: Planted['kind']; at: number; dossier: string | undefined; looks: Omit<Look, 'actor'>[] }
type Person = { surname: string; postcode: string; houseNumber: string }
type Plans = (make: (person: Person) => Promise<string>, dossiers: readonly string[]) => Promise<Plan[]>

const REFUSED = { outcome: 'refused', relation: 'none' } as const

/** Somebody of whom nothing but the kind of misuse meets the worker. */
const stranger = (at: number) => ({
  surname: `Vreemd${'abcdefghij'[at]}`,
  postcode: '2406CC',
  houseNumber: '9',
})

/** Opened without being involved, and nothing came of it. */
const withoutFollowUp: Plans = (make) =>
  Promise.all(
    [1, 2, 5, 8].map(async (at) => {
      const dossier = await make(stranger(at))
      const look = { dossier, days: 7, time: '15:30', relation: 'same-team' as const }
      return { kind: 'without-follow-up', at, dossier, looks: [look] }
    }),
  )

const tried: Plans = async (_make, dossiers) =>
  [0, 4, 7].map((at) => ({
    kind: 'tried',
    at,
    dossier: undefined,
    looks: [0, 1, 2, 3].map((n) => ({
      ...{ dossier: one(dossiers, at * 8 + 40 + n), days: 10, time: clock(12, n) },
      ...REFUSED,
    })),
  }))

const many: Plans = async (_make, dossiers) =>
  [
    { at: 3, from: 5 },
    { at: 9, from: 35 },
  ].map(({ at, from }) => ({
    kind: 'many',
    at,
    dossier: undefined,
    looks: dossiers.slice(0, 20).map((dossier, n) => ({
      ...{ dossier, days: 14, time: clock(13 + Math.floor((from + n) / 60), (from + n) % 60) },
    })),
  }))

const oddHours: Plans = async (_make, dossiers) =>
  [1, 4, 6, 8].map((at) => ({
    kind: 'odd-hours',
    at,
    dossier: undefined,
    looks: [{ dossier: one(dossiers, at * 8), days: 16, time: clock(2, at) }],
  }))

/** Looked, and wrote something: only whom it was about stands out. */
function about(kind: Planted['kind'], whose: readonly number[], person: (at: number) => Person): Plans {
  return (make) =>
    Promise.all(
      whose.map(async (at) => {
        const dossier = await make(person(at))
        const look = { dossier, days: 6, time: '16:00' }
        return { kind, at, dossier, looks: [look, { ...look, time: '16:05', action: 'write' as const }] }
      }),
    )
}

const surnameOf = (at: number) => NAMES[at] ?? ''
const homeOf = (at: number) => ({ postcode: streetOf(at), houseNumber: String(100 + at) })

const KINDS: readonly Plans[] = [
  withoutFollowUp,
  tried,
  many,
  oddHours,
  about('same-surname', [0, 2, 5], (at) => ({ ...stranger(at), surname: surnameOf(at) })),
  about('same-address', [6, 7], (at) => ({ ...stranger(at), ...homeOf(at) })),
  about('same-street', [2, 4, 9], (at) => ({ ...stranger(at), ...homeOf(at), houseNumber: String(90 - at) })),
  about('colleague', [8, 3], (at) => {
    const colleague = at === 8 ? 1 : 7
    return { ...homeOf(colleague), surname: surnameOf(colleague) }
  }),
]

/** Plants what is to be found, each with the signal that should say so. */
async function misuse(house: TestHouse, { staff, dossiers, planted }: Month): Promise<Look[]> {
  const looks: Look[] = []
  for (const plans of KINDS) {
    for (const plan of await plans((person) => plantDossier(house, person), dossiers)) {
      const actor = one(staff, plan.at)
      planted.push({ kind: plan.kind, actor, dossier: plan.dossier })
      looks.push(...plan.looks.map((look) => ({ ...look, actor })))
    }
  }
  return looks
}
