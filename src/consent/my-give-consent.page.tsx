import type { FastifyRequest } from 'fastify'
import type { ComponentChildren } from 'preact'
import type { Pool } from '../db/index.ts'
import { addSensitivePage } from '../identity/index.ts'
import { dayInNetherlands } from '../kernel/index.ts'
import { dossierIn, meet, type Site, WhyShown } from '../shell/index.ts'
import {
  Button,
  ButtonLink,
  Form,
  NotThere,
  Page,
  PageHead,
  readForm,
  sendPage,
  type View,
} from '../web/index.ts'
import type { Consent } from './consent.store.ts'
import { consent, giveConsent } from './consent.ts'
import { consentIn } from './consent-address.ts'
import { AskedWords } from './consent-paper.tsx'
import { lifeOn } from './consent-state.ts'
import { Fingerprint, mayAnswer } from './decide.tsx'
import { AnswerSchema, inMenu } from './my-consents.page.tsx'
import { myConsentWords } from './my-consents.words.ts'

const PATH = '/dossiers/:dossier/consents/:consent/give'

/** `/dossiers/:dossier/consents/:consent/give` of the portal: after signing in anew the same words once more, and then the yes. */
export function giveConsentPage(site: Site, signinPool: Pool): void {
  addSensitivePage(site, 'GET', PATH, { signinPool }, async (request, reply, visitor) => {
    const dossierId = dossierIn(request)
    const id = consentIn(request.params)
    const met = meet(site, request, await site.door.enter(visitor, consent, dossierId, id))
    const one = met.value
    if (one === undefined) throw new NotThere()
    if (lifeOn(one, dayInNetherlands(site.now())) !== 'asked' || !mayAnswer(one, met))
      return reply.redirect(onePath(request), 303)
    return sendPage(
      reply,
      <GivePage view={request.view} one={one} path={`/dossiers/${dossierId}/consents`}>
        <WhyShown site={site} facts={met.facts} />
      </GivePage>,
    )
  })
  addSensitivePage(site, 'POST', PATH, { signinPool, formAt: givePath }, async (request, reply, visitor) => {
    const read = readForm(AnswerSchema, request.body, request.view.language, { labels: { fingerprint: '' } })
    if (!read.ok) throw new NotThere()
    const answer = { id: consentIn(request.params), ...read.values }
    const { value } = meet(
      site,
      request,
      await site.door.enter(visitor, giveConsent, dossierIn(request), answer),
    )
    return reply.redirect(`${onePath(request)}${value ? '?done=1' : '?changed=1'}`, 303)
  })
}

function onePath(request: FastifyRequest): string {
  return `/dossiers/${dossierIn(request)}/consents/${consentIn(request.params)}`
}

function givePath(request: FastifyRequest): string {
  return `${onePath(request)}/give`
}

type Props = { view: View; one: Consent; path: string; children: ComponentChildren }

function GivePage({ view, one, path, children }: Props) {
  const t = myConsentWords(view.language)
  return (
    <Page view={inMenu(view, path)} title={t('confirmTitle')} current={path} narrow>
      <PageHead title={one.words[view.language].title} lead={t('confirmLead')} />
      <AskedWords consent={one} language={view.language} />
      <Form action={`${path}/${one.id}/give`}>
        <Fingerprint one={one} />
        <div class="row">
          <Button>{t('confirmYes')}</Button>
          <ButtonLink href={`${path}/${one.id}`} kind="secondary">
            {t('notNow')}
          </ButtonLink>
        </div>
      </Form>
      {children}
    </Page>
  )
}
