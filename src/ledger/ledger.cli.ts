import { createWriteStream, readFileSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import type { CliCommand, CliIo } from '../cli-command.ts'
import type { Config } from '../config.ts'
import { databaseSource } from './database-source.ts'
import { checkEntryProof, parsePlace, proveEntry } from './entry-proof.ts'
import { exportedSource, exportLedger } from './export-file.ts'
import { type Report, reportSentences } from './findings.ts'
import { everyOrganisation, keyOf, ownKey, withDatabase, witnessFiles } from './ledger-places.ts'
import { formatVkey } from './note.ts'
import { type LedgerSource, verifyLedger } from './verify.ts'
import { readWitnessFile } from './witness-file.ts'

const USAGE = `ledger verify [organisation] [--key <file>] [--witness <file or folder>]… [--file <export> | --database <address>] [--json]
    Is the ledger what was signed? Exit code 0: yes; 1: no, and what is wrong.
ledger export <organisation> --to <file> [--database <address>]
    The whole ledger in one file, that verify reads without any database.
ledger key [organisation]…
    The public keys, for whoever is to verify. Keep them apart from the database.
ledger proof <organisation> <generation/transaction/number> [--database <address>]
    Proof that one entry stands in the signed ledger.
ledger check-proof <organisation> <file> [--key <file>]
    Checks such a proof, and shows the entry.`

type Values = {
  key?: string | undefined
  witness?: string[] | undefined
  file?: string | undefined
  database?: string | undefined
  to?: string | undefined
  json?: boolean | undefined
}
type Call = { names: string[]; values: Values; io: CliIo }

/** `ledger`: verifies and exports the ledger, and proves single entries. */
export const commands: Record<string, CliCommand> = {
  ledger: {
    summary: 'verify the ledger; export it; its public keys; proof of an entry',
    async run(args, io) {
      const { values, positionals } = parseArgs({
        args,
        allowPositionals: true,
        options: {
          key: { type: 'string' },
          witness: { type: 'string', multiple: true },
          file: { type: 'string' },
          database: { type: 'string' },
          to: { type: 'string' },
          json: { type: 'boolean' },
        },
      })
      const [name = '', ...names] = positionals
      const part = PARTS.get(name)
      return part === undefined ? misused(io) : part({ names, values, io })
    },
  },
}

async function verify({ names, values, io }: Call): Promise<number> {
  if (values.file !== undefined) {
    const source = await exportedSource(values.file)
    return tell(io, values, [await verifyOne(source, values, io.config)])
  }
  return withDatabase(values.database, io.config, async (pool) => {
    const reports: Report[] = []
    for (const organisation of names.length > 0 ? names : await everyOrganisation(pool, io.config)) {
      reports.push(await verifyOne(databaseSource(pool, organisation), values, io.config))
    }
    return tell(io, values, reports)
  })
}

async function verifyOne(source: LedgerSource, { key, witness }: Values, config: Config): Promise<Report> {
  const { organisation } = source
  return verifyLedger({
    source,
    publicKey: (await keyOf(organisation, key, config)).publicKey,
    witnessed: witnessFiles(organisation, witness, config).map((path) => () => readWitnessFile(path)),
  })
}

function tell(io: CliIo, values: Values, reports: Report[]): number {
  for (const report of reports) {
    if (values.json) io.out(JSON.stringify(report))
    else for (const sentence of reportSentences(report)) io.out(sentence)
  }
  if (reports.length === 0) io.err('There is no ledger here.')
  return reports.every(({ ok }) => ok) ? 0 : 1
}

async function exportOne({ names: [organisation], values, io }: Call): Promise<number> {
  const { to } = values
  if (organisation === undefined || to === undefined) return misused(io)
  return withDatabase(values.database, io.config, async (pool) => {
    const copy = await databaseSource(pool, organisation).open()
    await pipeline(exportLedger(organisation, copy), createWriteStream(to, { mode: 0o600 }))
    io.out(`The ledger of ${organisation} stands in ${to}.`)
    return 0
  })
}

async function showKeys({ names, values, io }: Call): Promise<number> {
  const organisations =
    names.length > 0
      ? names
      : await withDatabase(values.database, io.config, (pool) => everyOrganisation(pool, io.config))
  for (const organisation of organisations) io.out(formatVkey(await ownKey(organisation, io.config)))
  return 0
}

async function prove({ names: [organisation, words = ''], values, io }: Call): Promise<number> {
  const place = parsePlace(words)
  if (organisation === undefined || place === undefined) return misused(io)
  return withDatabase(values.database, io.config, async (pool) => {
    const proof = await proveEntry(pool, organisation, place)
    if (proof === undefined)
      io.err(`There is no entry ${words} in the signed ledger of ${organisation}, or not yet.`)
    else io.out(proof.trimEnd())
    return proof === undefined ? 1 : 0
  })
}

async function checkProof({ names: [organisation, path], values, io }: Call): Promise<number> {
  if (organisation === undefined || path === undefined) return misused(io)
  const key = await keyOf(organisation, values.key, io.config)
  const proven = await checkEntryProof(readFileSync(path, 'utf8'), organisation, key.publicKey)
  if (proven === undefined) io.err(`${path} proves nothing: it was changed, or is of another ledger.`)
  else io.out(`Entry ${proven.index + 1} of ${proven.size} signed entries:\n${proven.line}`)
  return proven === undefined ? 1 : 0
}

const PARTS = new Map([
  ['verify', verify],
  ['export', exportOne],
  ['key', showKeys],
  ['proof', prove],
  ['check-proof', checkProof],
])

function misused(io: CliIo): number {
  io.err(USAGE)
  return 2
}
