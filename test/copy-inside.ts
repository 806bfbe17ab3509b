import { randomUUID } from 'node:crypto'
import { dossierParts } from '../src/access/index.ts'
import type { Visitor } from '../src/door/index.ts'
import type { TestHouse } from './house.ts'
import { asApp, type Foothold } from './wall/as-app.ts'

const PARTS = dossierParts.filter((part) => part !== 'bsn')
const COPIED = [
  'items',
  'notes',
  'incidental_accesses',
  'representations',
  'capacity_judgements',
  'consents',
] as const

type Asked = { visitor: Visitor; dossier: string; parts?: readonly string[] }

/** What the database opens to somebody who is inside the application and asks for a copy there. */
export async function openedInside(
  house: TestHouse,
  how: 'copy' | 'open',
  { visitor, dossier, parts = PARTS }: Asked,
) {
  return asApp(house.db.app, async (at: Foothold) => {
    const call =
      how === 'copy'
        ? `wall.copy($1, $2, $3, 'support', $4, 'portal')`
        : `wall.open($1, $2, $3, 'export', 'support', 'copy.made', $4, 'portal')`
    const [answer] = await at.run<{ outcome: string; reason: string | null }>(
      `select outcome, reason from ${call}`,
      [visitor.token, dossier, parts, randomUUID()],
    )
    const counts: Record<string, number> = {}
    for (const table of [...COPIED.map((name) => `dossier.${name}`), 'ledger.entries'])
      counts[table] = (await at.run<{ n: number }>(`select count(*)::int as n from ${table}`))[0]?.n ?? -1
    return { ...answer, rows: Object.values(counts).reduce((sum, count) => sum + count, 0), counts }
  })
}
