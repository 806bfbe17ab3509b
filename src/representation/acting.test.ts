import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CAST, type TestHouse, TOM, testHouse } from '../../test/house.ts'
import { stepUp } from '../../test/people.ts'
import { definitionOf, during } from '../../test/wall/take-away.ts'
import { command, type Visitor } from '../door/index.ts'
import { actFor, clientSubjectKey, startSession } from '../identity/index.ts'
import { addDays, dayInNetherlands } from '../kernel/index.ts'
import { accessLog } from '../trace/access-log.ts'
import { mayActFor } from './representation.store.ts'
import { recordRepresentative } from './representation.ts'
import type { Acts } from './scope.ts'

const MENTOR = '999995005'
const STRANGER = '999992168'
const SUBSTANTIAL = 'http://eidas.europa.eu/LoA/substantial'
const today = dayInNetherlands(new Date())
let house: TestHouse
let dossier: string
let representation: string

beforeAll(async () => {
  house = await testHouse()
  dossier = await house.dossierOf(CAST.aydin)
  representation = await record('look')
})
afterAll(() => house?.close())

async function record(acts: Acts): Promise<string> {
  const noor = await stepUp(house, await house.staff('noor'))
  const answer = await recordRepresentative(house.door, house.vault, noor, dossier, {
    kind: 'mentor',
    bsn: MENTOR,
    name: 'Selim Aydin',
    proof: 'Beschikking van de rechtbank',
    parts: ['question', 'messages', 'access-log'],
    acts,
    fromOn: today,
    untilOn: addDays(today, 30),
  })
  if (answer.outcome !== 'opened') throw new Error(answer.outcome)
  return answer.value
}

async function act(visitor: Visitor, whom: { chosen: string } | { represented: string }): Promise<boolean> {
  const index = await house.vault.indexKey(TOM)
  const named = 'chosen' in whom ? whom : { represented: clientSubjectKey(index, whom.represented) }
  const { token } = visitor
  return actFor(house.pools.signin, {
    token,
    fresh: token,
    ...named,
    trace: randomUUID(),
    accessPoint: 'portal',
  })
}

/** What the last sessions of this visitor left in the ledger, about acting. */
async function written(visitor: Visitor) {
  const { rows } = await house.owner.query<Record<string, unknown>>(
    `select e.event, e.outcome, e.reason, e.dossier_id = $2 as here, e.responsible_id = p.client as for_client, e.actor_id = wall.pseudonym(s.subject_key) as as_self
       from ledger.entries e join identity.sessions s using (organisation_id, session_id),
            (select wall.pseudonym(key) as client from dossier.search_keys where dossier_id = $2 and kind = 'bsn') p
      where s.token_hash = sha256($1) and e.event <> 'session.started' order by e.seq`,
    [visitor.token, dossier],
  )
  return rows
}

const both = { here: true, for_client: true, as_self: true }

describe('acting stands in the ledger', () => {
  test('TOM-9.1 partly: from the first look at whom one may act for, with who acts and who is represented', async () => {
    const mentor = await house.client(MENTOR)
    expect(await house.door.askOwn(mentor, 'support', mayActFor)).toHaveLength(1)
    expect(await act(mentor, { chosen: representation })).toBe(true)
    const { token } = mentor
    const trace = randomUUID()
    expect(await actFor(house.pools.signin, { token, fresh: token, trace, accessPoint: 'portal' })).toBe(true)
    expect(await written(mentor)).toEqual([
      { event: 'representation.offered', outcome: 'done', reason: null, ...both },
      { event: 'session.acts-for', outcome: 'done', reason: null, ...both },
      { event: 'session.acts-for-self', outcome: 'done', reason: null, ...both },
    ])
  })

  test('a try without a mandate too, by choice and by the claim of a broker, and the client reads it', async () => {
    const stranger = await house.client(STRANGER)
    expect(await act(stranger, { represented: CAST.aydin })).toBe(false)
    expect(await act(stranger, { chosen: representation })).toBe(false)
    expect(await act(stranger, { represented: '999999011' })).toBe(false)
    const refused = { event: 'session.acts-for', outcome: 'refused', reason: 'no-mandate' }
    expect(await written(stranger)).toEqual([
      { ...refused, ...both },
      { ...refused, ...both },
      { ...refused, here: null, for_client: false, as_self: true },
    ])
    const aydin = await house.client(CAST.aydin)
    const period = { from: new Date(0), until: new Date(Date.now() + 1000) }
    const log = await house.door.enter(aydin, accessLog, dossier, { period, own: false })
    if (log.outcome !== 'opened') throw new Error(log.outcome)
    const lines = log.value.map(({ event, outcome, name, acts }) => ({ event, outcome, name, acts }))
    expect(lines).toContainEqual({
      event: 'session.acts-for',
      outcome: 'refused',
      name: undefined,
      acts: undefined,
    })
    expect(lines).toContainEqual({
      event: 'session.acts-for',
      outcome: 'done',
      name: 'Selim Aydin',
      acts: 'mentor',
    })
  })

  test('what is written opens nothing', async () => {
    const mentor = await house.client(MENTOR)
    const seen = await house.door.askOwn(mentor, 'support', async (tx, knock) => {
      await mayActFor(tx, knock)
      return tx.query('select * from dossier.dossiers')
    })
    expect(seen).toEqual([])
  })
})

