import { view } from '../door/index.ts'
import { listIdentities } from '../dossier/index.ts'
import { shortName, sortName } from '../shell/index.ts'

/** One line of a list of clients. */
export type ListedClient = {
  dossierId: string
  name: string
  clientNumber: string
  openedOn: string
  relation: string
  state: string
}

/** The clients with whom the worker is involved now, by surname. */
export const caseload = view({
  event: 'caseload.listed',
  action: 'read',
  parts: ['existence', 'identity'],
  use: 'support',
  run: async (opened): Promise<ListedClient[]> => {
    const rows = await listIdentities(opened)
    const listed = new Map(opened.listed.map((one) => [one.dossierId, one]))
    return rows
      .map(({ items, dossierId, clientNumber, openedOn }) => ({
        sort: sortName(items),
        dossierId,
        clientNumber,
        openedOn,
        name: shortName(items),
        relation: listed.get(dossierId)?.relation ?? 'none',
        state: listed.get(dossierId)?.state ?? 'open',
      }))
      .sort((a, b) => a.sort.localeCompare(b.sort, 'nl'))
      .map(({ sort: _, ...client }) => client)
  },
})

/** What a search found shows the same lines; its ledger entries are of the search itself. */
export const found = { ...caseload, event: 'client.found' }
