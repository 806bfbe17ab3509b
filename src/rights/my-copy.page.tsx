import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Pool } from '../db/index.ts'
import { view as look, type Visitor } from '../door/index.ts'
import { addSensitivePage } from '../identity/index.ts'
import { inWhoseName } from '../representation/index.ts'
import { dossierIn, type Met, meet, type Site, statementOf, WhyShown } from '../shell/index.ts'
import {
  Button,
  Form,
  Heading,
  Link,
  Notice,
  NotThere,
  Page,
  PageHead,
  plainDay,
  readForm,
  sendPage,
  Text,
  type View,
} from '../web/index.ts'
import { type CopyPart, partsToCopy, takeCopy } from './copy.ts'
import { copyWords } from './copy.words.ts'
import { copyDocument } from './copy-document.tsx'
import { inertJson } from './inert.ts'

const PATH = '/dossiers/:dossier/copy'

const CopyForm = Type.Object({ kind: Type.Enum(['page', 'data']) }, { additionalProperties: false })

/** Whether there is something to take along here; that somebody came to see it is written down too. */
const offer = look({
  event: 'copy.offered',
  action: 'read',
  parts: ['existence'],
  use: 'support',
  run: async () => undefined,
})

/** `/dossiers/:dossier/copy` of the portal: what is in a copy, and taking it as a page or as data. */
export function myCopyPage(site: Site, signinPool: Pool): void {
  addSensitivePage(site, 'GET', PATH, { signinPool }, async (request, reply, visitor, kept) => {
    const met = meet(site, request, await site.door.enter(visitor, offer, dossierIn(request), undefined))
    const parts = await partsToCopy(site.door, visitor, met.facts.actor.role, met.can)
    const whose = await inWhoseName(site, visitor, met.facts, request.view.language)
    return sendPage(
      reply,
      <CopyPage {...{ site, met, parts, whose }} again={kept !== undefined} view={request.view} />,
    )
  })
  const formAt = (request: FastifyRequest) => `/dossiers/${dossierIn(request)}/copy`
  addSensitivePage(site, 'POST', PATH, { signinPool, formAt }, (request, reply, visitor) =>
    download(site, request, reply, visitor),
  )
}

/** Answers with the file. Nothing of it is kept: not here, and not on the way. */
async function download(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  visitor: Visitor,
): Promise<FastifyReply> {
  const { language } = request.view
  const form = readForm(CopyForm, request.body, language, { labels: { kind: '' } })
  if (!form.ok) throw new NotThere()
  const { facts, can } = meet(site, request, await site.door.greet(visitor))
  const statement = statementOf(site, facts)
  const parts = await partsToCopy(site.door, visitor, facts.actor.role, can)
  // Nothing may be taken along: the page says so in words.
  if (parts.length === 0) return reply.redirect(`/dossiers/${dossierIn(request)}/copy`, 303)
  const now = site.now()
  const taking = { statement, language, now, publicOrigin: site.publicOrigin }
  const { value } = meet(site, request, await takeCopy(site.door, visitor, dossierIn(request), parts, taking))
  const [extension, type, body] =
    form.values.kind === 'data'
      ? ['json', 'application/json; charset=utf-8', inertJson(value.copy)]
      : [
          'html',
          'text/html; charset=utf-8',
          copyDocument({ taken: value, statement, language, assets: request.view.assets }),
        ]
  const name = language === 'nl' ? 'dossier-kopie' : 'dossier-copy'
  return reply
    .header('content-disposition', `attachment; filename="${name}-${plainDay(now)}.${extension}"`)
    .type(type)
    .send(body)
}

type Props = {
  site: Site
  view: View
  met: Met<undefined>
  parts: readonly CopyPart[]
  whose: { title: string; under: string } | undefined
  again: boolean
}

