import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { checkpointIn } from './checkpoint.ts'
import { LedgerFault } from './ledger-fault.ts'
import type { Notes, Submission, Witness } from './witness.ts'

const ENDING = '.checkpoints'
// A note is far shorter; the newest one stands whole in this much of the end of the file.
const TAIL_BYTES = 65_536
const LAST_LINE_BYTES = 1024
const CUT_OFF = '#'

/** The file in which a folder witness keeps the checkpoints of an organisation. */
export const witnessPath = (folder: string, organisation: string) => join(folder, `${organisation}${ENDING}`)

/**
 * A witness that is a folder outside the database (best: on another machine): one file an organisation, to which every
 * signed checkpoint is appended and never changed.
 */
export function folderWitness(folder: string): Witness {
  return {
    name: folder,
    organisations: async () => (await namesIn(folder)).map((name) => name.slice(0, -ENDING.length)),
    newest: (organisation) => newestIn(witnessPath(folder, organisation)),
    async add({ organisation, note, checkpoint }: Submission) {
      const path = witnessPath(folder, organisation)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const newest = await newestIn(path)
      // Another sequencer may have been here since: a witness never goes back.
      const size = newest === undefined ? 0 : (checkpointIn(newest)?.size ?? Number.POSITIVE_INFINITY)
      if (size > checkpoint.size || (size === checkpoint.size && newest !== note)) {
        throw new LedgerFault(
          'rolled-back',
          organisation,
          `The witness file ${path} already holds a later checkpoint.`,
        )
      }
      if (size < checkpoint.size) await append(path, note)
      return []
    },
  }
}

/** The signed notes in a witness file as it is now, oldest first; a note that was cut off in writing is left out. */
export async function readWitnessFile(path: string): Promise<Notes> {
  const size = await sizeOf(path)
  return size === 0 ? [] : notesIn(path, 0, size - 1)
}

async function* notesIn(path: string, start: number, end: number): AsyncIterable<string> {
  const reader = createInterface({ input: createReadStream(path, { start, end, encoding: 'utf8' }) })
  let lines: string[] = []
  for await (const line of reader) {
    if (line.startsWith(CUT_OFF)) {
      lines = []
    } else if (line === '' && lines.at(-1)?.startsWith('— ')) {
      yield `${lines.join('\n')}\n`
      lines = []
    } else {
      lines.push(line)
    }
  }
}

async function newestIn(path: string): Promise<string | undefined> {
  let newest: string | undefined
  const size = await sizeOf(path)
  if (size === 0) return newest
  for await (const note of notesIn(path, Math.max(0, size - TAIL_BYTES), size - 1)) newest = note
  return newest
}

async function append(path: string, note: string): Promise<void> {
  const file = await open(path, 'a', 0o600)
  try {
    // A note that was cut off (the machine stopped while writing) is set aside, so that it cannot spoil this one.
    const gap = (await endsWhole(path)) ? '' : `\n${CUT_OFF} the note above was cut off in writing\n`
    await file.appendFile(`${gap}${note}\n`)
    await file.datasync()
  } finally {
    await file.close()
  }
}

/** Whether the file ends with a whole note: a signature line and the blank line after it. */
async function endsWhole(path: string): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const position = Math.max(0, size - LAST_LINE_BYTES)
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(LAST_LINE_BYTES), position })
    const [last, blank, end] = buffer.toString('utf8', 0, bytesRead).split('\n').slice(-3)
    return size === 0 || (last?.startsWith('— ') === true && blank === '' && end === '')
  } finally {
    await file.close()
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
    throw error
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith(ENDING)).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
