import type { Site } from '../shell/index.ts'
import { clearancesPage } from './staff-clearances.page.tsx'
import { handoverPage } from './staff-handover.page.tsx'
import { involvedPage } from './staff-involved.page.tsx'
import { peoplePage } from './staff-people.page.tsx'
import { personPage } from './staff-person.page.tsx'
import { requestsPage } from './staff-requests.page.tsx'
import { teamsPage } from './staff-teams.page.tsx'

/** The staff pages of this slice. `staffIssuer`: whose accounts new members of staff sign in with. */
export function peoplePages(site: Site, options: { staffIssuer: string }): void {
  peoplePage(site, options)
  requestsPage(site)
  teamsPage(site)
  clearancesPage(site)
  handoverPage(site)
  personPage(site)
  involvedPage(site)
}
