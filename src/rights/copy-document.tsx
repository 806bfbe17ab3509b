import { createHash } from 'node:crypto'
import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { RepresentativeList } from '../representation/index.ts'
import type { Statement } from '../statement/index.ts'
import { LogDays } from '../trace/index.ts'
import { type Assets, dateInFull, type Language } from '../web/index.ts'
import type { Taken } from './copy.ts'
import { CopyConsents } from './copy-consents.tsx'
import { fileWords } from './copy-file.words.ts'
import { CopyItems } from './copy-items.tsx'
import { CopyInvolved, CopyMore, CopyNotes, CopyWeighings } from './copy-sections.tsx'
import { styleOf } from './copy-style.ts'

type About = { taken: Taken; statement: Statement; language: Language }

/**
 * The copy as one file to read and print. It asks nothing of any network and runs nothing: its own policy allows this one style and the
 * letters in it. Its title says nothing of whose it is.
 */
export function copyDocument({ assets, ...about }: About & { assets: Assets }): string {
  const { taken, statement, language } = about
  const style = styleOf(assets)
  const hash = createHash('sha256').update(style).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; font-src data:; base-uri 'none'; form-action 'none'`
  const title = fileWords(language)(titleOf(taken))
  const head = [
    '<meta charset="utf-8">',
    `<meta http-equiv="content-security-policy" content="${policy}">`,
    '<meta name="referrer" content="no-referrer">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title}</title>`,
    `<style>${style}</style>`,
  ]
  const body = renderToString(<CopyBody {...about} />)
  return `<!doctype html><html lang="${language}" class="theme-${statement.facts.theme}"><head>${head.join('')}</head><body>${body}</body></html>`
}

function titleOf({ copy }: Taken): 'title' | 'titleOfAnother' {
  return copy.takenBy === 'client' ? 'title' : 'titleOfAnother'
}

function CopyBody({ taken, statement, language }: About) {
  const { copy } = taken
  const t = fileWords(language)
  const chapters = chaptersOf({ taken, statement, language })
  return (
    <>
      <header>
        <p class="from">{copy.organisation.name}</p>
        <h1>{t(titleOf(taken))}</h1>
        <p class="facts">
          {t('made', { at: new Date(copy.madeAt) })}
          <br />
          {t('number', { number: copy.dossier.clientNumber })}
          <br />
          {t('opened', {
            on: new Date(`${copy.dossier.openedOn}T12:00:00Z`),
            state: statement.label(language, `states.${copy.dossier.state}`),
          })}
          {copy.dossier.closures.map(({ closedAt, reopenedAt }) => (
            <span key={closedAt}>
              <br />
              {t('closed', { at: new Date(closedAt) })}{' '}
              {reopenedAt && t('reopened', { at: new Date(reopenedAt) })}
            </span>
          ))}
        </p>
        {copy.takenBy === 'representative' && (
          <p>{t('scope', { parts: partsIn(copy.parts, statement, language) })}</p>
        )}
        <p class="careful">{t('careful')}</p>
      </header>
      <nav aria-labelledby="contents">
        <h2 id="contents">{t('contents')}</h2>
        <ol>
          {chapters.map(([id]) => (
            <li key={id}>
              <a href={`#${id}`}>{t(id)}</a>
            </li>
          ))}
        </ol>
      </nav>
      <main>
        {chapters.map(([id, content]) => (
          <section class="chapter" key={id} aria-labelledby={id}>
            <h2 id={id}>{t(id)}</h2>
            {content ?? <p class="quiet">{t('none')}</p>}
          </section>
        ))}
      </main>
    </>
  )
}

function partsIn(parts: readonly string[], statement: Statement, language: Language): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(
    parts.filter((part) => part !== 'existence').map((part) => statement.label(language, `parts.${part}`)),
  )
}

type Chapter = 'items' | 'notes' | 'involved' | 'consents' | 'representatives' | 'weighings' | 'log' | 'more'

/** The chapters with what stands in them; undefined where nothing does. What this copy is not of has no chapter. */
function chaptersOf({ taken, statement, language }: About): [Chapter, ComponentChildren | undefined][] {
  const { copy, representatives, weighings, log } = taken
  const about = { copy, statement, language }
  const has = (part: string, inPerson = false) =>
    copy.parts.includes(part) && (!inPerson || copy.takenBy === 'client')
  const chapters: [Chapter, boolean, boolean, ComponentChildren][] = [
    ['items', true, copy.items.length > 0, <CopyItems key="items" {...about} />],
    ['notes', has('notes'), copy.notes.length > 0, <CopyNotes key="notes" {...about} />],
    ['involved', true, copy.involved.length > 0, <CopyInvolved key="involved" {...about} />],
    ['consents', has('consents'), copy.consents.length > 0, <CopyConsents key="consents" {...about} />],
    [
      'representatives',
      has('consents', true),
      representatives.length > 0,
      <RepresentativeList
        key="acts"
        people={representatives}
        {...{ statement, language }}
        own
        action={() => null}
      />,
    ],
    [
      'weighings',
      has('network', true),
      weighings.length > 0,
      <CopyWeighings key="weighings" {...{ weighings, language }} />,
    ],
    ['log', has('access-log'), log.length > 0, <CopyLog key="log" {...{ taken, statement, language }} />],
    ['more', true, true, <CopyMore key="more" {...about} />],
  ]
  return chapters
    .filter(([, shown]) => shown)
    .map(([id, , filled, content]) => [id, filled ? content : undefined])
}

function CopyLog({ taken, statement, language }: About) {
  const address = taken.copy.statement.address + (language === 'en' ? '?lang=en' : '')
  return (
    <>
      <p>{fileWords(language)('logLead')}</p>
      <LogDays
        lines={taken.log}
        {...{ statement, language }}
        headingOf={(day) => dateInFull(day, language)}
        promiseHref={(clause) => `${address}#${clause}`}
        level={3}
      />
    </>
  )
}
