import { Times } from './times.ts'

/** Something to be measured: does one unit of work, over and over. */
export type Arm = { name: string; once(): Promise<unknown> }

/** What was measured of one arm at one number at once. */
export type Cell = {
  name: string
  atOnce: number
  perSecond: number
  n: number
  p50: number
  p95: number
  p99: number
}

/** A ratio of two arms: the median of the rounds, with the least and the most. */
export type Ratio = { median: number; min: number; max: number; rounds: number }

export type Rounds = { cells: Cell[]; ratio(over: string, under: string): Ratio }

export type Plan = { atOnce: number; rounds: number; seconds: number }

/**
 * Measures the arms in turn, round after round, the order reversed each round: what the machine does besides hits all of them
 * alike. Only the ratios within a round are compared.
 */
export async function inRounds(arms: readonly Arm[], plan: Plan): Promise<Rounds> {
  const times = new Map(arms.map((arm) => [arm.name, new Times()]))
  const speeds: Map<string, number>[] = []
  for (let round = 0; round < plan.rounds; round++) {
    const speed = new Map<string, number>()
    for (const arm of round % 2 === 0 ? arms : [...arms].reverse()) {
      const { count, seconds } = await drive(arm, plan, times.get(arm.name) ?? new Times())
      speed.set(arm.name, count / seconds)
    }
    speeds.push(speed)
  }
  return {
    cells: arms.map(({ name }) => {
      const own = speeds.map((speed) => speed.get(name) ?? 0)
      return {
        name,
        atOnce: plan.atOnce,
        perSecond: median(own),
        ...(times.get(name) ?? new Times()).summary(),
      }
    }),
    ratio: (over, under) => ratioOf(speeds.map((speed) => (speed.get(over) ?? 0) / (speed.get(under) ?? 0))),
  }
}

/** Runs an arm for its processor caches, connections and compiler, without measuring. */
export async function warmUp(arms: readonly Arm[], atOnce: number, seconds: number): Promise<void> {
  for (const arm of arms) await drive(arm, { atOnce, seconds, rounds: 1 }, new Times())
}

async function drive(arm: Arm, plan: Plan, times: Times): Promise<{ count: number; seconds: number }> {
  const begun = performance.now()
  const end = begun + plan.seconds * 1000
  let count = 0
  const one = async () => {
    for (let now = performance.now(); now < end; ) {
      await arm.once()
      const then = performance.now()
      times.add(then - now)
      now = then
      count += 1
    }
  }
  await Promise.all(Array.from({ length: plan.atOnce }, one))
  return { count, seconds: (performance.now() - begun) / 1000 }
}

export function ratioOf(ratios: readonly number[]): Ratio {
  return { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios), rounds: ratios.length }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  const upper = sorted[half] ?? 0
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? upper)) / 2
}
