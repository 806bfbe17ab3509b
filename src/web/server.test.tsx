import type { FastifyInstance } from 'fastify'
import { beforeAll, describe, expect, test } from 'vitest'
import { csrfToken, type LogLine, makeSite, NotThere, Page, SignInNeeded, sendPage } from './index.ts'

const origin = 'http://localhost:3000'
const session = Buffer.alloc(32, 5)
const cookie = `__Host-gestand-staff=${session.toString('base64url')}`
const secret = 'mevrouw Aydin 999990019'
const log: LogLine[] = []
let site: FastifyInstance
let changes = 0

beforeAll(async () => {
  site = await makeSite({
    name: 'staff',
    origin,
    formTargets: ['http://localhost:3003'],
    log: (line) => log.push(line),
  })
  site.get('/', (request, reply) =>
    sendPage(
      reply,
      <Page view={request.view} title="Begin">
        hallo
      </Page>,
    ),
  )
  site.get('/clients/:client', (request, reply) =>
    sendPage(
      reply,
      <Page view={request.view} title="Begin">
        x
      </Page>,
    ),
  )
  site.get('/hidden/:client', () => {
    throw new NotThere()
  })
  site.get('/private', () => {
    throw new SignInNeeded(true)
  })
  site.get('/broken', () => {
    throw new Error(secret, { cause: new TypeError(secret) })
  })
  site.post('/change', async (request, reply) => {
    changes += 1
    return reply.send(JSON.stringify(request.body))
  })
})

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const ours = { ...form, 'sec-fetch-site': 'same-origin' }

describe('headers', () => {
  test.each(['/', '/nowhere', '/broken', '/private', '/clients/1'])(
    'stand on every answer: %s',
    async (url) => {
      const { headers } = await site.inject(url)
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        'x-robots-tag': 'noindex, nofollow',
      })
      const policy = String(headers['content-security-policy'])
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).toContain("form-action 'self' http://localhost:3003")
      expect(policy).not.toMatch(/unsafe|\*|data:|nonce/)
    },
  )

  test('a page holds no script or style of its own, so the policy costs nothing', async () => {
    const { body } = await site.inject('/')
    expect(body).not.toMatch(/<style|style="|\son\w+="|<script>/)
  })

  test('assets are kept for ever under a name that changes with them', async () => {
    const { body } = await site.inject('/')
    const css = /href="(\/assets\/gestand-[\w-]{12}\.css)"/.exec(body)?.[1] ?? ''
    const { headers, statusCode } = await site.inject(css)
    expect([statusCode, headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable'])
    expect((await site.inject('/assets/gestand-000000000000.css')).statusCode).toBe(404)
  })
})

describe('forgery', () => {
  const send = (headers: Record<string, string>, payload = 'name=x') =>
    site.inject({ method: 'POST', url: '/change', headers, payload })

  test('a form of our own page is taken, without its token in the body', async () => {
    const answer = await send({ ...ours, cookie }, `name=x&csrf=${csrfToken(session)}`)
    expect([answer.statusCode, answer.body]).toEqual([200, '{"name":"x"}'])
  })

  test('a form of a browser that only tells the origin is taken', async () => {
    expect((await send({ ...form, origin })).statusCode).toBe(200)
  })

  test.each([
    ['from another site', { ...form, 'sec-fetch-site': 'cross-site' }],
    ['from a neighbour on the same domain', { ...form, 'sec-fetch-site': 'same-site' }],
    ['from another origin', { ...form, origin: 'https://evil.example' }],
    ['from a hidden origin', { ...form, origin: 'null' }],
    ['without saying where from', { ...form }],
    ['in a session without its token', { ...ours, cookie }],
  ])('%s nothing changes', async (_what, headers) => {
    const before = changes
    expect((await send(headers)).statusCode).toBe(403)
    expect(changes).toBe(before)
  })

  test('the token of another session is refused', async () => {
    expect((await send({ ...ours, cookie }, `csrf=${csrfToken(Buffer.alloc(32, 6))}`)).statusCode).toBe(403)
  })

  test.each(['application/json', 'text/plain', 'multipart/form-data; boundary=x'])(
    'a body of %s is not read',
    async (type) => {
      const before = changes
      expect((await send({ ...ours, 'content-type': type }, '{}')).statusCode).toBe(415)
      expect(changes).toBe(before)
    },
  )

  test('a body that is too large is refused', async () => {
    expect((await send(ours, `name=${'x'.repeat(70_000)}`)).statusCode).toBe(413)
  })
})

