import { LedgerFault } from './ledger-fault.ts'
import { COSIGNS_CHECKPOINTS, isSignatureBy, type NoteKey, parseSignature, verifyEd25519 } from './note.ts'
import type { Submission, Witness } from './witness.ts'

const TIME_LIMIT_MS = 3000
const MOST_ANSWER_CHARACTERS = 100_000
const TIMESTAMP_BYTES = 8

/** A witness that speaks C2SP tlog-witness: it checks for itself that the tree only grew, and signs that it saw it. */
export function httpWitness(prefix: string, key: NoteKey): Witness {
  if (key.type !== COSIGNS_CHECKPOINTS)
    throw new TypeError(`the key of witness ${key.name} is not for cosigning`)
  return {
    name: key.name,
    async add(submission) {
      const known = await submission.lastCosigned()
      const first = await ask(prefix, submission, known)
      if (first.status !== 409) return judge(submission, key, first)
      // It remembers another size than we think: it tells which.
      const size = remembered(first)
      if (size > submission.checkpoint.size || (size === submission.checkpoint.size && size === known)) {
        throw contradicted(submission, key, size)
      }
      return judge(submission, key, await ask(prefix, submission, size))
    },
  }
}

type Answer = { status: number; body: string }

async function ask(prefix: string, { note, growthSince }: Submission, oldSize: number): Promise<Answer> {
  const proof = (await growthSince(oldSize)).map((hash) => `${hash.toString('base64')}\n`).join('')
  const response = await fetch(`${prefix.replace(/\/$/, '')}/add-checkpoint`, {
    method: 'POST',
    body: `old ${oldSize}\n${proof}\n${note}`,
    redirect: 'error',
    signal: AbortSignal.timeout(TIME_LIMIT_MS),
  })
  return { status: response.status, body: (await response.text()).slice(0, MOST_ANSWER_CHARACTERS) }
}

async function judge(submission: Submission, key: NoteKey, { status, body }: Answer): Promise<string[]> {
  if (status === 409 || status === 422) throw contradicted(submission, key, remembered({ status, body }))
  if (status !== 200) throw new Error(`witness ${key.name} answered ${status}`)
  const lines: string[] = []
  for (const line of body.split('\n')) {
    if (await isCosignature(line, submission.note, key)) lines.push(line)
  }
  if (lines.length === 0) throw new Error(`witness ${key.name} answered without a true signature of its own`)
  return lines
}

/** Whether the line is this witness's signature under the text of the note (C2SP tlog-cosignature, Ed25519). */
export async function isCosignature(line: string, note: string, key: NoteKey): Promise<boolean> {
  const signature = parseSignature(line)
  if (!signature || !isSignatureBy(signature, key) || signature.bytes.length !== TIMESTAMP_BYTES + 64)
    return false
  const time = signature.bytes.readBigUInt64BE(0)
  const text = note.slice(0, note.lastIndexOf('\n\n') + 1)
  const message = Buffer.from(`cosignature/v1\ntime ${time}\n${text}`)
  return verifyEd25519(message, key.publicKey, signature.bytes.subarray(TIMESTAMP_BYTES))
}

function remembered({ body }: Answer): number {
  const [, size] = /^(\d{1,15})\n$/.exec(body) ?? []
  return size === undefined ? Number.NaN : Number(size)
}

function contradicted({ organisation, checkpoint }: Submission, key: NoteKey, size: number): LedgerFault {
  const message =
    size > checkpoint.size
      ? `Witness ${key.name} has seen ${size} entries of ${organisation}, but the database holds ${checkpoint.size}: it was put back to an older copy.`
      : `Witness ${key.name} says that the ledger of ${organisation} is not the one it saw before: its history was changed.`
  return new LedgerFault(size > checkpoint.size ? 'rolled-back' : 'forked', organisation, message)
}
