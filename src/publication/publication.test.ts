import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PublishedSite, publishedSite, thirdOrganisation } from '../../test/public-site.ts'

const root = join(import.meta.dirname, '../..')
const linde = `/${thirdOrganisation}`
const pages = [
  '/',
  '/tom-in-de-buurt/privacy',
  '/tom-in-de-buurt/register',
  '/mee-zuid-limburg/privacy',
  '/mee-zuid-limburg/register',
  `${linde}/privacy`,
  `${linde}/register`,
]
let published: PublishedSite
let site: FastifyInstance
let versions: string[]

beforeAll(async () => {
  published = await publishedSite()
  site = published.site
  versions = published.versions
})
afterAll(() => published?.close())

async function get(url: string) {
  const answer = await site.inject({ url })
  return { ...answer, text: answer.body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ') }
}

describe('the statement', () => {
  test('TOM-13.1 partly, MEE-18.1 partly: it names the data protection officer, the authority, and its date', async () => {
    const tom = await get('/tom-in-de-buurt/privacy')
    expect(tom.statusCode).toBe(200)
    expect(tom.text).toContain('Versie van 15 maart 2024')
    expect(tom.text).toContain('fg@tomindebuurt.nl')
    expect(tom.text).toContain('Autoriteit Persoonsgegevens')
    const mee = await get('/mee-zuid-limburg/privacy')
    expect(mee.text).toContain('mijnprivacy@meezuidlimburg.nl')
    expect(mee.text).toContain('Autoriteit Persoonsgegevens')
  })

  test('every promise has its place on the page, in Dutch and in English', async () => {
    const promiseIds: string[] = JSON.parse(await readFile(join(root, 'test/promise-ids.json'), 'utf8'))
    for (const language of ['', '?lang=en']) {
      const tom = await get(`/tom-in-de-buurt/privacy${language}`)
      const mee = await get(`/mee-zuid-limburg/privacy${language}`)
      const missing = promiseIds.filter((id) => !(tom.body + mee.body).includes(` id="${id}"`))
      expect(missing).toEqual([])
      expect(tom.body).not.toContain('{{')
    }
  })

  test('English is a matter of the address alone, and links keep it', async () => {
    const english = await get('/tom-in-de-buurt/privacy?lang=en')
    expect(english.body).toContain('<html lang="en"')
    expect(english.text).toContain('Version of 15 March 2024')
    expect(english.body).toContain('href="/tom-in-de-buurt/register?lang=en"')
    expect((await get('/tom-in-de-buurt/privacy')).body).toContain('<html lang="nl"')
  })

  test('TOM-13.1 partly, MEE-18.1 partly: every version stays readable, and what changed between two is shown', async () => {
    const [before, after] = versions
    const now = await get(`${linde}/privacy`)
    for (const version of versions) expect(now.body).toContain(`href="${linde}/privacy/${version}"`)
    expect(now.body).toContain(`href="${linde}/privacy/changes/${before}..${after}"`)

    const old = await get(`${linde}/privacy/${before}`)
    expect(old.statusCode).toBe(200)
    expect(old.text).toContain('Dit is een eerdere versie.')
    expect(now.text).not.toContain('Dit is een eerdere versie.')

    const changes = await get(`${linde}/privacy/changes/${before}..${after}`)
    expect(changes.statusCode).toBe(200)
    expect(changes.body).toMatch(/<del>.+<\/del>/)
    expect(changes.body).toMatch(/<ins>.+<\/ins>/)
    expect(changes.text).toContain('Bewaren')
    const none = await get(`${linde}/privacy/changes/${after}..${after}`)
    expect(none.text).toContain('De tekst is gelijk gebleven.')
    expect(none.text).toContain('De afspraken zijn gelijk gebleven.')
  })

  test.each([
    '/nobody/privacy',
    '/nobody/register',
    '/tom-in-de-buurt/privacy/1999-01-01',
    '/tom-in-de-buurt/privacy/changes/2024-03-15',
    "/tom-in-de-buurt/privacy/2024-03-15'--",
  ])('%s is a page that is not there', async (url) => {
    expect((await get(url)).statusCode).toBe(404)
  })
})

test.each(pages)('MEE-17.1 partly: %s sets no cookie and names no address of another site', async (url) => {
  const answer = await get(url)
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['set-cookie']).toBeUndefined()
  expect(answer.body).not.toMatch(/\b(src|action)="(https?:)?\/\//)
  expect(answer.body).not.toMatch(/<(link|script|img|iframe)[^>]+(https?:)?\/\/[a-z]/)
  expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
})

describe('the register as data', () => {
  test('TOM-7.2 partly, MEE-8.1 partly: every activity of the facts stands in it with its ground', async () => {
    for (const organisation of ['tom-in-de-buurt', 'mee-zuid-limburg']) {
      const register = (await site.inject({ url: `/${organisation}/register.json` })).json()
      const { rows } = await published.db.publicReader.query(
        'select count(*)::int as activities from statement.activities where organisation_id = $1',
        [organisation],
      )
      expect(register.processingActivities).toHaveLength(rows[0].activities)
      for (const { currentVersion } of register.processingActivities) {
        expect(currentVersion.legalBasis).toHaveLength(1)
        expect(currentVersion.articles.length).toBeGreaterThan(0)
      }
    }
  })

  test('every answer is valid by the draft of the government and by our own description', async () => {
    const own = (await site.inject({ url: '/v1/openapi.json' })).json().components.schemas
    const register = (await site.inject({ url: '/tom-in-de-buurt/register.json' })).json()
    for (const { id, latestVersion } of register.processingActivities) {
      const address = `/v1/tom-in-de-buurt/processing_activities/${id}`
      const activity = (await site.inject({ url: address })).json()
      expect(activity).toEqual({ id, active: true, latestVersion })
      const version = (await site.inject({ url: `${address}/versions/${latestVersion}` })).json()
      expectValid(activity, [draft.ProcessingActivity, own.ProcessingActivity])
      expectValid(version, [draft.ProcessingActivityVersion, own.ProcessingActivityVersion])
      for (const { entityId } of [version.recipients, ...(version.furtherRecipients ?? [])].filter(Boolean)) {
        const entity = (await site.inject({ url: `/v1/entities/${entityId}` })).json()
        expectValid(entity, [draft.Entity, own.Entity])
      }
    }
    expectValid(register.controller, [draft.Entity, own.Entity])
  })

  test('a changed activity is a new version under the same address; an unchanged one is not', async () => {
    const register = (await site.inject({ url: `${linde}/register.json` })).json()
    const numbers = register.processingActivities.map(
      (activity: { latestVersion: number }) => activity.latestVersion,
    )
    expect(numbers).toContain(2)
    const { id } = register.processingActivities[numbers.indexOf(2)]
    const [first, second] = await Promise.all(
      [1, 2].map(async (n) =>
        (await site.inject({ url: `/v1${linde}/processing_activities/${id}/versions/${n}` })).json(),
      ),
    )
    expect(first.validFrom.slice(0, 10)).toBe(versions[0])
    expect(second.validFrom.slice(0, 10)).toBe(versions[1])
  })

  test.each([
    ['/v1/tom-in-de-buurt/processing_activities/not-a-uuid', 400],
    ['/v1/tom-in-de-buurt/processing_activities/00000000-0000-5000-8000-000000000000', 404],
    ['/v1/entities/00000000-0000-5000-8000-000000000000', 404],
    ['/v1/nothing', 404],
    ['/nobody/register.json', 404],
  ])('%s answers %i as problem details, with the headers of the API rules', async (url, status) => {
    const answer = await site.inject({ url })
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toMatch('application/problem+json')
    expect(answer.json()).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) })
    expectApiHeaders(answer.headers)
  })

  test('every answer has the headers of the API rules, and the description stands where they say', async () => {
    for (const url of ['/v1/openapi.json', '/tom-in-de-buurt/register.json', '/statement.schema.json']) {
      const answer = await site.inject({ url })
      expect(answer.statusCode).toBe(200)
      expectApiHeaders(answer.headers)
    }
    const description = (await site.inject({ url: '/v1/openapi.json' })).json()
    expect(description.openapi).toMatch(/^3\.1/)
    expect(description.info.contact).toEqual({
      name: expect.any(String),
      url: 'http://localhost:3002',
      email: expect.stringContaining('@'),
    })
  })
})

