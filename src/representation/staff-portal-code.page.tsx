import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Visitor } from '../door/index.ts'
import { dayInNetherlands } from '../kernel/index.ts'
import { addPage, dossierIn, type Met, meet, type Site, WhyShown, whoseDossier } from '../shell/index.ts'
import {
  Button,
  Form,
  Heading,
  Line,
  Link,
  List,
  Notice,
  NotThere,
  Page,
  PageHead,
  readForm,
  sendPage,
  Text,
  type View,
} from '../web/index.ts'
import { capacityJudgements } from './capacity-judgement.ts'
import { birthOf } from './client-facts.ts'
import { keepsBsn } from './keeps-bsn.ts'
import type { PortalAccess } from './portal-code.store.ts'
import { makePortalCode, mayHaveAccount, portalAccess, withdrawPortalAccess } from './portal-code.ts'
import { portalCodeWords } from './portal-code.words.ts'
import type { Representative } from './representation.store.ts'
import { representationWords } from './representation.words.ts'

const PATH = '/dossiers/:dossier/portal-code'
/** For whom: a representation, or the client when there is none. */
const WhomSchema = Type.Object({
  representation: Type.Optional(Type.String({ pattern: '^[0-9a-f-]{36}$' })),
})

type Refused = 'noBirth' | 'tooYoung' | 'weighFirst'
type Happened = { code: string; name: string } | { refused: Refused } | 'withdrawn' | undefined

/** `/dossiers/:dossier/portal-code`, where the organisation keeps no BSN: a code to hand over, and ending an access. */
export function portalCodePage(site: Site, portalOrigin: string): void {
  const here = { site, portalOrigin }
  addPage(site, 'GET', PATH, (request, reply, visitor) => show(here, request, reply, visitor, undefined))
  addPage(site, 'POST', PATH, async (request, reply, visitor) => {
    const { person, representationId } = await whomIn(site, request, visitor)
    const whom = person ? { aloneFrom: undefined } : await ownAccount(site, request, visitor)
    if ('refused' in whom) return show(here, request, reply, visitor, whom)
    const asked = { representationId, aloneFrom: whom.aloneFrom }
    const made = await makePortalCode(site.door, site.vault, visitor, dossierIn(request), asked)
    const { value: code } = meet(site, request, made)
    const name = person?.name ?? portalCodeWords(request.view.language)('theClient')
    return show(here, request, reply, visitor, { code, name })
  })
  addPage(site, 'POST', `${PATH}/withdraw`, async (request, reply, visitor) => {
    const { representationId } = await whomIn(site, request, visitor)
    const gone = await site.door.enter(visitor, withdrawPortalAccess, dossierIn(request), representationId)
    if (!meet(site, request, gone).value) throw new NotThere()
    return show(here, request, reply, visitor, 'withdrawn')
  })
}

async function whomIn(
  site: Site,
  request: FastifyRequest,
  visitor: Visitor,
): Promise<{ person?: Representative; representationId: string | undefined }> {
  const known = await site.door.enter(visitor, portalAccess, dossierIn(request), undefined)
  const { people } = meet(site, request, known).value
  demandNoBsn(site, visitor)
  const labels = { representation: '' }
  const answer = readForm(WhomSchema, request.body, request.view.language, { labels })
  if (!answer.ok) throw new NotThere()
  const { representation } = answer.values
  if (representation === undefined) return { representationId: undefined }
  const person = people.find(({ id }) => id === representation)
  if (!person) throw new NotThere()
  return { person, representationId: representation }
}

async function ownAccount(site: Site, request: FastifyRequest, visitor: Visitor) {
  const dossierId = dossierIn(request)
  const weighed = await site.door.enter(visitor, capacityJudgements, dossierId, undefined)
  const judgement = meet(site, request, weighed).value.find(({ revokedAt }) => revokedAt === undefined)
  const birth = await birthOf(site, visitor, dossierId)
  return mayHaveAccount(birth, judgement?.able === true, dayInNetherlands(site.now()))
}

/** Where people sign in with DigiD there is no such page. */
function demandNoBsn(site: Site, { organisation }: Visitor): void {
  const statement = site.statements.get(organisation)
  if (!statement || keepsBsn(statement)) throw new NotThere()
}

