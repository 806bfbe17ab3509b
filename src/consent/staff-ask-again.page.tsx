import type { FastifyReply, FastifyRequest } from 'fastify'
import { dayInNetherlands } from '../kernel/index.ts'
import { dossierIn, type Site } from '../shell/index.ts'
import type { Statement } from '../statement/index.ts'
import {
  type Language,
  Page,
  PageHead,
  Refusal,
  SignInNeeded,
  sendPage,
  sessionOrganisation,
  type View,
} from '../web/index.ts'
import { AskFields } from './ask-fields.tsx'
import { type AskForm, readAsk } from './ask-form.ts'
import { type Askable, askableIn } from './askable.ts'
import { consentWords } from './consent.words.ts'

/** Shows the form with what was typed to a worker whose session ended meanwhile. It says nothing of the client: nobody is signed in. */
export function askedAgain(site: Site) {
  return (request: FastifyRequest, reply: FastifyReply, signedIn: boolean): FastifyReply => {
    const statement = site.statements.get(sessionOrganisation(request, 'staff') ?? '')
    const { kind } = request.query as { kind?: string }
    const askable = statement && askableIn(statement.facts).find(({ disclosure }) => disclosure === kind)
    if (!statement || !askable) throw new SignInNeeded()
    const { language } = request.view
    const { form } = readAsk(request.body, language, askable, dayInNetherlands(site.now()))
    const page = { view: request.view, form: { ...form, errors: {} }, askable, statement }
    return sendPage(reply, <AgainPage {...page} dossierId={dossierIn(request)} signedIn={signedIn} />, 401)
  }
}

type Props = {
  view: View
  form: AskForm
  askable: Askable
  statement: Statement
  dossierId: string
  signedIn: boolean
}

function AgainPage({ view, form, askable, statement, dossierId, signedIn }: Props) {
  const { language } = view
  const t = consentWords(language)
  return (
    <Page view={view} title={t('askTitle')} current="/clients" narrow>
      <PageHead title={t('askTitle')} />
      <HowToGoOn {...{ signedIn, language }} />
      <AskFields path={`/dossiers/${dossierId}/consents`} {...{ form, askable, statement, language }} />
    </Page>
  )
}

function HowToGoOn({ signedIn, language }: { signedIn: boolean; language: Language }) {
  const t = consentWords(language)
  if (signedIn) return <Refusal why={t('againBack')} ways={[t('againBackThen')]} />
  return (
    <Refusal
      why={t('againOver')}
      ways={[
        <a key="in" class="utrecht-link" href="/signin?over=1" target="_blank" rel="noopener">
          {t('againOverWay')}
        </a>,
        t('againOverThen'),
      ]}
    />
  )
}
