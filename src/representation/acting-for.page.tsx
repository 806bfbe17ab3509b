import { randomBytes, randomUUID } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { Pool } from '../db/index.ts'
import { actFor } from '../identity/index.ts'
import { addPage, type Met, meet, type Site } from '../shell/index.ts'
import {
  Button,
  Form,
  Line,
  List,
  NotThere,
  Page,
  PageHead,
  readForm,
  sendPage,
  setSession,
  Tag,
  Text,
  type View,
} from '../web/index.ts'
import { type MayActFor, mayActFor } from './representation.store.ts'
import { representationWords } from './representation.words.ts'

const ChooseSchema = Type.Object({
  representation: Type.Optional(Type.String({ pattern: '^[0-9a-f-]{36}$' })),
})

/** `/acting-for` of the portal: for oneself, or for whom one represents. */
export function actingForPage(site: Site, signinPool: Pool): void {
  addPage(site, 'GET', '/acting-for', async (request, reply, visitor) => {
    const met = meet(site, request, await site.door.greet(visitor))
    const choices = await site.door.askOwn(visitor, 'support', mayActFor)
    return sendPage(reply, <ChoosePage {...{ met, choices }} view={request.view} />)
  })
  addPage(site, 'POST', '/acting-for', async (request, reply, visitor): Promise<FastifyReply> => {
    meet(site, request, await site.door.greet(visitor))
    const answer = readForm(ChooseSchema, request.body, request.view.language, {
      labels: { representation: '' },
    })
    if (!answer.ok) throw new NotThere()
    const { representation } = answer.values
    const fresh = randomBytes(32)
    const changed = await actFor(signinPool, {
      token: visitor.token,
      fresh,
      ...(representation === undefined ? {} : { chosen: representation }),
      trace: randomUUID(),
      accessPoint: 'portal',
    })
    if (!changed) throw new NotThere()
    // Another person's dossier: another token, so that a page left open does not go on in the wrong one.
    setSession(reply, site.kind, visitor.organisation, fresh)
    return reply.redirect('/', 303)
  })
}

function ChoosePage({
  view,
  met,
  choices,
}: {
  view: View
  met: Met<undefined>
  choices: readonly MayActFor[]
}) {
  const t = representationWords(view.language)
  const oneself = met.facts.actor.role === 'client'
  return (
    <Page view={view} title={t('actTitle')} current="/acting-for" narrow>
      <PageHead title={t('actTitle')} lead={choices.length > 0 ? t('actLead') : undefined} />
      {choices.length === 0 && oneself && <Text>{t('actNone')}</Text>}
      <List label={t('actTitle')}>
        <Line action={oneself ? undefined : <Choice label={t('choose')} />}>
          {t('oneself')} {oneself && <Tag kind="good">{t('chosen')}</Tag>}
        </Line>
        {choices.map((one) => (
          <Line
            key={one.representation_id}
            action={one.acting ? undefined : <Choice label={t('choose')} id={one.representation_id} />}
          >
            {t('asOf', { kind: t(one.kind), number: one.client_number })}{' '}
            {one.acting && <Tag kind="good">{t('chosen')}</Tag>}
          </Line>
        ))}
      </List>
    </Page>
  )
}

function Choice({ label, id }: { label: string; id?: string }) {
  return (
    <Form action="/acting-for">
      {id && <input type="hidden" name="representation" value={id} />}
      <Button kind="secondary">{label}</Button>
    </Form>
  )
}
