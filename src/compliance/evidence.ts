/** Figures of the running system, of which the evidence is made. */
export type Figures = {
  looksThisWeek: number
  refusalsThisWeek: number
  entries: number
  checkpointSize: number | undefined
  checkpointAt: Date | undefined
  oldestWaiting: Date | undefined
  withoutGround: number
  staff: number
  cleared: number
  expiring: number
  administrators: number
}

export type EvidenceCode =
  | 'looks'
  | 'checkpoint'
  | 'checkpoint-late'
  | 'ground'
  | 'ground-missing'
  | 'clearance'
  | 'clearance-expiring'
  | 'administrators'

/** One sentence of live evidence: its words stand in the catalogue by the code. `holds` false turns it red. */
export type Evidence = { code: EvidenceCode; holds: boolean; values: Record<string, number> }

/** A checkpoint follows an entry within a second; ten is surely too late. */
const LATE_MS = 10_000

/** What the running system says about a promise; nothing for promises that leave no figures. */
export function evidenceFor(id: string, figures: Figures, now: Date): Evidence | undefined {
  switch (id) {
    case 'TOM-9.13':
    case 'TOM-12.10':
      return checkpointEvidence(figures, now)
    case 'TOM-12.3':
    case 'TOM-9.5':
      return {
        code: 'looks',
        holds: true,
        values: { looks: figures.looksThisWeek, refusals: figures.refusalsThisWeek },
      }
    case 'TOM-7.2':
    case 'MEE-8.1':
    case 'TOM-3.1':
      return figures.withoutGround === 0
        ? { code: 'ground', holds: true, values: { entries: figures.entries } }
        : { code: 'ground-missing', holds: false, values: { entries: figures.withoutGround } }
    case 'TOM-12.9':
    case 'MEE-11.3':
      return figures.expiring === 0
        ? { code: 'clearance', holds: true, values: { staff: figures.staff, cleared: figures.cleared } }
        : {
            code: 'clearance-expiring',
            holds: true,
            values: { staff: figures.staff, cleared: figures.cleared, expiring: figures.expiring },
          }
    case 'TOM-9.12':
      return { code: 'administrators', holds: true, values: { administrators: figures.administrators } }
    default:
      return undefined
  }
}

function checkpointEvidence(figures: Figures, now: Date): Evidence {
  const waited = figures.oldestWaiting === undefined ? 0 : now.getTime() - figures.oldestWaiting.getTime()
  const size = figures.checkpointSize ?? 0
  return waited > LATE_MS
    ? { code: 'checkpoint-late', holds: false, values: { size, seconds: Math.round(waited / 1000) } }
    : { code: 'checkpoint', holds: true, values: { size } }
}
