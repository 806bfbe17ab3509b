import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { type Visitor, view } from '../door/index.ts'
import { dayInNetherlands, type PlainDate } from '../kernel/index.ts'
import { inWhoseName } from '../representation/index.ts'
import { addPage, dossierIn, type Met, meet, type Site, WhyShown } from '../shell/index.ts'
import {
  Heading,
  Link,
  Notice,
  NotThere,
  Page,
  PageHead,
  readForm,
  sendPage,
  Text,
  type View,
} from '../web/index.ts'
import type { Consent } from './consent.store.ts'
import { consent, consents, refuseConsent, withdrawConsent } from './consent.ts'
import { consentIn } from './consent-address.ts'
import { ConsentList } from './consent-list.tsx'
import { ConsentPaper } from './consent-paper.tsx'
import { lifeOn } from './consent-state.ts'
import { Decide, mayAnswer, Withdraw } from './decide.tsx'
import { myConsentWords } from './my-consents.words.ts'
import { StateTag } from './state-tag.tsx'

const PATH = '/dossiers/:dossier/consents'

const mine = view({
  event: 'portal.opened',
  action: 'read',
  parts: ['existence'],
  use: 'support',
  run: async (opened) => opened.listed,
})

/** The fingerprint of the words that were read: the answer is to those. */
export const AnswerSchema = Type.Object({ fingerprint: Type.String({ pattern: '^[0-9a-f]{64}$' }) })

/** `/dossiers/:dossier/consents` of the portal: what we ask, what was answered; saying no and withdrawing, each in one action. */
export function myConsentsPage(site: Site): void {
  addPage(site, 'GET', '/consents', async (request, reply, visitor) => {
    const { value: dossiers } = meet(site, request, await site.door.own(visitor, mine, undefined))
    const [only] = dossiers
    return reply.redirect(only && dossiers.length === 1 ? `/dossiers/${only.dossierId}/consents` : '/', 303)
  })
  addPage(site, 'GET', PATH, async (request, reply, visitor) => {
    const dossierId = dossierIn(request)
    const met = meet(site, request, await site.door.enter(visitor, consents, dossierId, undefined))
    const whose = await inWhoseName(site, visitor, met.facts, request.view.language)
    const today = dayInNetherlands(site.now())
    return sendPage(reply, <ListPage {...{ site, met, dossierId, whose, today }} view={request.view} />)
  })
  addPage(site, 'GET', `${PATH}/:consent`, async (request, reply, visitor) =>
    showOne(site, request, reply, visitor),
  )
  addPage(site, 'POST', `${PATH}/:consent/refuse`, async (request, reply, visitor) => {
    const dossierId = dossierIn(request)
    const id = consentIn(request.params)
    const read = readForm(AnswerSchema, request.body, request.view.language, { labels: { fingerprint: '' } })
    if (!read.ok) throw new NotThere()
    const answer = { id, ...read.values }
    const { value } = meet(site, request, await site.door.enter(visitor, refuseConsent, dossierId, answer))
    return reply.redirect(`/dossiers/${dossierId}/consents/${id}${value ? '?done=1' : '?changed=1'}`, 303)
  })
  addPage(site, 'POST', `${PATH}/:consent/withdraw`, async (request, reply, visitor) => {
    const dossierId = dossierIn(request)
    const id = consentIn(request.params)
    const { value } = meet(site, request, await site.door.enter(visitor, withdrawConsent, dossierId, id))
    return reply.redirect(`/dossiers/${dossierId}/consents/${id}${value ? '?done=1' : '?changed=1'}`, 303)
  })
}

async function showOne(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  visitor: Visitor,
): Promise<FastifyReply> {
  const dossierId = dossierIn(request)
  const met = meet(
    site,
    request,
    await site.door.enter(visitor, consent, dossierId, consentIn(request.params)),
  )
  if (met.value === undefined) throw new NotThere()
  const { done, changed } = request.query as { done?: string; changed?: string }
  const notice = done === '1' ? 'done' : changed === '1' ? 'changed' : undefined
  const today = dayInNetherlands(site.now())
  const page = <OnePage {...{ site, met, dossierId, today, notice }} one={met.value} view={request.view} />
  return sendPage(reply, page)
}

type ListProps = {
  site: Site
  view: View
  met: Met<Consent[]>
  dossierId: string
  whose: { title: string; under: string } | undefined
  today: PlainDate
}

function ListPage({ site, view, met, dossierId, whose, today }: ListProps) {
  const { language } = view
  const t = myConsentWords(language)
  const path = `/dossiers/${dossierId}/consents`
  const lives = met.value.map((one) => ({ one, life: lifeOn(one, today) }))
  const groups = [
    { title: 'waitsTitle', action: 'read', has: ['asked'] },
    { title: 'runsTitle', action: 'look', has: ['given'] },
    {
      title: 'overTitle',
      action: 'look',
      has: ['refused', 'withdrawn', 'expired', 'unanswered', 'taken-back'],
    },
  ] as const
  return (
    <Page view={inMenu(view, path)} title={t('myTitle')} current={path} narrow>
      <PageHead
        title={t('myTitle')}
        under={whose && `${whose.title}. ${whose.under}`}
        lead={t(whose ? 'theirLead' : 'myLead')}
      />
      {met.value.length === 0 && <Text>{t('myNone')}</Text>}
      {groups.map(({ title, action, has }) => {
        const group = lives.filter(({ life }) => has.some((one) => one === life)).map(({ one }) => one)
        if (group.length === 0) return null
        return (
          <section key={title}>
            <Heading>{t(title)}</Heading>
            <ConsentList consents={group} {...{ today, language, path }} action={t(action)} />
          </section>
        )
      })}
      <WhyShown site={site} facts={met.facts} />
    </Page>
  )
}

type OneProps = {
  site: Site
  view: View
  met: Met<Consent | undefined>
  one: Consent
  dossierId: string
  today: PlainDate
  notice: 'done' | 'changed' | undefined
}

function OnePage({ site, view, met, one, dossierId, today, notice }: OneProps) {
  const { language } = view
  const t = myConsentWords(language)
  const path = `/dossiers/${dossierId}/consents`
  const life = lifeOn(one, today)
  const told = life === 'given' || life === 'refused' || life === 'withdrawn' ? life : undefined
  const may = met.can('write', 'consents')
  const open = life === 'asked' && mayAnswer(one, met)
  return (
    <Page view={inMenu(view, path)} title={t('myTitle')} current={path} narrow>
      {notice === 'done' && told && <Notice kind="good">{t(told)}</Notice>}
      {notice === 'changed' && <Notice kind="due">{t('changed')}</Notice>}
      <PageHead above={<StateTag {...{ life, language }} />} title={one.words[language].title} />
      <ConsentPaper consent={one} open={open} {...{ life, language }}>
        {open && <Decide {...{ one, path, language }} />}
        {life === 'given' && may && <Withdraw {...{ one, path, language }} />}
      </ConsentPaper>
      {life === 'asked' && !open && (
        <Text>{t(one.answerBy === 'client' ? 'clientAnswers' : 'otherAnswers')}</Text>
      )}
      <p class="screen">
        <Link href={path}>{t('back')}</Link>
      </p>
      <WhyShown site={site} facts={met.facts} />
    </Page>
  )
}

/** The menu leads to the list of this dossier. */
export function inMenu(view: View, path: string): View {
  const nav = (view.nav ?? []).map((item) => (item.href === '/consents' ? { ...item, href: path } : item))
  return { ...view, nav }
}
