import { randomUUID } from 'node:crypto'
import type { OutgoingHttpHeaders } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { DEMO_ORGANISATIONS, DEMO_STAFF } from '../../src/demo/index.ts'
import type { Visitor } from '../../src/door/index.ts'
import { csrfToken } from '../../src/web/index.ts'
import { type TestHouse, TOM } from '../house.ts'
import { routesOf } from '../routes.ts'

/** What is told about people in the demonstration: clients with numbers and notes, and the staff by name. */
export function personal(): string[] {
  const { clients } = DEMO_ORGANISATIONS.find(({ id }) => id === TOM)!
  const values = clients.flatMap(({ values, notes }) => [
    ...Object.entries(values)
      .filter(([item]) => /name|bsn|phone|email|question/i.test(item))
      .map(([, value]) => String(value)),
    ...notes.map(({ text }) => text.slice(0, 40)),
  ])
  return [...new Set([...values, ...DEMO_STAFF.map(({ name }) => name)])].filter((text) => text.length > 3)
}

/** What addresses name: somebody's dossier and a colleague who are really there. */
export type Target = { dossier: string; person: string }

/** The cookies of a session, as its browser would send them. */
export function cookieOf(
  site: 'staff' | 'portal',
  { token, organisation }: Omit<Visitor, 'accessPoint'>,
): string {
  const name = `__Host-gestand-${site}`
  return `${name}=${token.toString('base64url')}; ${name}-at=${organisation}`
}

const WORDS = 'Dit is ingeslopen, en hoort hier niet.'

/** Forms filled in well enough to do something for whoever may; of every other form the fields are empty. */
const FORMS: Readonly<Record<string, (target: Target) => Record<string, string>>> = {
  '/dossiers/:dossier/notes/new': () => ({ kind: 'phone', happenedOn: '2026-11-01', text: 'Ingeslopen' }),
  '/dossiers/:dossier/notes/draft': () => ({ text: 'Ingeslopen' }),
  '/dossiers/:dossier/consents/new': () => ({
    ...{ recipient: 'member/kwadraad', reason: 'Ingeslopen om te kijken of dit kan', choices: 'goals' },
    ...{ fromOn: '2030-01-01', untilOn: '2030-02-01' },
  }),
  '/dossiers/:dossier/capacity': () => ({ able: 'yes', weighedOn: '1-11-2026', grounds: WORDS }),
  '/dossiers/:dossier/involved': ({ person }) => ({ colleague: person, from: '1-1-2027' }),
  '/dossiers/:dossier/involved/:person/end': () => ({}),
  '/clients/new': () => ({ service: 'contact' }),
  '/clients/find': () => ({ question: 'Aydin' }),
  '/people/teams': () => ({ name: 'Ingeslopen' }),
  '/people/:person/roles': () => ({ role: 'administrator', change: 'give' }),
  '/people/:person/end': () => ({ endsOn: '1-11-2026' }),
  '/people/:person/address': () => ({ newPostcode: '2402NR', newHouseNumber: '12' }),
  '/people/:person/again': () => ({ againEmployer: 'kwadraad', againFrom: '1-1-2027' }),
  '/people/:person/block': () => ({ blockReason: 'inquiry' }),
  '/people/:person/clearances': () => ({ kind: 'conduct', validFrom: '1-11-2026', validUntil: '1-11-2027' }),
  '/people/:person/details': () => ({ newName: 'Ingeslopen', newEmployer: 'kwadraad' }),
  '/people/:person/teams': () => ({ team: randomUUID(), from: '1-1-2027' }),
  '/people/:person/teams/leave': () => ({ team: randomUUID() }),
  '/people/new': () => ({
    name: 'Ingeslopen',
    employer: 'kwadraad',
    account: randomUUID(),
    from: '1-1-2027',
  }),
  '/people/handover': ({ person }) => ({ leaver: person, taker: person, how: 'for-good', from: '1-1-2027' }),
  '/people/requests/:request': () => ({ decision: 'confirmed' }),
  '/incidental-access/reviews/:access': () => ({ judgement: 'in-order', words: WORDS }),
  '/incidental-access/reviews/:access/sooner': () => ({ toldFrom: '1-12-2026' }),
  '/signals/:signal': () => ({ version: '1', judgement: 'in-order', words: WORDS }),
  '/account/sessions': () => ({}),
}

