import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CAST, type TestHouse, testHouse } from '../../test/house.ts'
import { stepUp } from '../../test/people.ts'
import { type AskedSite, portalSite, staffSite } from '../../test/wall/staff-site.ts'
import { command, type Visitor } from '../door/index.ts'
import { addDays, dayInNetherlands } from '../kernel/index.ts'

// What somebody with a temporary access tries outside of it: the client reads one thing about it, and that is what happened.

let house: TestHouse
let staff: AskedSite
let portal: AskedSite
let dossier: string
let number: string

beforeAll(async () => {
  house = await testHouse()
  staff = await staffSite(house)
  portal = await portalSite(house)
  dossier = await house.dossierOf(CAST.aydin)
  const { rows } = await house.owner.query<{ client_number: string }>(
    'select client_number from dossier.dossiers where dossier_id = $1',
    [dossier],
  )
  number = rows[0]?.client_number ?? ''
  await house.owner.query('update dossier.dossiers set team_id = null where dossier_id = $1', [dossier])
})
afterAll(async () => {
  await Promise.all([staff?.app.close(), portal?.app.close()])
  await house?.close()
})

const write = command({
  event: 'note.written',
  parts: ['notes'],
  use: 'support',
  run: async () => undefined,
})

const emergency = () => ({ number, parts: 'contact', reason: 'Buren zien haar al twee dagen niet.' })

/** Looks and writes outside of what the access is for. */
async function tryBeside(visitor: Visitor, part: 'notes' | 'contact'): Promise<void> {
  const look = { event: 'dossier.read', parts: [part], use: 'support', newest: 1 } as const
  expect((await house.door.read(visitor, look, dossier)).outcome).toBe('refused')
  expect((await house.door.enter(visitor, write, dossier, undefined)).outcome).toBe('refused')
}

type Item = { who: string; tags: string[]; deeds: string[] }

/** Every item of the client's page, as plain text. */
async function items(language: 'nl' | 'en' = 'nl'): Promise<Item[]> {
  const visitor = await house.client(CAST.aydin)
  const { body } = await portal.app.inject({
    url: `/dossiers/${dossier}/who-looked?period=all`,
    cookies: {
      '__Host-gestand-portal': visitor.token.toString('base64url'),
      '__Host-gestand-portal-at': visitor.organisation,
      'gestand-lang': language,
    },
  })
  return [...body.matchAll(/<li[^>]*>(.*?)<\/li>/gs)].flatMap(([, html = '']) => {
    const who = /<b>(.*?)<\/b>/.exec(html)?.[1] ?? ''
    const tags = [...html.matchAll(/<span class="tag[^>]*>(.*?)<\/span>/g)].map(([, text = '']) =>
      plain(text),
    )
    const deeds = [...html.matchAll(/<p>(.*?)<\/p>/gs)].slice(1).map(([, text = '']) => plain(text))
    return html.includes('class="deed"') ? [{ who, tags, deeds }] : []
  })
}
const plain = (html: string) =>
  html
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/ \d\d:\d\d.*$/, '')
    .trim()
const of = async (who: string, language?: 'nl' | 'en') =>
  (await items(language)).filter((item) => item.who === who)

describe('what was tried beside an access is refused, and that alone', () => {
  test('TOM-9.8 partly: beside a temporary access', async () => {
    const saskia = await house.staff('saskia')
    await tryBeside(saskia, 'contact')
    const reason = 'Klacht over bejegening, dossier 2026-7'
    const fields = { number, purpose: 'management', parts: 'notes', reason, hours: '1' }
    const given = await staff.post(saskia, '/incidental-access', fields)
    await staff.get(saskia, String(given.headers.location))
    await tryBeside(saskia, 'contact')
    const [refused, looked, ...more] = await of('Saskia Mulder')
    expect(more).toEqual([])
    expect(looked?.tags).toEqual(['keek eenmalig mee'])
    expect(refused?.tags).toEqual(['geweigerd'])
    expect(new Set(refused?.deeds)).toEqual(
      new Set([
        'mocht eenmalig meekijken, wilde daarbuiten kijken naar uw contactgegevens, en kreeg niets te zien.',
        'mocht eenmalig meekijken, wilde iets schrijven in uw verslagen, en kon dat niet.',
        'wilde kijken naar uw contactgegevens, en kreeg niets te zien.',
        'wilde iets schrijven in uw verslagen, en kon dat niet.',
      ]),
    )
  })

  test('beside an emergency, in both languages', async () => {
    const fenna = await stepUp(house, await house.staff('fenna'))
    const given = await staff.post(fenna, '/incidental-access/emergency/form', emergency())
    await staff.get(fenna, String(given.headers.location))
    await tryBeside(fenna, 'notes')
    const found = await of('Fenna de Graaf')
    expect(found.map(({ tags }) => tags)).toEqual([['geweigerd'], ['noodgeval']])
    expect(new Set(found[0]?.deeds)).toEqual(
      new Set([
        'mocht meekijken in een noodgeval, wilde daarbuiten kijken naar uw verslagen, en kreeg niets te zien.',
        'mocht meekijken in een noodgeval, wilde iets schrijven in uw verslagen, en kon dat niet.',
      ]),
    )
    expect((await of('Fenna de Graaf', 'en')).map(({ tags }) => tags)).toEqual([['refused'], ['emergency']])
  })

  test('of an emergency that the client hears of later no try tells either', async () => {
    const joris = await stepUp(house, await house.staff('joris'))
    const later = { toldFrom: addDays(dayInNetherlands(new Date()), 5), safety: 'De partner leest mee.' }
    const give = (more: Record<string, string>) =>
      staff.post(joris, '/incidental-access/emergency/form', { ...emergency(), ...more })
    expect((await give(later)).statusCode).toBe(303)
    await tryBeside(joris, 'notes')
    expect(await of('Joris Blom')).toEqual([])
    expect(await of('Saskia Mulder'), 'the page is there').toHaveLength(2)
    // Another access that runs at the same time says what it is, and nothing of the one that is postponed.
    expect((await give({})).statusCode).toBe(303)
    await house.owner.query(
      'update dossier.incidental_accesses set emergency = false where emergency and told_from is null',
    )
    await tryBeside(joris, 'notes')
    const items = (await of('Joris Blom')).filter(({ tags }) => tags.includes('geweigerd'))
    const deeds = items.flatMap(({ deeds }) => deeds)
    expect(deeds).toHaveLength(2)
    for (const deed of deeds) expect(deed).toMatch(/^mocht eenmalig meekijken, wilde /)
  })
})