function CopyPage({ site, view, met, parts, whose, again }: Props) {
  const t = copyWords(view.language)
  const title = t(whose ? 'titleOfAnother' : 'title')
  const { dataProtectionOfficer } = statementOf(site, met.facts).facts.organisation
  return (
    <Page view={view} title={title} current="/" narrow>
      {again && parts.length > 0 && <Notice kind="due">{t('again')}</Notice>}
      <PageHead
        title={title}
        under={whose && `${whose.title}. ${whose.under}`}
        lead={t(whose ? 'leadOfAnother' : 'lead')}
      />
      {parts.length === 0 ? (
        <Text>{t('notAllowed')}</Text>
      ) : (
        <>
          <Downloads
            action={`/dossiers/${met.facts.dossierId}/copy`}
            schema={`${site.publicOrigin}/dossier-copy.schema.json`}
            view={view}
          />
          <Contents {...{ site, met, parts }} view={view} />
        </>
      )}
      <Text small quiet>
        {t('byWorker', { email: dataProtectionOfficer.email })}
      </Text>
      <WhyShown site={site} facts={met.facts} />
    </Page>
  )
}

/** What is in it and what is not, before anybody presses anything. */
function Contents({ site, met, parts, view }: Pick<Props, 'site' | 'met' | 'parts' | 'view'>) {
  const t = copyWords(view.language)
  const statement = statementOf(site, met.facts)
  const inPerson = met.facts.actor.role === 'client'
  const items = new Set(statement.facts.items.map(({ part }): string => part))
  const named = parts
    .filter((part) => items.has(part) && part !== 'existence' && part !== 'notes')
    .map((part) => statement.label(view.language, `parts.${part}`))
  const inIt = [
    inPerson
      ? t('inItems')
      : t('inScope', {
          parts: new Intl.ListFormat(view.language, { type: 'conjunction' }).format(named),
        }),
    parts.includes('notes') && t('inNotes'),
    t(inPerson ? 'inInvolved' : 'inInvolvedThere'),
    parts.includes('consents') && t(inPerson ? 'inConsents' : 'inConsentsThere'),
    inPerson && parts.includes('consents') && t('inRepresentatives'),
    inPerson && parts.includes('network') && t('inWeighings'),
    parts.includes('access-log') && t(inPerson ? 'inLog' : 'inLogThere'),
  ]
  const notInIt = [
    !inPerson && t('notScope'),
    t('notOthers'),
    t('notDrafts'),
    t('notRegisters'),
    parts.includes('access-log') && t('notSafety'),
    inPerson && t('notAccount'),
  ]
  return (
    <>
      <section>
        <Heading>{t('inIt')}</Heading>
        <Points texts={inIt} />
      </section>
      <section>
        <Heading>{t('notInIt')}</Heading>
        <Points texts={notInIt} />
      </section>
    </>
  )
}

function Points({ texts }: { texts: readonly (string | false)[] }) {
  return <ul class="utrecht-unordered-list">{texts.map((text) => text && <li key={text}>{text}</li>)}</ul>
}

/** The two files, each with what it is for. */
function Downloads({ action, schema, view }: { action: string; schema: string; view: View }) {
  const t = copyWords(view.language)
  return (
    <>
      <Notice kind="due">
        <b>{t('careful')}.</b> {t('carefulWhy')}
      </Notice>
      <section>
        <Heading>{t('readable')}</Heading>
        <Text>{t('readableWhat')}</Text>
        <Form action={action}>
          <input type="hidden" name="kind" value="page" />
          <Button>{t('readableButton')}</Button>
        </Form>
      </section>
      <section>
        <Heading>{t('data')}</Heading>
        <Text>
          {t('dataWhat')} <Link href={schema}>{t('dataSchema')}</Link>.
        </Text>
        <Form action={action}>
          <input type="hidden" name="kind" value="data" />
          <Button kind="secondary">{t('dataButton')}</Button>
        </Form>
      </section>
      <Text>{t('kept')}</Text>
    </>
  )
}
