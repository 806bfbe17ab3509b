import { comparePositions, type Position, positionWords, START } from './checkpoint.ts'
import type { Findings, Report } from './findings.ts'
import { LineSplitter, lineHash, linePosition, lineTime } from './lines.ts'
import type { Mark } from './marks.ts'
import { Frontier } from './tree.ts'

type Line = { bytes: Buffer; start: number; end: number }

// The moment is read from so many waiting entries; they come nearly in the order of time.
const MOST_TIMES = 1000

/** Walks along the entries from signed checkpoint to signed checkpoint, so that a finding says between which two it lies. */
export class Walk {
  readonly #marks: AsyncIterator<Mark>
  readonly #findings: Findings
  #next: Mark | undefined
  /** The tree so far; after a finding unknown, until a checkpoint with a sound frontier gives a new beginning. */
  #tree: Frontier | undefined = new Frontier()
  /** How many entries there should be up to the last checkpoint, and how many came since. */
  #signed = 0
  #since = 0
  #position: Position = START
  #entries = 0
  #checkpoints = 0
  #witnessed = 0
  #notStored: number[] = []
  #uncompared = 0
  #confirmed: Report['confirmed']
  #waiting = 0
  #oldest = Number.POSITIVE_INFINITY

  constructor(marks: AsyncIterator<Mark>, findings: Findings) {
    this.#marks = marks
    this.#findings = findings
  }

  async along(lines: AsyncIterable<Buffer>): Promise<void> {
    await this.#advance()
    const splitter = new LineSplitter()
    for await (const piece of lines) {
      // Cut first, then look: at a checkpoint the next one must be waited for, and cutting cannot wait.
      const cut: Line[] = []
      splitter.push(piece, (bytes, start, end) => cut.push({ bytes, start, end }))
      for (const line of cut) {
        const position = linePosition(line.bytes, line.start, line.end)
        while (this.#next && position && comparePositions(position, this.#next.checkpoint.last) > 0) {
          await this.#judge(this.#next)
        }
        this.#take(line, position)
      }
    }
    if (splitter.unfinished > 0) this.#findings.add('unreadable', 'The last entry is cut off in the middle.')
    await this.#finish()
  }

  /** Entries after the last checkpoint are normal for a second or so; later than that something stands still. */
  judgeWaiting(now: number, overdueMs: number): void {
    const seconds = Math.round((now - this.#oldest) / 1000)
    if (now - this.#oldest <= overdueMs) return
    this.#findings.add(
      'not-sequenced',
      `${this.#waiting} entries stand after the last checkpoint, the oldest for ${seconds} seconds: nothing is signed any more, or a transaction stays open too long.`,
    )
  }

  outcome(): Pick<Report, 'entries' | 'confirmed' | 'checkpoints' | 'witnessed' | 'waiting'> {
    return {
      entries: this.#entries,
      confirmed: this.#confirmed,
      checkpoints: this.#checkpoints,
      witnessed: this.#witnessed,
      waiting: this.#waiting,
    }
  }

  #take({ bytes, start, end }: Line, position: Position | undefined): void {
    this.#entries += 1
    this.#since += 1
    if (position === undefined) {
      this.#findings.add('unreadable', `Entry ${this.#entries} has no place: it cannot be read.`)
    } else {
      const order = comparePositions(position, this.#position)
      if (order === 0) this.#findings.add('duplicated', `Entry ${positionWords(position)} is there twice.`)
      if (order < 0) {
        this.#findings.add(
          'reordered',
          `Entry ${positionWords(position)} stands after ${positionWords(this.#position)}: the order was changed.`,
        )
      }
      this.#position = position
    }
    if (this.#next) {
      this.#tree?.append(lineHash(bytes, start, end))
    } else {
      this.#waiting += 1
      if (this.#waiting <= MOST_TIMES) this.#oldest = Math.min(this.#oldest, lineTime(bytes, start, end) ?? 0)
    }
  }

  /** Every entry up to the place of this checkpoint has come. */
  async #judge(mark: Mark): Promise<void> {
    const { size, root } = mark.checkpoint
    const surplus = this.#signed + this.#since - size
    const between = `between the checkpoints of ${this.#signed} and ${size} entries`
    const isSame = surplus === 0 && this.#tree?.root().equals(root) === true
    if (isSame) this.#confirm(mark)
    else if (surplus < 0) this.#findings.add('deleted', `${-surplus} entries are gone ${between}.`)
    else if (surplus > 0)
      this.#findings.add(
        'inserted',
        `${surplus} entries too many stand ${between}: put in after it was signed.`,
      )
    else if (this.#tree)
      this.#findings.add('changed', `One or more entries ${between} were changed after they were signed.`)
    else this.#uncompared += 1
    if (!isSame) this.#tree = mark.tree
    this.#signed = size
    this.#since = 0
    await this.#advance()
  }

  #confirm({ checkpoint: { size, root }, witnessed, stored }: Mark): void {
    this.#confirmed = { size, root: root.toString('base64') }
    this.#checkpoints += 1
    if (witnessed) this.#witnessed += 1
    if (!stored) this.#notStored.push(size)
  }

  async #finish(): Promise<void> {
    while (this.#next && comparePositions(this.#position, this.#next.checkpoint.last) >= 0)
      await this.#judge(this.#next)
    await this.#reportCutOff()
    if (this.#notStored.length > 0) {
      this.#findings.add(
        'checkpoint-missing',
        `${this.#notStored.length} checkpoints that a witness holds are gone from the database, the first of ${this.#notStored[0]} entries.`,
      )
    }
    if (this.#uncompared > 0) {
      this.#findings.add(
        'checkpoint-damaged',
        `The entries up to ${this.#uncompared} checkpoints could not be compared, because what is needed after the first damage was damaged too.`,
      )
    }
  }

  /** Checkpoints beyond the last entry tell of entries that are gone. */
  async #reportCutOff(): Promise<void> {
    let size = 0
    let known = false
    while (this.#next) {
      size = this.#next.checkpoint.size
      known ||= this.#next.stored
      await this.#advance()
    }
    if (size === 0) return
    const held = this.#signed + this.#since
    if (known) {
      this.#findings.add(
        'truncated',
        `The last entries are gone: ${size} were signed, the ledger ends after ${held}.`,
      )
    } else {
      this.#findings.add(
        'rolled-back',
        `A witness has seen ${size} entries; the ledger ends after ${held} and knows of no more: it was put back to an older copy.`,
      )
    }
  }

  async #advance(): Promise<void> {
    const { value, done } = await this.#marks.next()
    this.#next = done ? undefined : value
  }
}
