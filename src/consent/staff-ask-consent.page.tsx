import { randomUUID } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { OpenRecord, Visitor } from '../door/index.ts'
import { addDays, dayInNetherlands } from '../kernel/index.ts'
import {
  addPage,
  dossierIn,
  fullName,
  type Met,
  meet,
  type Site,
  statementOf,
  valuesOf,
  WhyShown,
} from '../shell/index.ts'
import type { Statement } from '../statement/index.ts'
import { ErrorSummary, Link, NotThere, Page, PageHead, sendPage, Text, type View } from '../web/index.ts'
import type { Answerer } from './answerer.ts'
import { answererIn } from './answerer-in.ts'
import { AskFields, CannotAsk, ChooseKind } from './ask-fields.tsx'
import { type AskForm, type Asking, readAsk } from './ask-form.ts'
import { type Askable, askableIn } from './askable.ts'
import { askConsent } from './consent.ts'
import { consentWords } from './consent.words.ts'
import { askedAgain } from './staff-ask-again.page.tsx'
import { wordingsOf } from './wording.ts'

const PATH = '/dossiers/:dossier/consents/new'
const LOOK = { event: 'dossier.read', parts: ['existence', 'identity'], use: 'support', newest: 0 } as const

/** `/dossiers/:dossier/consents/new`: a worker who is involved asks for consent, in words that the client reads. */
export function askConsentPage(site: Site): void {
  addPage(site, 'GET', PATH, async (request, reply, visitor) => {
    const today = dayInNetherlands(site.now())
    const form: AskForm = { values: { fromOn: today, untilOn: addDays(today, 90) }, errors: {} }
    return show(site, request, reply, { ...(await known(site, request, visitor)), form })
  })
  const ask: Parameters<typeof addPage>[3] = async (request, reply, visitor) => {
    const dossierId = dossierIn(request)
    const about = await known(site, request, visitor)
    const { answerer, askable, met } = about
    const today = dayInNetherlands(site.now())
    if (answerer.by === undefined)
      return show(site, request, reply, { ...about, form: { values: {}, errors: {} } })
    const read = readAsk(request.body, request.view.language, askable, today)
    if (!read.ok) return show(site, request, reply, { ...about, form: read.form })
    const id = randomUUID()
    const { scope } = read.values
    const answerUntil = answerer.until && answerer.until < scope.untilOn ? answerer.until : scope.untilOn
    const statement = statementOf(site, met.facts)
    const words = wordsOf(statement, met, { ...read.values, askable, answerBy: answerer.by })
    const asked = { id, scope, answerBy: answerer.by, answerUntil, words }
    meet(site, request, await site.door.enter(visitor, askConsent, dossierId, asked))
    return reply.redirect(`/dossiers/${dossierId}/consents/${id}?asked=1`, 303)
  }
  addPage(site, 'POST', PATH, ask, askedAgain(site))
}

type Known = {
  met: Met<OpenRecord[]>
  answerer: Answerer
  askables: readonly Askable[]
  /** The kind of request that the address names; else the first. */
  askable: Askable
}

/** Whom it is about, who would answer, and what may be asked. Looks of their own, each with its entry. */
async function known(site: Site, request: FastifyRequest, visitor: Visitor): Promise<Known> {
  const dossierId = dossierIn(request)
  const met = meet(site, request, await site.door.read(visitor, LOOK, dossierId))
  const birth = valuesOf(met.value).get('birth-date')
  const today = dayInNetherlands(site.now())
  const answered = await answererIn(site.door, visitor, dossierId, { birth, today })
  const { value: answerer } = meet(site, request, answered)
  const askables = askableIn(statementOf(site, met.facts).facts, met.facts.actor.role)
  if (!met.can('write', 'consents')) throw new NotThere()
  const { kind = askables[0]?.disclosure } = request.query as { kind?: string }
  const askable = askables.find(({ disclosure }) => disclosure === kind)
  if (!askable) throw new NotThere()
  return { met, answerer, askables, askable }
}

function wordsOf(
  statement: Statement,
  { facts: { actor, clientNumber }, value }: Met<OpenRecord[]>,
  asked: Asking & { askable: Askable; answerBy: 'client' | 'representative' },
) {
  const member = statement.facts.organisation.members?.find(({ id }) => id === actor.employer)
  const asker = { name: actor.name ?? '', role: actor.role, employer: member?.name }
  const about = { name: fullName(valuesOf(value)), number: clientNumber ?? '' }
  return wordingsOf(statement, { ...asked, asker, about })
}

async function show(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  about: Known & { form: AskForm },
): Promise<FastifyReply> {
  const page = <AskPage {...{ ...about, site }} dossierId={dossierIn(request)} view={request.view} />
  return sendPage(reply, page, Object.keys(about.form.errors).length > 0 ? 400 : 200)
}

type Props = Known & { site: Site; view: View; dossierId: string; form: AskForm }

function AskPage({ site, view, met, dossierId, form, answerer, askables, askable }: Props) {
  const { language } = view
  const t = consentWords(language)
  const path = `/dossiers/${dossierId}/consents`
  const whose = [fullName(valuesOf(met.value)), met.facts.clientNumber].filter(Boolean).join(' · ')
  const statement = statementOf(site, met.facts)
  return (
    <Page
      view={view}
      title={t('askTitle')}
      current="/clients"
      narrow
      failed={Object.keys(form.errors).length > 0}
    >
      <PageHead title={t('askTitle')} under={whose} lead={answerer.by && t('askLead')} />
      <ErrorSummary form={form} />
      <WhyShown site={site} facts={met.facts} />
      {answerer.by === undefined ? (
        <CannotAsk why={answerer.why} {...{ dossierId, language }} />
      ) : (
        <>
          {askables.length > 1 && <ChooseKind {...{ askables, askable, path, language }} />}
          <AskFields {...{ form, askable, path, statement, language }} />
        </>
      )}
      <Text>
        <Link href={path}>{t('backToList')}</Link>
      </Text>
    </Page>
  )
}
