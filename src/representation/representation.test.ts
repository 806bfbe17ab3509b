import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CAST, type TestHouse, TOM, testHouse } from '../../test/house.ts'
import { stepUp } from '../../test/people.ts'
import { type Answer, type Visitor, view } from '../door/index.ts'
import { actFor, clientSubjectKey, startSession } from '../identity/index.ts'
import { addDays, dayInNetherlands } from '../kernel/index.ts'
import { accessLog } from '../trace/access-log.ts'
import { mayActFor } from './representation.store.ts'
import {
  endRepresentation,
  type Given,
  giveMandate,
  myRepresentatives,
  recordRepresentative,
  takeBackMandate,
} from './representation.ts'
import type { LegalKind } from './scope.ts'

const MENTOR = '999995005'
const today = dayInNetherlands(new Date())
let house: TestHouse
let dossier: string
let noor: Visitor
let aydin: Visitor

beforeAll(async () => {
  house = await testHouse()
  dossier = await house.dossierOf(CAST.aydin)
  noor = await house.staff('noor')
  aydin = await house.client(CAST.aydin)
})
afterAll(() => house?.close())

const given = (more: Partial<Given> = {}): Given => ({
  bsn: MENTOR,
  name: 'Selim Aydin',
  proof: 'Beschikking van de rechtbank van 3 maart',
  parts: ['identity', 'question', 'notes', 'access-log'],
  fromOn: today,
  untilOn: addDays(today, 30),
  acts: 'look',
  ...more,
})
const look = (visitor: Visitor, parts: readonly string[], id = dossier) =>
  house.door.read(visitor, { event: 'dossier.read', parts, use: 'support', newest: 5 }, id)
const own = view({
  event: 'portal.opened',
  action: 'read',
  parts: ['existence', 'identity'],
  use: 'support',
  run: async (opened) => opened.listed,
})
const record = async (more: Partial<Given & { kind: LegalKind }> = {}) =>
  opened(
    await recordRepresentative(house.door, house.vault, await stepUp(house, noor), dossier, {
      kind: 'mentor',
      ...given(),
      ...more,
    }),
  )

function opened<T>(answer: Answer<T>): T {
  if (answer.outcome !== 'opened') throw new Error(JSON.stringify(answer))
  return answer.value
}

/** Signs somebody in by BSN who acts for another: undefined when there is no representation. */
async function actingFor(bsn: string, represented: string): Promise<Visitor | undefined> {
  const visitor = await house.client(bsn)
  const key = clientSubjectKey(await house.vault.indexKey(TOM), represented)
  const act = {
    token: visitor.token,
    fresh: visitor.token,
    represented: key,
    trace: randomUUID(),
    accessPoint: 'portal' as const,
  }
  return (await actFor(house.pools.signin, act)) ? visitor : undefined
}

describe('somebody who acts for a client', () => {
  test('TOM-9.1 partly: acts in their own name for the person represented; both stand in the ledger and in the log', async () => {
    expect(await actingFor(MENTOR, CAST.aydin)).toBeUndefined()
    const id = await record()
    const mentor = await actingFor(MENTOR, CAST.aydin)
    if (!mentor) throw new Error('not let in')
    expect((await look(mentor, ['existence', 'notes'])).outcome).toBe('opened')
    expect(
      opened(await house.door.own(mentor, own, undefined)).map((one) => [one.dossierId, one.relation]),
    ).toEqual([[dossier, 'represents']])

    const { rows } = await house.owner.query(
      `select distinct e.actor_kind, e.actor_role, e.relation, e.responsible_id = p.client as for_client, e.actor_id = p.client as as_client
         from ledger.entries e, (select wall.pseudonym(key) as client from dossier.search_keys where dossier_id = $1 and kind = 'bsn') p
        where e.event = 'dossier.read' and e.session_id = (select session_id from identity.sessions where token_hash = sha256($2))`,
      [dossier, mentor.token],
    )
    expect(rows).toEqual([
      {
        actor_kind: 'representative',
        actor_role: 'representative',
        relation: 'represents',
        for_client: true,
        as_client: false,
      },
    ])
    const log = opened(
      await house.door.enter(aydin, accessLog, dossier, {
        period: { from: new Date(0), until: new Date(Date.now() + 1000) },
        own: false,
      }),
    )
    expect(log.filter((one) => one.role === 'representative').map((one) => one.event)).toEqual(
      expect.arrayContaining(['dossier.read', 'session.acts-for']),
    )
    await stopRecorded(id)
  })

  test('opens the parts of the scope, in that dossier, and no more', async () => {
    const id = await record({ parts: ['question'] })
    const mentor = await actingFor(MENTOR, CAST.aydin)
    if (!mentor) throw new Error('not let in')
    expect((await look(mentor, ['question'])).outcome).toBe('opened')
    expect((await look(mentor, ['question', 'notes'])).outcome).toBe('refused')
    expect((await look(mentor, ['access-log'])).outcome).toBe('refused')
    expect((await look(mentor, ['question'], await house.dossierOf(CAST.deWit))).outcome).toBe('refused')
    await stopRecorded(id)
  })

  test('who has a dossier too sees the own one as themselves only', async () => {
    const id = await record({ bsn: CAST.deWit })
    const both = await actingFor(CAST.deWit, CAST.aydin)
    if (!both) throw new Error('not let in')
    const theirs = await house.dossierOf(CAST.deWit)
    expect((await look(both, ['notes'])).outcome).toBe('opened')
    expect((await look(both, ['notes'], theirs)).outcome).toBe('refused')
    const fresh = randomBytes(32)
    const back = { token: both.token, fresh, trace: randomUUID(), accessPoint: 'portal' as const }
    expect(await actFor(house.pools.signin, back)).toBe(true)
    const self = { ...both, token: fresh }
    expect((await look(both, ['notes'])).outcome).toBe('no-session')
    expect((await look(self, ['notes'])).outcome).toBe('refused')
    expect((await look(self, ['notes'], theirs)).outcome).toBe('opened')
    await stopRecorded(id)
  })

  test('the next request is refused when the representation is ended or its last day is over', async () => {
    const id = await record()
    const mentor = await actingFor(MENTOR, CAST.aydin)
    if (!mentor) throw new Error('not let in')
    await house.owner.query(
      'update dossier.representations set from_on = from_on - 40, until_on = current_date - 1 where representation_id = $1',
      [id],
    )
    expect((await look(mentor, ['notes'])).outcome).toBe('refused')
    await house.owner.query(
      'update dossier.representations set until_on = current_date + 1 where representation_id = $1',
      [id],
    )
    expect((await look(mentor, ['notes'])).outcome).toBe('opened')
    expect(opened(await house.door.enter(noor, endRepresentation, dossier, id))).toBe(true)
    expect((await look(mentor, ['notes'])).outcome).toBe('refused')
    expect((await house.door.own(mentor, own, undefined)).outcome).toBe('refused')
  })

  test('is recorded by who is involved, and a parent always until a day', async () => {
    const fenna = await house.staff('fenna')
    const refused = await recordRepresentative(house.door, house.vault, fenna, dossier, {
      kind: 'mentor',
      ...given(),
    })
    expect(refused.outcome).toBe('refused')
    await expect(record({ kind: 'parent', untilOn: undefined })).rejects.toThrow(/check constraint/)
  })
})

