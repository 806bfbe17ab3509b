import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { personal } from '../../test/attacks/ask-routes.ts'
import { LEFT_TABLES, rowsThatBelong } from '../../test/copy-rows.ts'
import { fillDossier, HOSTILE, KEPT_BACK } from '../../test/full-dossier.ts'
import { CAST, type TestHouse, testHouse } from '../../test/house.ts'
import { stepUp } from '../../test/people.ts'
import { type AskedSite, portalSite, staffSite } from '../../test/wall/staff-site.ts'
import { DEMO_ORGANISATIONS } from '../demo/index.ts'
import { makePublicSite } from '../public.ts'
import type { Copy } from './copy.schema.ts'

let house: TestHouse
let portal: AskedSite
let staff: AskedSite
let dossier: string
let page: string
let data: string
let copy: Copy

beforeAll(async () => {
  house = await testHouse()
  ;[portal, staff] = [await portalSite(house), await staffSite(house)]
  dossier = await fillDossier(house, staff)
  const visitor = await stepUp(house, await house.client(CAST.aydin))
  const take = (kind: string) => portal.post(visitor, `/dossiers/${dossier}/copy`, { kind })
  page = (await take('page')).body
  data = (await take('data')).body
  copy = JSON.parse(data)
})
afterAll(async () => {
  await Promise.all([portal?.app.close(), staff?.app.close()])
  await house?.close()
})

const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(keysSorted(row))).sort()
const keysSorted = (value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, one]) => [key, keysSorted(one)]),
      )
    : value
const collapsed = (text: string) => text.replaceAll(/\s+/g, ' ')
/** What a browser shows of a file. */
const shown = () =>
  collapsed(
    page
      .replace(/<style>[\s\S]*?<\/style>/, '')
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&'),
  )

