import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parse } from 'yaml'
import type { CliCommand, CliIo } from '../cli-command.ts'
import { type Decision, decide } from './decide.ts'
import { type Label, matrixOf } from './matrix.ts'
import { parseRequest } from './request.ts'
import { loadRules, type Rules } from './rules.ts'

/** The commands of the access rules. */
export const commands: Record<string, CliCommand> = {
  decide: {
    summary: 'answers access requests: one JSON object a line in, one out',
    run: (_args, io) => answerLines(io),
  },
  matrix: {
    summary: 'writes the authorisation matrix (docs/nl/autorisatiematrix.md)',
    run: (_args, io) => writeMatrix(io),
  },
}

async function answerLines(io: CliIo): Promise<number> {
  const rules = await rulesFor(io)
  const organisations = [...rules.organisations.keys()]
  for await (const line of createInterface({ input: io.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() !== '') io.out(answerLine(rules, organisations, line))
  }
  return 0
}

// A request that does not say who asks what where: no rule can permit it.
const refused: Decision = { decision: 'deny', clauses: [], policies: [] }

function answerLine(rules: Rules, organisations: string[], line: string): string {
  try {
    const request = parseRequest(JSON.parse(line), organisations)
    return JSON.stringify(request ? decide(rules, request) : refused)
  } catch (error) {
    return JSON.stringify({ error: error instanceof Error ? error.message : String(error) })
  }
}

async function writeMatrix(io: CliIo): Promise<number> {
  const rules = await rulesFor(io)
  const folder = io.config.statements
  const organisations = [...rules.organisations.keys()].map(async (id) => {
    const [words, facts] = await Promise.all(
      ['words.nl.md', 'statement.yaml'].map((file) => readFile(join(folder, id, file), 'utf8')),
    )
    return { id, name: nameIn(facts ?? '') ?? id, label: labelsIn(words ?? '') }
  })
  io.out(matrixOf(rules, await Promise.all(organisations)).trimEnd())
  return 0
}

function rulesFor(io: CliIo): Promise<Rules> {
  return loadRules(io.config.statements, join(io.config.root, '.build', 'access'))
}

/** The labels at the end of a words file: lines of the form `- parts.notes: gespreksverslagen`. */
function labelsIn(words: string): Label {
  const labels = new Map(
    [...words.matchAll(/^- ([a-z-]+\.[^:]+): (.*)$/gim)].map((match) => [match[1], match[2]]),
  )
  return (name) => labels.get(name)
}

function nameIn(facts: string): string | undefined {
  const { organisation } = parse(facts) as { organisation?: { name?: string } }
  return organisation?.name
}