describe('acting asks for two factors and level Substantieel', () => {
  test('without a second factor nobody is offered and nobody acts; without the wall they would', async () => {
    const mentor = await house.client(MENTOR)
    await house.owner.query(
      'update identity.sessions set second_factor = false where token_hash = sha256($1)',
      [mentor.token],
    )
    expect(await house.door.askOwn(mentor, 'support', mayActFor)).toEqual([])
    expect(await act(mentor, { chosen: representation })).toBe(false)
    expect((await written(mentor)).map(({ event, outcome, reason }) => [event, outcome, reason])).toEqual([
      ['representation.offered', 'refused', 'second-factor'],
      ['session.acts-for', 'refused', 'second-factor'],
    ])
    await withoutStrength(async () => expect(await act(mentor, { chosen: representation })).toBe(true))
  })

  test('TOM-9.1 partly: with a level below Substantieel there is no session, and a session that had it acts for nobody', async () => {
    const low = 'http://eidas.europa.eu/LoA/low'
    const session = {
      organisation: TOM,
      kind: 'client' as const,
      subject: clientSubjectKey(await house.vault.indexKey(TOM), MENTOR),
      token: randomBytes(32),
      secondFactor: true,
      trace: randomUUID(),
      accessPoint: 'portal' as const,
    }
    const start = (assurance: string) => startSession(house.pools.signin, { ...session, assurance })
    await expect(start(low)).rejects.toThrow(/sessions_sure_enough/)
    const drop = 'alter table identity.sessions drop constraint sessions_sure_enough'
    const put = `alter table identity.sessions add constraint sessions_sure_enough
      check (kind <> 'client' or wall.sure_enough(assurance)) not valid`
    await during(house.owner, drop, put, async () => {
      expect(await start(low)).toBe(true)
      const mentor: Visitor = { organisation: TOM, token: session.token, accessPoint: 'portal' }
      expect(await act(mentor, { represented: CAST.aydin })).toBe(false)
      expect(await act(mentor, { chosen: representation })).toBe(false)
      expect((await written(mentor)).map(({ reason }) => reason)).toEqual(['level-too-low', 'level-too-low'])
      await withoutStrength(async () => expect(await act(mentor, { represented: CAST.aydin })).toBe(true))
    })
    session.token = randomBytes(32)
    expect(await start(SUBSTANTIAL)).toBe(true)
  })
})

describe('what who acts may do', () => {
  const sayHello = command({
    event: 'message.sent',
    parts: ['messages'],
    use: 'support',
    run: async () => 'hello',
  })

  test('who may only look arranges nothing; who may arrange does, in the parts of the scope', async () => {
    const looker = await house.client(MENTOR)
    await act(looker, { chosen: representation })
    expect((await house.door.enter(looker, sayHello, dossier, undefined)).outcome).toBe('refused')
    const arranging = await record('arrange')
    const arranger = await house.client(MENTOR)
    await act(arranger, { chosen: arranging })
    expect((await house.door.enter(arranger, sayHello, dossier, undefined)).outcome).toBe('opened')
    const consent = { ...sayHello, parts: ['consents'] as const, run: async () => 'yes' }
    expect((await house.door.enter(arranger, consent, dossier, undefined)).outcome).toBe('refused')
  })

  test('without the wall who may only look would arrange', async () => {
    const looker = await house.client(MENTOR)
    await act(looker, { chosen: representation })
    const text = await definitionOf(house.owner, 'wall.otherwise')
    const holed = text.replace('action <> all (access.actions)', 'false')
    expect(holed).not.toBe(text)
    await during(house.owner, holed, text, async () => {
      expect((await house.door.enter(looker, sayHello, dossier, undefined)).outcome).toBe('opened')
    })
  })
})

/** Takes away the look at factor and level. */
async function withoutStrength(work: () => Promise<void>): Promise<void> {
  const text = await definitionOf(house.owner, 'wall.too_weak')
  const holed = text.replace(/select case[\s\S]*session_id = a\.session_id/, 'select null::text')
  expect(holed).not.toBe(text)
  await during(house.owner, holed, text, work)
}