describe('a mandate of the client', () => {
  test('is given and taken back in one action each, at once, by a client who showed a moment ago who they are', async () => {
    const client = await house.client(CAST.aydin)
    await expect(giveMandate(house.door, house.vault, client, dossier, given())).rejects.toThrow(
      /row-level security/,
    )
    await stepUp(house, client)
    const id = opened(await giveMandate(house.door, house.vault, client, dossier, given()))
    const daughter = await house.client(MENTOR)
    expect(await house.door.askOwn(daughter, 'support', mayActFor)).toMatchObject([
      { representation_id: id, kind: 'voluntary' },
    ])
    const acting = await actingFor(MENTOR, CAST.aydin)
    if (!acting) throw new Error('not let in')
    expect((await look(acting, ['notes'])).outcome).toBe('opened')
    expect(opened(await house.door.enter(client, takeBackMandate, dossier, id))).toBe(true)
    expect((await look(acting, ['notes'])).outcome).toBe('refused')
    expect(await actingFor(MENTOR, CAST.aydin)).toBeUndefined()
    expect(
      opened(await house.door.enter(client, myRepresentatives, dossier, undefined)).find(
        (one) => one.id === id,
      ),
    ).toMatchObject({
      name: 'Selim Aydin',
      revokedAt: expect.any(Date),
    })
  })

  test('who acts gives no mandate to another, a worker gives none, and a client does not end what a judge decided', async () => {
    const id = await record({ parts: ['consents', 'identity'], acts: 'arrange' })
    const mentor = await actingFor(MENTOR, CAST.aydin)
    if (!mentor) throw new Error('not let in')
    for (const visitor of [mentor, noor]) {
      await stepUp(house, visitor)
      await expect(giveMandate(house.door, house.vault, visitor, dossier, given())).rejects.toThrow(
        /row-level security/,
      )
    }
    const client = await house.client(CAST.aydin)
    await stepUp(house, client)
    expect(opened(await house.door.enter(client, takeBackMandate, dossier, id))).toBe(false)
    await stopRecorded(id)
  })

  test('the wall: without the look at the scope everything opens to who acts', async () => {
    const id = await record({ parts: ['question'] })
    const mentor = await actingFor(MENTOR, CAST.aydin)
    if (!mentor) throw new Error('not let in')
    const { rows } = await house.owner.query<{ text: string }>(
      `select pg_get_functiondef('wall.otherwise(wall.answer,uuid,text[],text,text)'::regprocedure) as text`,
    )
    const text = rows[0]?.text ?? ''
    const holed = text.replace('not otherwise.parts <@ access.parts', 'false')
    expect(holed).not.toBe(text)
    await house.owner.query(holed)
    expect((await look(mentor, ['notes'])).outcome).toBe('opened')
    await house.owner.query(text)
    expect((await look(mentor, ['notes'])).outcome).toBe('refused')
    await stopRecorded(id)
  })

  test('the database keeps no number of who acts that can be read', async () => {
    await expect(house.pools.app.query('select person_key from dossier.representations')).rejects.toThrow(
      /permission denied/,
    )
  })
})

async function stopRecorded(id: string): Promise<void> {
  await house.owner.query(
    'update dossier.representations set revoked_at = now(), revoked_by = recorded_by where representation_id = $1',
    [id],
  )
}

test('a session of somebody who only represents needs no dossier of their own', async () => {
  const started = await startSession(house.pools.signin, {
    organisation: TOM,
    kind: 'client',
    subject: randomBytes(32),
    token: randomBytes(32),
    secondFactor: true,
    assurance: 'http://eidas.europa.eu/LoA/high',
    trace: randomUUID(),
    accessPoint: 'portal',
  })
  expect(started).toBe(true)
})
