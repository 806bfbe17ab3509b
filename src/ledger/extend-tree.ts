import type { ClientBase } from 'pg'
import type { SigningKey } from '../vault/index.ts'
import { type Checkpoint, originOf, type Position, START, signCheckpoint } from './checkpoint.ts'
import { insertCheckpoint, insertSubtrees, type Subtree } from './checkpoints.store.ts'
import { copyLines, pinTextForm } from './entries.store.ts'
import { LineSplitter, lineHash, linePosition } from './lines.ts'
import { Frontier, TILE_HEIGHT } from './tree.ts'
import type { TrustedHead } from './trusted-head.ts'

// So much at once keeps memory flat and the transaction short, also after a long standstill.
const MOST_ENTRIES = 65_536

/** Appends settled entries to the tree, signs and stores the new checkpoint; undefined when there were none. */
export async function extendTree(
  client: ClientBase,
  organisation: string,
  head: TrustedHead | undefined,
  keys: SigningKey,
): Promise<TrustedHead | undefined> {
  await client.query('begin')
  await pinTextForm(client)
  const grown = await append(client, organisation, head)
  if (grown === undefined) {
    await client.query('rollback')
    return undefined
  }
  const checkpoint: Checkpoint = {
    origin: originOf(organisation),
    size: grown.frontier.size,
    root: grown.frontier.root(),
    last: grown.last,
  }
  const made = { checkpoint, note: signCheckpoint(checkpoint, keys), frontier: grown.frontier.encode() }
  await insertSubtrees(client, organisation, grown.subtrees)
  await insertCheckpoint(client, organisation, { ...checkpoint, note: made.note, frontier: made.frontier })
  await client.query('commit')
  return made
}

async function append(client: ClientBase, organisation: string, head: TrustedHead | undefined) {
  const frontier = head ? Frontier.decode(head.checkpoint.size, head.frontier) : new Frontier()
  if (frontier === undefined) throw new TypeError('a trusted checkpoint has a frontier of its size')
  const subtrees: Subtree[] = []
  const splitter = new LineSplitter()
  let last: Position | undefined
  const range = { after: head?.checkpoint.last ?? START, limit: MOST_ENTRIES, settled: true }
  for await (const piece of copyLines(client, organisation, range)) {
    splitter.push(piece, (bytes, start, end) => {
      const position = linePosition(bytes, start, end)
      if (position === undefined) throw new TypeError('the database wrote an entry without a place')
      last = position
      frontier.append(lineHash(bytes, start, end), (level, index, root) => {
        subtrees.push({ level: level / TILE_HEIGHT, index, root, last: position })
      })
    })
  }
  return last && { frontier, subtrees, last }
}
