import type { Pool } from '../db/index.ts'
import { databaseSource, readWitnessFile, verifyLedger } from '../ledger/index.ts'
import type { KeyProvider } from '../vault/index.ts'
import { insertVerification } from './verifications.store.ts'

export type VerifierOptions = {
  /** As the worker. A verification takes two connections, so not the pool of the sequencer: one of its own, ended by `stop`. */
  pool: Pool
  keys: Pick<KeyProvider, 'signingKey'>
  organisations: readonly string[]
  /** The files of the witnesses of an organisation, as far as they are on this machine. */
  witnessFiles(organisation: string): readonly string[]
  firstMs?: number
  everyMs?: number
  /** However large a ledger grows, recomputing it takes no more than this share of the time; a hundredth when not given. */
  share?: number
  /** Hears in a plain sentence what is wrong, each sentence once. */
  report(sentence: string): void
}

export type Verifier = { verify(): Promise<void>; stop(): Promise<void> }

const FIRST_MS = 3_000
const EVERY_MS = 600_000
const SHARE = 0.01
/** A large ledger takes a minute: whoever stops the program does not wait for it. */
const PATIENCE_MS = 1_000

/**
 * Recomputes the ledger of every organisation from its entries, soon after the start and then every ten minutes or less often, and
 * keeps the outcome for the officer. Who trusts nobody here verifies elsewhere (`ledger verify --key --witness`).
 */
export function startVerifier(options: VerifierOptions): Verifier {
  const { firstMs = FIRST_MS, everyMs = EVERY_MS, share = SHARE } = options
  const said = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let running: Promise<void> = Promise.resolve()

  const say = (sentence: string) => {
    if (!said.has(sentence)) options.report(sentence)
    said.add(sentence)
  }
  const verify = () => {
    running = running.then(() => verifyAll(options, say, () => stopped))
    return running
  }
  const again = async () => {
    const begun = performance.now()
    await verify()
    const rest = Math.max(everyMs, (performance.now() - begun) / share)
    if (!stopped) timer = setTimeout(again, rest)
  }
  timer = setTimeout(again, firstMs)

  return {
    verify,
    async stop() {
      stopped = true
      clearTimeout(timer)
      const ended = running.then(() => options.pool.end())
      await Promise.race([ended, new Promise((soon) => setTimeout(soon, PATIENCE_MS).unref())])
    },
  }
}

async function verifyAll(
  options: VerifierOptions,
  say: (sentence: string) => void,
  isStopped: () => boolean,
): Promise<void> {
  for (const organisation of options.organisations) {
    if (isStopped()) return
    // One organisation that cannot be read must not keep the others from being looked at.
    await verifyOne(options, organisation, say).catch((error: Error) =>
      say(`The ledger of ${organisation} could not be verified: ${error.message}`),
    )
  }
}

async function verifyOne(
  { pool, keys, witnessFiles }: VerifierOptions,
  organisation: string,
  say: (sentence: string) => void,
): Promise<void> {
  const { entries, findings, more } = await verifyLedger({
    source: databaseSource(pool, organisation),
    publicKey: (await keys.signingKey(organisation)).publicKey,
    witnessed: witnessFiles(organisation).map((path) => () => readWitnessFile(path)),
  })
  const found = findings.length + more
  await insertVerification(pool, organisation, { entries, findings: found })
  if (found > 0)
    say(`The ledger of ${organisation} is not what was signed. "npm run -s cli -- ledger verify" says what.`)
}
