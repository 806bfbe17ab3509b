import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Pool } from '../db/index.ts'
import type { Facts, Visitor } from '../door/index.ts'
import { demandStepUp, keepTyped, takeTyped } from '../identity/index.ts'
import { dayInNetherlands } from '../kernel/index.ts'
import { addPage, dossierIn, type Met, meet, type Site, WhyShown, whoseDossier } from '../shell/index.ts'
import { Link, List, NotThere, Page, PageHead, readForm, sendPage, Text, type View } from '../web/index.ts'
import { capacityJudgements } from './capacity-judgement.ts'
import { birthOf } from './client-facts.ts'
import { keepsBsn } from './keeps-bsn.ts'
import type { PortalAccess } from './portal-code.store.ts'
import { makePortalCode, mayHaveAccount, portalAccess, withdrawPortalAccess } from './portal-code.ts'
import { portalCodeWords } from './portal-code.words.ts'
import { type Happened, Outcome, Person } from './portal-code-list.tsx'
import type { Representative } from './representation.store.ts'
import { representationWords } from './representation.words.ts'

const PATH = '/dossiers/:dossier/portal-code'
/** Whom a code is meant for, as it is kept while the second factor is shown: a representation's id, or this. */
const CLIENT = 'client'
/** For whom: a representation, or the client when there is none. */
const WhomSchema = Type.Object({
  representation: Type.Optional(Type.String({ pattern: '^[0-9a-f-]{36}$' })),
})

/**
 * `/dossiers/:dossier/portal-code`, where the organisation keeps no BSN: a code to hand over, and ending an access. A code opens the
 * dossier to who has it, so the second factor is shown again first; for whom it was meant is remembered. Ending is one press.
 */
export function portalCodePage(site: Site, signinPool: Pool, portalOrigin: string): void {
  const here = { site, portalOrigin }
  const keeper = { signinPool, vault: site.vault }
  addPage(site, 'GET', PATH, async (request, reply, visitor) => {
    const { facts } = meet(site, request, await site.door.greet(visitor))
    const typed = await takeTyped(keeper, visitor, facts, pathOf(request))
    const happened = typed && (await meantBy(site, request, visitor, typed))
    return show(here, request, reply, visitor, happened)
  })
  addPage(site, 'POST', PATH, async (request, reply, visitor) => {
    const { facts, person, representationId } = await whomIn(site, request, visitor)
    const whom = person ? { aloneFrom: undefined } : await ownAccount(site, request, visitor)
    if ('refused' in whom) return show(here, request, reply, visitor, whom)
    const path = pathOf(request)
    const away = await demandStepUp(site, request, path)
    if (away) {
      await keepTyped(keeper, visitor, facts, { path, body: { whom: representationId ?? CLIENT } })
      return reply.redirect(away, 303)
    }
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
): Promise<{ facts: Facts; person?: Representative; representationId: string | undefined }> {
  const known = await site.door.enter(visitor, portalAccess, dossierIn(request), undefined)
  const { facts, value } = meet(site, request, known)
  demandNoBsn(site, visitor)
  const labels = { representation: '' }
  const answer = readForm(WhomSchema, request.body, request.view.language, { labels })
  if (!answer.ok) throw new NotThere()
  const { representation } = answer.values
  if (representation === undefined) return { facts, representationId: undefined }
  const person = value.people.find(({ id }) => id === representation)
  if (!person) throw new NotThere()
  return { facts, person, representationId: representation }
}

/** Whom the code was meant for, from before the second factor was shown; undefined when that person acts no longer. */
async function meantBy(
  site: Site,
  request: FastifyRequest,
  visitor: Visitor,
  { whom }: Readonly<Record<string, unknown>>,
): Promise<Happened> {
  if (whom === CLIENT) return { meant: portalCodeWords(request.view.language)('theClient'), id: undefined }
  const known = await site.door.enter(visitor, portalAccess, dossierIn(request), undefined)
  const person = meet(site, request, known).value.people.find(({ id }) => id === whom)
  return person && { meant: person.name, id: person.id }
}

function pathOf(request: FastifyRequest): string {
  return `/dossiers/${dossierIn(request)}/portal-code`
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
      <Outcome {...{ happened, dossierId, path }} language={view.language} portalOrigin={here.portalOrigin} />
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
      {may && (
        <Text small quiet>
          {t('stepUpAhead')}
        </Text>
      )}
      <Text>
        <Link href={`/dossiers/${dossierId}/representatives`}>{t('back')}</Link>
      </Text>
    </Page>
  )
}