/** `weak`: what is missing in the headers of the answer; `to`: where it sends one. */
export type Told = {
  route: string
  status: number
  to: string | undefined
  text: string
  told: string[]
  weak: string[]
}

/** An answer is kept by nobody, framed by nobody, runs nothing of others, and its cookies stay with this host and out of scripts. */
function weaknesses(headers: OutgoingHttpHeaders): string[] {
  const weak: string[] = []
  if (headers['cache-control'] !== 'no-store') weak.push('cache-control')
  const policy = String(headers['content-security-policy'])
  if (!policy.includes("default-src 'none'") || !policy.includes("frame-ancestors 'none'"))
    weak.push('policy')
  if (/unsafe|\*/.test(policy) || headers['x-content-type-options'] !== 'nosniff') weak.push('loose policy')
  for (const cookie of [headers['set-cookie'] ?? []].flat())
    for (const wanted of [/^__Host-/, /; HttpOnly/, /; Secure/, /; SameSite=(Lax|Strict)/, /; Path=\/(;|$)/])
      if (!wanted.test(cookie)) weak.push(`${cookie.split('=')[0]} ${wanted}`)
  return weak
}

/** Asks every route that the router of the site has, and says what each told about people. */
export async function askEveryRoute(
  site: FastifyInstance,
  { cookie, csrf }: { cookie: string; csrf: string },
  target: Target,
): Promise<Told[]> {
  const words = personal()
  const told: Told[] = []
  for (const { method, pattern } of routesOf(site)) {
    if (method === 'HEAD' || pattern.startsWith('/assets/') || pattern === '/signout') continue
    const url = pattern
      .replace(':dossier', target.dossier)
      .replace(':person', target.person)
      .replace(':secret', 'A'.repeat(43))
      .replace(/:\w+/g, randomUUID())
    const fields = FORMS[pattern]?.(target) ?? { surname: 'Aydin' }
    const answer = await site.inject({
      method: method as 'GET' | 'POST',
      url,
      headers: {
        cookie,
        'sec-fetch-site': 'same-origin',
        ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(method === 'POST' ? { payload: new URLSearchParams({ csrf, ...fields }).toString() } : {}),
    })
    // Without the tokens: in enough random letters stands every short name.
    const text = (answer.body + JSON.stringify(answer.headers)).replaceAll(/[\w-]{40,}/g, '')
    told.push({
      route: `${method} ${pattern}`,
      status: answer.statusCode,
      to: answer.headers.location,
      text,
      told: words.filter((word) => text.includes(word)),
      weak: weaknesses(answer.headers),
    })
  }
  return told
}

/** Asks every route with the cookies of a session. */
export const askAs = (
  site: FastifyInstance,
  name: 'staff' | 'portal',
  visitor: Omit<Visitor, 'accessPoint'>,
  target: Target,
) => askEveryRoute(site, { cookie: cookieOf(name, visitor), csrf: csrfToken(visitor.token) }, target)

/**
 * Every row about the people of Tom, except sessions that were seen and what somebody typed, kept with their own session: what no
 * attack may change.
 */
export async function rowsOfTom(house: TestHouse): Promise<string> {
  const { rows: tables } = await house.owner.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation_id'
      where c.relnamespace in ('dossier'::regnamespace, 'identity'::regnamespace) and c.relkind = 'r'
        and c.relname not in ('sessions', 'attempts', 'held_forms') order by 1`,
  )
  const each = tables.map(
    ({ name }) =>
      `select '${name}' as t, count(*), md5(string_agg(x::text, '|' order by x::text)) from ${name} x where organisation_id = '${TOM}'`,
  )
  const { rows } = await house.owner.query(each.join(' union all '))
  return JSON.stringify(rows)
}
