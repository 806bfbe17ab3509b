import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CAST, type TestHouse, testHouse } from '../../test/house.ts'
import { outcomeOf, stepUp } from '../../test/people.ts'
import { type AskedSite, portalSite, staffSite } from '../../test/wall/staff-site.ts'
import type { Visitor } from '../door/index.ts'
import { addDays, dayInNetherlands, type PlainDate } from '../kernel/index.ts'
import { accessLog } from '../trace/access-log.ts'
import { readEmergency } from './ask-form.ts'
import { examineAccess, judgeAccess, letClientHear, reviewList } from './incidental-access.ts'

let house: TestHouse
let staff: AskedSite
let dossier: string
let number: string
let iris: Visitor
const today = dayInNetherlands(new Date())
const inDays = (count: number) => addDays(today, count)

beforeAll(async () => {
  house = await testHouse()
  staff = await staffSite(house)
  iris = await house.staff('iris')
  dossier = await house.dossierOf(CAST.aydin)
  const { rows } = await house.owner.query<{ client_number: string }>(
    'select client_number from dossier.dossiers where dossier_id = $1',
    [dossier],
  )
  number = rows[0]?.client_number ?? ''
})
afterAll(async () => {
  await staff?.app.close()
  await house?.close()
})

const fields = () => ({
  number,
  parts: 'contact',
  reason: 'Buren zien haar al twee dagen niet.',
  toldFrom: inDays(10),
  safety: 'De partner leest mee in het portaal.',
})

/** What the client reads of it. */
async function seenByClient(tries = true): Promise<string[]> {
  const period = { from: new Date(0), until: new Date(Date.now() + 86_400_000) }
  const client = await house.client(CAST.aydin)
  const answer = await house.door.enter(client, accessLog, dossier, { period, own: false })
  if (answer.outcome !== 'opened') throw new Error(answer.outcome)
  const registered = ['client.registered', 'note.written']
  const shown = answer.value.filter(
    ({ event, outcome }) => !registered.includes(event) && (tries || outcome !== 'refused'),
  )
  return shown.map(({ event }) => event)
}

async function accessRow() {
  const answer = await house.door.enter(iris, reviewList, null, undefined)
  const item = answer.outcome === 'opened' ? answer.value.at(-1) : undefined
  if (!item) throw new Error('nothing to review')
  return item.row
}

const sooner = async (visitor: Visitor, toldFrom: PlainDate) =>
  outcomeOf(await letClientHear(house.door, visitor, { accessId: (await accessRow()).access_id, toldFrom }))

describe('the form of an emergency says when the client hears of it', () => {
  const now = new Date('2026-11-22T12:00:00Z')
  const errorsOf = (more: Record<string, string>) => {
    const statement = house.statements.get('tom-in-de-buurt')
    if (!statement) throw new Error('no statement')
    const { toldFrom: _day, safety: _why, ...rest } = fields()
    const asked = readEmergency({ ...rest, ...more }, 'nl', now, statement)
    return asked.ok ? asked.question.toldFrom : Object.keys(asked.form.errors)
  }
  const safety = 'De partner leest mee in het portaal.'
  test.each([
    ['nothing: at once', {}, undefined],
    ['two weeks at most', { toldFrom: '2026-12-06', safety }, '2026-12-06'],
    ['tomorrow at least', { toldFrom: '2026-11-23', safety }, '2026-11-23'],
    ['fifteen days', { toldFrom: '2026-12-07', safety }, ['toldFrom']],
    ['today', { toldFrom: '2026-11-22', safety }, ['toldFrom']],
    ['no day', { toldFrom: 'later', safety }, ['toldFrom']],
    ['why, but not when', { safety }, ['toldFrom']],
    ['when, but not why', { toldFrom: '2026-11-25' }, ['safety']],
  ])('%s', (_name, more, expected) => {
    expect(errorsOf(more)).toEqual(expected)
  })
})

