import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stepUp } from '../../test/consent.ts'
import { CAST, type TestHouse, testHouse } from '../../test/house.ts'
import { type AskedSite, portalSite, staffSite } from '../../test/wall/staff-site.ts'
import type { Visitor } from '../door/index.ts'
import { addDays, dayInNetherlands } from '../kernel/index.ts'

const today = dayInNetherlands(new Date())
const REASON = 'De fysiotherapeut wil weten wat u met ons afsprak over lopen.'
let house: TestHouse
let staff: AskedSite
let portal: AskedSite
let path: string
let noor: Visitor

beforeAll(async () => {
  house = await testHouse()
  staff = await staffSite(house)
  portal = await portalSite(house)
  path = `/dossiers/${await house.dossierOf(CAST.aydin)}/consents`
  noor = await house.staff('noor')
})
afterAll(async () => {
  await staff?.app.close()
  await portal?.app.close()
  await house?.close()
})

const form = (more: Record<string, string> = {}) => ({
  recipient: 'chain-partner',
  partyName: 'Fysio De Linde',
  reason: REASON,
  choices: 'goals',
  fromOn: today,
  untilOn: addDays(today, 30),
  ...more,
})
/** Asks, and says where the consent stands. */
async function asked(more: Record<string, string> = {}): Promise<string> {
  const answer = await staff.post(noor, `${path}/new`, form(more))
  expect(answer.statusCode).toBe(303)
  return String(answer.headers.location).replace('?asked=1', '')
}
const fingerprintIn = (body: string) => /name="fingerprint" value="([0-9a-f]{64})"/.exec(body)?.[1] ?? ''

describe('from the question to the answer', () => {
  test('TOM-10.2 partly: the form that was agreed to opens from the list of the worker and of the client, with by whom and how signed in', async () => {
    const one = await asked()
    const client = await house.client(CAST.aydin)
    expect((await portal.get(client, path)).body).toContain('Wij wachten op uw antwoord')
    const question = await portal.get(client, one)
    for (const told of [
      REASON,
      'Fysio De Linde',
      'Noor van Dalen',
      'Doelen en stappen',
      'Ondersteuning geven',
    ])
      expect(question.body, told).toContain(told)
    expect((await portal.get(client, `${one}/give`)).headers.location).toMatch(/^\/account\/confirm\?back=/)
    const fingerprint = fingerprintIn(question.body)
    expect((await portal.post(client, `${one}/give`, { fingerprint })).headers.location).toMatch(
      /^\/account\/confirm/,
    )
    await stepUp(house, client)
    expect((await portal.get(client, `${one}/give`)).body).toContain('Ja, ik geef toestemming')
    const given = await portal.post(client, `${one}/give`, { fingerprint })
    expect(given.headers.location).toBe(`${one}?done=1`)
    for (const [site, reader] of [
      [portal, client],
      [staff, noor],
    ] as const) {
      expect((await site.get(reader, path)).body).toContain(one)
      const paper = await site.get(reader, one)
      for (const told of [REASON, 'De cliënt zelf', 'DigiD, niveau Substantieel', fingerprint.slice(0, 16)])
        expect(paper.body, told).toContain(told)
    }
    expect((await staff.get(noor, path)).body).toContain('geldig')
  })

  test('TOM-10.4 partly: withdrawing is one button, asks nobody to sign in anew, and the worker sees it at the next look', async () => {
    const one = await asked({ partyName: 'Huisarts Berg' })
    const client = await house.client(CAST.aydin)
    await stepUp(house, client)
    const fingerprint = fingerprintIn((await portal.get(client, one)).body)
    await portal.post(client, `${one}/give`, { fingerprint })
    const later = await house.client(CAST.aydin)
    expect((await portal.get(later, one)).body).toContain('Trek mijn toestemming in')
    const withdrawn = await portal.post(later, `${one}/withdraw`, {})
    expect(withdrawn.headers.location).toBe(`${one}?done=1`)
    const after = await portal.get(later, `${one}?done=1`)
    expect(after.body).toContain('Vanaf nu mag dit niet meer')
    expect(after.body).not.toContain('Trek mijn toestemming in')
    expect((await staff.get(noor, path)).body).toMatch(/Huisarts Berg[\s\S]*ingetrokken/)
  })

  test('a no is one button; what was taken back meanwhile is told, and nothing is answered', async () => {
    const client = await house.client(CAST.aydin)
    const no = await asked({ partyName: 'School' })
    const fingerprint = fingerprintIn((await portal.get(client, no)).body)
    expect((await portal.post(client, `${no}/refuse`, { fingerprint })).headers.location).toBe(`${no}?done=1`)
    expect((await staff.get(noor, no)).body).toContain('Nee, ik geef geen toestemming')

    const gone = await asked({ partyName: 'Gemeente' })
    const read = fingerprintIn((await portal.get(client, gone)).body)
    expect((await staff.post(noor, `${gone}/take-back`, {})).statusCode).toBe(303)
    const late = await portal.post(client, `${gone}/refuse`, { fingerprint: read })
    expect(late.headers.location).toBe(`${gone}?changed=1`)
    expect((await portal.get(client, `${gone}?changed=1`)).body).toContain('veranderd of teruggenomen')
    expect((await staff.post(noor, `${gone}/take-back`, {})).statusCode).toBe(404)
  })

  test('everything stands in the log of the client, in plain words', async () => {
    const client = await house.client(CAST.aydin)
    const log = path.replace('consents', 'who-looked')
    const text = (await portal.get(client, `${log}?period=all&who=everybody`)).body.replace(/<[^>]+>/g, ' ')
    for (const told of [
      'vroeg om toestemming.',
      'nam een vraag om toestemming terug.',
      'keek waar u toestemming voor gaf.',
      'gaf toestemming.',
      'gaf geen toestemming.',
      'trok een toestemming in.',
    ])
      expect(text, told).toContain(told)
    expect(text).not.toMatch(/Fysio De Linde|Huisarts Berg/)
  })
})

