import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CAST, MEE, type TestHouse, testHouse } from '../../test/house.ts'
import { plantLooks } from '../../test/misuse.ts'
import { kept, staffIdOf } from '../../test/people.ts'
import { type AskedSite, staffSite } from '../../test/wall/staff-site.ts'
import { askAccess } from '../incidental-access/incidental-access.ts'
import { askRoleRow, blockRow } from '../people/people.store.ts'
import { startSignals } from '../signals/index.ts'

let house: TestHouse
let site: AskedSite
let dossier: string
let number: string
const NOTHING = 'Er wacht nu niets op u.'

beforeAll(async () => {
  house = await testHouse()
  site = await staffSite(house)
  dossier = await house.dossierOf(CAST.aydin)
  const { rows } = await house.owner.query(
    'select client_number from dossier.dossiers where dossier_id = $1',
    [dossier],
  )
  number = rows[0].client_number
})
afterAll(async () => {
  await site?.app.close()
  await house?.close()
})

const page = async (subject: string) => (await site.get(await house.staff(subject), '/today')).body

/** The lines of a kind as text: the tag or since when, what it is, and the one thing to do with where it leads. */
async function linesOf(subject: string, group: string): Promise<string[]> {
  const body = await page(subject)
  const section = new RegExp(`<h2[^>]*id="${group}".*?</section>`, 's').exec(body)?.[0] ?? ''
  return [...section.matchAll(/<li>(.*?)<\/li>/gs)].map(([, line = '']) =>
    line
      .replace(/(?:href|action)="([^"]*)"[^>]*>/g, '>[$1] ')
      .replace(/<(br|\/span|\/div)\/?>/g, ' ')
      .replace(/<[^>]*>/g, '')
      .replace(/\s+/g, ' ')
      .trim(),
  )
}

describe('where somebody begins', () => {
  test.each(['karin', 'saskia', 'iris', 'henk', 'yara'])('%s begins with what waits', async (subject) => {
    const { headers } = await site.get(await house.staff(subject), '/')
    expect(headers.location).toBe('/today')
    expect(await page(subject)).toMatch(/<a href="\/today" aria-current="page">Vandaag<\/a>/)
  })

  test.each([
    ['noor', '/clients'],
    ['joris', '/clients'],
    ['olaf', '/incidental-access'],
    ['petra', '/incidental-access'],
  ])('%s has clients, or a mandate, and begins there: %s', async (subject, path) => {
    const visitor = await house.staff(subject)
    expect((await site.get(visitor, '/')).headers.location).toBe(path)
    const answer = await site.get(visitor, '/today')
    expect(answer.statusCode).toBe(404)
    expect(answer.body).not.toContain('href="/today"')
  })

  test('where there is no quality officer or team manager, officer and administrator begin there too', async () => {
    const { rows } = await house.owner.query<{ role: string }>(
      `select distinct role from identity.staff_roles where organisation_id = $1`,
      [MEE],
    )
    expect(rows.map(({ role }) => role)).not.toContain('team-manager')
    for (const [subject, role] of [
      ['fg', 'data-protection-officer'],
      ['beheer', 'administrator'],
    ] as const) {
      await house.addStaff({ subject, name: `Test ${role}`, role, employer: MEE, team: undefined }, MEE)
      const visitor = await house.staff(subject, MEE)
      expect((await site.get(visitor, '/')).headers.location, role).toBe('/today')
      expect((await site.get(visitor, '/today')).statusCode, role).toBe(200)
    }
  })

  test('when nothing waits it says so in a sentence', async () => {
    for (const subject of ['saskia', 'iris']) expect(await page(subject), subject).toContain(NOTHING)
    expect(await page('karin')).not.toContain(NOTHING)
  })
})

