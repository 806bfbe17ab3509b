import { type Checkpoint, comparePositions, originOf, parseCheckpoint } from './checkpoint.ts'
import type { Findings } from './findings.ts'
import { checkSignature, type Note, type NoteKey, parseNote } from './note.ts'
import { Frontier } from './tree.ts'
import type { Notes } from './witness.ts'

/** A signed note, and from the database what stands beside it. */
export type Claim = { note: string; frontier?: Buffer; columns?: Omit<Checkpoint, 'origin'> }

/** A signed checkpoint whose signature is true: what the entries must lead to. */
export type Mark = {
  checkpoint: Checkpoint
  witnessed: boolean
  stored: boolean
  /** The tree at this checkpoint, when its stored frontier leads to the signed root. */
  tree: Frontier | undefined
}

type Source = 'witness' | 'database'
type Claimed = { checkpoint: Checkpoint; parsed: Note; claim: Claim; source: Source }
type Group = { size: number; claims: Claimed[] }
type Context = { organisation: string; key: NoteKey; findings: Findings }

// So many signatures are checked at once, in the thread pool, ahead of the entries.
const AHEAD = 64

/** Merges what the database and the witnesses hold into marks by growing size; what is not true is a finding and left out. */
export async function* marksOf(
  stored: AsyncIterable<Claim>,
  witnessed: readonly Notes[],
  context: Context,
): AsyncGenerator<Mark> {
  const streams = [
    ...witnessed.map((notes) => readClaims(claimsOf(notes), 'witness', context)),
    readClaims(stored, 'database', context),
  ]
  const pending: Promise<Mark | undefined>[] = []
  for await (const group of grouped(merged(streams))) {
    pending.push(judge(group, context))
    if (pending.length < AHEAD) continue
    const mark = await pending.shift()
    if (mark) yield mark
  }
  for (const judged of pending) {
    const mark = await judged
    if (mark) yield mark
  }
}

async function* claimsOf(notes: Notes): AsyncGenerator<Claim> {
  for await (const note of notes) yield { note }
}

async function* readClaims(
  claims: AsyncIterable<Claim>,
  source: Source,
  context: Context,
): AsyncGenerator<Claimed> {
  const place = source === 'witness' ? 'of a witness' : 'in the database'
  let size = 0
  for await (const claim of claims) {
    const parsed = parseNote(claim.note)
    const checkpoint = parsed && parseCheckpoint(parsed.text)
    if (parsed === undefined || checkpoint?.origin !== originOf(context.organisation)) {
      context.findings.add(
        'unreadable',
        `A checkpoint ${place} after that of ${size} entries cannot be read: it was changed, or is of another ledger.`,
      )
    } else if (checkpoint.size < size) {
      context.findings.add(
        'checkpoint-damaged',
        `After the checkpoint of ${size} entries ${place} comes one of ${checkpoint.size}: they were changed, or history was signed twice.`,
      )
    } else {
      size = checkpoint.size
      if (claim.columns && !isSame(claim.columns, checkpoint)) {
        context.findings.add(
          'checkpoint-damaged',
          `What stands beside the signed checkpoint of ${size} entries was changed.`,
        )
      }
      yield { checkpoint, parsed, claim, source }
    }
  }
}

const isSame = (columns: Omit<Checkpoint, 'origin'>, signed: Checkpoint) =>
  columns.size === signed.size &&
  columns.root.equals(signed.root) &&
  comparePositions(columns.last, signed.last) === 0

/** Streams that each grow, as one that grows. There are few, so the smallest is simply looked for. */
async function* merged(streams: AsyncGenerator<Claimed>[]): AsyncGenerator<Claimed> {
  const heads: { claimed: Claimed; stream: AsyncGenerator<Claimed> }[] = []
  const advance = async (stream: AsyncGenerator<Claimed>) => {
    const { value, done } = await stream.next()
    if (!done) heads.push({ claimed: value, stream })
  }
  for (const stream of streams) await advance(stream)
  while (heads.length > 0) {
    heads.sort((left, right) => left.claimed.checkpoint.size - right.claimed.checkpoint.size)
    const head = heads.shift()
    if (head === undefined) return
    yield head.claimed
    await advance(head.stream)
  }
}

async function* grouped(claims: AsyncGenerator<Claimed>): AsyncGenerator<Group> {
  let group: Group | undefined
  for await (const claimed of claims) {
    const { size } = claimed.checkpoint
    if (group?.size === size) group.claims.push(claimed)
    else {
      if (group) yield group
      group = { size, claims: [claimed] }
    }
  }
  if (group) yield group
}

/** One mark out of everything that claims the same size. What a witness holds goes before what the database holds. */
async function judge({ size, claims }: Group, context: Context): Promise<Mark | undefined> {
  const verdicts = new Map<string, Promise<'good' | 'bad' | 'unknown'>>()
  let mark: Mark | undefined
  for (const { checkpoint, parsed, claim, source } of sorted(claims)) {
    const verdict = verdicts.get(claim.note) ?? checkSignature(parsed, context.key)
    verdicts.set(claim.note, verdict)
    if (!isTrue(await verdict, size, source, context.findings)) continue
    mark ??= { checkpoint, witnessed: false, stored: false, tree: undefined }
    if (!mark.checkpoint.root.equals(checkpoint.root)) {
      context.findings.add(
        'forked',
        `Two different ledgers of ${size} entries were signed with the same key: history was replaced by somebody who holds it.`,
      )
      continue
    }
    if (source === 'witness') mark.witnessed = true
    else mark.stored = true
    mark.tree ??= treeOf(checkpoint, claim, context.findings)
  }
  return mark
}

const sorted = (claims: Claimed[]) => [...claims].sort((left, right) => rank(left) - rank(right))
const rank = ({ source }: Claimed) => (source === 'witness' ? 0 : 1)

function isTrue(
  verdict: 'good' | 'bad' | 'unknown',
  size: number,
  source: Source,
  findings: Findings,
): boolean {
  const place = source === 'witness' ? 'that a witness holds' : 'in the database'
  if (verdict === 'unknown') {
    findings.add(
      'foreign-key',
      `The checkpoint of ${size} entries ${place} was signed with another key than the one given.`,
    )
  } else if (verdict === 'bad') {
    findings.add(
      'bad-signature',
      `The checkpoint of ${size} entries ${place} was changed after it was signed.`,
    )
  }
  return verdict === 'good'
}

function treeOf({ size, root }: Checkpoint, { frontier }: Claim, findings: Findings): Frontier | undefined {
  if (frontier === undefined) return undefined
  const tree = Frontier.decode(size, frontier)
  if (tree?.root().equals(root)) return tree
  findings.add(
    'checkpoint-damaged',
    `The frontier stored with the checkpoint of ${size} entries was changed.`,
  )
  return undefined
}
