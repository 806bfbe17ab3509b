/** Times in milliseconds, of which the middle and the slow ones are asked. */
export class Times {
  readonly #all: number[] = []

  add(ms: number): void {
    this.#all.push(ms)
  }

  summary(): { n: number; p50: number; p95: number; p99: number } {
    const sorted = Float64Array.from(this.#all).sort()
    const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
    return { n: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) }
  }
}
