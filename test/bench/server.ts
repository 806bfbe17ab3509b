import { createServer } from 'node:http'
import Fastify from 'fastify'
import { connect } from '../../src/db/index.ts'
import { furnish, type House } from '../../src/house.ts'
import { makeStaffSite } from '../../src/staff.ts'
import { benchConfig } from './bench-house.ts'
import { floorInOne } from './floor.ts'
import { look } from './ours.ts'

/** What a server of the benchmark is told: the folder with the keys, and where the database is for each role. */
export type ServerOrder = { kind: 'ours' | 'floor'; folder: string; urls: Record<string, string> }

const order = JSON.parse(process.argv[2] ?? '{}') as ServerOrder
const ports = order.kind === 'ours' ? await serveOurs() : await serveFloor()
process.stdout.write(`${JSON.stringify(ports)}\n`)

/** A JSON route on plain Fastify with a declared answer (the program has no such route yet), and the real staff site. */
async function serveOurs(): Promise<Record<string, number>> {
  const url = (role: string) => order.urls[role] ?? ''
  const config = benchConfig(order.folder)
  const house = await furnish(config, {
    adminUrl: url('admin'),
    urlFor: url,
    migrated: [],
    stop: async () => undefined,
  })
  const api = makeApi(house)
  const provider = { issuer: 'http://localhost:9', clientId: 'bench', credentials: { secret: 'bench' } }
  const staff = await makeStaffSite(house, provider, { now: () => new Date(), log: () => undefined })
  await api.listen({ port: 0, host: '127.0.0.1' })
  await staff.listen({ port: 0, host: '127.0.0.1' })
  return { json: portOf(api.server.address()), page: portOf(staff.server.address()) }
}

function makeApi(house: House) {
  const text = { type: 'string' }
  // The database made it (an id, an instant) or a constraint lists it: nothing in it to escape.
  const fixed = { type: 'string', format: 'unsafe' }
  const record = {
    type: 'object',
    properties: {
      kind: fixed,
      id: fixed,
      word: text,
      class: fixed,
      text,
      at: fixed,
      by: fixed,
      byName: text,
      origin: text,
    },
  }
  const schema = {
    response: { 200: { type: 'object', properties: { records: { type: 'array', items: record } } } },
  }
  const api = Fastify({ logger: false })
  api.get('/dossiers/:dossier', { schema }, async (request, reply) => {
    const token = Buffer.from((request.headers.authorization ?? '').slice(7), 'base64url')
    const answer = await look(house.door, token, (request.params as { dossier: string }).dossier)
    if (answer.outcome !== 'opened') return reply.callNotFound()
    return { records: answer.value }
  })
  return api
}

async function serveFloor(): Promise<Record<string, number>> {
  const pool = connect(order.urls.admin ?? '', { max: 8, name: 'gestand bench floor' })
  const server = createServer((request, response) => {
    const [, staff = '', dossier = ''] = (request.url ?? '').split('/')
    floorInOne(pool, staff, dossier).then(
      (body) =>
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
          .end(body),
      () => response.writeHead(500, { 'content-length': 0 }).end(),
    )
  })
  // As Fastify: the default of five seconds is shorter than a round of the other arms.
  server.keepAliveTimeout = 72_000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { json: portOf(server.address()) }
}

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  if (address === null || typeof address === 'string') throw new Error('The server does not listen.')
  return address.port
}
