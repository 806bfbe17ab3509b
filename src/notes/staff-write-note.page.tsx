import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { compareDates, dayInNetherlands, isRefusal, type PlainDate, parsePlainDate } from '../kernel/index.ts'
import { addPage, dossierIn, meet, type Site, whoseDossier } from '../shell/index.ts'
import {
  Button,
  ButtonLink,
  DayField,
  ErrorSummary,
  emptyForm,
  Form,
  type FormState,
  Notice,
  Page,
  PageHead,
  RadioGroup,
  Refusal,
  readForm,
  Select,
  sendPage,
  TextArea,
  type View,
  withError,
} from '../web/index.ts'
import { NOTE_KINDS, NOTE_MAX_LENGTH } from './note.ts'
import { notesWords } from './notes.words.ts'
import { continueDraft, saveDraft, writeNote } from './write-note.ts'

const NoteSchema = Type.Object({
  kind: Type.Union(NOTE_KINDS.map((kind) => Type.Literal(kind))),
  happenedOn: Type.String({ maxLength: 10 }),
  text: Type.String({ maxLength: NOTE_MAX_LENGTH }),
  sensitive: Type.Optional(Type.Array(Type.Literal('yes'))),
})
const DraftSchema = Type.Object({ text: Type.Optional(Type.String({ maxLength: NOTE_MAX_LENGTH })) })
type NoteForm = FormState<'kind' | 'happenedOn' | 'text' | 'sensitive'>

/** `/dossiers/:dossier/notes/new`: write, with a draft that is kept while typing. */
export function writeNotePage(site: Site): void {
  const today = () => dayInNetherlands(site.now())

  addPage(site, 'GET', '/dossiers/:dossier/notes/new', async (request, reply, visitor) => {
    const dossierId = dossierIn(request)
    const { value: kept } = meet(
      site,
      request,
      await site.door.enter(visitor, continueDraft, dossierId, undefined),
    )
    const about = await whoseDossier(site, request, visitor, dossierId)
    const start = { happenedOn: today(), ...(kept ? { text: kept.draft.text } : {}) }
    const page = { view: request.view, form: emptyForm(NoteSchema, start), dossierId, about }
    return sendPage(reply, <WritePage {...page} draftAt={kept?.savedAt} />)
  })

  addPage(site, 'POST', '/dossiers/:dossier/notes/draft', async (request, reply, visitor) => {
    const draft = readForm(DraftSchema, request.body, request.view.language, { labels: { text: 'text' } })
    if (!draft.ok) return reply.code(400).send()
    meet(
      site,
      request,
      await site.door.enter(visitor, saveDraft, dossierIn(request), { text: draft.values.text ?? '' }),
    )
    return reply.code(204).send()
  })

  const save: Parameters<typeof addPage>[3] = async (request, reply, visitor) => {
    const dossierId = dossierIn(request)
    const answer = readNote(request, today())
    if (!answer.ok) {
      const about = await whoseDossier(site, request, visitor, dossierId)
      const page = { view: request.view, form: answer.form, dossierId, about }
      return sendPage(reply, <WritePage {...page} />, 400)
    }
    const { sensitive, ...note } = answer.values
    const written = await site.door.enter(visitor, writeNote, dossierId, {
      note,
      sensitive: (sensitive ?? []).length > 0,
    })
    meet(site, request, written)
    return reply.redirect(`/dossiers/${dossierId}/notes?saved=1`, 303)
  }
  addPage(site, 'POST', '/dossiers/:dossier/notes/new', save, (request, reply, signedIn) => {
    const { form } = readNote(request, today())
    const page = { view: request.view, form, dossierId: dossierIn(request) }
    return sendPage(reply, <WritePage {...page} over={signedIn ? 'back' : 'over'} />, 401)
  })
}

function readNote(request: FastifyRequest, today: PlainDate) {
  const { language } = request.view
  const t = notesWords(language)
  const labels = {
    kind: t('kindShort'),
    happenedOn: t('onShort'),
    text: t('textShort'),
    sensitive: t('isSensitive'),
  }
  const answer = readForm(NoteSchema, request.body, language, { labels })
  if (!answer.ok) return answer
  const day = parsePlainDate(answer.values.happenedOn)
  if (isRefusal(day)) return { ok: false, form: withError(answer.form, 'happenedOn', t('noDate')) } as const
  if (compareDates(day, today) > 0)
    return { ok: false, form: withError(answer.form, 'happenedOn', t('future')) } as const
  return { ...answer, values: { ...answer.values, happenedOn: day } }
}

type WriteProps = {
  view: View
  form: NoteForm
  dossierId: string
  /** Name and number of the client; not known any more once the session is over. */
  about?: string
  draftAt?: Date | undefined
  /** The session ended while typing: the text is still here, and says how to go on. */
  over?: 'over' | 'back'
}

function WritePage({ view, form, dossierId, about, draftAt, over }: WriteProps) {
  const t = notesWords(view.language)
  return (
    <Page
      view={view}
      title={t('title')}
      current="/clients"
      narrow
      failed={Object.keys(form.errors).length > 0}
    >
      <PageHead title={t('title')} above={about} lead={t('lead')} />
      {draftAt && <Notice>{t('draft', { at: draftAt })}</Notice>}
      {over && <SignedOut language={view.language} over={over} />}
      <ErrorSummary form={form} />
      <Form action={`/dossiers/${dossierId}/notes/new`} stack>
        <Select
          form={form}
          name="kind"
          label={t('kind')}
          options={NOTE_KINDS.map((kind) => ({ value: kind, label: t(kind) }))}
        />
        <DayField form={form} name="happenedOn" label={t('on')} />
        <TextArea
          form={form}
          name="text"
          label={t('text')}
          hint={t('hint')}
          rows={10}
          maxlength={NOTE_MAX_LENGTH}
          draft={`/dossiers/${dossierId}/notes/draft`}
        />
        <RadioGroup
          form={form}
          name="sensitive"
          label={t('isSensitive')}
          many
          optional
          options={[{ value: 'yes', label: t('yes') }]}
        />
        <div class="row">
          <Button>{t('save')}</Button>
          <ButtonLink href={`/dossiers/${dossierId}/notes`} kind="secondary">
            {t('cancel')}
          </ButtonLink>
        </div>
      </Form>
    </Page>
  )
}

function SignedOut({ language, over }: { language: View['language']; over: 'over' | 'back' }) {
  const t = notesWords(language)
  if (over === 'back') return <Refusal why={t('back')} ways={[t('backThen')]} />
  return (
    <Refusal
      why={t('over')}
      ways={[
        <a key="in" class="utrecht-link" href="/signin?over=1" target="_blank" rel="noopener">
          {t('overWay')}
        </a>,
        t('overThen'),
      ]}
    />
  )
}