// Partly: a request through the worker, with a term of a month, and a PDF, are not there.
describe('TOM-11.1 partly: the copy is complete', () => {
  test('every row of the dossier, unsealed here by other means, stands in the data as it stands in the database, column by column', async () => {
    const expected = await rowsThatBelong(house, dossier)
    for (const list of ['items', 'notes', 'involved', 'consents', 'representatives', 'weighings'] as const) {
      expect(expected[list].length, list).toBeGreaterThan(1)
      expect(sorted(copy[list]), list).toEqual(sorted(expected[list]))
    }
    expect(copy.dossier).toEqual(expected.dossier)
  })

  test('no table with rows of a dossier is forgotten: each is in the copy, or says why it is not', async () => {
    const { rows } = await house.owner.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'dossier_id'
        where c.relkind = 'r' and c.relnamespace in ('dossier'::regnamespace, 'ledger'::regnamespace) order by 1`,
    )
    const accounted = [...Object.keys(LEFT_TABLES), ...(await rowsThatBelong(house, dossier)).tables]
    expect(rows.map(({ name }) => name).filter((name) => !accounted.includes(name))).toEqual([])
  })

  test('every entry of the ledger that the client may read stands in a line of the log, and no other', async () => {
    const { rows: entries } = await house.owner.query<Record<string, string & string[] & Date>>(
      `select e.at, e.event, e.action, e.outcome, e.actor_role, e.relation, e.parts from ledger.entries e
        where e.dossier_id = $1 and not (e.actor_id in (select staff_id from dossier.incidental_accesses where emergency))
          and date_trunc('milliseconds', e.at) <= $2 order by e.seq`,
      [dossier, copy.accessLog[0]?.last],
    )
    expect(entries.length).toBeGreaterThan(15)
    const lineOf = (entry: (typeof entries)[number]) =>
      copy.accessLog.findIndex(
        (line) =>
          line.event === String(entry.event).replace('note.draft-saved', 'note.begun') &&
          line.outcome === entry.outcome &&
          line.action === entry.action &&
          line.relation === entry.relation &&
          entry.at! >= new Date(line.first) &&
          entry.at! <= new Date(line.last) &&
          entry.parts!.every((part) => line.parts.includes(part)),
      )
    const found = entries.map(lineOf)
    expect(entries.filter((_, at) => found[at] === -1)).toEqual([])
    expect(new Set(found).size).toBe(copy.accessLog.length)
    const times = copy.accessLog.reduce((sum, line) => sum + line.times, 0)
    expect(times).toBe(entries.length)
  })

  test('the file to read holds every value that the data hold', () => {
    const text = shown()
    const values = [
      ...copy.items.flatMap(({ value, reason, recordedBy }) => [value, reason ?? '', recordedBy.name ?? '']),
      ...copy.notes.flatMap((note) => [note.text, note.writtenBy.name ?? '']),
      ...copy.involved.map(({ worker }) => worker.name ?? ''),
      ...copy.representatives.flatMap(({ name, proof }) => [name, proof]),
      ...copy.weighings.flatMap(({ grounds, weighedBy }) => [grounds, weighedBy]),
      ...copy.accessLog.flatMap(({ who, reason, you }) => [you ? '' : (who.name ?? ''), reason ?? '']),
      copy.dossier.clientNumber,
    ]
    // A day is written in full, a choice and a postcode as people write them.
    const asWritten = (value: string) =>
      ({ '1965-03-14': '14 maart 1965', '2402NR': '2402 NR', 'wlz-no': 'heeft geen indicatie voor de Wlz' })[
        value
      ] ?? value
    expect(values.length).toBeGreaterThan(60)
    expect(values.filter((value) => !text.includes(collapsed(asWritten(value)).trim()))).toEqual([])
  })

  test('the data fit the schema that the public site publishes, at the address that the file names', async () => {
    const site = await makePublicSite({
      reader: house.pools.publicReader,
      origin: house.config.publicSite.url,
      statementsFolder: `${house.config.root}/statements`,
    })
    expect(copy.$schema.startsWith(house.config.publicSite.url)).toBe(true)
    const answer = await site.inject(new URL(copy.$schema).pathname)
    expect(answer.headers['content-type']).toContain('application/schema+json')
    const ajv = new Ajv2020({ allErrors: true, strict: false })
    formats.default(ajv)
    const fits = ajv.compile(answer.json())
    expect(fits(copy), JSON.stringify(fits.errors)).toBe(true)
    const later = { ...copy.statement, version: '2024-03-15.2' }
    expect(fits({ ...copy, statement: later }), 'a later edition of a date').toBe(true)
    expect(fits({ ...copy, more: 1 })).toBe(false)
    expect(fits({ ...copy, items: [{ ...copy.items[0], source: undefined }] })).toBe(false)
    await site.close()
  })
})

describe('TOM-11.1 partly: the copy holds nothing else', () => {
  test('nothing of another client, and nothing that the client may not read (yet)', () => {
    const { clients } = DEMO_ORGANISATIONS.find(({ id }) => id === 'tom-in-de-buurt')!
    const own = new Set([
      ...Object.values(clients[0]!.values),
      ...clients[0]!.notes.map(({ text }) => text.slice(0, 40)),
    ])
    const others = personal().filter(
      (text) => !own.has(text) && clients.some(({ values }) => Object.values(values).includes(text)),
    )
    expect(others.length).toBeGreaterThan(10)
    for (const file of [page, data])
      expect(
        [...others, ...Object.values(KEPT_BACK), 'Fenna de Graaf'].filter((text) => file.includes(text)),
      ).toEqual([])
    expect(page).toContain('Noor van Dalen')
  })

  test('what somebody wrote is text in both files, whatever it looks like', () => {
    expect(copy.notes.map(({ text }) => text)).toContain(HOSTILE)
    expect(data).not.toMatch(/[<>&\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/)
    const markup = page.replace('<!doctype html>', '').replace(/<style>[\s\S]*?<\/style>/, '')
    const tags = [...markup.matchAll(/<([!/]?\w+)((?: [\w-]+="[^"]*")*) ?\/?>/g)]
    // every < of the file begins one of our own tags, with attributes that do nothing
    expect(tags.length).toBe(markup.match(/</g)?.length)
    expect([...new Set(tags.map(([, name]) => name?.replace('/', '')))].sort()).toEqual(
      'a article b bdi body br dd div dl dt h1 h2 h3 head header html li main meta nav ol p section span title ul'.split(
        ' ',
      ),
    )
    const attributes = tags.flatMap(([, , text]) => [...(text ?? '').matchAll(/ ([\w-]+)="([^"]*)"/g)])
    expect([...new Set(attributes.map(([, name]) => name))].sort()).toEqual(
      'aria-labelledby charset class content href http-equiv id lang name'.split(' '),
    )
    const links = attributes.filter(([, name]) => name === 'href').map(([, , href]) => href!)
    expect(
      links.filter((href) => !/^(#[a-z]+$|http:\/\/localhost:\d+\/tom-in-de-buurt\/privacy)/.test(href)),
    ).toEqual([])
    expect(markup.match(/<\/body>/g)).toHaveLength(1)
  })

  test('the file asks nothing of any network, runs nothing, and says so itself; outside it nothing tells whose it is', async () => {
    expect(page).toMatch(/^<!doctype html><html lang="nl"/)
    const policy = /http-equiv="content-security-policy" content="([^"]+)"/.exec(page)?.[1] ?? ''
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; font-src data:; base-uri 'none'; form-action 'none'$/,
    )
    const asked = page.match(/(@import|url\().{0,20}/g) ?? []
    expect(asked.length).toBeGreaterThan(0)
    expect(asked.filter((one) => !one.startsWith('url("data:font/woff2;'))).toEqual([])
    expect(/<title>([^<]*)/.exec(page)?.[1]).toBe('Kopie van uw dossier')
    const visitor = await stepUp(house, await house.client(CAST.aydin))
    for (const [kind, extension] of [
      ['page', 'html'],
      ['data', 'json'],
    ]) {
      const answer = await portal.post(visitor, `/dossiers/${dossier}/copy`, { kind: kind! })
      expect(answer.headers['content-disposition']).toMatch(
        new RegExp(`^attachment; filename="dossier-kopie-\\d{4}-\\d\\d-\\d\\d\\.${extension}"$`),
      )
      expect(answer.headers['cache-control']).toBe('no-store')
      expect(answer.headers['x-content-type-options']).toBe('nosniff')
    }
    expect(JSON.stringify(portal.log)).not.toMatch(/Aydin|Emine|boodschappen/)
  })
})

test('TOM-10.1 partly: no copy is made of a consent whose scope the keeper of the database widened', async () => {
  const visitor = await stepUp(house, await house.client(CAST.aydin))
  const take = () => portal.post(visitor, `/dossiers/${dossier}/copy`, { kind: 'data' })
  const widen = (to: string) =>
    house.owner.query(`update dossier.consents set until_on = until_on ${to} 30 where dossier_id = $1`, [
      dossier,
    ])
  await widen('+')
  const refused = await take()
  expect([refused.statusCode, refused.body.includes('Aydin')]).toEqual([500, false])
  await widen('-')
  expect((await take()).statusCode).toBe(200)
})
