import type { FastifyInstance } from 'fastify'
import {
  compareStatements,
  type Difference,
  type PublishedStatement,
  type WordChange,
} from '../statement/index.ts'
import {
  DefinitionList,
  Heading,
  Line,
  Link,
  List,
  NotThere,
  Page,
  PageHead,
  sendPage,
  Text,
} from '../web/index.ts'
import { changesInWords, type ShownChange } from './fact-changes.ts'
import { type Place, placeOf, versionInWords, versionOf } from './place.ts'
import type { Shelf } from './shelf.ts'
import { type Run, wordDiff } from './word-diff.ts'

type Params = { organisation: string; range: string }
type Compared = { from: PublishedStatement; to: PublishedStatement; difference: Difference }

/** `/<organisation>/privacy/changes/<from>..<to>`: what changed between two versions, in the text and in the facts. */
export function addChangesPage(site: FastifyInstance, shelf: Shelf): void {
  site.get<{ Params: Params }>('/:organisation/privacy/changes/:range', async (request, reply) => {
    const { organisation, range } = request.params
    const place = await placeOf(shelf, request.view, organisation)
    const [earlier, later, ...rest] = range.split('..')
    if (!earlier || !later || rest.length > 0) throw new NotThere('no range of versions')
    const [from, to] = [
      await versionOf(shelf, organisation, earlier),
      await versionOf(shelf, organisation, later),
    ]
    const difference = compareStatements(from.statement, to.statement)
    return sendPage(reply, changesPage(place, { from, to, difference }))
  })
}

function changesPage(place: Place, { from, to, difference }: Compared) {
  const { t, language, view } = place
  const home = place.to(`/${place.organisation.id}/privacy`)
  const words = difference.words.filter((change) => change.lang === language)
  const facts = changesInWords(difference.facts, { from: from.statement, to: to.statement, language })
  return (
    <Page view={view} title={t('changes')} current={home}>
      <PageHead
        title={t('changes')}
        above={place.organisation.name}
        under={t('fromTo', {
          from: versionInWords(from.version, place),
          to: versionInWords(to.version, place),
        })}
      />
      <section>
        <Heading>{t('inFacts')}</Heading>
        {facts.length === 0 ? <Text>{t('noFacts')}</Text> : <FactChanges place={place} changes={facts} />}
      </section>
      <section>
        <Heading>{t('inWords')}</Heading>
        {words.length === 0 && <Text>{t('noWords')}</Text>}
        {words.map((change) => (
          <WordsChanged key={change.clause} place={place} change={change} in={to} />
        ))}
      </section>
    </Page>
  )
}

function FactChanges({ place, changes }: { place: Place; changes: ShownChange[] }) {
  const { t } = place
  return (
    <List>
      {changes.map(({ what, kind, before, after }) => (
        <Line key={what} mark={kind === 'changed' ? undefined : t(kind)}>
          <p>
            <b>{what}</b>
          </p>
          <BeforeAfter place={place} before={before ?? ''} after={after ?? ''} />
        </Line>
      ))}
    </List>
  )
}

function WordsChanged({
  place,
  change,
  in: shown,
}: {
  place: Place
  change: WordChange
  in: PublishedStatement
}) {
  const { t } = place
  const clause = shown.statement.clause(change.clause, place.language)
  const page = `/${place.organisation.id}/privacy/${shown.version}#${change.clause}`
  return (
    <div class="note">
      <Heading level={3}>
        {clause ? (
          <Link href={place.to(page)}>{t('clause', { id: change.clause })}</Link>
        ) : (
          t('clause', { id: change.clause })
        )}
        {clause && `: ${clause.chapter}`}
      </Heading>
      {change.before.length === 0 && <Text>{t('newText')}</Text>}
      {change.after.length === 0 && <Text>{t('goneText')}</Text>}
      <BeforeAfter place={place} before={change.before.join('\n\n')} after={change.after.join('\n\n')} />
    </div>
  )
}

/** Both texts in full, with the words that differ struck out or underlined. */
function BeforeAfter({ place, before, after }: { place: Place; before: string; after: string }) {
  const { t } = place
  const difference = wordDiff(before, after)
  const lines = [
    ...(before ? [[t('was'), <Marked key="was" runs={difference.before} as="del" />] as const] : []),
    ...(after ? [[t('now'), <Marked key="now" runs={difference.after} as="ins" />] as const] : []),
  ]
  return lines.length > 0 ? <DefinitionList items={lines} /> : null
}

function Marked({ runs, as: Tag }: { runs: Run[]; as: 'del' | 'ins' }) {
  return (
    <p class="words">{runs.map(({ text, differs }, at) => (differs ? <Tag key={at}>{text}</Tag> : text))}</p>
  )
}
