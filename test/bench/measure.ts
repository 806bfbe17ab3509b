import { type AccessRequest, decide } from '../../src/access/index.ts'
import { type BenchHouse, ORGANISATION } from './bench-house.ts'
import { floorInFive } from './floor.ts'
import { KeepAlive } from './http-client.ts'
import type { Neighbourhood } from './neighbourhood.ts'
import { lookToJson } from './ours.ts'
import { randomFrom } from './random.ts'
import { type Arm, type Cell, inRounds, type Plan, type Ratio, warmUp } from './rounds.ts'
import { unledgeredDoor } from './unledgered.ts'

export type Ports = { ours: { json: number; page: number }; floor: { json: number } }

/** What was measured with so many dossiers and so many looks at once. */
export type Measured = {
  size: number
  atOnce: number
  cells: Cell[]
  ratios: Record<'inProcess' | 'http' | 'page' | 'ledger', Ratio>
}

/** Counts what was answered, to hold it against the ledger. */
export type Answers = { looks: number }

/** Every arm in turn on the same database: ours and its floor, in process and over HTTP; the page; the look without a ledger. */
export async function measureLooks(
  bench: BenchHouse,
  people: Neighbourhood,
  ports: Ports,
  plan: Plan,
  answers: Answers,
): Promise<Measured> {
  const arms = armsOf(bench, people, ports, answers)
  const all = [...arms.values()]
  await people.wakeSessions()
  await warmUp(all, plan.atOnce, Math.min(2, plan.seconds))
  const { cells, ratio } = await inRounds(all, plan)
  return {
    size: people.size,
    atOnce: plan.atOnce,
    cells,
    ratios: {
      inProcess: ratio('ours in process', 'floor in process'),
      http: ratio('ours over HTTP', 'floor over HTTP'),
      page: ratio('page', 'floor over HTTP'),
      ledger: ratio('ours in process', 'without ledger'),
    },
  }
}

function armsOf(
  { house, owner }: BenchHouse,
  people: Neighbourhood,
  ports: Ports,
  answers: Answers,
): Map<string, Arm> {
  const random = randomFrom(7)
  const ours = new KeepAlive(ports.ours.json)
  const page = new KeepAlive(ports.ours.page)
  const floor = new KeepAlive(ports.floor.json)
  const { app } = house.pools
  const withoutLedger = unledgeredDoor(house)
  const visit = () => {
    const { worker, dossier } = people.visit(random)
    return { worker, dossier, token: worker.token.toString('base64url') }
  }
  const arms: Record<string, () => Promise<unknown>> = {
    'ours in process': async () => {
      const { worker, dossier } = visit()
      await lookToJson(house.door, worker.token, dossier)
      answers.looks += 1
    },
    'floor in process': async () => {
      const { worker, dossier } = visit()
      await floorInFive(owner, worker.id, dossier)
    },
    'without ledger': async () => {
      const { worker, dossier } = visit()
      await lookToJson(withoutLedger, worker.token, dossier)
    },
    'ours over HTTP': async () => {
      const { dossier, token } = visit()
      await ours.get(`/dossiers/${dossier}`, `authorization: Bearer ${token}\r\n`)
      answers.looks += 1
    },
    'floor over HTTP': async () => {
      const { worker, dossier } = visit()
      await floor.get(`/${worker.id}/${dossier}`)
    },
    page: async () => {
      const { dossier, token } = visit()
      const cookies = `__Host-gestand-staff=${token}; __Host-gestand-staff-at=${ORGANISATION}`
      await page.get(`/dossiers/${dossier}/notes`, `cookie: ${cookies}\r\n`)
      answers.looks += 1
    },
    'entry alone': async () => {
      const { worker, dossier } = visit()
      await app.query('select outcome from wall.open($1, $2, $3, $4, $5, $6, gen_random_uuid(), $7)', [
        worker.token,
        dossier,
        ['existence'],
        'read',
        'support',
        'bench.opened',
        'staff-site',
      ])
    },
  }
  return new Map(Object.entries(arms).map(([name, once]) => [name, { name, once }]))
}

/** Microseconds of a decision, the best of some rounds over requests that are allowed and refused. */
export function measureDecision({ house }: BenchHouse): number {
  const base: AccessRequest = {
    organisation: ORGANISATION,
    role: 'neighbourhood-coach',
    relation: 'involved',
    part: 'notes',
    action: 'read',
    state: 'open',
    purpose: 'support',
    consent: 'none',
    secondFactor: true,
    cleared: true,
  }
  const requests: AccessRequest[] = [
    base,
    { ...base, part: 'bsn' },
    { ...base, relation: 'none' },
    { ...base, role: 'client', relation: 'self' },
    { ...base, role: 'quality-officer', relation: 'incidental', purpose: 'management' },
    { ...base, secondFactor: false },
  ]
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < 10; round++) {
    const begun = performance.now()
    for (let time = 0; time < 20_000; time++) decide(house.rules, requests[time % requests.length] ?? base)
    best = Math.min(best, ((performance.now() - begun) * 1000) / 20_000)
  }
  return best
}
