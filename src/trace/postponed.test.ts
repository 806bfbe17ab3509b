import { afterAll, beforeAll, expect, test } from 'vitest'
import { CAST, type TestHouse, testHouse } from '../../test/house.ts'
import { tamper } from '../../test/ledger.ts'
import { stepUp } from '../../test/people.ts'
import { type AskedSite, staffSite } from '../../test/wall/staff-site.ts'
import type { Visitor } from '../door/index.ts'
import { addDays, dayInNetherlands } from '../kernel/index.ts'
import { accessLog } from './access-log.ts'

// What leaves the client's log while an emergency is postponed for safety: what tells of it, and nothing else.

let house: TestHouse
let site: AskedSite
let dossier: string
let fenna: Visitor
const today = dayInNetherlands(new Date())

beforeAll(async () => {
  house = await testHouse()
  site = await staffSite(house)
  dossier = await house.dossierOf(CAST.aydin)
  fenna = await house.staff('fenna')
})
afterAll(async () => {
  await site?.app.close()
  await house?.close()
})

/** Somebody tries to read a part that is closed to them; each try of the test is at a part of its own. */
async function tries(visitor: Visitor, part: string): Promise<void> {
  const look = { event: 'dossier.read', parts: [part], use: 'support', newest: 1 } as const
  expect((await house.door.read(visitor, look, dossier)).outcome, part).toBe('refused')
}

/** The tries that the client reads, by part. */
async function triesRead(): Promise<string[]> {
  const period = { from: new Date(0), until: new Date(Date.now() + 86_400_000) }
  const client = await house.client(CAST.aydin)
  const answer = await house.door.enter(client, accessLog, dossier, { period, own: false })
  if (answer.outcome !== 'opened') throw new Error(answer.outcome)
  const refused = answer.value.filter(({ outcome }) => outcome === 'refused')
  return refused.flatMap(({ allParts }) => [...allParts]).sort()
}

/** As if a try had been earlier or later: past everything that keeps an entry as it is. */
const moved = (part: string, by: string) =>
  tamper(
    house.owner,
    `update ledger.entries set at = at + interval '${by}' where dossier_id = '${dossier}' and outcome = 'refused' and parts = array['${part}']`,
  )

const EVERY_TRY = ['contact', 'documents', 'evaluations', 'goals', 'messages', 'network', 'notes', 'question']

test('a postponed emergency takes along what that worker tried in the hour around it, and no try of another, of before, or that the client had read', async () => {
  await tries(fenna, 'goals')
  await moved('goals', '-3 hours')
  await tries(fenna, 'contact')
  await moved('contact', '-61 minutes')
  await tries(await house.staff('joris'), 'messages')
  await tries(fenna, 'question')
  expect(await triesRead()).toEqual(['contact', 'goals', 'messages', 'question'])
  // After the client read the log, and before the emergency.
  await tries(fenna, 'network')
  const given = await site.post(await stepUp(house, fenna), '/incidental-access/emergency/form', {
    ...{ number: await numberOf(), parts: 'contact', reason: 'Buren zien haar al twee dagen niet.' },
    ...{ toldFrom: addDays(today, 10), safety: 'De partner leest mee in het portaal.' },
  })
  expect(given.statusCode).toBe(303)
  await tries(fenna, 'notes')
  await tries(await house.staff('wim'), 'documents')
  expect(await triesRead()).toEqual(['contact', 'documents', 'goals', 'messages', 'question'])
})

test('what that worker tries an hour after it ended stands there again, however long it could have run', async () => {
  await site.post(fenna, `/incidental-access/${await accessId()}/end`, {})
  await tries(fenna, 'evaluations')
  expect(await triesRead()).not.toContain('evaluations')
  await moved('evaluations', '61 minutes')
  expect(await triesRead()).toContain('evaluations')
  await moved('evaluations', '-61 minutes')
})

test('meanwhile all of it stands in the ledger; and from the day on which the client may know, in the log too', async () => {
  const { rows } = await house.owner.query<{ part: string }>(
    `select distinct parts[1] as part from ledger.entries where dossier_id = $1 and outcome = 'refused' order by 1`,
    [dossier],
  )
  expect(rows.map(({ part }) => part)).toEqual(EVERY_TRY)
  expect(await triesRead()).not.toEqual(EVERY_TRY)
  await house.owner.query('update dossier.incidental_accesses set told_from = $2 where access_id = $1', [
    await accessId(),
    today,
  ])
  expect(await triesRead()).toEqual(EVERY_TRY)
})

async function numberOf(): Promise<string> {
  const { rows } = await house.owner.query<{ client_number: string }>(
    'select client_number from dossier.dossiers where dossier_id = $1',
    [dossier],
  )
  return rows[0]?.client_number ?? ''
}

async function accessId(): Promise<string> {
  const { rows } = await house.owner.query<{ access_id: string }>(
    'select access_id from dossier.incidental_accesses where dossier_id = $1',
    [dossier],
  )
  return rows[0]?.access_id ?? ''
}
