import { join } from 'node:path'
import { grantsOf, loadRules, type Rules } from './access/index.ts'
import type { Config } from './config.ts'
import { connect, connectShared, type Database, openDatabase, type Pool, type Shared } from './db/index.ts'
import { DEMO_ORGANISATIONS, fillOrganisation } from './demo/index.ts'
import { Door } from './door/index.ts'
import {
  loadEarlierVersions,
  loadStatements,
  publishEarlierVersion,
  publishStatement,
  type Statement,
} from './statement/index.ts'
import { fileKeyProvider, type KeyProvider, makeVault, type Vault } from './vault/index.ts'

/** Everything that the sites and the worker stand on. */
export type House = {
  config: Config
  database: Database
  keys: KeyProvider
  vault: Vault
  rules: Rules
  statements: ReadonlyMap<string, Statement>
  door: Door
  pools: { app: Pool; looks: Shared; signin: Pool; worker: Pool; publicReader: Pool }
  close(): Promise<void>
}

/** Opens the database of the configuration and puts the house on it. */
export async function openHouse(config: Config): Promise<House> {
  const database = await openDatabase({
    url: config.databaseUrl,
    dataDir: join(config.dataDir, 'database'),
    migrations: join(config.root, 'migrations'),
  })
  return furnish(config, database)
}

/** Publishes the statements that changed, and fills an empty house with the demonstration when asked. */
export async function furnish(config: Config, database: Database): Promise<House> {
  const folder = config.statements
  const [rules, loaded] = await Promise.all([loadRules(folder), loadStatements(folder)])
  const keys = fileKeyProvider(join(config.dataDir, 'keys'))
  const vault = makeVault(keys)
  const statements = new Map(loaded.map((statement) => [statement.facts.organisation.id, statement]))
  const pools = poolsOf(database, config.connections)
  const door = new Door({ pools, vault, rules, statements })
  const house = { config, database, keys, vault, rules, statements, door, pools }
  const owner = connect(database.adminUrl, { max: 2, name: 'gestand owner' })
  try {
    await publishAll(owner, rules, statements, folder)
    if (config.demo) await fillDemo(house, owner)
  } finally {
    await owner.end()
  }
  return { ...house, close: () => closeHouse(house) }
}

/** The issuer of staff accounts: the configured one, or the stand-in. */
export function staffIssuerOf(config: Config): string {
  return config.staffIssuer?.url ?? `${config.standIn.url}/staff`
}

function poolsOf(database: Database, connections: number): House['pools'] {
  return {
    app: connect(database.urlFor('gestand_app'), { max: connections, name: 'gestand app' }),
    looks: connectShared(database.urlFor('gestand_app'), {
      connections: Math.max(1, Math.floor(connections / 2)),
      name: 'gestand looks',
    }),
    signin: connect(database.urlFor('gestand_signin'), { max: 2, name: 'gestand sign-in' }),
    worker: connect(database.urlFor('gestand_worker'), { max: 2, name: 'gestand worker' }),
    publicReader: connect(database.urlFor('gestand_public'), { max: 4, name: 'gestand public' }),
  }
}

async function publishAll(
  owner: Pool,
  rules: Rules,
  statements: House['statements'],
  folder: string,
): Promise<void> {
  for (const [organisation, statement] of statements) {
    for (const earlier of await loadEarlierVersions(folder, organisation))
      await publishEarlierVersion(owner, earlier)
    await publishStatement(owner, statement, grantsOf(rules, organisation, statement.facts.purposes))
  }
}

async function fillDemo(house: Omit<House, 'close'>, owner: Pool): Promise<void> {
  const { door, vault, statements, pools, config } = house
  const needs = { owner, signin: pools.signin, door, vault, statements, staffIssuer: staffIssuerOf(config) }
  for (const demo of DEMO_ORGANISATIONS) await fillOrganisation(needs, demo)
}

async function closeHouse(house: Omit<House, 'close'>): Promise<void> {
  await Promise.all(Object.values(house.pools).map((pool) => pool.end()))
  await house.database.stop()
}
