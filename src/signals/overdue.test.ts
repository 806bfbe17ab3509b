import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CAST, type TestHouse, testHouse } from '../../test/house.ts'
import { plantLooks } from '../../test/misuse.ts'
import { staffIdOf } from '../../test/people.ts'
import { type AskedSite, staffSite } from '../../test/wall/staff-site.ts'
import { askAccess } from '../incidental-access/incidental-access.ts'
import { startSignals } from './raise-often.ts'
import { isOverdue } from './signals.ts'

let house: TestHouse
let site: AskedSite
let number: string
/** To a second person; to the officer each line says so. */
const LATE = 'Wacht te lang op een oordeel'
const LATE_LINE = 'te laat'

beforeAll(async () => {
  house = await testHouse()
  site = await staffSite(house)
  const dossier = await house.dossierOf(CAST.aydin)
  const { rows } = await house.owner.query(
    'select client_number from dossier.dossiers where dossier_id = $1',
    [dossier],
  )
  number = rows[0].client_number
  for (const subject of ['noor', 'fenna', 'iris', 'saskia'])
    await plantLooks(house, [{ actor: await staffIdOf(house, subject), dossier, days: 5, time: '02:10' }])
  const raiser = startSignals({
    pool: house.pools.worker,
    organisations: [...house.statements.keys()],
    firstMs: 3_600_000,
    report: (sentence) => {
      throw new Error(sentence)
    },
  })
  await raiser.raise()
  await raiser.stop()
})
afterAll(async () => {
  await site.app.close()
  await house.close()
})

/** The start page of somebody: where `/` leads. */
async function startPage(subject: string): Promise<string> {
  const visitor = await house.staff(subject)
  const start = await site.get(visitor, '/')
  return (await site.get(visitor, String(start.headers.location))).body
}
const waitSince = (days: number) =>
  house.owner.query(`update ledger.signals set waits_since = now() - make_interval(days => $1, mins => 1)`, [
    days,
  ])

describe('what waits longer than a week', () => {
  test('signals are raised without anybody looking for them, and wait from then on', async () => {
    const { rows } = await house.owner.query(
      `select kind, version, waits_since > now() - interval '1 minute' as now from ledger.signals`,
    )
    expect(rows).toEqual(Array.from({ length: 4 }, () => ({ kind: 'odd-hours', version: 1, now: true })))
  })

  test('a week is a week', () => {
    const now = new Date('2026-11-22T12:00:00Z')
    const signal = (since: string, waits = true) => ({ waits, waitsSince: new Date(since) })
    expect(isOverdue(signal('2026-11-15T11:59:59Z'), now)).toBe(true)
    expect(isOverdue(signal('2026-11-15T12:00:00Z'), now)).toBe(false)
    expect(isOverdue(signal('2026-11-01T12:00:00Z', false), now)).toBe(false)
  })

  test('until then nobody is troubled with it', async () => {
    await waitSince(6)
    for (const subject of ['iris', 'saskia', 'karin'])
      expect(await startPage(subject), subject).not.toMatch(new RegExp(`${LATE}|${LATE_LINE}`))
  })

  test('then it stands on the start page of the officer, the quality officer and the team manager of the own team, each without what is about themselves', async () => {
    await waitSince(7)
    const named = async (subject: string) => {
      const page = await startPage(subject)
      expect(page).not.toContain(number)
      expect(page).not.toContain('Aydin')
      const group = subject === 'iris' ? 'signals' : 'overdue'
      const section = new RegExp(`<h2[^>]*id="${group}".*?</section>`, 's').exec(page)?.[0] ?? ''
      const late = [...section.matchAll(/<li>.*?<\/li>/gs)]
        .filter(([line]) => line.includes(LATE_LINE))
        .join()
      const people = ['Noor van Dalen', 'Fenna de Graaf', 'Iris Kamp', 'Saskia Mulder']
      return people.filter((name) => late.includes(name))
    }
    expect(await named('iris')).toEqual(['Noor van Dalen', 'Fenna de Graaf', 'Saskia Mulder'])
    expect(await named('saskia')).toEqual(['Noor van Dalen', 'Fenna de Graaf', 'Iris Kamp'])
    expect(await named('karin')).toEqual(['Noor van Dalen'])
    for (const subject of ['noor', 'henk', 'yara'])
      expect(await startPage(subject), subject).not.toContain(LATE)
    expect((await site.get(await house.staff('iris'), '/signals')).body).toContain('wacht langer dan 7 dagen')
  })

  test('an incidental access that nobody judges is told to the second person too', async () => {
    await askAccess(house.door, await house.staff('henk'), {
      clientNumber: number,
      ...{ purpose: 'management', parts: ['notes'], emergency: false, toldFrom: undefined },
      until: new Date(Date.now() + 3_600_000),
      words: { reason: 'Een storing nagezocht in dit dossier.' },
    })
    expect(await startPage('saskia')).not.toContain('Henk Oosting')
    await house.owner.query(
      `update dossier.incidental_accesses set from_at = from_at - interval '8 days', until_at = until_at - interval '8 days'`,
    )
    expect(await startPage('saskia')).toContain('Henk Oosting')
  })
})
