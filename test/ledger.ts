import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ClientBase } from 'pg'
import type { Pool } from '../src/db/index.ts'
import {
  databaseSource,
  folderWitness,
  type Report,
  readWitnessFile,
  startSequencer,
  type Verification,
  verifyLedger,
  type Witness,
  witnessPath,
} from '../src/ledger/index.ts'
import { fileKeyProvider, type KeyProvider } from '../src/vault/index.ts'
import { type FreshDatabase, freshDatabase } from './db.ts'

/** Columns of an entry that a test wants otherwise than usual. */
export type EntryFacts = { detail?: Buffer; at?: Date; generation?: number; event?: string }

/** Registers an organisation, so that it has a ledger. */
export async function registerOrganisation(admin: Pool, organisation: string): Promise<void> {
  await admin.query(
    `insert into statement.organisations (organisation_id, name, theme) values ($1, $1, 'tom') on conflict do nothing`,
    [organisation],
  )
}

/** Puts entries into the ledger as the superuser, past the wall: what the ledger does with them is to be seen. */
export async function plant(
  admin: Pool | ClientBase,
  organisation: string,
  count: number,
  facts: EntryFacts = {},
): Promise<void> {
  await admin.query(
    `insert into ledger.entries (organisation_id, generation, at, event, action, action_code, outcome, reason, statement_version,
        purpose, activity, clauses, policies, actor_kind, actor_id, actor_role, relation, responsible_id, dossier_id, parts,
        consent_id, hits, session_id, trace_id, access_point, detail)
     select $1, $3, coalesce($4, now()), $5, 'read', 'R', 'allowed', 'because', '2024-03-15', 'support', 'support',
        '{TOM-9.5,TOM-9.13}', '{tom.coach.reads}', 'staff', $7, 'neighbourhood-coach', 'involved', $7, $7,
        '{identity,notes}', $7, n, $7, $7, 'staff-site', $6
       from generate_series(1, $2::int) n`,
    [
      organisation,
      count,
      facts.generation ?? 1,
      facts.at ?? null,
      facts.event ?? 'dossier.opened',
      facts.detail ?? Buffer.from('sealed'),
      randomUUID(),
    ],
  )
}

/** Changes the ledger the way only a superuser can: past triggers and rights. */
export async function tamper(admin: Pool, ...statements: string[]): Promise<void> {
  const client = await admin.connect()
  try {
    await client.query('begin')
    await client.query('set local session_replication_role = replica')
    for (const statement of statements) await client.query(statement)
    await client.query('commit')
  } finally {
    client.release(true)
  }
}

/**
 * Waits until everything written so far is settled: transactions in other databases of the server (other tests) hold it up too.
 */
export async function settled(admin: Pool): Promise<void> {
  const { rows } = await admin.query<{ now: string }>('select pg_current_xact_id()::text as now')
  for (;;) {
    const { rowCount } = await admin.query(
      'select where pg_snapshot_xmin(pg_current_snapshot()) > $1::text::xid8',
      [rows[0]?.now],
    )
    if (rowCount === 1) return
    await sleep(5)
  }
}

/** The lock of a sequencer that stopped goes with its connection, and that takes the server a moment: until then another only waits. */
async function unlocked(admin: Pool): Promise<void> {
  for (;;) {
    const { rowCount } = await admin.query(
      `select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
    )
    if (rowCount === 0) return
    await sleep(5)
  }
}

/** A ledger at work in a database of its own: keys, one witness outside, a sequencer that runs when told. */
export type TestLedger = {
  db: FreshDatabase
  organisation: string
  keys: KeyProvider
  folder: string
  witness: Witness
  /** Sequences everything, with a sequencer made for it; without waiting only what is settled already. */
  sequence(options?: { keys?: KeyProvider; witnesses?: Witness[]; wait?: boolean }): Promise<void>
  verify(options?: Partial<Verification>): Promise<Report>
  drop(): Promise<void>
}

/** Makes an empty ledger. */
export async function testLedger(organisation = 'tom-in-de-buurt'): Promise<TestLedger> {
  const db = await freshDatabase()
  await registerOrganisation(db.admin, organisation)
  const folder = mkdtempSync(join(tmpdir(), 'gestand-ledger-'))
  const keys = fileKeyProvider(join(folder, 'keys'))
  const witness = folderWitness(join(folder, 'witness'))
  return {
    db,
    organisation,
    keys,
    folder,
    witness,
    async sequence(options = {}) {
      if (options.wait !== false) await settled(db.admin)
      await unlocked(db.admin)
      const sequencer = startSequencer({
        workerPool: db.worker,
        keys,
        witnesses: [witness],
        everyMs: 1e9,
        ...options,
      })
      try {
        await sequencer.tick()
      } finally {
        await sequencer.stop()
      }
    },
    async verify(options = {}) {
      return verifyLedger({
        source: databaseSource(db.worker, organisation),
        publicKey: (await keys.signingKey(organisation)).publicKey,
        witnessed: [() => readWitnessFile(witnessPath(join(folder, 'witness'), organisation))],
        ...options,
      })
    },
    async drop() {
      await db.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
