import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Can, Denial, Facts } from '../door/index.ts'
import type { Statement } from '../statement/index.ts'
import { ButtonLink, type Language, Page, PageHead, Refusal, sendPage, Text } from '../web/index.ts'
import { shellWords } from './shell.words.ts'
import { type Site, statementOf, visitorOf } from './site.ts'

/** The rules say no to somebody who may know that the dossier exists: the page says why and what would help. */
export class RefusedLook extends Error {
  readonly code = 'refused'
  readonly facts: Facts
  readonly can: Can
  readonly denial: Denial
  constructor(facts: Facts, can: Can, denial: Denial) {
    super('refused by the rules')
    this.facts = facts
    this.can = can
    this.denial = denial
  }
}

/** Answers 403 with the sentence, the promise, and the ways that are open. */
export async function sendRefusal(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  { facts, can, denial }: RefusedLook,
): Promise<FastifyReply> {
  const statement = statementOf(site, facts)
  const { language } = request.view
  const t = shellWords(language)
  const clause = denial.clauses[0]
  const promise = clause && {
    id: clause.split('-')[1] ?? clause,
    href: clauseHref(site, facts.organisation, clause, language),
  }
  const ways =
    denial.reason === 'clearance'
      ? ((await site.whatCloses?.(visitorOf(site, request), language)) ?? [])
      : waysOut(denial, facts, statement, language)
  const page = (
    <Page view={request.view} title={t('refusedTitle')} narrow>
      <PageHead title={t('refusedTitle')} />
      <Refusal why={whyNot(denial, can, statement, language)} {...(promise ? { promise } : {})} ways={ways} />
      {facts.actor.kind === 'staff' && facts.dossierId !== undefined && <Text>{t('written')}</Text>}
      <WayBack {...{ facts, can, denial, statement, language }} />
    </Page>
  )
  return sendPage(reply, page, 403)
}

/** Where one can go on: to what is open of this dossier, else to the start. Nowhere while everything is closed. */
function WayBack({
  facts,
  can,
  denial,
  statement,
  language,
}: Omit<RefusedLook, keyof Error | 'code'> & { statement: Statement; language: Language }) {
  const t = shellWords(language)
  if (denial.reason !== 'no-rule') return null
  const overview = facts.dossierId !== undefined && can('read', 'identity') && can('read', 'contact')
  const incidental = denial.wouldHelp.some(({ change, to }) => change === 'relation' && to === 'incidental')
  const emergency = isForEmergency(statement, facts)
  return (
    <div class="row">
      {overview && <ButtonLink href={`/dossiers/${facts.dossierId}`}>{t('whoIsInvolved')}</ButtonLink>}
      {incidental && (
        <ButtonLink href={emergency ? '/incidental-access/emergency' : '/incidental-access'} kind="secondary">
          {t(emergency ? 'openEmergency' : 'askIncidental')}
        </ButtonLink>
      )}
      <ButtonLink href="/" kind="secondary">
        {can('read', 'identity', { relation: 'involved', use: 'support' }) ? t('back') : t('toStart')}
      </ButtonLink>
    </div>
  )
}

/** Whether the purpose of this look is one for which the statement opens a dossier in an emergency. */
function isForEmergency({ facts: { activities } }: Statement, { purpose }: Facts): boolean {
  return activities.some((activity) => activity.purpose === purpose && activity.ground === 'vital-interest')
}

/** Where a clause of the statement can be read. */
export function clauseHref(site: Site, organisation: string, clause: string, language: Language): string {
  return `${site.publicOrigin}/${organisation}/privacy${language === 'en' ? '?lang=en' : ''}#${clause}`
}

function whyNot(denial: Denial, can: Can, statement: Statement, language: Language): string {
  const t = shellWords(language)
  if (denial.reason === 'second-factor') return t('refusedSecondFactor')
  if (denial.reason === 'clearance') return t('refusedClearance')
  // Of what was asked together only the closed parts: the name may well stand open.
  const closed = denial.parts.filter((part) => !can(denial.action, part))
  const named = (closed.length > 0 ? closed : denial.parts).map((part) =>
    statement.label(language, `parts.${part}`),
  )
  const parts = new Intl.ListFormat(language, { type: 'conjunction' }).format(named)
  if (denial.action === 'read') return t('refusedRead', { parts })
  if (denial.action === 'write') return t('refusedWrite', { parts })
  return t('refusedOther')
}

function waysOut(denial: Denial, facts: Facts, statement: Statement, language: Language): string[] {
  const t = shellWords(language)
  if (denial.reason === 'second-factor') return [t('helpSignInAgain')]
  const ways = denial.wouldHelp.map(({ change, to }) => {
    switch (change) {
      case 'relation':
        if (to === 'involved') return t('helpRelation')
        if (to !== 'incidental') return undefined
        return t(isForEmergency(statement, facts) ? 'helpEmergency' : 'helpIncidental')
      case 'consent':
        return t('helpConsent')
      case 'state':
        return to === 'open' ? t('helpState') : undefined
      case 'purpose':
        return t('helpPurpose', { purpose: statement.label(language, `purposes.${to}`) })
      default:
        return undefined
    }
  })
  const known = [...new Set(ways.filter((way) => way !== undefined))]
  return known.length > 0 ? known : [t('helpNothing')]
}
