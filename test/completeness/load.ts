import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** The ways of asking: looks that open, looks that are refused, searches. */
export const KINDS = ['look', 'enter', 'refused', 'absent', 'found', 'nothing', 'forbidden'] as const
/** `hasty` is no way of ours: it answers before it commits. */
export type Kind = (typeof KINDS)[number] | 'hasty'

/** An answer as it arrived. */
export type Reply = {
  outcome: 'opened' | 'refused'
  session: string
  /** Of which dossier; null for a search. */
  dossier: string | null
  /** How many records or clients it showed. */
  shown: number
}

let named = 0

/** A name that no other look has; only letters, as the words of an entry. */
function newName(): string {
  const letters = [...(++named).toString(26).padStart(6, '0')].map((digit) =>
    String.fromCharCode(97 + Number.parseInt(digit, 26)),
  )
  return `test-${letters.join('')}`
}

/** Asks a house from another process, several at once, and remembers what was asked and what arrived. */
export class Load {
  /** Every look that was sent, by its name. */
  readonly asked = new Map<string, Kind>()
  /** Every answer that arrived whole. */
  readonly arrived = new Map<string, Reply>()
  /** Looks that ended in a fault of the house: nothing was shown. */
  readonly faults = new Set<string>()
  readonly #agent = new Agent({ keepAlive: true })
  readonly #port: number
  #stopping = false
  #walking = 0
  #walks: Promise<unknown> = Promise.resolve()

  constructor(port: number) {
    this.#port = port
  }

  /** Starts asking, without a pause. */
  begin(atOnce = 8): this {
    this.#walking = atOnce
    this.#walks = Promise.all(Array.from({ length: atOnce }, (_, first) => this.#walk(first)))
    // Told by `end`, which comes later.
    this.#walks.catch(() => undefined)
    return this
  }

  /** Waits for so many more answers; fails when the house is gone before they arrived. */
  async more(answers: number): Promise<void> {
    await this.#reaches(() => this.arrived.size, this.arrived.size + answers)
  }

  async moreFaults(faults: number): Promise<void> {
    await this.#reaches(() => this.faults.size, this.faults.size + faults)
  }

  /** Waits until nothing is under way any more of what was asked so far. */
  async answered(): Promise<void> {
    const sent = [...this.asked.keys()]
    const ended = () => sent.filter((name) => this.arrived.has(name) || this.faults.has(name)).length
    await this.#reaches(ended, sent.length)
  }

  /** Every walk ends after the answer it waits for, or because the house is gone. */
  async end(): Promise<void> {
    this.#stopping = true
    await this.#walks
    this.#agent.destroy()
  }

  /** One look. `fault` when the house answered without showing anything; throws when no whole answer came. */
  async ask(kind: Kind): Promise<Reply | 'fault'> {
    const name = newName()
    this.asked.set(name, kind)
    const { status, body } = await this.#post(`/${kind}/${name}`)
    if (status !== 200) {
      if (body !== '') throw new Error(`A fault came with an answer: ${body}`)
      this.faults.add(name)
      return 'fault'
    }
    const reply = JSON.parse(body) as Reply
    this.arrived.set(name, reply)
    return reply
  }

  async #reaches(count: () => number, goal: number): Promise<void> {
    while (count() < goal) {
      if (this.#walking === 0) throw new Error('The house is gone.')
      await sleep(2)
    }
  }

  async #walk(first: number): Promise<void> {
    try {
      for (let turn = first; !this.#stopping; turn++) {
        const answer = await this.ask(KINDS[turn % KINDS.length] ?? 'look')
        // As a person would: who asked in vain waits a little before asking again.
        if (answer === 'fault') await sleep(20)
      }
    } catch (error) {
      // A killed house cuts the connection; anything else is a fault of this test.
      if (!/ECONN|EPIPE|hang up|aborted/.test(String(error))) throw error
    } finally {
      this.#walking -= 1
    }
  }

  #post(path: string): Promise<{ status: number | undefined; body: string }> {
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: this.#port, path, method: 'POST', agent: this.#agent }
      const asking = request(options, (response) => {
        const pieces: Buffer[] = []
        response.on('data', (piece: Buffer) => pieces.push(piece))
        response.on('error', reject)
        response.on('end', () => {
          resolve({ status: response.statusCode, body: Buffer.concat(pieces).toString() })
        })
      })
      asking.on('error', reject)
      asking.end()
    })
  }
}