describe('answers to what goes wrong', () => {
  test('hidden and absent are the same page', async () => {
    const [absent, hidden] = [await site.inject('/nowhere'), await site.inject('/hidden/1')]
    const neutral = (body: string) => body.replace(/value="\/(nowhere|hidden\/1)"/, '')
    expect([hidden.statusCode, neutral(hidden.body)]).toEqual([404, neutral(absent.body)])
    expect(Object.keys(hidden.headers)).toEqual(Object.keys(absent.headers))
  })

  test('a fault shows a number to call with, and nothing of what went wrong', async () => {
    const answer = await site.inject('/broken')
    expect(answer.statusCode).toBe(500)
    const reference = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(answer.body)?.[0]
    expect(log.find((line) => line.fault?.reference === reference)).toMatchObject({
      route: '/broken',
      status: 500,
    })
    for (const hidden of [secret, 'Error', 'server.test', 'node_modules'])
      expect(answer.body).not.toContain(hidden)
  })

  test('who is not signed in goes to the sign-in page and comes back', async () => {
    const answer = await site.inject({ url: '/private?x=1', headers: { cookie } })
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/signin?back=%2Fprivate&over=1'])
    expect(answer.headers['set-cookie'], 'the sign-in page asks by it why').toBeUndefined()
  })

  test('a script that keeps drafts hears that the session is over', async () => {
    expect((await site.inject({ url: '/private', headers: { 'sec-fetch-dest': 'empty' } })).statusCode).toBe(
      401,
    )
  })
})

test('the request log tells the pattern of the route and nothing about people', async () => {
  log.length = 0
  await site.inject({
    url: `/clients/${encodeURIComponent(secret)}?q=${encodeURIComponent(secret)}`,
    headers: { 'user-agent': secret },
  })
  await site.inject('/broken')
  expect(Object.keys(log[0] ?? {})).toEqual(['at', 'site', 'method', 'route', 'status', 'ms'])
  expect(log[0]).toMatchObject({ site: 'staff', method: 'GET', route: '/clients/:client' })
  expect(JSON.stringify(log)).not.toMatch(/Aydin|999990019/)
  expect(log[1]?.fault).toMatchObject({ error: 'Error' })
  expect(log[1]?.fault?.stack.join()).toContain('caused by TypeError')
})

describe('language', () => {
  test('is Dutch until one chooses, and says so to a screen reader', async () => {
    expect((await site.inject('/')).body).toContain('<html lang="nl"')
    expect((await site.inject({ url: '/', headers: { cookie: 'gestand-lang=en' } })).body).toContain(
      '<html lang="en"',
    )
    expect((await site.inject({ url: '/', headers: { cookie: 'gestand-lang="><x' } })).body).toContain(
      '<html lang="nl"',
    )
  })

  test('is chosen by a form, and goes back to the page but never to another site', async () => {
    const choose = (payload: string) =>
      site.inject({ method: 'POST', url: '/language', headers: ours, payload })
    const answer = await choose('language=en&back=/clients/1')
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/clients/1'])
    expect(answer.headers['set-cookie']).toMatch(
      /^gestand-lang=en; Max-Age=31536000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    expect((await choose('language=en&back=//evil.example')).headers.location).toBe('/')
    expect((await choose('language=xx&back=/')).headers['set-cookie']).toBeUndefined()
  })

  test('is an address on the public site', async () => {
    const open = await makeSite({ name: 'public', origin: 'http://localhost:3002' })
    open.get('/', (request, reply) =>
      sendPage(
        reply,
        <Page view={request.view} title="Begin">
          x
        </Page>,
      ),
    )
    expect((await open.inject('/?lang=en')).body).toContain('<a href="/" lang="nl" hreflang="nl">')
    expect((await open.inject('/')).body).toContain('<a href="/?lang=en" lang="en" hreflang="en">')
  })
})

test('a site elsewhere than on this machine must have https', async () => {
  await expect(makeSite({ name: 'staff', origin: 'http://gestand.example' })).rejects.toThrow('https')
})