type Here = { site: Site; portalOrigin: string }
type Known = { people: Representative[]; access: PortalAccess[] }

async function show(
  here: Here,
  request: FastifyRequest,
  reply: FastifyReply,
  visitor: Visitor,
  happened: Happened,
): Promise<FastifyReply> {
  const { site } = here
  const dossierId = dossierIn(request)
  const met = meet(site, request, await site.door.enter(visitor, portalAccess, dossierId, undefined))
  demandNoBsn(site, visitor)
  const whose = await whoseDossier(site, request, visitor, dossierId)
  const page = <AccessPage {...{ here, met, dossierId, whose, happened }} view={request.view} />
  return sendPage(reply, page, typeof happened === 'object' && 'refused' in happened ? 400 : 200)
}

type Props = {
  here: Here
  view: View
  met: Met<Known>
  dossierId: string
  whose: string
  happened: Happened
}

function AccessPage({ here, view, met, dossierId, whose, happened }: Props) {
  const t = portalCodeWords(view.language)
  const { people, access } = met.value
  const path = `/dossiers/${dossierId}/portal-code`
  const may = met.can('write', 'network')
  const of = (id: string | undefined) => access.find(({ representationId }) => representationId === id)
  return (
    <Page view={view} title={t('title')} current="/clients" narrow>
      <PageHead title={t('title')} under={whose} lead={t('lead')} />
      <Outcome {...{ happened, dossierId }} language={view.language} portalOrigin={here.portalOrigin} />
      <WhyShown site={here.site} facts={met.facts} />
      <List label={t('title')}>
        <Person
          {...{ path, may }}
          mark={t('clientMark')}
          name={t('client')}
          access={of(undefined)}
          language={view.language}
        />
        {people.map(({ id, name, kind }) => (
          <Person
            key={id}
            {...{ path, may, id }}
            mark={representationWords(view.language)(kind)}
            name={name}
            access={of(id)}
            language={view.language}
          />
        ))}
      </List>
      <Text>
        <Link href={`/dossiers/${dossierId}/representatives`}>{t('back')}</Link>
      </Text>
    </Page>
  )
}

function Outcome({
  happened,
  dossierId,
  language,
  portalOrigin,
}: {
  happened: Happened
  dossierId: string
  language: View['language']
  portalOrigin: string
}) {
  const t = portalCodeWords(language)
  if (happened === undefined) return null
  if (happened === 'withdrawn') return <Notice kind="good">{t('withdrawn')}</Notice>
  if ('refused' in happened)
    return (
      <Notice kind="due">
        {t(happened.refused)}{' '}
        {happened.refused === 'weighFirst' && (
          <Link href={`/dossiers/${dossierId}/capacity`}>{t('weigh')}</Link>
        )}
      </Notice>
    )
  return (
    <section>
      <Heading>{t('made', { name: happened.name })}</Heading>
      <p class="big num">{happened.code}</p>
      <Text>{t('madeHow')}</Text>
      <Text>
        {t('madeWhere')} <b>{`${portalOrigin}/invited`}</b>
      </Text>
    </section>
  )
}

function Person({
  mark,
  name,
  id,
  access,
  path,
  may,
  language,
}: {
  mark: string
  name: string
  id?: string
  access: PortalAccess | undefined
  path: string
  may: boolean
  language: View['language']
}) {
  const t = portalCodeWords(language)
  const hidden = id && <input type="hidden" name="representation" value={id} />
  const actions = (
    <div class="row">
      <Form action={path}>
        {hidden}
        <Button kind="secondary">{t(access ? 'makeAgain' : 'make')}</Button>
      </Form>
      {access && (
        <Form action={`${path}/withdraw`}>
          {hidden}
          <Button kind="secondary">{t('withdraw')}</Button>
        </Form>
      )}
    </div>
  )
  return (
    <Line mark={mark}>
      <b>{name}</b>
      <br />
      {!access && t('none')}
      {access?.accountSince && `${t('accountSince', { since: access.accountSince })} `}
      {access?.codeUntil && t('codeUntil', { until: access.codeUntil })}
      {may && actions}
    </Line>
  )
}
