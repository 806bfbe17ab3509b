import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openedInside } from '../../test/copy-inside.ts'
import { CAST, type TestHouse, testHouse } from '../../test/house.ts'
import { stepUp } from '../../test/people.ts'
import { type AskedSite, portalSite } from '../../test/wall/staff-site.ts'
import { during, policyOf } from '../../test/wall/take-away.ts'
import type { Visitor } from '../door/index.ts'
import { actFor } from '../identity/index.ts'
import { addDays, dayInNetherlands } from '../kernel/index.ts'
import { judgeCapacity } from '../representation/capacity-judgement.ts'
import { recordRepresentative } from '../representation/index.ts'
import type { Copy } from './copy.schema.ts'

const MENTOR = '999995005'
const today = dayInNetherlands(new Date())
let house: TestHouse
let portal: AskedSite
let dossier: string
let path: string

beforeAll(async () => {
  house = await testHouse()
  portal = await portalSite(house)
  dossier = await house.dossierOf(CAST.aydin)
  path = `/dossiers/${dossier}/copy`
})
afterAll(async () => {
  await portal?.app.close()
  await house?.close()
})

const take = (visitor: Visitor, kind = 'data') => portal.post(visitor, path, { kind })

describe('who acts for the client', () => {
  async function acting(parts: string[], actions?: string): Promise<Visitor> {
    const noor = await stepUp(house, await house.staff('noor'))
    const answer = await recordRepresentative(house.door, house.vault, noor, dossier, {
      ...{ kind: 'mentor', bsn: MENTOR, name: 'Selim Aydin', proof: 'Beschikking', acts: 'look' },
      ...{ parts, fromOn: today, untilOn: addDays(today, 30) },
    })
    if (answer.outcome !== 'opened') throw new Error(answer.outcome)
    if (actions)
      await house.owner.query(
        'update dossier.representations set actions = $2 where representation_id = $1',
        [answer.value, actions],
      )
    const mentor = await house.client(MENTOR)
    const { token } = mentor
    await actFor(house.pools.signin, {
      ...{ token, fresh: token, chosen: answer.value },
      ...{ trace: randomUUID(), accessPoint: 'portal' },
    })
    return stepUp(house, mentor)
  }

  test('TOM-9.1 partly: takes along what the scope opens and nothing more, and the client reads who it was', async () => {
    const mentor = await acting(['question', 'consents', 'network', 'access-log'])
    const page = await portal.get(mentor, path)
    expect(page.body).toContain('wat u voor deze persoon mag zien')
    const copy = (await take(mentor)).json() as Copy
    expect(copy.takenBy).toBe('representative')
    expect(new Set(copy.items.map(({ part }) => part))).toEqual(new Set(['identity', 'question']))
    // who else acts, and what was weighed, is for the client alone
    expect([copy.notes, copy.representatives, copy.weighings]).toEqual([[], [], []])
    const readable = await take(mentor, 'page')
    expect(readable.body).toContain('Kopie van een dossier')
    expect(readable.body).not.toMatch(/999990019|Rozenhof|naar de winkel|Beschikking/)
    const inside = await openedInside(house, 'copy', {
      visitor: mentor,
      dossier,
      parts: ['existence', 'consents', 'network', 'access-log'],
    })
    expect(inside.counts).toMatchObject({ 'dossier.representations': 0, 'dossier.capacity_judgements': 0 })
    expect(
      await openedInside(house, 'copy', { visitor: mentor, dossier, parts: ['existence', 'notes'] }),
    ).toMatchObject({
      outcome: 'refused',
      rows: 0,
    })
    const log = await portal.get(await house.client(CAST.aydin), `/dossiers/${dossier}/who-looked`)
    expect(log.body).toMatch(/Selim Aydin[\s\S]*downloadde een kopie van <b>/)
  })

  test('without the wall who acts would read who else acts, and what was weighed', async () => {
    const mentor = await acting(['consents', 'network'])
    const parts = ['existence', 'consents', 'network']
    const noor = await house.staff('noor')
    const weighed = { able: true, parentsMay: true, weighedOn: today, grounds: 'Zij overziet het zelf.' }
    await house.door.enter(noor, judgeCapacity, dossier, weighed)
    for (const table of ['dossier.representations', 'dossier.capacity_judgements']) {
      const count = async () =>
        (await openedInside(house, 'copy', { visitor: mentor, dossier, parts })).counts[table]
      const back = await policyOf(house.owner, table, 'copied')
      const naive = back.replace('copied(true)', 'copied(false)')
      expect(naive).not.toBe(back)
      expect(await count(), table).toBe(0)
      await during(house.owner, naive, back, async () => expect(await count(), table).toBeGreaterThan(0))
    }
  })

  test('without export in the scope the page says so in words, and neither page nor database gives anything', async () => {
    const mentor = await acting(['question', 'notes'], '{read,print}')
    const page = await portal.get(mentor, path)
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('U mag voor deze persoon kijken, maar geen kopie downloaden.')
    expect(page.body).not.toContain('value="data"')
    const answer = await take(mentor)
    expect([answer.statusCode, answer.headers.location]).toEqual([303, path])
    expect(
      await openedInside(house, 'copy', { visitor: mentor, dossier, parts: ['existence', 'question'] }),
    ).toMatchObject({
      outcome: 'refused',
      reason: 'no-rule',
      rows: 0,
    })
  })
})
