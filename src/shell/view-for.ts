import type { Can, Facts } from '../door/index.ts'
import type { Statement } from '../statement/index.ts'
import type { Language, NavItem, View } from '../web/index.ts'
import { shellWords } from './shell.words.ts'
import type { Site } from './site.ts'
import type { Present } from './waiting.ts'

/** The view of a page for somebody who is signed in: brand, name and function, and a menu of what the rules allow. */
export function viewFor(site: Site, view: View, facts: Facts, can: Can): View {
  const statement = site.statements.get(facts.organisation)
  if (!statement) return view
  const { organisation, theme } = statement.facts
  const t = shellWords(view.language)
  const member = organisation.members?.find((one) => one.id === facts.actor.employer)
  return {
    ...view,
    brand: {
      id: organisation.id,
      name: organisation.name,
      theme,
      privacyHref: `${site.publicOrigin}/${organisation.id}/privacy${view.language === 'en' ? '?lang=en' : ''}`,
    },
    person:
      facts.actor.kind === 'client'
        ? {
            name: facts.actor.role === 'representative' ? t('signedInForAnother') : '',
            href: '/account/sessions',
            opens: t('ownSignIns'),
          }
        : {
            // With one factor shown it may be somebody else: then no name is told either (TOM-12.1).
            name: facts.secondFactor ? (facts.actor.name ?? '') : '',
            ...(facts.secondFactor ? { href: '/account/sessions' } : {}),
            role: statement.label(view.language, `roles.${facts.actor.role}`),
            ...(member && member.name !== organisation.name ? { employer: member.name } : {}),
          },
    nav:
      facts.actor.kind === 'client'
        ? portalNav(facts, view.language)
        : staffNav(site, statement, view.language, { facts, can }),
  }
}

function staffNav(site: Site, statement: Statement, language: Language, present: Present): NavItem[] {
  const t = shellWords(language)
  const { can } = present
  const nav: NavItem[] = []
  // First of all: it is where somebody begins for whom something can wait.
  if (site.waiting?.some((source) => source.isFor(present))) nav.push({ href: '/today', label: t('today') })
  if (can('read', 'identity', { relation: 'involved', use: 'support' }))
    nav.push({ href: '/clients', label: t('myClients') })
  if (can('search', 'existence', { relation: 'involved', use: 'support' }))
    nav.push({ href: '/clients/find', label: t('find') })
  if (can('write', 'existence', { relation: 'none', use: 'registration' }))
    nav.push({ href: '/clients/new', label: t('register') })
  if (
    statement.facts.purposes.some(({ id }) =>
      can('read', 'existence', { relation: 'incidental', use: { purpose: id } }),
    )
  )
    nav.push({ href: '/incidental-access', label: t('incidental') })
  if (can('review', 'existence', { relation: 'none', use: 'review' }))
    nav.push({ href: '/people', label: t('people') })
  if (can('review', 'access-log', { relation: 'none', use: 'review' }))
    nav.push(
      { href: '/incidental-access/reviews', label: t('reviews') },
      { href: '/signals', label: t('signals') },
      { href: '/promises', label: t('promises') },
      { href: '/people/clearances', label: t('clearances') },
    )
  return nav
}

function portalNav(facts: Facts, language: Language): NavItem[] {
  const t = shellWords(language)
  const acting = facts.actor.role === 'representative'
  return [
    { href: '/', label: t(acting ? 'theDossier' : 'myDossier') },
    { href: '/consents', label: t('consents') },
    { href: '/who-looked', label: t('whoLooked') },
    ...(acting ? [{ href: '/acting-for', label: t('actingFor') }] : []),
  ]
}
