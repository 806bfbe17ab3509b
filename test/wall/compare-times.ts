/** Two samples of times: how far apart their medians are (ms), and how often one of the first is longer than one of the second. */
export type Comparison = { medians: [number, number]; difference: number; longer: number }

/**
 * Asks the same two questions by turns, in an order that chance decides, and compares how long they take. The first tries warm up.
 */
export async function compareTimes(
  first: () => Promise<unknown>,
  second: () => Promise<unknown>,
  tries: number,
): Promise<Comparison> {
  const times: [number[], number[]] = [[], []]
  const warming = Math.ceil(tries / 10)
  for (let turn = 0; turn < tries + warming; turn += 1) {
    const order = Math.random() < 0.5 ? ([0, 1] as const) : ([1, 0] as const)
    for (const which of order) {
      const begun = performance.now()
      await (which === 0 ? first : second)()
      if (turn >= warming) times[which].push(performance.now() - begun)
    }
  }
  const medians: [number, number] = [median(times[0]), median(times[1])]
  return { medians, difference: Math.abs(medians[0] - medians[1]), longer: shareLonger(times[0], times[1]) }
}

/** Could somebody tell the two apart? Generous, so that a busy machine raises no alarm; 3 ms are told apart at once. */
export function canTell({ difference, longer }: Comparison): boolean {
  return difference > 1.5 || Math.abs(longer - 0.5) > 0.15
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return (
    (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle) - 1 + (sorted.length % 2 === 0 ? 1 : 0)]!) / 2
  )
}

/** The rank test of Mann and Whitney as a share: 0.5 when neither tends to be longer. */
function shareLonger(a: readonly number[], b: readonly number[]): number {
  const all = [
    ...a.map((value) => ({ value, mine: true })),
    ...b.map((value) => ({ value, mine: false })),
  ].sort((x, y) => x.value - y.value)
  let passed = 0
  let longer = 0
  for (const { mine } of all) {
    if (mine) longer += passed
    else passed += 1
  }
  return longer / (a.length * b.length)
}
