import type { OpenRecord } from '../door/index.ts'
import type { Statement } from '../statement/index.ts'
import { dateInFull, type Language, Tag, Text } from '../web/index.ts'
import { noteOf } from './note.ts'
import { notesWords } from './notes.words.ts'

type Props = {
  records: readonly OpenRecord[]
  statement: Statement
  language: Language
  empty: string
  full: string | undefined
  /** For the client: the class of data is a word among others. */
  quietly?: true
}

/** The reports of a dossier, newest first, the same for worker and client (TOM-3.2). */
export function Notes({ records, statement, language, empty, full, quietly }: Props) {
  const t = notesWords(language)
  const notes = records.filter((one) => one.kind === 'note').map(noteOf)
  if (notes.length === 0) return <Text quiet>{empty}</Text>
  return (
    <section>
      {notes.map((note) => (
        <article class="note" key={note.id}>
          <header>
            <h3>{t(note.kind)}</h3>
            <span class="num">{dateInFull(note.happenedOn, language)}</span>
            <span>
              {[note.writtenBy, statement.label(language, `roles.${note.writtenAs}`)]
                .filter(Boolean)
                .join(', ')}
            </span>
            {note.class !== 'general' &&
              (quietly ? (
                <span>{t(note.class === 'special' ? 'holdsSpecial' : 'holdsSensitive')}</span>
              ) : (
                <Tag kind={note.class}>{t(note.class)}</Tag>
              ))}
          </header>
          <p class="words">{note.text}</p>
        </article>
      ))}
      {full && <Text quiet>{full}</Text>}
    </section>
  )
}
