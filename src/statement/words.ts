import type { Finding } from './facts.ts'

/** The prose of a statement in one language, before its facts are filled in. */
export type WordsSource = {
  title: string
  chapters: Chapter[]
  labels: Map<string, string>
}
export type Chapter = { section: string; title: string; clauses: ClauseWords[] }
export type ClauseWords = { id: string; paragraphs: string[] }

type Reader = {
  file: string
  words: WordsSource
  problems: Finding[]
  chapter: Chapter | undefined
  clause: ClauseWords | undefined
  inLabels: boolean
}

/** Reads a words file: `# title`, `## <section> <title>`, `### <clause id>` with paragraphs, and last `## labels`. */
export function parseWords(source: string, file: string): { words: WordsSource; problems: Finding[] } {
  const reader: Reader = {
    file,
    words: { title: '', chapters: [], labels: new Map() },
    problems: [],
    chapter: undefined,
    clause: undefined,
    inLabels: false,
  }
  // Blocks keep a paragraph that runs over several lines together; `line` is where the block starts.
  for (const { text, line } of blocksOf(source)) readBlock(reader, text, line)
  if (!reader.words.title) problem(reader, 1, 'has no title; start the file with "# " and the title')
  return { words: reader.words, problems: reader.problems }
}

function blocksOf(source: string): { text: string; line: number }[] {
  const blocks: { text: string; line: number }[] = []
  let open = false
  for (const [index, raw] of source.split(/\r?\n/).entries()) {
    const text = raw.trim()
    const stands = text.startsWith('#') || text.startsWith('- ')
    const last = blocks.at(-1)
    if (text === '') open = false
    else if (open && !stands && last && !last.text.startsWith('#')) last.text += ` ${text}`
    else {
      blocks.push({ text, line: index + 1 })
      open = true
    }
  }
  return blocks
}

function readBlock(reader: Reader, text: string, line: number): void {
  if (text.startsWith('### ')) readClause(reader, text.slice(4).trim(), line)
  else if (text.startsWith('## ')) readChapter(reader, text.slice(3).trim(), line)
  else if (text.startsWith('# ')) readTitle(reader, text.slice(2).trim(), line)
  else if (reader.inLabels) readLabel(reader, text, line)
  else if (reader.clause) reader.clause.paragraphs.push(text)
  else problem(reader, line, 'stands outside a clause; put it under a "### <clause id>" heading')
}

function readTitle(reader: Reader, title: string, line: number): void {
  if (reader.words.title) problem(reader, line, 'is a second title; a words file has one')
  reader.words.title = title
}

function readChapter(reader: Reader, heading: string, line: number): void {
  reader.clause = undefined
  reader.inLabels = heading === 'labels'
  if (reader.inLabels) return
  const match = /^(\S+)\s+(.+)$/.exec(heading)
  const [section, title] = [match?.[1], match?.[2]]
  if (!section || !title) {
    problem(reader, line, `"${heading}" needs a section number and a title, like "## 5 How long we keep"`)
    return
  }
  reader.chapter = { section: section.replace(/\.$/, ''), title, clauses: [] }
  reader.words.chapters.push(reader.chapter)
}

function readClause(reader: Reader, id: string, line: number): void {
  reader.clause = { id, paragraphs: [] }
  const chapter = reader.chapter
  if (!chapter || reader.inLabels) problem(reader, line, `clause ${id} stands outside a chapter`)
  else if (allClauses(reader.words).some((clause) => clause.id === id))
    problem(reader, line, `clause ${id} has words already; join them`)
  else chapter.clauses.push(reader.clause)
}

function readLabel(reader: Reader, text: string, line: number): void {
  const match = /^- ([A-Za-z]+\.[A-Za-z0-9.-]+): (.+)$/.exec(text)
  const [name, words] = [match?.[1], match?.[2]]
  if (!name || !words) problem(reader, line, `"${text}" is no label; write "- items.surname: Surname"`)
  else if (reader.words.labels.has(name)) problem(reader, line, `label ${name} stands here twice`)
  else reader.words.labels.set(name, words.trim())
}

function problem(reader: Reader, line: number, message: string): void {
  reader.problems.push({ code: 'words-form', file: reader.file, where: `line ${line}`, message })
}

/** Every clause of the prose, in order. */
export function allClauses(words: { chapters: Chapter[] }): ClauseWords[] {
  return words.chapters.flatMap((chapter) => chapter.clauses)
}
