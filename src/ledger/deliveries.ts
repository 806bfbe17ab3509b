import type { KeyObject } from 'node:crypto'
import type { ClientBase } from 'pg'
import type { Checkpoint } from './checkpoint.ts'
import { insertCosignature, lastCosigned, readCheckpoints } from './checkpoints.store.ts'
import { pinTextForm } from './entries.store.ts'
import { LedgerFault } from './ledger-fault.ts'
import { databaseNodes } from './node-reader.ts'
import { consistencyProof } from './proof.ts'
import { signedCheckpoint, type TrustedHead } from './trusted-head.ts'
import type { Submission, Witness } from './witness.ts'

// A witness that did not answer is left alone for so long; sequencing goes on meanwhile.
const PATIENCE_MS = 5000

type Memory = { newest: Checkpoint | undefined; quietUntil: number }

/** What each witness knows of each organisation, and the handing over of what it does not know yet. */
export class Deliveries {
  readonly #witnesses: Witness[]
  readonly #memories = new Map<string, Memory>()
  #organisations: string[] | undefined

  constructor(witnesses: Witness[]) {
    this.#witnesses = witnesses
  }

  /** Asks the witnesses anew next time: the database may be another one by then. */
  forget(): void {
    this.#memories.clear()
    this.#organisations = undefined
  }

  async organisations(): Promise<string[]> {
    const ask = () => Promise.all(this.#witnesses.map((witness) => witness.organisations?.() ?? []))
    this.#organisations ??= (await ask()).flat()
    return [...new Set(this.#organisations)]
  }

  /** Throws when a witness remembers something else than the database: then nothing may be signed. */
  async agree(
    client: ClientBase,
    organisation: string,
    head: TrustedHead | undefined,
    key: KeyObject,
  ): Promise<void> {
    const size = head?.checkpoint.size ?? 0
    for (const witness of this.#witnesses) {
      const known = this.#memories.get(placeOf(witness, organisation))
      const newest = known ? known.newest : await recall(witness, organisation, key)
      if (newest && newest.size > size) throw rolledBack(organisation, witness, newest.size, size)
      // It may lag behind, but what it saw must be part of what the database holds.
      if (newest && !known && !(await holds(client, organisation, newest)))
        throw forked(organisation, witness, newest.size)
      if (newest?.size === size && head && !newest.root.equals(head.checkpoint.root))
        throw forked(organisation, witness, size)
      this.#memory(witness, organisation, newest)
    }
  }

  /** Hands the checkpoint to every witness that has not got it; gives a sentence for each that is out of reach, to be tried again. */
  async hand(client: ClientBase, organisation: string, head: TrustedHead): Promise<string[]> {
    const failures: string[] = []
    for (const witness of this.#witnesses) {
      const memory = this.#memory(witness, organisation)
      if ((memory.newest?.size ?? 0) >= head.checkpoint.size || memory.quietUntil > Date.now()) continue
      try {
        await deliver(client, organisation, head, witness)
        memory.newest = head.checkpoint
      } catch (error) {
        if (error instanceof LedgerFault) throw error
        memory.quietUntil = Date.now() + PATIENCE_MS
        failures.push(
          `Witness ${witness.name} could not be given the checkpoint of ${organisation}: ${(error as Error).message}`,
        )
      }
    }
    return failures
  }

  #memory(witness: Witness, organisation: string, newest?: Checkpoint): Memory {
    const place = placeOf(witness, organisation)
    const memory = this.#memories.get(place) ?? { newest, quietUntil: 0 }
    this.#memories.set(place, memory)
    return memory
  }
}

async function recall(
  witness: Witness,
  organisation: string,
  key: KeyObject,
): Promise<Checkpoint | undefined> {
  let note: string | undefined
  try {
    note = await witness.newest?.(organisation)
  } catch (error) {
    const message = `What witness ${witness.name} knows of ${organisation} cannot be read: ${(error as Error).message}. Nothing is signed until it can.`
    throw new LedgerFault('witness-unreadable', organisation, message)
  }
  return note === undefined
    ? undefined
    : signedCheckpoint(organisation, note, key, `at witness ${witness.name}`)
}

async function holds(client: ClientBase, organisation: string, { size, root }: Checkpoint): Promise<boolean> {
  const [stored] = await readCheckpoints(client, organisation, { after: size - 1, until: size, limit: 1 })
  return stored?.root.equals(root) === true
}

async function deliver(
  client: ClientBase,
  organisation: string,
  head: TrustedHead,
  witness: Witness,
): Promise<void> {
  const { checkpoint, note } = head
  const submission: Submission = {
    organisation,
    checkpoint,
    note,
    lastCosigned: () => lastCosigned(client, organisation, witness.name),
    growthSince: (size) => growth(client, organisation, checkpoint, size),
  }
  for (const line of await witness.add(submission)) {
    await insertCosignature(client, organisation, { size: checkpoint.size, witness: witness.name, line })
  }
}

async function growth(
  client: ClientBase,
  organisation: string,
  { size, last }: Checkpoint,
  oldSize: number,
): Promise<Buffer[]> {
  if (!(oldSize <= size)) return []
  await client.query('begin read only')
  await pinTextForm(client)
  const proof = await consistencyProof(databaseNodes(client, organisation, last), oldSize, size)
  await client.query('commit')
  return proof
}

const placeOf = (witness: Witness, organisation: string) => `${organisation} ${witness.name}`

const rolledBack = (organisation: string, witness: Witness, seen: number, held: number) =>
  new LedgerFault(
    'rolled-back',
    organisation,
    `Witness ${witness.name} has seen ${seen} entries of ${organisation}, but the database holds a signed ledger of ${held}: ` +
      'it was put back to an older copy, or entries were cut off. Nothing more is signed until this is cleared up.',
  )

const forked = (organisation: string, witness: Witness, size: number) =>
  new LedgerFault(
    'forked',
    organisation,
    `Witness ${witness.name} has seen another ledger of ${organisation} at ${size} entries than the database holds: ` +
      'its history was replaced. Nothing more is signed until this is cleared up.',
  )
