import type { Door, Visitor } from '../door/index.ts'
import { dayInNetherlands } from '../kernel/index.ts'
import type { Site } from '../shell/index.ts'
import { type Language, Notice, sessionOrganisation, sessionToken, useView } from '../web/index.ts'
import { bySoonest, type ClearancePeriod, type ClearanceState, clearanceStates, isOpen } from './clearance.ts'
import { ownClearanceWords } from './own-clearance.words.ts'
import { clearanceText, noon } from './page-parts.tsx'
import { findOwnClearances, greetRow } from './people.store.ts'
import { peopleWords } from './people.words.ts'

/**
 * Announces on the page where somebody starts, whatever their function, what ends of their own declarations. Which page that is
 * depends on what they may do, so it is looked up for every page that the menu can begin with. When everything is closed already,
 * the page that refuses says so.
 */
export function announceOwnClearances(site: Site): void {
  site.app.addHook('preHandler', async (request) => {
    if (request.method !== 'GET' || !/^\/([a-z-]+(\/[a-z-]+)?)?$/.test(request.view.path)) return
    const token = sessionToken(request, site.kind)
    const organisation = sessionOrganisation(request, site.kind)
    if (!token || !organisation || !site.statements.has(organisation)) return
    const visitor: Visitor = { organisation, token, accessPoint: 'staff-site' }
    const states = await ownClearances(site.door, visitor, site.now())
    const soon = states.filter(({ state }) => state === 'ends-soon').sort(bySoonest)
    if (soon.length > 0 && states.every(isOpen))
      request.view = { ...request.view, startNotice: <OwnClearanceNotice states={soon} /> }
  })
}

/** What closes everything to this visitor: for each thing that is missing or over, that it is; and what to do. */
export async function whatCloses(
  { door, now }: Pick<Site, 'door' | 'now'>,
  visitor: Visitor,
  language: Language,
): Promise<string[]> {
  const t = ownClearanceWords(language)
  const closed = (await ownClearances(door, visitor, now())).filter((one) => !isOpen(one))
  const sentences = closed.map((one) => {
    const { kind, next } = one
    const why = one.state === 'missing' ? t(`none-${kind}`) : t(`over-${kind}`, { on: noon(one.until) })
    return `${why} ${next === undefined ? t(`get-${kind}`) : t('nextOwn', { on: noon(next) })}`
  })
  return closed.some(({ next }) => next === undefined) ? [...sentences, t('showIt')] : sentences
}

/** How the own declarations of this person stand. */
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
  return clearanceStates(periods, dayInNetherlands(now))
}

/** The announcement, for the page where somebody starts. */
function OwnClearanceNotice({ states }: { states: readonly ClearanceState[] }) {
  const { language } = useView()
  const t = ownClearanceWords(language)
  return (
    <Notice kind="due">
      <b>{t('ownTitle')}</b>
      {states.map((state) => (
        <p key={state.kind}>
          {t('ownEnds', { kind: peopleWords(language)(state.kind), state: clearanceText(state, language) })}{' '}
          {state.next === undefined ? t(`renew-${state.kind}`) : t('nextOwn', { on: noon(state.next) })}
        </p>
      ))}
      <p>{t('ownHelp')}</p>
    </Notice>
  )
}
