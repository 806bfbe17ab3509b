import type { Facts, Visitor } from '../door/index.ts'
import { STAFF_NAME } from '../door/index.ts'
import type { Site } from '../shell/index.ts'
import type { Statement } from '../statement/index.ts'
import { unsealText } from '../vault/index.ts'
import { dateInFull, Heading, type Language, Line, List, Tag, Text, timeOfDay } from '../web/index.ts'
import { emergencyRows } from './incidental.store.ts'
import { incidentalWords } from './incidental.words.ts'

/** An emergency access that somebody must hear of: who and when, and of no client. It waits until they judged or saw it. */
export type Emergency = {
  id: string
  name: string
  role: string
  fromAt: Date
  waits: boolean
}

/** The emergency accesses that this person hears of at once: the officer of all, a team manager of the own teams. */
export async function heardEmergencies(site: Site, visitor: Visitor, facts: Facts): Promise<Emergency[]> {
  const rows = await site.door.askOwn(visitor, 'review', emergencyRows)
  const key = await site.vault.organisationKey(facts.organisation)
  return rows.map((row) => ({
    id: row.access_id,
    name: unsealText(key, row.sealed_name, {
      organisation: facts.organisation,
      ...STAFF_NAME,
      row: row.staff_id,
    }),
    role: row.role,
    fromAt: row.from_at,
    waits: row.waits,
  }))
}

type Props = { emergencies: readonly Emergency[]; statement: Statement; language: Language }

/** The list of emergencies; nothing without any. */
export function Emergencies({ emergencies, statement, language }: Props) {
  const t = incidentalWords(language)
  if (emergencies.length === 0) return null
  return (
    <section>
      <Heading>{t('usedInEmergency')}</Heading>
      <Text>{t('emergenciesLead')}</Text>
      <List label={t('usedInEmergency')}>
        {emergencies.map(({ id, name, role, fromAt }) => (
          <Line key={id} mark={timeOfDay(fromAt, language)}>
            <Tag kind="late">{t('emergency')}</Tag> {dateInFull(fromAt, language)}: <b>{name}</b>,{' '}
            {statement.label(language, `roles.${role}`)}
          </Line>
        ))}
      </List>
    </section>
  )
}
