import type { Door, Visitor } from '../door/index.ts'
import { dayInNetherlands } from '../kernel/index.ts'
import { Notice, useView } from '../web/index.ts'
import { type ClearancePeriod, type ClearanceState, clearanceStates } from './clearance.ts'
import { clearanceText } from './page-parts.tsx'
import { findOwnClearances, greetRow } from './people.store.ts'
import { peopleWords } from './people.words.ts'

/** What is to be announced to this person: own declarations that end within 30 days, are missing or over. */
export async function ownClearances(door: Door, visitor: Visitor, now: Date): Promise<ClearanceState[]> {
  let periods: ClearancePeriod[] = []
  await door.change(visitor, { action: 'read', parts: [], use: 'support' }, async (tx, knock) => {
    periods = await findOwnClearances(tx, knock)
    return greetRow(tx, knock)
  })
  return clearanceStates(periods, dayInNetherlands(now)).filter(
    // who never followed the training is not told so at every page; the team manager's list says it
    ({ state, kind }) => state !== 'valid' && !(kind === 'awareness' && state === 'missing'),
  )
}

/** The announcement, for the page where somebody starts. Nothing when all is well. */
export function OwnClearanceNotice({ states }: { states: readonly ClearanceState[] }) {
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
