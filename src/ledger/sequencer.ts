import type { PoolClient } from 'pg'
import type { Pool } from '../db/index.ts'
import type { KeyProvider } from '../vault/index.ts'
import { type Head, readHeads, type StoredCheckpoint, takeSequencerLock } from './checkpoints.store.ts'
import { Deliveries } from './deliveries.ts'
import { extendTree } from './extend-tree.ts'
import { LedgerFault } from './ledger-fault.ts'
import { checkHead, type TrustedHead } from './trusted-head.ts'
import type { Witness } from './witness.ts'

export type SequencerOptions = {
  workerPool: Pool
  keys: Pick<KeyProvider, 'signingKey'>
  witnesses: Witness[]
  everyMs?: number
  /** Hears in a plain sentence what is wrong, each sentence once. */
  report?: (sentence: string) => void
}

export type Sequencer = {
  /** Sequences everything that is settled now; throws a `LedgerFault` when that may not be. */
  tick(): Promise<void>
  stop(): Promise<void>
}

/**
 * Puts settled entries into the tree of their organisation, signs the new checkpoint, stores it and hands it to the witnesses:
 * every 200 ms. Of several sequencers one works; the others wait for its connection to end.
 */
export function startSequencer(options: SequencerOptions): Sequencer {
  const sequencer = new Sequencing(options)
  const everyMs = options.everyMs ?? 200
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  async function again(): Promise<void> {
    await sequencer.pass().catch((error: Error) => sequencer.report(error.message))
    if (!stopped) timer = setTimeout(again, everyMs)
  }
  timer = setTimeout(again, everyMs)

  return {
    tick: () => sequencer.pass(),
    async stop() {
      stopped = true
      clearTimeout(timer)
      await sequencer.end()
    },
  }
}

class Sequencing {
  readonly #options: SequencerOptions
  readonly #deliveries: Deliveries
  // Kept when the connection breaks: no crash of the database may take back what was signed.
  readonly #trusted = new Map<string, TrustedHead>()
  #client: PoolClient | undefined
  #turn: Promise<unknown> = Promise.resolve()
  readonly #said = new Set<string>()
  #ended = false

  constructor(options: SequencerOptions) {
    this.#options = options
    this.#deliveries = new Deliveries(options.witnesses)
  }

  /** One pass after another, never two at once. */
  pass(): Promise<void> {
    const pass = this.#turn.then(() => this.#pass())
    this.#turn = pass.catch(() => undefined)
    return pass
  }

  report(sentence: string): void {
    if (this.#said.has(sentence)) return
    this.#said.add(sentence)
    this.#options.report?.(sentence)
  }

  async end(): Promise<void> {
    this.#ended = true
    await this.#turn
    this.#letGo()
  }

  async #pass(): Promise<void> {
    if (this.#ended) return
    const faults: Error[] = []
    try {
      const client = this.#client ?? (await this.#begin())
      if (client === undefined) return
      const heads = await readHeads(client)
      for (const head of await this.#withForgotten(heads))
        await this.#advance(client, head).catch(keep(faults))
    } catch (error) {
      // The connection is of no more use; what we hold in mind may be of no more use either.
      this.#letGo()
      throw error
    }
    if (faults[0]) throw faults[0]
  }

  /** Also the organisations that only a witness still knows: their ledger is gone, and that must be said. */
  async #withForgotten(heads: Head[]): Promise<Head[]> {
    const known = new Set(heads.map(({ organisation }) => organisation))
    const forgotten = (await this.#deliveries.organisations()).filter(
      (organisation) => !known.has(organisation),
    )
    return [
      ...heads,
      ...forgotten.map((organisation) => ({ organisation, stored: undefined, waiting: false })),
    ]
  }

  async #advance(client: PoolClient, { organisation, stored, waiting }: Head): Promise<void> {
    const keys = await this.#options.keys.signingKey(organisation)
    let head = this.#trusted.get(organisation)
    if (stored?.note !== head?.note) {
      refuseGoingBack(organisation, head, stored)
      head = stored && (await checkHead(organisation, stored, keys.publicKey))
    }
    await this.#deliveries.agree(client, organisation, head, keys.publicKey)
    let more = waiting
    while (more) {
      const next = await extendTree(client, organisation, head, keys)
      more = next !== undefined
      head = next ?? head
    }
    if (head === undefined) return
    this.#trusted.set(organisation, head)
    for (const sentence of await this.#deliveries.hand(client, organisation, head)) this.report(sentence)
  }

  async #begin(): Promise<PoolClient | undefined> {
    const client = await this.#options.workerPool.connect()
    const mine = await takeSequencerLock(client).catch((error: Error) => {
      client.release(error)
      throw error
    })
    if (!mine) {
      client.release()
      return undefined
    }
    this.#client = client
    return client
  }

  /** Ends the connection, and with it the lock. */
  #letGo(): void {
    this.#client?.release(true)
    this.#client = undefined
    this.#deliveries.forget()
  }
}

/** What was signed by this very program is remembered, also without any witness. */
function refuseGoingBack(
  organisation: string,
  head: TrustedHead | undefined,
  stored: StoredCheckpoint | undefined,
) {
  if (head === undefined || (stored?.size ?? 0) > head.checkpoint.size) return
  const message = `The database no longer holds the checkpoint of ${organisation} at ${head.checkpoint.size} entries that was signed just now: it was changed or put back to an older copy. Nothing more is signed.`
  throw new LedgerFault('rolled-back', organisation, message)
}

/** A fault of one organisation must not stop the others; a broken connection stops all. */
const keep = (faults: Error[]) => (error: Error) => {
  if (!(error instanceof LedgerFault)) throw error
  faults.push(error)
}
