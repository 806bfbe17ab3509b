import type { Facts } from '../door/index.ts'
import { catalogue, Link, Trace, useView } from '../web/index.ts'
import { clauseHref } from './refusal.page.tsx'
import { type Site, statementOf } from './site.ts'

const words = catalogue({
  nl: {
    involved: 'U ziet dit omdat u als {role} bij deze cliënt betrokken bent',
    'same-team': 'U ziet dit omdat deze cliënt bij uw team hoort',
    self: 'Dit is uw eigen dossier',
    incidental: 'U ziet dit voor korte tijd, als {role}, om de reden die u opschreef',
    represents: 'U ziet dit omdat u voor deze persoon mag kijken',
    other: 'U ziet dit als {role}',
    promise: 'belofte {id}',
    written: 'Dat u dit opende, staat in het logboek van de cliënt, met deze reden.',
    writtenSelf: 'Ook dat u hier zelf keek, staat in het logboek.',
  },
  en: {
    involved: 'You see this because you are involved with this client as {role}',
    'same-team': 'You see this because this client belongs to your team',
    self: 'This is your own dossier',
    incidental: 'You see this for a short time, as {role}, for the reason that you wrote down',
    represents: 'You see this because you may look for this person',
    other: 'You see this as {role}',
    promise: 'promise {id}',
    written: "That you opened this stands in the client's log, with this reason.",
    writtenSelf: 'That you looked here yourself stands in the log too.',
  },
})

const known = ['involved', 'same-team', 'self', 'incidental', 'represents'] as const

/** The trace line of a look: why one may see this, by which promise, and that it was written down. */
export function WhyShown({ site, facts }: { site: Site; facts: Facts }) {
  const { language } = useView()
  const t = words(language)
  const role = statementOf(site, facts).label(language, `roles.${facts.actor.role}`)
  const relation = known.find((one) => one === facts.relation) ?? 'other'
  const clause = facts.clauses[0]
  return (
    <Trace why={t(relation, { role })}>
      {clause && (
        <>
          (
          <Link href={clauseHref(site, facts.organisation, clause, language)}>
            {t('promise', { id: clause.split('-')[1] ?? clause })}
          </Link>
          ).{' '}
        </>
      )}
      {relation === 'self' ? t('writtenSelf') : t('written')}
    </Trace>
  )
}
