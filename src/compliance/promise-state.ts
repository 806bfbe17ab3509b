/** Whether a promise is kept: tests that claim it ran on these sources and passed; partly: they show a part of it; else open. */
export type PromiseState = 'kept' | 'partly' | 'open'

/** A test as the last run wrote it down. */
export type ProvenTest = { name: string; file: string; passed: boolean }

export type PromiseProof = { id: string; state: PromiseState; tests: string[] }

const ID = String.raw`(?:TOM|MEE|[A-Z]{3,12})-\d+\.\d+`
const CLAIM = new RegExp(`${ID}(?: partly)?(?:(?:, and |, | and )${ID}(?: partly)?)*:`, 'g')

/**
 * What the name of a test claims: `TOM-9.13: …` the whole promise, `TOM-4.3 partly: …` a part; `A, B partly: …` a part of both,
 * `A partly, B: …` a part of A. A mention in passing claims nothing.
 */
export function claimsOf(name: string): { id: string; whole: boolean }[] {
  return [...name.matchAll(CLAIM)].flatMap(([claim]) => {
    // "partly" speaks of every id since the one before it.
    const groups = claim.split(' partly')
    return groups.flatMap((group, at) =>
      [...group.matchAll(new RegExp(ID, 'g'))].map(([id]) => ({ id, whole: at === groups.length - 1 })),
    )
  })
}

/**
 * The state of every promise. Without tests of these very sources (`tests` undefined) everything is open: what did not run proves
 * nothing. One failing test that claims a promise takes it from kept to partly, or to open when nothing passed.
 */
export function promiseStates(
  ids: readonly string[],
  tests: readonly ProvenTest[] | undefined,
): PromiseProof[] {
  const claims = new Map<string, { test: ProvenTest; whole: boolean }[]>()
  for (const test of tests ?? []) {
    for (const { id, whole } of claimsOf(test.name))
      claims.set(id, [...(claims.get(id) ?? []), { test, whole }])
  }
  return ids.map((id) => {
    const own = claims.get(id) ?? []
    return { id, state: stateOf(own), tests: own.map(({ test }) => test.name) }
  })
}

function stateOf(claims: readonly { test: ProvenTest; whole: boolean }[]): PromiseState {
  const passed = claims.filter(({ test }) => test.passed)
  if (passed.length === 0) return 'open'
  return passed.length === claims.length && passed.some(({ whole }) => whole) ? 'kept' : 'partly'
}