describe('the officer lets the client hear sooner', () => {
  test('a postponed emergency, and its review, stand nowhere in what the client reads', async () => {
    const fenna = await stepUp(house, await house.staff('fenna'))
    const given = await staff.post(fenna, '/incidental-access/emergency/form', fields())
    expect(given.statusCode).toBe(303)
    const look = await staff.get(fenna, String(given.headers.location))
    expect(look.body).toContain('De cliënt ziet dit vanaf de dag die u koos')
    // a part that was not asked for: the refusal says as much as the look
    const beside = { event: 'dossier.read', parts: ['notes'], use: 'support', newest: 1 } as const
    expect((await house.door.read(fenna, beside, dossier)).outcome).toBe('refused')
    const row = await accessRow()
    const period = { accessId: row.access_id, from: row.from_at, until: row.until_at }
    expect((await house.door.enter(iris, examineAccess, dossier, period)).outcome).toBe('opened')
    const judged = { row, judgement: 'follow-up', words: 'Ik bel Fenna hierover.' } as const
    await judgeAccess(house.door, house.vault, iris, judged)
    expect(await seenByClient()).toEqual([])
  })

  test('only the officer does, only sooner, never before today, and the entry says which and when', async () => {
    for (const subject of ['fenna', 'karin', 'saskia', 'henk'])
      expect(await sooner(await house.staff(subject), inDays(3)), subject).toContain('refused')
    expect(await sooner(iris, inDays(10))).toBe('not-sooner')
    expect(await sooner(iris, inDays(12))).toBe('not-sooner')
    expect(await sooner(iris, inDays(-1))).toBe('not-sooner')
    expect(await sooner(iris, inDays(3))).toBe('done')
    expect(await seenByClient()).toEqual([])
    const { rows } = await house.owner.query(
      `select actor_role, dossier_id, reason from ledger.entries where event = 'access.told-sooner' and outcome = 'allowed'`,
    )
    const { access_id } = await accessRow()
    expect(rows).toEqual([
      {
        actor_role: 'data-protection-officer',
        dossier_id: dossier,
        reason: `access ${access_id} told-from ${inDays(3)}`,
      },
    ])
    const other = letClientHear(house.door, iris, { accessId: dossier, toldFrom: inDays(1) })
    expect(outcomeOf(await other)).toBe('not-there')
  })

  test('on the page the officer chooses today, and then the client reads all of it', async () => {
    const path = `/incidental-access/reviews/${(await accessRow()).access_id}`
    expect((await staff.get(iris, path)).body).toContain('De cliënt eerder laten weten')
    const wrong = await staff.post(iris, `${path}/sooner`, { toldFrom: inDays(5) })
    expect(wrong.statusCode).toBe(400)
    expect(wrong.body).toContain('eerder is dan de dag die nu geldt')
    const done = await staff.post(iris, `${path}/sooner`, { toldFrom: today })
    expect([done.statusCode, done.headers.location]).toEqual([303, `${path}?sooner=1`])
    const after = await staff.get(iris, `${path}?sooner=1`)
    expect(after.body).toContain('De cliënt ziet dit vanaf')
    expect(after.body).not.toContain('De cliënt eerder laten weten')
    expect(new Set(await seenByClient())).toEqual(
      new Set(['access.told-sooner', 'access.judged', 'access.examined', 'dossier.read', 'access.granted']),
    )
    const portal = await portalSite(house)
    const log = await portal.get(await house.client(CAST.aydin), `/dossiers/${dossier}/who-looked`)
    expect(log.body).toContain('liet u eerder zien dat iemand in nood meekeek')
    expect(log.body).toContain('noodgeval')
    await portal.app.close()
  })

  test('what the client could read already stays when a later emergency is postponed, and one after it that is not stands there', async () => {
    const before = await seenByClient(false)
    const fenna = await stepUp(house, await house.staff('fenna'))
    const later = await staff.post(fenna, '/incidental-access/emergency/form', fields())
    await staff.get(fenna, String(later.headers.location))
    expect(await seenByClient(false)).toEqual(before)
    const { toldFrom: _day, safety: _why, ...atOnce } = fields()
    const third = await staff.post(fenna, '/incidental-access/emergency/form', atOnce)
    await staff.get(fenna, String(third.headers.location))
    const after = await seenByClient(false)
    expect(after.length).toBe(before.length + 2)
    expect(after.slice(0, 2)).toEqual(['dossier.read', 'access.granted'])
  })
})

test('nobody judges the own look, whatever the other function', async () => {
  const row = await accessRow()
  const { rows } = await house.owner.query<{ staff_id: string }>(
    `select staff_id from identity.sessions where token_hash = sha256($1)`,
    [iris.token],
  )
  const judging = { row, judgement: 'in-order', words: 'Dat was ik zelf.' } as const
  const own = [rows[0]?.staff_id, row.access_id]
  await house.owner.query('update dossier.incidental_accesses set staff_id = $1 where access_id = $2', own)
  await expect(judgeAccess(house.door, house.vault, iris, judging)).rejects.toThrow(
    'Nobody judges the own look',
  )
  const page = await staff.get(iris, `/incidental-access/reviews/${row.access_id}`)
  expect(page.body).toContain('U keek hier zelf')
  expect(page.body).not.toContain('Bewaar oordeel')
  await house.owner.query('alter table dossier.incidental_judgements disable trigger judged_by_another')
  expect((await judgeAccess(house.door, house.vault, iris, judging)).outcome).toBe('opened')
})
