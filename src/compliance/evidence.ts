/** Figures of the running system, of which the evidence is made. Figures only: nothing in it is about a client or a worker. */
export type Figures = {
  looksThisWeek: number
  refusalsThisWeek: number
  entries: number
  checkpointSize: number | undefined
  oldestWaiting: Date | undefined
  withoutGround: number
  /** When the whole ledger was last recomputed; undefined when it never was. */
  verified: { at: Date; entries: number; findings: number } | undefined
  staff: number
  cleared: number
  expiring: number
  administrators: number
  incidental: { accesses: number; toJudge: number; oldestToJudge: Date | undefined }
}

/** What the figures are held against. */
export type Measure = {
  now: Date
  /** The key files: how many there are, and how many of them others on the machine can read. */
  keys: { files: number; exposed: number }
  /** The most administrators that the statement allows; undefined when it has no bound. */
  mostAdministrators: number | undefined
  /** The edition that the database says is in force, and the version that the program has read. */
  edition: { inForce: string; read: string }
}

export type EvidenceCode =
  | 'looks'
  | 'seal'
  | 'seal-late'
  | 'verified'
  | 'verified-long-ago'
  | 'verified-faults'
  | 'never-verified'
  | 'ground'
  | 'ground-missing'
  | 'clearance'
  | 'clearance-expiring'
  | 'administrators'
  | 'administrators-many'
  | 'incidental'
  | 'incidental-waiting'
  | 'keys'
  | 'keys-exposed'
  | 'edition'
  | 'edition-other'

/** One sentence of live evidence: its words stand in the catalogue by the code. `holds` false turns it red. */
export type Evidence = { code: EvidenceCode; holds: boolean; values: Record<string, number | string | Date> }

type Rule = (figures: Figures, measure: Measure) => Evidence

/** A checkpoint follows an entry within a second; ten is surely too late. */
const LATE_MS = 10_000
const DAY_MS = 86_400_000
/** The program recomputes the ledger many times a day: a day without means that it no longer does. */
const VERIFIED_WITHIN_MS = DAY_MS
/** The officer judges every incidental access within a month. */
const JUDGED_WITHIN_MS = 30 * DAY_MS

const RULES: Readonly<Record<string, readonly Rule[]>> = {
  'TOM-3.1': [grounds],
  'TOM-7.2': [grounds],
  'MEE-8.1': [grounds],
  'TOM-9.5': [looks],
  'TOM-9.8': [incidentalAccess],
  'TOM-9.10': [incidentalAccess],
  'TOM-9.12': [administrators],
  'TOM-9.13': [seal, verification],
  'TOM-12.3': [looks],
  'TOM-12.4': [keyFiles],
  'TOM-12.9': [clearances],
  'MEE-11.3': [clearances, seal],
  'TOM-12.10': [verification],
  'TOM-13.1': [edition],
  'MEE-18.1': [edition],
}

/** What the running system says about a promise; nothing for promises that leave no figures. */
export function evidenceFor(id: string, figures: Figures, measure: Measure): Evidence[] {
  return (RULES[id] ?? []).map((rule) => rule(figures, measure))
}

/** Whether the last recomputation of the ledger was lately and found nothing. */
export function verification({ verified }: Figures, { now }: Measure): Evidence {
  if (verified === undefined) return { code: 'never-verified', holds: false, values: {} }
  const { at, entries, findings } = verified
  if (findings > 0) return { code: 'verified-faults', holds: false, values: { at, findings } }
  return now.getTime() - at.getTime() > VERIFIED_WITHIN_MS
    ? { code: 'verified-long-ago', holds: false, values: { at } }
    : { code: 'verified', holds: true, values: { at, entries } }
}

function looks({ looksThisWeek, refusalsThisWeek }: Figures): Evidence {
  return { code: 'looks', holds: true, values: { looks: looksThisWeek, refusals: refusalsThisWeek } }
}

function seal({ oldestWaiting, checkpointSize }: Figures, { now }: Measure): Evidence {
  const waited = oldestWaiting === undefined ? 0 : now.getTime() - oldestWaiting.getTime()
  const size = checkpointSize ?? 0
  return waited > LATE_MS
    ? { code: 'seal-late', holds: false, values: { size, seconds: Math.round(waited / 1000) } }
    : { code: 'seal', holds: true, values: { size } }
}

function grounds({ withoutGround, entries }: Figures): Evidence {
  return withoutGround === 0
    ? { code: 'ground', holds: true, values: { entries } }
    : { code: 'ground-missing', holds: false, values: { entries: withoutGround } }
}

function clearances({ staff, cleared, expiring }: Figures): Evidence {
  return expiring === 0
    ? { code: 'clearance', holds: true, values: { staff, cleared } }
    : { code: 'clearance-expiring', holds: true, values: { staff, cleared, expiring } }
}

function administrators({ administrators: count }: Figures, { mostAdministrators: most }: Measure): Evidence {
  return most !== undefined && count > most
    ? { code: 'administrators-many', holds: false, values: { administrators: count, most } }
    : { code: 'administrators', holds: true, values: { administrators: count } }
}

function incidentalAccess({ incidental }: Figures, { now }: Measure): Evidence {
  const { accesses, toJudge, oldestToJudge } = incidental
  const late = oldestToJudge !== undefined && now.getTime() - oldestToJudge.getTime() > JUDGED_WITHIN_MS
  const values = { accesses, toJudge }
  return { code: toJudge === 0 ? 'incidental' : 'incidental-waiting', holds: !late, values }
}

function keyFiles(_: Figures, { keys: { files, exposed } }: Measure): Evidence {
  return files > 0 && exposed === 0
    ? { code: 'keys', holds: true, values: { files } }
    : { code: 'keys-exposed', holds: false, values: { files, exposed } }
}

/** An edition is the version, or the version with a number after it. */
function edition(_: Figures, { edition: { inForce, read } }: Measure): Evidence {
  const same = inForce === read || inForce.startsWith(`${read}.`)
  return { code: same ? 'edition' : 'edition-other', holds: same, values: { version: read } }
}
