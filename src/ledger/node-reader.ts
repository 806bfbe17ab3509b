import type { ClientBase } from 'pg'
import type { Position } from './checkpoint.ts'
import { readSubtrees } from './checkpoints.store.ts'
import { copyLines } from './entries.store.ts'
import { nodeHash } from './hash.ts'
import { LineSplitter, lineHash } from './lines.ts'
import type { NodeReader } from './proof.ts'
import { TILE_HEIGHT, TILE_WIDTH } from './tree.ts'

/**
 * Reads the nodes of the tree up to a checkpoint: from the stored subtree roots, and below those from at most 256 entries at a time.
 * What it gives is not checked: a proof made of tampered nodes does not lead to the signed root. Runs inside a transaction
 * with the text form pinned.
 */
export function databaseNodes(client: ClientBase, organisation: string, until: Position): NodeReader {
  // Proofs ask for neighbours, so the leaves of the block read last are asked for again.
  let block: { index: number; hashes: Buffer[] } | undefined

  async function leaves(index: number): Promise<Buffer[]> {
    if (block?.index !== index)
      block = { index, hashes: await blockHashes(client, organisation, index, until) }
    return block.hashes
  }

  return async (level, index) => {
    const height = level % TILE_HEIGHT
    const width = 2 ** height
    const first = index * width
    if (level < TILE_HEIGHT) {
      const offset = first % TILE_WIDTH
      return fold((await leaves(Math.floor(first / TILE_WIDTH))).slice(offset, offset + width), width)
    }
    const roots = await readSubtrees(client, organisation, (level - height) / TILE_HEIGHT, [
      first,
      first + width,
    ])
    return fold(
      roots.map(({ root }) => root),
      width,
    )
  }
}

async function blockHashes(
  client: ClientBase,
  organisation: string,
  index: number,
  until: Position,
): Promise<Buffer[]> {
  const [before] = index === 0 ? [] : await readSubtrees(client, organisation, 1, [index - 1, index])
  if (index > 0 && before === undefined) throw missing()
  const hashes: Buffer[] = []
  const splitter = new LineSplitter()
  const range = { ...(before && { after: before.last }), until, limit: TILE_WIDTH }
  for await (const piece of copyLines(client, organisation, range)) {
    splitter.push(piece, (bytes, start, end) => hashes.push(lineHash(bytes, start, end)))
  }
  return hashes
}

function fold(hashes: Buffer[], width: number): Buffer {
  let row = hashes
  while (row.length > 1) {
    row = row.flatMap((left, at) => {
      const right = row[at + 1]
      return at % 2 === 0 && right ? [nodeHash(left, right)] : []
    })
  }
  if (hashes.length !== width || row[0] === undefined) throw missing()
  return row[0]
}

const missing = () =>
  new Error('The ledger lacks entries or subtree roots that a proof needs. Run the verification.')
