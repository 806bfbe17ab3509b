import type { AccountDesk } from '../identity/index.ts'
import type { Site } from '../shell/index.ts'
import { announceOwnClearances } from './own-clearance.tsx'
import { clearancesPage } from './staff-clearances.page.tsx'
import { handoverPage } from './staff-handover.page.tsx'
import { invitePages } from './staff-invite.page.tsx'
import { involvedPage } from './staff-involved.page.tsx'
import { peoplePage } from './staff-people.page.tsx'
import { personPage } from './staff-person.page.tsx'
import { requestsPage } from './staff-requests.page.tsx'
import { teamsPage } from './staff-teams.page.tsx'

export { whatCloses } from './own-clearance.tsx'

/**
 * The staff pages of this slice. `staffIssuer`: whose accounts new members of staff sign in with; `desk`: where accounts of our own are
 * made, when the site has those.
 */
export function peoplePages(
  site: Site,
  { staffIssuer, desk }: { staffIssuer: string; desk: AccountDesk | undefined },
): void {
  announceOwnClearances(site)
  peoplePage(site, { staffIssuer, ownAccounts: desk !== undefined })
  requestsPage(site)
  teamsPage(site)
  clearancesPage(site)
  handoverPage(site)
  const show = personPage(site, desk ? 'own-accounts' : { host: new URL(staffIssuer).host })
  if (desk) invitePages(site, desk, show)
  involvedPage(site)
}
