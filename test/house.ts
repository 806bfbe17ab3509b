import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Config, readConfig } from '../src/config.ts'
import { connect, type Pool } from '../src/db/index.ts'
import {
  addClient,
  addStaff,
  DEMO_ORGANISATIONS,
  type DemoClient,
  type DemoStaff,
  type FillNeeds,
  signInStaff,
} from '../src/demo/index.ts'
import type { Visitor } from '../src/door/index.ts'
import { furnish, type House, staffIssuerOf } from '../src/house.ts'
import { clientSubjectKey, startSession } from '../src/identity/index.ts'
import { type FreshDatabase, freshDatabase } from './db.ts'

/** A whole house on a database of its own, with or without the demonstration neighbourhood. */
export type TestHouse = House & {
  db: FreshDatabase
  /** The superuser. */
  owner: Pool
  needs: FillNeeds
  folder: string
  /** Signs a demonstration person of the staff in, past the identity provider. */
  staff(subject: string, organisation?: string): Promise<Visitor>
  /** Signs a client in by BSN. */
  client(bsn: string, organisation?: string): Promise<Visitor>
  addStaff(person: DemoStaff, organisation?: string, teamId?: string): Promise<string>
  addClient(client: DemoClient, organisation?: string): Promise<string>
  /** The dossier of the demonstration client with this client surname's BSN index: by superuser, for tests only. */
  dossierOf(bsn: string, organisation?: string): Promise<string>
}

export const TOM = 'tom-in-de-buurt'
export const MEE = 'mee-zuid-limburg'
/** The people of the demonstration, by what they are for in tests. */
export const CAST = {
  aydin: '999990019',
  deWit: '999990743',
  pinas: '999991449',
  nobody: '999992168',
} as const

export async function testHouse({
  demo = true,
  env = {},
}: {
  demo?: boolean
  /** More of the configuration, as the environment would say it. */
  env?: Record<string, string>
} = {}): Promise<TestHouse> {
  const db = await freshDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'gestand-house-'))
  const config: Config = {
    ...readConfig({ ...env, GESTAND_DATA: folder }),
    demo,
  }
  const database = {
    adminUrl: db.url('admin'),
    urlFor: (role: string) => db.url(role),
    migrated: [],
    stop: async () => undefined,
  }
  const house = await furnish(config, database)
  const owner = connect(db.url('admin'), { max: 4 })
  const { door, vault, statements, pools } = house
  const needs: FillNeeds = {
    owner,
    signin: pools.signin,
    door,
    vault,
    statements,
    staffIssuer: staffIssuerOf(config),
  }
  return {
    ...house,
    db,
    owner,
    needs,
    folder,
    staff: (subject, organisation = TOM) => signInStaff(needs, organisation, subject),
    client: (bsn, organisation = TOM) => signInClient(needs, organisation, bsn),
    addStaff: (person, organisation = TOM, teamId = undefined) =>
      addStaff(needs, organisation, person, teamId),
    addClient: (client, organisation = TOM) => addClient(needs, organisation, client),
    async dossierOf(bsn, organisation = TOM) {
      const key = clientSubjectKey(await vault.indexKey(organisation), bsn)
      const { rows } = await owner.query<{ dossier_id: string }>(
        `select dossier_id from dossier.search_keys where organisation_id = $1 and kind = 'bsn' and key = $2`,
        [organisation, key],
      )
      const id = rows[0]?.dossier_id
      if (!id) throw new Error('no dossier with this number')
      return id
    },
    async close() {
      await house.close()
      await owner.end()
      await db.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function signInClient(needs: FillNeeds, organisation: string, bsn: string): Promise<Visitor> {
  const token = randomBytes(32)
  await startSession(needs.signin, {
    organisation,
    kind: 'client',
    subject: clientSubjectKey(await needs.vault.indexKey(organisation), bsn),
    token,
    secondFactor: true,
    assurance: 'http://eidas.europa.eu/LoA/substantial',
    trace: randomUUID(),
    accessPoint: 'portal',
  })
  return { organisation, token, accessPoint: 'portal' }
}

export { DEMO_ORGANISATIONS }
