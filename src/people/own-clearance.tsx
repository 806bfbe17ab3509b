import type { Door, Visitor } from '../door/index.ts'
import { dayInNetherlands } from '../kernel/index.ts'
import type { Site } from '../shell/index.ts'
import { Notice, sessionOrganisation, sessionToken, useView } from '../web/index.ts'
import { type ClearancePeriod, type ClearanceState, clearanceStates } from './clearance.ts'
import { clearanceText } from './page-parts.tsx'
import { findOwnClearances, greetRow } from './people.store.ts'
import { peopleWords } from './people.words.ts'

/**
 * Announces on the page where somebody starts, whatever their function, what ends of their own declarations. Which page that is
 * depends on what they may do, so it is looked up for every page that the menu can begin with.
 */
export function announceOwnClearances(site: Site): void {
  site.app.addHook('preHandler', async (request) => {
    if (request.method !== 'GET' || !/^\/([a-z-]+(\/[a-z-]+)?)?$/.test(request.view.path)) return
    const token = sessionToken(request, site.kind)
    const organisation = sessionOrganisation(request, site.kind)
    if (!token || !organisation || !site.statements.has(organisation)) return
    const visitor: Visitor = { organisation, token, accessPoint: 'staff-site' }
    const states = await ownClearances(site.door, visitor, site.now())
    if (states.length > 0)
      request.view = { ...request.view, startNotice: <OwnClearanceNotice states={states} /> }
  })
}

/** What is to be announced to this person: own declarations that end within 30 days, are missing or over. */
async function ownClearances(door: Door, visitor: Visitor, now: Date): Promise<ClearanceState[]> {
  let periods: ClearancePeriod[] = []
  const answer = await door.change(
    visitor,
    { action: 'read', parts: [], use: 'support' },
    async (tx, knock) => {
      periods = await findOwnClearances(tx, knock)
      return greetRow(tx, knock)
    },
  )
  // With one factor shown it may be somebody else.
  if (answer.outcome !== 'opened' || !answer.facts.secondFactor) return []
  return clearanceStates(periods, dayInNetherlands(now)).filter(
    // who never followed the training is not told so at every page; the team manager's list says it
    ({ state, kind }) => state !== 'valid' && !(kind === 'awareness' && state === 'missing'),
  )
}

/** The announcement, for the page where somebody starts. Nothing when all is well. */
function OwnClearanceNotice({ states }: { states: readonly ClearanceState[] }) {
  const { language } = useView()
  const t = peopleWords(language)
  if (states.length === 0) return null
  return (
    <Notice kind="due">
      <b>{t('ownTitle')}</b>{' '}
      {states
        .map((state) => t('ownEnds', { kind: t(state.kind), state: clearanceText(state, language) }))
        .join(' ')}{' '}
      {t('ownHelp')}
    </Notice>
  )
}
