import { hash, type Options, verify } from '@node-rs/argon2'

/** Argon2id as OWASP advises: 19 MiB, two passes. */
const cost: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** More sign-ins at once than this machine can hash. Nothing is wrong with what was typed. */
export class HashingBusy extends Error {}

/** Hashes passwords, a few at once and a short queue behind them, so that signing in cannot take the machine down. */
export class PasswordHasher {
  readonly #atOnce: number
  readonly #mostWaiting: number
  readonly #waiting: (() => void)[] = []
  #running = 0
  #decoy: Promise<string> | undefined

  constructor({ atOnce = 2, mostWaiting = 20 }: { atOnce?: number; mostWaiting?: number } = {}) {
    this.#atOnce = atOnce
    this.#mostWaiting = mostWaiting
  }

  /** The hash to keep. Throws HashingBusy when too many wait. */
  hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(password, cost))
  }

  /** Whether this is the password. Throws HashingBusy when too many wait. */
  verify(kept: string, password: string): Promise<boolean> {
    return this.#inTurn(() => verify(kept, password))
  }

  /** A hash that belongs to nobody: an unknown name costs the same time as a known one. */
  decoy(): Promise<string> {
    this.#decoy ??= hash('nobody has this password', cost)
    return this.#decoy
  }

  /** Whether one more would be refused now. */
  get isFull(): boolean {
    return this.#waiting.length >= this.#mostWaiting
  }

  get running(): number {
    return this.#running
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#atOnce) {
      if (this.#waiting.length >= this.#mostWaiting) throw new HashingBusy()
      // Whoever leaves hands over the place, so `#running` stays as it is.
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    } else {
      this.#running += 1
    }
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running -= 1
    }
  }
}
