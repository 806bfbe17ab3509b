import type { KeyObject } from 'node:crypto'
import type { ClientBase } from 'pg'
import type { Pool } from '../db/index.ts'
import {
  comparePositions,
  originOf,
  type Position,
  parseCheckpoint,
  positionWords,
  START,
} from './checkpoint.ts'
import { blockBefore, lastCheckpoint } from './checkpoints.store.ts'
import { copyLines, pinTextForm } from './entries.store.ts'
import { leafHash } from './hash.ts'
import { LineSplitter, linePosition } from './lines.ts'
import { databaseNodes } from './node-reader.ts'
import { checkSignature, noteKey, parseNote } from './note.ts'
import { inclusionProof, verifyInclusion } from './proof.ts'
import { TILE_WIDTH } from './tree.ts'

const FIRST_LINE = 'c2sp.org/tlog-proof@v1'

/**
 * A proof that this entry stands in the signed ledger, as text that can be checked without the database (C2SP tlog-proof; the
 * entry itself is the extra data). Undefined when there is no such entry, or no checkpoint covers it yet.
 */
export async function proveEntry(
  pool: Pool,
  organisation: string,
  entry: Position,
): Promise<string | undefined> {
  const client = await pool.connect()
  let whole = false
  try {
    await client.query('begin isolation level repeatable read read only')
    await pinTextForm(client)
    const proof = await prove(client, organisation, entry)
    await client.query('commit')
    whole = true
    return proof
  } finally {
    client.release(!whole)
  }
}

async function prove(client: ClientBase, organisation: string, entry: Position): Promise<string | undefined> {
  const head = await lastCheckpoint(client, organisation)
  if (head === undefined || comparePositions(entry, head.last) > 0) return undefined
  const block = await blockBefore(client, organisation, entry)
  const lines: Buffer[] = []
  let last = START
  const splitter = new LineSplitter()
  const range = { after: block?.last ?? START, until: entry, limit: TILE_WIDTH }
  for await (const piece of copyLines(client, organisation, range)) {
    splitter.push(piece, (bytes, start, end) => {
      last = linePosition(bytes, start, end) ?? START
      lines.push(Buffer.from(bytes.subarray(start, end)))
    })
  }
  const line = lines.at(-1)
  if (line === undefined || comparePositions(last, entry) !== 0) return undefined
  const index = (block === undefined ? 0 : (block.index + 1) * TILE_WIDTH) + lines.length - 1
  const path = await inclusionProof(databaseNodes(client, organisation, head.last), index, head.size)
  const hashes = path.map((hash) => `${hash.toString('base64')}\n`).join('')
  return `${FIRST_LINE}\nextra ${line.toString('base64')}\nindex ${index}\n${hashes}\n${head.note}`
}

/** What a proof says when it is true: the entry as it was written, and its number in the ledger. */
export type ProvenEntry = { line: string; index: number; size: number }

/** Checks a proof with the public key of the organisation; undefined when it does not hold. */
export async function checkEntryProof(
  text: string,
  organisation: string,
  publicKey: KeyObject,
): Promise<ProvenEntry | undefined> {
  const [head = '', ...rest] = text.split('\n\n')
  const note = parseNote(rest.join('\n\n'))
  const checkpoint = note && parseCheckpoint(note.text)
  if (note === undefined || checkpoint?.origin !== originOf(organisation)) return undefined
  const [first, extra = '', place = '', ...hashes] = head.split('\n')
  const [, encoded] = /^extra ([A-Za-z0-9+/=]+)$/.exec(extra) ?? []
  const [, index] = /^index (0|[1-9]\d{0,14})$/.exec(place) ?? []
  if (first !== FIRST_LINE || !encoded || !index) return undefined
  const line = Buffer.from(encoded, 'base64')
  const path = hashes.map((hash) => Buffer.from(hash, 'base64'))
  const isSigned = (await checkSignature(note, noteKey(checkpoint.origin, publicKey))) === 'good'
  if (!isSigned || !verifyInclusion(leafHash(line), Number(index), checkpoint.size, path, checkpoint.root))
    return undefined
  return { line: line.toString(), index: Number(index), size: checkpoint.size }
}

/** Reads a place as people write it: generation/transaction/number. */
export function parsePlace(words: string): Position | undefined {
  const [, generation, tx, seq] = /^(\d{1,9})\/(\d{1,15})\/(\d{1,15})$/.exec(words) ?? []
  const place = { generation: Number(generation), tx: Number(tx), seq: Number(seq) }
  return seq !== undefined && positionWords(place) === words ? place : undefined
}