describe('each line says what it is, since when, and the one thing to do', () => {
  test('declarations that end: of the own teams for the manager, of everybody for an administrator, what is closed first', async () => {
    const [bram, wim] = [await staffIdOf(house, 'bram'), await staffIdOf(house, 'wim')]
    const lines = await linesOf('karin', 'clearances')
    expect(lines.length).toBe(2)
    expect(lines[0]).toMatch(new RegExp(`^alles is dicht Bram Visser: VOG verlopen.*\\[/people/${bram}\\]`))
    expect(lines[1]).toMatch(new RegExp(`^nog \\d+ dagen Wim ter Horst: Training.*\\[/people/${wim}\\]`))
    await house.owner.query(
      `update identity.clearances set valid_until = wall.today() + 30 where staff_id = $1 and kind = 'conduct'`,
      [await staffIdOf(house, 'fenna')],
    )
    expect(await linesOf('karin', 'clearances')).toEqual(lines)
    expect((await linesOf('henk', 'clearances')).map((line) => line.split(':')[0])).toEqual([
      'alles is dicht Bram Visser',
      expect.stringMatching(/Wim ter Horst$/),
      'nog 30 dagen Fenna de Graaf',
    ])
    await house.owner.query(
      `update identity.clearances set valid_until = wall.today() + 31 where staff_id = $1 and kind = 'conduct'`,
      [await staffIdOf(house, 'fenna')],
    )
    expect((await linesOf('henk', 'clearances')).length).toBe(2)
  })

  test('a change of function waits for a second person: not for who asked it, nor for who it is about', async () => {
    const staffId = await staffIdOf(house, 'yara')
    const ask = askRoleRow({ id: randomUUID(), staffId, role: 'planner', change: 'give' })
    expect(await kept(house, await house.staff('henk'), ask)).toBe('done')
    expect(await linesOf('henk', 'requests')).toEqual([])
    expect(await linesOf('yara', 'requests')).toEqual([])
    const [line, ...others] = await linesOf('karin', 'requests')
    expect(others).toEqual([])
    expect(line).toMatch(
      /^Wacht sinds vandaag, \d+:\d\d Yara Smit: Functie geven: .* gevraagd door Henk Oosting \[\/people\/requests\] Beslis/,
    )
  })

  test('who is blocked waits for another than who blocked; an invitation that ran out for who may invite', async () => {
    const fenna = await staffIdOf(house, 'fenna')
    expect(await kept(house, await house.staff('karin'), blockRow(randomUUID(), fenna, 'device-lost'))).toBe(
      'done',
    )
    expect(await linesOf('karin', 'ways-in')).toEqual([])
    const blocked = new RegExp(
      `^geblokkeerd Fenna de Graaf door Karin Postma.*sinds vandaag.*/people/${fenna}`,
    )
    expect(await linesOf('henk', 'ways-in')).toEqual([expect.stringMatching(blocked)])
    await house.owner.query(`update identity.blocks set lifted_at = now()`)
    await house.owner.query(
      `insert into identity.invitations (organisation_id, staff_id, secret_hash, made_at, ends_at)
       select organisation_id, staff_id, sha256('x'), now() - interval '9 days', now() - interval '2 days' from identity.staff where staff_id = $1`,
      [fenna],
    )
    expect(await linesOf('karin', 'ways-in')).toEqual([])
    expect(await linesOf('henk', 'ways-in')).toEqual([
      expect.stringMatching(/^uitnodiging verlopen Fenna de Graaf sinds .* Nodig opnieuw uit/),
    ])
  })

  test('for the officer looks and signals to judge, for a second person only what waits too long; of no client anything', async () => {
    await askAccess(house.door, await house.staff('henk'), {
      clientNumber: number,
      ...{ purpose: 'management', parts: ['notes'], emergency: false, toldFrom: undefined },
      until: new Date(Date.now() + 3_600_000),
      words: { reason: 'Een storing nagezocht in dit dossier.' },
    })
    for (const subject of ['noor', 'iris'])
      await plantLooks(house, [{ actor: await staffIdOf(house, subject), dossier, days: 5, time: '02:10' }])
    const raiser = startSignals({
      pool: house.pools.worker,
      organisations: [...house.statements.keys()],
      firstMs: 3_600_000,
      report: (sentence) => {
        throw new Error(sentence)
      },
    })
    // The page shows what was raised; it raises nothing itself.
    expect(await linesOf('iris', 'signals')).toEqual([])
    await raiser.raise()
    await raiser.stop()
    expect(await linesOf('iris', 'reviews')).toEqual([
      expect.stringMatching(
        /^Wacht sinds vandaag.* Henk Oosting, beheerder .*\[\/incidental-access\/reviews\/.*\] Beoordeel/,
      ),
    ])
    // Not the one about herself.
    expect(await linesOf('iris', 'signals')).toEqual([
      expect.stringMatching(
        /^Wacht sinds vandaag.* Keek midden in de nacht Noor van Dalen, wijkcoach \[\/signals\/.*\] Beoordeel/,
      ),
    ])
    expect(await page('saskia')).toContain(NOTHING)
    await house.owner.query(`update ledger.signals set waits_since = now() - interval '8 days'`)
    await house.owner.query(
      `update dossier.incidental_accesses set from_at = from_at - interval '8 days', until_at = until_at - interval '8 days'`,
    )
    for (const group of ['reviews', 'signals'])
      expect(await linesOf('iris', group)).toEqual([expect.stringMatching(/^1 dag te laat/)])
    const waiting = await linesOf('saskia', 'overdue')
    expect(waiting.length).toBe(3)
    expect(waiting.join()).toContain('[mailto:')
    expect(await linesOf('karin', 'overdue')).toEqual([expect.stringContaining('Noor van Dalen')])
    for (const subject of ['iris', 'saskia', 'karin', 'henk'])
      expect(await page(subject), subject).not.toMatch(new RegExp(`Aydin|${number}`))
  })

  test('of a long list the first five stand here, and where the rest is', async () => {
    await house.owner.query(
      `update identity.clearances set valid_until = wall.today() + 3 where kind = 'secrecy' and organisation_id = 'tom-in-de-buurt'`,
    )
    expect((await linesOf('henk', 'clearances')).length).toBe(5)
    expect(await page('henk')).toMatch(/href="\/people\/clearances">Bekijk alle 1\d /)
  })
})
