import type { ClientBase } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

export type Cell = string | number | Buffer | null

/** One row in the text format of COPY. */
export function copyLine(cells: readonly Cell[]): string {
  return `${cells.map(cellText).join('\t')}\n`
}

function cellText(cell: Cell): string {
  if (cell === null) return '\\N'
  if (typeof cell === 'number') return String(cell)
  if (typeof cell !== 'string') return `\\\\x${cell.toString('hex')}`
  return /[\\\t\n\r]/.test(cell)
    ? cell.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
    : cell
}

/** Rows for several tables, gathered and then written at once. */
export class Sheaf {
  readonly #lines = new Map<string, string[]>()

  /** `into`: the table with its columns. */
  add(into: string, cells: readonly Cell[]): void {
    const lines = this.#lines.get(into) ?? []
    this.#lines.set(into, lines)
    lines.push(copyLine(cells))
  }

  /** Writes everything with COPY. */
  async write(client: ClientBase): Promise<void> {
    for (const [into, lines] of this.#lines) {
      const stream = client.query(copyFrom(`copy ${into} from stdin`))
      await new Promise<void>((resolve, reject) => {
        stream.on('error', reject)
        stream.on('finish', resolve)
        stream.end(lines.join(''))
      })
    }
  }
}
