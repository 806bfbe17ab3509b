import type { Activity, Facts } from './facts.ts'
import type { PublishedStatement } from './published.ts'
import { entityIdOf, legalRoleOf } from './register-entities.ts'
import { dataSubjectsOf, legalBasisOf, type Measure, measuresOf } from './register-terms.ts'
import type { Statement } from './statement.ts'
import { uuidOf } from './uuid.ts'
import type { Lang } from './vocabulary.ts'

/** An entry of the register of processing activities (GDPR art. 30), after the draft API of the Dutch government. */
export type ProcessingActivity = { id: string; active: boolean; latestVersion: number }
export type Recipient = { legalRole: string; entityId: string }
export type ProcessingActivityVersion = {
  name: string
  version: number
  validFrom: string
  purpose: string
  legalBasis: string[]
  /** Beside the draft: the articles behind the basis, and the exception for special categories. */
  articles: string[]
  specialCategoryException?: string
  dataSubjects: string[]
  personalData: { categories: string[]; retentionPeriod: string }
  processingOptions: string[]
  /** The draft has room for one recipient; the others follow in `furtherRecipients`. */
  recipients?: Recipient
  furtherRecipients?: Recipient[]
  measures: Measure[]
}
export type RegisterEntry = {
  activity: string
  entry: ProcessingActivity
  versions: ProcessingActivityVersion[]
}

/**
 * The register of an organisation from its published versions, oldest first. An activity gets a new version only when
 * something about it changed; one that is no longer in the last statement is no longer active.
 */
export function registerOf(published: PublishedStatement[], lang: Lang): RegisterEntry[] {
  const entries = new Map<string, RegisterEntry>()
  for (const { statement, inForceFrom } of published) {
    for (const activity of statement.facts.activities) {
      const entry = entries.get(activity.id) ?? newEntry(statement.facts.organisation.id, activity.id)
      entries.set(activity.id, entry)
      addVersion(entry, describe(activity, statement, lang), inForceFrom)
    }
  }
  const current = new Set(published.at(-1)?.statement.facts.activities.map((activity) => activity.id))
  for (const { activity, entry } of entries.values()) entry.active = current.has(activity)
  return [...entries.values()]
}

/** The address of an activity in the register. */
export function activityIdOf(organisation: string, activity: string): string {
  return uuidOf(`${organisation}/activities/${activity}`)
}

type Description = Omit<ProcessingActivityVersion, 'version' | 'validFrom'>

function newEntry(organisation: string, activity: string): RegisterEntry {
  const id = activityIdOf(organisation, activity)
  return { activity, entry: { id, active: false, latestVersion: 0 }, versions: [] }
}

function addVersion(register: RegisterEntry, description: Description, inForceFrom: string): void {
  const last = register.versions.at(-1)
  if (last) {
    const { version, validFrom, ...lastDescription } = last
    if (JSON.stringify(lastDescription) === JSON.stringify(description)) return
  }
  register.entry.latestVersion += 1
  const { name, ...rest } = description
  const validFrom = `${inForceFrom}T00:00:00Z`
  register.versions.push({ name, version: register.entry.latestVersion, validFrom, ...rest })
}

function describe(activity: Activity, statement: Statement, lang: Lang): Description {
  const { facts } = statement
  const [first, ...further] = recipientsOf(activity, facts)
  return {
    name: statement.label(lang, `activities.${activity.id}`),
    purpose: statement.label(lang, `purposes.${activity.purpose}`),
    legalBasis: legalBasisOf(activity.ground),
    articles: activity.articles,
    ...(activity.special !== undefined && { specialCategoryException: activity.special }),
    dataSubjects: dataSubjectsOf(activity.dataSubjects),
    personalData: {
      categories: activity.parts.map((part) => statement.label(lang, `parts.${part}`)),
      retentionPeriod: `P${yearsOf(activity, facts)}Y`,
    },
    processingOptions: ['Obtain', 'Organise', 'Store', 'Use', 'Remove', ...(first ? ['Disclose'] : [])],
    ...(first && { recipients: first }),
    ...(further.length > 0 && { furtherRecipients: further }),
    measures: measuresOf(lang),
  }
}

function recipientsOf(activity: Activity, facts: Facts): Recipient[] {
  return activity.recipients.map((kind) => ({
    legalRole: legalRoleOf(kind, facts),
    entityId: entityIdOf(facts.organisation.id, 'party-kinds', kind),
  }))
}

function yearsOf(activity: Activity, facts: Facts): number {
  const term = facts.terms.find(({ id }) => id === activity.term)
  // A statement whose activity has no term is never published: the checker refuses it.
  if (!term) throw new Error(`activity ${activity.id} has no term`)
  return term.years
}
