import type { FastifyInstance } from 'fastify'
import type { Chapter, PublishedStatement, VersionRow } from '../statement/index.ts'
import {
  Card,
  dateInFull,
  Heading,
  Link,
  Notice,
  NotThere,
  Page,
  PageHead,
  sendPage,
  Text,
  WithAside,
} from '../web/index.ts'
import { type Place, placeOf, versionInWords, versionOf } from './place.ts'
import type { Shelf } from './shelf.ts'

type Params = { organisation: string; version: string }

/** `/<organisation>/privacy`: the statement in force, and every other version under its name. */
export function addPrivacyPages(site: FastifyInstance, shelf: Shelf): void {
  site.get<{ Params: Params }>('/:organisation/privacy', async (request, reply) => {
    const place = await placeOf(shelf, request.view, request.params.organisation)
    const current = await shelf.inForce(place.organisation.id)
    if (!current) throw new NotThere('no version is in force')
    return sendPage(reply, await statementPage(shelf, place, current))
  })
  site.get<{ Params: Params }>('/:organisation/privacy/:version', async (request, reply) => {
    const { organisation, version } = request.params
    const place = await placeOf(shelf, request.view, organisation)
    return sendPage(reply, await statementPage(shelf, place, await versionOf(shelf, organisation, version)))
  })
}

async function statementPage(shelf: Shelf, place: Place, shown: PublishedStatement) {
  const { t, language, to } = place
  const home = `/${place.organisation.id}/privacy`
  const versions = await shelf.versions(place.organisation.id)
  const current = await shelf.inForce(place.organisation.id)
  const { title, chapters } = shown.statement.words(language)
  const version = t('version', { on: versionInWords(shown.version, place) })
  return (
    <Page view={place.view} title={`${title}, ${version}`} current={to(home)}>
      <PageHead
        title={title}
        above={place.organisation.name}
        under={`${version}, ${t('inForceFrom', { on: dateInFull(shown.inForceFrom, language) })}`}
      />
      {current?.version !== shown.version && (
        <Notice kind="due">
          {t(current && shown.inForceFrom > current.inForceFrom ? 'later' : 'earlier')}{' '}
          <Link href={to(home)}>{t('current')}</Link>
        </Notice>
      )}
      <WithAside
        aside={
          <Versions place={place} versions={versions} shown={shown.version} current={current?.version} />
        }
      >
        <div class="stack">
          <Contents place={place} chapters={chapters} />
          {chapters.map((chapter) => (
            <ChapterShown key={chapter.section} place={place} chapter={chapter} />
          ))}
        </div>
      </WithAside>
    </Page>
  )
}

function Contents({ place, chapters }: { place: Place; chapters: Chapter[] }) {
  return (
    <nav class="screen" aria-labelledby="contents">
      <Heading id="contents">{place.t('contents')}</Heading>
      <ul class="chapters">
        {chapters.map(({ section, title }) => (
          <li key={section}>
            <Link href={`#${anchorOf(section)}`}>
              {section}. {title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function ChapterShown({ place, chapter }: { place: Place; chapter: Chapter }) {
  const anchor = anchorOf(chapter.section)
  return (
    <section aria-labelledby={anchor}>
      <Heading id={anchor}>
        {chapter.section}. {chapter.title}
      </Heading>
      {chapter.clauses.map(({ id, paragraphs }) => (
        <div class="note" id={id} key={id}>
          {paragraphs.map((paragraph, at) => (
            <Text key={at}>{paragraph}</Text>
          ))}
          <Text quiet small>
            <a href={`#${id}`}>{place.t('clause', { id })}</a>
          </Text>
        </div>
      ))}
    </section>
  )
}

type VersionsProps = { place: Place; versions: VersionRow[]; shown: string; current: string | undefined }

function Versions({ place, versions, shown, current }: VersionsProps) {
  const { t, to } = place
  const home = `/${place.organisation.id}/privacy`
  const before = versions[versions.findIndex(({ version }) => version === shown) - 1]
  return (
    <nav class="screen" aria-label={t('versions')}>
      <Card title={t('versions')}>
        <ul class="utrecht-unordered-list">
          {versions.toReversed().map(({ version }) => (
            <li key={version}>
              <a
                class="utrecht-link"
                href={to(`${home}/${version}`)}
                aria-current={version === shown ? 'page' : undefined}
              >
                {versionInWords(version, place)}
              </a>
              {version === current && ` (${t('nowInForce')})`}
            </li>
          ))}
        </ul>
        {before && (
          <Text>
            <Link href={to(`${home}/changes/${before.version}..${shown}`)}>{t('changedSince')}</Link>
          </Text>
        )}
      </Card>
    </nav>
  )
}

function anchorOf(section: string): string {
  return `chapter-${section}`
}
