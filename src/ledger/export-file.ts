import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Claim } from './marks.ts'
import type { LedgerCopy, LedgerSource } from './verify.ts'

// Entries first, as COPY wrote them; then the checkpoints; the last line says where those begin. No entry starts with `#`.
const CHECKPOINT = '#checkpoint'
const END = '#end-of-gestand-ledger-1'
const LAST_LINE_BYTES = 500
const PIECE_BYTES = 1 << 18

/** Writes a whole ledger as one file, piece by piece, that `exportedSource` reads without any database. */
export async function* exportLedger(organisation: string, copy: LedgerCopy): AsyncGenerator<Buffer> {
  let length = 0
  for await (const piece of copy.lines) {
    length += piece.length
    yield piece
  }
  for await (const { note, frontier } of copy.checkpoints) {
    const parts = [CHECKPOINT, Buffer.from(note).toString('base64'), frontier?.toString('base64') ?? '']
    yield Buffer.from(`${parts.join('\t')}\n`)
  }
  yield Buffer.from(`${END}\t${organisation}\t${length}\n`)
}

/** The ledger in an exported file; refuses a file that was not written to its end. */
export async function exportedSource(path: string): Promise<LedgerSource> {
  const { organisation, length } = await readEnd(path)
  return {
    organisation,
    open: async () => ({
      lines:
        length === 0 ? nothing() : createReadStream(path, { end: length - 1, highWaterMark: PIECE_BYTES }),
      checkpoints: checkpoints(path, length),
    }),
  }
}

async function* nothing(): AsyncGenerator<Buffer> {}

async function* checkpoints(path: string, start: number): AsyncGenerator<Claim> {
  for await (const line of createInterface({ input: createReadStream(path, { start, encoding: 'utf8' }) })) {
    const [kind, note = '', frontier = ''] = line.split('\t')
    // A line that is something else is handed on as a note that cannot be read: nothing is passed over in silence.
    if (kind === CHECKPOINT)
      yield { note: Buffer.from(note, 'base64').toString(), frontier: Buffer.from(frontier, 'base64') }
    else if (kind !== END) yield { note: line }
  }
}

async function readEnd(path: string): Promise<{ organisation: string; length: number }> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const position = Math.max(0, size - LAST_LINE_BYTES)
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(LAST_LINE_BYTES), position })
    const last = buffer.toString('utf8', 0, bytesRead).split('\n').at(-2) ?? ''
    const [kind, organisation, length] = last.split('\t')
    if (kind !== END || organisation === undefined || !(Number(length) <= size)) {
      throw new Error(`${path} is not a whole export of a ledger: its last line is missing.`)
    }
    return { organisation, length: Number(length) }
  } finally {
    await file.close()
  }
}