describe('what is not possible', () => {
  test('a form with what the statement does not list comes back with the reason at the field', async () => {
    for (const [more, told] of [
      [{ recipient: 'authority/cak' }, 'Dit staat niet in de privacyverklaring'],
      [{ choices: 'provisions' }, 'Dit staat niet in de privacyverklaring'],
      [{ untilOn: addDays(today, 400) }, 'binnen een jaar'],
      [{ partyName: '' }, 'Vul de naam in'],
    ] as const) {
      const answer = await staff.post(noor, `${path}/new`, form(more))
      expect(answer.statusCode).toBe(400)
      expect(answer.body).toContain(told)
    }
  })

  test('hostile input is text, nonsense is not there, and no answer is a fault of the program', async () => {
    const one = await asked({ reason: '<script>alert(1)</script> en "\' <b>vet</b> {0} {party}' })
    const client = await house.client(CAST.aydin)
    for (const body of [(await portal.get(client, one)).body, (await staff.get(noor, one)).body]) {
      expect(body).toContain('&lt;script>alert(1)')
      expect(body).not.toContain('<script>alert')
    }
    for (const fingerprint of ['', 'x', 'f'.repeat(63), "f'; drop table dossier.consents; --"])
      expect((await portal.post(client, `${one}/refuse`, { fingerprint })).statusCode).toBe(404)
    const wrong = await portal.post(client, `${one}/refuse`, { fingerprint: 'f'.repeat(64) })
    expect(wrong.headers.location).toBe(`${one}?changed=1`)
    for (const nowhere of ['x', '..%2f', 'f'.repeat(36), one.replace(/.{4}$/, 'ffff').split('/').at(-1)]) {
      expect((await portal.get(client, `${path}/${nowhere}`)).statusCode).toBe(404)
      expect((await staff.get(noor, `${path}/${nowhere}`)).statusCode).toBe(404)
    }
  })

  test('what a worker typed is there again when the session ended meanwhile, and nothing of the client beside it', async () => {
    const worker = await house.staff('noor')
    await house.owner.query('update identity.sessions set ended_at = now() where token_hash = sha256($1)', [
      worker.token,
    ])
    const over = await staff.post(worker, `${path}/new?kind=with-consent`, form())
    expect(over.statusCode).toBe(401)
    expect(over.body).toContain('Wat u invulde, staat hier nog')
    expect(over.body).toContain(REASON)
    expect(over.body).not.toMatch(/Aydin|Noor/)
    const elsewhere = await staff.post(worker, `${path}/new?kind=x`, form())
    expect(String(elsewhere.headers.location)).toMatch(/^\/signin/)
  })

  test('a worker and somebody who acts find no button that is not theirs; another client and an uninvolved worker find nothing', async () => {
    const one = await asked()
    expect((await staff.get(noor, one)).body).not.toMatch(/\/give"|\/refuse"|\/withdraw"/)
    expect((await portal.get(await house.client(CAST.nobody), one)).statusCode).toBe(404)
    expect((await staff.get(await house.staff('fenna'), one)).statusCode).toBe(404)
    expect((await staff.get(await house.staff('fenna'), `${path}/new`)).statusCode).toBe(404)
    expect((await staff.get(await house.staff('joris'), `${path}/new`)).statusCode).toBe(403)
    const colleague = await staff.post(await house.staff('joris'), `${path}/new`, form())
    expect(colleague.statusCode).toBe(403)
  })
})
