import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { connect, type Pool, readPasswords, startCluster } from '../db/index.ts'
import { fileKeyProvider } from '../vault/index.ts'
import { originOf } from './checkpoint.ts'
import { organisationsIn } from './checkpoints.store.ts'
import { type NoteKey, noteKey, parseVkey } from './note.ts'
import { folderWitness, witnessPath } from './witness-file.ts'

/** The key from the file that the verifier brought (one a line), else our own. */
export async function keyOf(
  organisation: string,
  file: string | undefined,
  config: Config,
): Promise<NoteKey> {
  if (file === undefined) return ownKey(organisation, config)
  const keys = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parseVkey)
  const found = keys.find(({ name }) => name === originOf(organisation))
  if (found === undefined) throw new Error(`${file} has no key of ${organisation}.`)
  return found
}

/** The public key that belongs to the signing key in our own folder. */
export async function ownKey(organisation: string, config: Config): Promise<NoteKey> {
  const folder = join(config.dataDir, 'keys')
  // Asking the provider would make a key when there is none, and a new key verifies nothing.
  if (!existsSync(join(folder, organisation, 'signing.pem'))) {
    throw new Error(`There is no signing key of ${organisation} here. Give the public key with --key <file>.`)
  }
  const { publicKey } = await fileKeyProvider(folder).signingKey(organisation)
  return noteKey(originOf(organisation), publicKey)
}

/** The files of the witnesses: those asked for, else the folder beside the database and the configured folders. */
export function witnessFiles(organisation: string, asked: string[] | undefined, config: Config): string[] {
  if (asked)
    return asked.map((path) => (statSync(path).isDirectory() ? witnessPath(path, organisation) : path))
  return witnessFolders(config)
    .map((folder) => witnessPath(folder, organisation))
    .filter((path) => existsSync(path))
}

/** Also an organisation of which only a witness still knows. */
export async function everyOrganisation(pool: Pool, config: Config): Promise<string[]> {
  const client = await pool.connect()
  try {
    const inDatabase = await organisationsIn(client)
    const remembered = witnessFolders(config).map((folder) => folderWitness(folder).organisations?.() ?? [])
    return [...new Set([...inDatabase, ...(await Promise.all(remembered)).flat()])].sort()
  } finally {
    client.release()
  }
}

const witnessFolders = ({ dataDir, witnesses }: Config) => [
  join(dataDir, 'witness'),
  ...witnesses.filter((place) => !/^https?:/.test(place)),
]

/** Opens the database at the address, or our own as the worker: the embedded server when it is not running already. */
export async function withDatabase<T>(
  address: string | undefined,
  config: Config,
  work: (pool: Pool) => Promise<T>,
): Promise<T> {
  const dataDir = join(config.dataDir, 'database')
  const own = address ?? workerAt(config.databaseUrl, dataDir)
  const cluster = own === undefined ? await startCluster({ dataDir, watch: false }) : undefined
  const pool = connect(own ?? cluster?.urlFor('gestand_worker') ?? '', { max: 3, name: 'gestand ledger' })
  try {
    return await work(pool)
  } finally {
    await pool.end()
    await cluster?.stop()
  }
}

function workerAt(databaseUrl: string | undefined, dataDir: string): string | undefined {
  if (databaseUrl === undefined) return undefined
  const address = new URL(databaseUrl)
  address.username = 'gestand_worker'
  address.password = readPasswords(join(dataDir, 'passwords.json')).gestand_worker
  return address.href
}
