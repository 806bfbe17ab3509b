import { randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { found } from '../../src/client/caseload.ts'
import type { Config } from '../../src/config.ts'
import { connect } from '../../src/db/index.ts'
import { fillOrganisation, signInStaff } from '../../src/demo/index.ts'
import { type Answer, type Visitor, view } from '../../src/door/index.ts'
import { openHouse, staffIssuerOf } from '../../src/house.ts'
import { clientSubjectKey } from '../../src/identity/index.ts'
import { blindIndex } from '../../src/vault/index.ts'
import { startWorker } from '../../src/worker.ts'
import type { Kind, Reply } from './load.ts'

// The house in a process of its own, to be killed: the program's own database server, door and sequencer. Answers
// `POST /<kind>/<name>` over HTTP.

/** What the house is told; `log` is for what goes wrong in it. */
export type Order = { config: Config; parent: number; log: string }

/** What the house says once it is open: its port, and the database for each role. */
export type Ready = { port: number; urls: { admin: string; app: string; worker: string } }

const TOM = 'tom-in-de-buurt'
const AYDIN = '999990019'
const PARTS = ['existence', 'identity', 'question', 'notes'] as const

const kwadraad = { employer: 'kwadraad', team: undefined }
const PEOPLE: Parameters<typeof fillOrganisation>[1] = {
  id: TOM,
  name: 'Tom in de buurt',
  teams: [],
  staff: [
    { subject: 'coach', name: 'Coach Test', role: 'neighbourhood-coach', ...kwadraad },
    { subject: 'stranger', name: 'Vreemde Test', role: 'neighbourhood-coach', ...kwadraad },
    { subject: 'auditor', name: 'Controle Test', role: 'auditor', ...kwadraad },
  ],
  clients: [
    {
      registeredBy: 'coach',
      service: 'access',
      values: {
        'given-names': 'Emine',
        surname: 'Aydin',
        'birth-date': '1965-03-14',
        postcode: '2402NR',
        'house-number': '12',
        phone: '0172 555 012',
        bsn: AYDIN,
        question: 'Ik wil weer zelf boodschappen doen.',
      },
      reasons: { bsn: 'Nodig voor de controle van de woonplaats bij de aanvraag.' },
      notes: [
        { by: 'coach', kind: 'phone', daysAgo: 2, text: 'Afspraak gemaakt.' },
        { by: 'coach', kind: 'home-visit', daysAgo: 1, text: 'Mevrouw loopt weer zelf naar de winkel.' },
      ],
    },
  ],
}

const order = JSON.parse(process.argv[2] ?? '{}') as Order
const house = await openHouse(order.config)
const worker = startWorker(house, (sentence) => appendFileSync(order.log, `${sentence}\n`))
const { door, vault, database } = house
const owner = connect(database.adminUrl, { max: 1 })
const needs = {
  owner,
  signin: house.pools.signin,
  door,
  vault,
  statements: house.statements,
  staffIssuer: staffIssuerOf(order.config),
}
await fillOrganisation(needs, PEOPLE)
const coach = await signInStaff(needs, TOM, 'coach')
const stranger = await signInStaff(needs, TOM, 'stranger')
const auditor = await signInStaff(needs, TOM, 'auditor')
const indexKey = await vault.indexKey(TOM)
const dossier = await dossierOfAydin()
await owner.end()

const notes = view({
  event: 'dossier.read',
  action: 'read',
  parts: ['existence', 'notes'],
  use: 'support',
  run: (opened) => opened.tx.query('select sealed from dossier.notes'),
})
/** What a careless door would do: it answers, and only then is to commit. */
const hasty: Ask = (visitor, id) =>
  new Promise((resolve, reject) => {
    const early = view({
      ...notes,
      run: async (opened) => {
        const value = await notes.run(opened, undefined)
        resolve({ outcome: 'opened', facts: opened.facts, can: opened.can, value })
        await new Promise(() => undefined)
      },
    })
    door.enter(visitor, early, id, undefined).catch(reject)
  })
const read = (visitor: Visitor, id: string) =>
  door.read(visitor, { event: 'dossier.read', parts: PARTS, use: 'support', newest: 20 }, id)
const search = (visitor: Visitor, bsn: string) =>
  door.search(visitor, found, [{ kind: 'bsn', key: blindIndex(indexKey, 'bsn', bsn) }], undefined)

/** Who asks what, of which dossier; every way in which one can be answered. */
const WAYS: Record<Kind, { visitor: Visitor; dossier?: () => string; ask: Ask }> = {
  look: { visitor: coach, dossier: () => dossier, ask: read },
  enter: {
    visitor: coach,
    dossier: () => dossier,
    ask: (visitor, id) => door.enter(visitor, notes, id, undefined),
  },
  refused: { visitor: stranger, dossier: () => dossier, ask: read },
  absent: { visitor: coach, dossier: randomUUID, ask: read },
  found: { visitor: coach, ask: (visitor) => search(visitor, AYDIN) },
  nothing: { visitor: coach, ask: (visitor) => search(visitor, '999992168') },
  forbidden: { visitor: auditor, ask: (visitor) => search(visitor, AYDIN) },
  hasty: { visitor: coach, dossier: () => dossier, ask: hasty },
}
type Ask = (visitor: Visitor, dossier: string) => Promise<Answer<readonly unknown[]>>

async function answer(kind: Kind, name: string): Promise<Reply> {
  const way = WAYS[kind]
  const id = way.dossier?.()
  // The one word of an entry that whoever passes the door chooses. In the program it names the site.
  const visitor: Visitor = { ...way.visitor, accessPoint: name as Visitor['accessPoint'] }
  const given = await way.ask(visitor, id ?? '')
  if (given.outcome === 'no-session') throw new Error('The session is over.')
  const { outcome, facts } = given
  const shown = given.outcome === 'opened' ? given.value.length : 0
  return { outcome, session: facts.sessionId, dossier: id ?? null, shown }
}

async function dossierOfAydin(): Promise<string> {
  const { rows } = await owner.query<{ dossier_id: string }>(
    `select dossier_id from dossier.search_keys where organisation_id = $1 and kind = 'bsn' and key = $2`,
    [TOM, clientSubjectKey(indexKey, AYDIN)],
  )
  const id = rows[0]?.dossier_id
  if (id === undefined) throw new Error('Nobody is registered with this number.')
  return id
}

const server = createServer((request, response) => {
  const [, kind = '', name = ''] = (request.url ?? '').split('/')
  answer(kind as Kind, name).then(
    (reply) => response.writeHead(200).end(JSON.stringify(reply)),
    (error: Error) => {
      appendFileSync(order.log, `${kind}: ${error.message}\n`)
      response.writeHead(500).end()
    },
  )
})
// Only being killed cuts a connection: not that whoever asks had to wait for the processor.
server.keepAliveTimeout = 0
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const { adminUrl, urlFor } = database
  const urls = { admin: adminUrl, app: urlFor('gestand_app'), worker: urlFor('gestand_worker') }
  process.stdout.write(`${JSON.stringify({ port, urls } satisfies Ready)}\n`)
})

async function close(): Promise<void> {
  server.close()
  server.closeAllConnections()
  await worker.stop()
  await house.close()
  process.exit(0)
}
process.once('SIGTERM', close)
// When the test itself is killed nobody else would stop this house.
setInterval(() => {
  if (process.ppid !== order.parent) void close()
}, 1000)
