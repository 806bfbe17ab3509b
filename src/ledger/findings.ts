/** What a verification can find. Every kind means: this is not the ledger that was signed. */
export type FindingKind =
  | 'changed'
  | 'deleted'
  | 'inserted'
  | 'reordered'
  | 'duplicated'
  | 'truncated'
  | 'rolled-back'
  | 'forked'
  | 'foreign-key'
  | 'bad-signature'
  | 'unreadable'
  | 'checkpoint-missing'
  | 'checkpoint-damaged'
  | 'not-sequenced'

/** One thing found, with a plain sentence for people. */
export type Finding = { kind: FindingKind; sentence: string }

/** The outcome of a verification. */
export type Report = {
  organisation: string
  /** Nothing was found that should not be. */
  ok: boolean
  /** Entries read. */
  entries: number
  /** Entries in the largest checkpoint that the entries lead to, and its root in base64. */
  confirmed: { size: number; root: string } | undefined
  /** Signed checkpoints that the entries lead to; how many of them a witness holds. */
  checkpoints: number
  witnessed: number
  /** Entries after the last checkpoint. */
  waiting: number
  findings: Finding[]
  /** Findings beyond the first hundred, which are not listed. */
  more: number
  /** What this verification cannot say. */
  remarks: string[]
}

const MOST_LISTED = 100

/** Gathers findings in constant memory. */
export class Findings {
  readonly list: Finding[] = []
  more = 0

  add(kind: FindingKind, sentence: string): void {
    if (this.list.length < MOST_LISTED) this.list.push({ kind, sentence })
    else this.more += 1
  }

  get none(): boolean {
    return this.list.length === 0
  }
}

/** The report as sentences, for a screen or a letter. */
export function reportSentences(report: Report): string[] {
  const { organisation, confirmed, findings, more, waiting } = report
  const what = confirmed
    ? `${report.entries} entries read; ${report.checkpoints} signed checkpoints agree with them, ${report.witnessed} of which a witness holds; the last is of ${confirmed.size} entries with root ${confirmed.root}.`
    : `${report.entries} entries read; no signed checkpoint agrees with them.`
  return [
    report.ok
      ? `The ledger of ${organisation} is whole and unchanged.`
      : `THE LEDGER OF ${organisation.toUpperCase()} IS NOT WHAT WAS SIGNED.`,
    what,
    ...(waiting > 0 ? [`${waiting} entries wait for the next checkpoint.`] : []),
    ...findings.map(({ sentence }) => `- ${sentence}`),
    ...(more > 0 ? [`- And ${more} findings more.`] : []),
    ...report.remarks,
  ]
}
