import { cpus } from 'node:os'
import type { Completeness } from './completeness.ts'
import type { LedgerSpeed } from './ledger-speed.ts'
import type { Measured } from './measure.ts'

export type Aim = { aim: string; got: number; met: boolean }
export type Report = {
  machine: { cpu: string; cores: number; node: string }
  measured: Measured[]
  decisionMicroseconds: number
  ledger: LedgerSpeed
  completeness: Completeness
  aims: Record<string, Aim>
}

type Parts = Omit<Report, 'machine' | 'aims'>

export function reportOf(parts: Parts): Report {
  const machine = { cpu: cpus()[0]?.model ?? '', cores: cpus().length, node: process.version }
  return { machine, ...parts, aims: aimsOf(parts) }
}

function aimsOf({ measured, decisionMicroseconds, ledger, completeness }: Parts): Record<string, Aim> {
  const sizes = [...new Set(measured.map(({ size }) => size))].sort((a, b) => a - b)
  const at = (size: number | undefined, atOnce: number) =>
    measured.find((one) => one.size === size && one.atOnce === atOnce)
  const most = at(sizes.at(-1), 8)
  const least = at(sizes[0], 8)
  const single = at(sizes.at(-1), 1)
  const speed = (one: Measured | undefined, name: string) =>
    one?.cells.find((cell) => cell.name === name)?.perSecond ?? Number.NaN
  const growth = (name: string) => speed(least, name) / speed(most, name)
  const relative = growth('ours in process') / growth('floor in process')
  const page = single?.cells.find((cell) => cell.name === 'page')?.p95 ?? Number.NaN
  const complete = Object.values(completeness).every((ratio) => ratio === 1)
    ? 1
    : Math.min(...Object.values(completeness))
  return {
    'over HTTP / floor': atLeast(most?.ratios.http.median, 0.5),
    'in process / floor': atLeast(most?.ratios.inProcess.median, 0.6),
    'growth / growth of the floor': atMost(relative, 1.1),
    'with ledger / without': atLeast(most?.ratios.ledger.median, 0.7),
    'decision, µs': atMost(decisionMicroseconds, 5),
    'verified entries a second': atLeast(ledger.whole ? ledger.perSecond : 0, 150_000),
    'page p95, ms': atMost(page, 30),
    'entries / answers': { aim: '= 1', got: complete, met: complete === 1 },
  }
}

function atLeast(got: number | undefined, aim: number): Aim {
  return { aim: `>= ${aim}`, got: got ?? Number.NaN, met: (got ?? 0) >= aim }
}

function atMost(got: number, aim: number): Aim {
  return { aim: `<= ${aim}`, got, met: got <= aim }
}

/** The same as lines for people. */
export function* tableOf(report: Report): Generator<string> {
  const { machine } = report
  yield `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}`
  for (const { size, atOnce, cells, ratios } of report.measured) {
    yield `\n${size} dossiers, ${atOnce} at once`
    for (const cell of cells) {
      yield `  ${cell.name.padEnd(18)} ${cell.perSecond.toFixed(0).padStart(6)}/s   p50 ${ms(cell.p50)}  p95 ${ms(cell.p95)}  p99 ${ms(cell.p99)}  n ${cell.n}`
    }
    for (const [name, { median, min, max, rounds }] of Object.entries(ratios)) {
      yield `  ratio ${name.padEnd(12)} ${median.toFixed(2)}  (${min.toFixed(2)} to ${max.toFixed(2)}, ${rounds} rounds)`
    }
  }
  yield `\nledger: ${report.ledger.entries} entries verified at ${report.ledger.perSecond.toFixed(0)}/s, peak ${report.ledger.peakMb.toFixed(0)} MB`
  yield '\naims'
  for (const [name, { aim, got, met }] of Object.entries(report.aims)) {
    yield `  ${met ? 'met   ' : 'MISSED'} ${name.padEnd(30)} ${aim.padStart(10)}   got ${got.toFixed(got < 100 ? 3 : 0)}`
  }
}

const ms = (value: number) => `${value.toFixed(2)} ms`.padStart(9)
