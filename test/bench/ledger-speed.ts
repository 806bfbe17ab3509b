import { createPublicKey } from 'node:crypto'
import { join } from 'node:path'
import {
  databaseSource,
  folderWitness,
  readWitnessFile,
  startSequencer,
  verifyLedger,
  witnessPath,
} from '../../src/ledger/index.ts'
import { type BenchHouse, ORGANISATION } from './bench-house.ts'

export type LedgerSpeed = { entries: number; perSecond: number; peakMb: number; whole: boolean }

/** Fills the ledger up to so many entries, seals it, and verifies all of it as an outsider would. */
export async function measureVerification(bench: BenchHouse, entries: number): Promise<LedgerSpeed> {
  await fill(bench, entries)
  const folder = join(bench.folder, 'witness')
  const { house } = bench
  const sequencer = startSequencer({
    workerPool: house.pools.worker,
    keys: house.keys,
    witnesses: [folderWitness(folder)],
  })
  for (let before = -1; ; ) {
    await sequencer.tick()
    const { rows } = await bench.owner.query<{ size: string }>(
      'select max(size) as size from ledger.checkpoints where organisation_id = $1',
      [ORGANISATION],
    )
    const size = Number(rows[0]?.size ?? 0)
    if (size === before) break
    before = size
  }
  await sequencer.stop()
  const { publicKey } = await house.keys.signingKey(ORGANISATION)
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 20)
  const begun = performance.now()
  const report = await verifyLedger({
    source: databaseSource(bench.owner, ORGANISATION),
    publicKey: createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })),
    witnessed: [() => readWitnessFile(witnessPath(folder, ORGANISATION))],
  })
  const seconds = (performance.now() - begun) / 1000
  clearInterval(watch)
  return {
    entries: report.entries,
    perSecond: report.entries / seconds,
    peakMb: peak / 1048576,
    whole: report.findings.length === 0,
  }
}

async function fill({ owner }: BenchHouse, entries: number): Promise<void> {
  const { rows } = await owner.query<{ n: string }>(
    'select count(*) as n from ledger.entries where organisation_id = $1',
    [ORGANISATION],
  )
  const missing = entries - Number(rows[0]?.n ?? 0)
  if (missing <= 0) return
  await owner.query(
    `insert into ledger.entries (organisation_id, generation, event, action, action_code, outcome, statement_version, purpose, activity,
        clauses, policies, actor_kind, actor_id, actor_role, relation, dossier_id, parts, trace_id, access_point)
     select organisation_id, generation, event, action, action_code, outcome, statement_version, purpose, activity, clauses, policies,
        actor_kind, actor_id, actor_role, relation, gen_random_uuid(), parts, gen_random_uuid(), access_point
       from (select * from ledger.entries where organisation_id = $1 and outcome = 'allowed' and dossier_id is not null limit 1) one,
            generate_series(1, $2::integer)`,
    [ORGANISATION, missing],
  )
}