function expectApiHeaders(headers: Record<string, unknown>): void {
  expect(headers).toMatchObject({
    'api-version': '1.0.0',
    'access-control-allow-origin': '*',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'strict-transport-security': expect.any(String),
    'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
  })
}

function expectValid(value: unknown, schemas: object[]): void {
  for (const schema of schemas) {
    const ajv = new Ajv2020({ strict: false, allErrors: true })
    addFormats.default(ajv)
    expect(ajv.validate(schema, value), ajv.errorsText()).toBe(true)
  }
}

/** The parts of the draft register API (RvVA 0.1) that we answer, restated. */
const uuid = { type: 'string', format: 'uuid' }
const words = (text: string) => ({ type: 'array', items: { enum: text.split(' ') } })
const recipient = {
  type: 'object',
  properties: {
    legalRole: {
      enum: 'DataController DataExporter DataImporter DataProcessor DataProtectionOfficer JointDataControllers ServiceConsumer ServiceProvider ThirdParty'.split(
        ' ',
      ),
    },
    entityId: uuid,
  },
}
const draft = {
  ProcessingActivity: {
    type: 'object',
    required: ['id', 'active', 'latestVersion'],
    properties: { id: uuid, active: { type: 'boolean' }, latestVersion: { type: 'number' } },
  },
  ProcessingActivityVersion: {
    type: 'object',
    required: [
      'name',
      'version',
      'validFrom',
      'purpose',
      'legalBasis',
      'dataSubjects',
      'personalData',
      'measures',
    ],
    properties: {
      dataSubjects: words(
        'Adult Applicant Citizen Consumer Customer DataSubject Employee GuardianOfHuman Immigrant JobApplicant Member NonCitizen ParentOfHuman Participant Patient Student Subscriber Tourist User Visitor VulnerableHuman',
      ),
      legalBasis: words(
        'Consent Contract DataTransferLegalBasis LegalObligation LegitimateInterest OfficialAuthorityOfController PublicInterest VitalInterest',
      ),
      measures: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            measureType: { enum: ['Organisational', 'Technical'] },
            measure: { type: 'string' },
            risks: { type: 'array' },
          },
        },
      },
      name: { type: 'string' },
      personalData: {
        type: 'object',
        properties: {
          categories: { type: 'array', items: { type: 'string' } },
          retentionPeriod: { type: 'string', format: 'duration' },
        },
      },
      version: { type: 'number' },
      processingOptions: words('Copy Disclose Obtain Organise Remove Store Transfer Transform Use'),
      purpose: { type: 'string' },
      recipients: recipient,
      validFrom: { type: 'string', format: 'date-time' },
    },
  },
  Entity: {
    type: 'object',
    required: ['id', 'type', 'name'],
    properties: {
      type: { enum: ['LegalEntity', 'NaturalPerson', 'Organisation'] },
      id: uuid,
      name: { type: 'string' },
      address: { type: 'string' },
      postalCode: { type: 'string' },
      city: { type: 'string' },
      country: { type: 'string' },
      phonenumber: { type: 'string' },
      email: { type: 'string', format: 'email' },
    },
  },
}
