import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import { parseDocument } from 'yaml'
import { type Facts, type Finding, StatementError } from './facts.ts'
import { makeStatement, type Statement } from './statement.ts'

type FactsReader = (file: string) => Promise<Facts>

/** Reads the statement of every organisation in the folder: the versions that stand there now. */
export async function loadStatements(folder: string): Promise<Statement[]> {
  const readFacts = await factsReader(folder)
  const statements: Statement[] = []
  for (const name of (await foldersIn(folder)).sort())
    if (await isOrganisation(join(folder, name)))
      statements.push(await readStatement(join(folder, name), readFacts))
  if (statements.length === 0)
    throw unreadable(folder, 'folder', 'holds no statement; add <organisation>/statement.yaml')
  return statements
}

/** Reads the earlier versions of an organisation, `<organisation>/versions/<date>/`, oldest first. */
export async function loadEarlierVersions(folder: string, organisation: string): Promise<Statement[]> {
  const readFacts = await factsReader(folder)
  const versions = join(folder, organisation, 'versions')
  const statements: Statement[] = []
  for (const name of (await foldersIn(versions)).sort()) {
    const statement = await readStatement(join(versions, name), readFacts, organisation)
    if (statement.facts.version !== name)
      throw unreadable(
        join(versions, name),
        'version',
        `says ${statement.facts.version}; name the folder after its version`,
      )
    statements.push(statement)
  }
  return statements
}

async function readStatement(
  folder: string,
  readFacts: FactsReader,
  organisation = basename(folder),
): Promise<Statement> {
  const files = {
    facts: join(folder, 'statement.yaml'),
    nl: join(folder, 'words.nl.md'),
    en: join(folder, 'words.en.md'),
  }
  const facts = await readFacts(files.facts)
  if (facts.organisation.id !== organisation)
    throw unreadable(
      files.facts,
      'organisation.id',
      `is ${facts.organisation.id}; name it after its folder, ${organisation}`,
    )
  return makeStatement(facts, { nl: await textOf(files.nl), en: await textOf(files.en) }, files)
}

async function factsReader(folder: string): Promise<FactsReader> {
  const schema: object = JSON.parse(await textOf(join(folder, 'statement.schema.json')))
  const validate = new Ajv2020({ allErrors: true, strict: false }).compile<Facts>(schema)
  return async (file) => {
    const document = parseDocument(await textOf(file))
    if (document.errors.length > 0)
      throw new StatementError(document.errors.map((error) => finding(file, 'yaml', error.message)))
    const facts: unknown = document.toJS()
    if (validate(facts)) return facts
    throw new StatementError(
      (validate.errors ?? []).map((error) => finding(file, pathOf(error, facts), adviceFor(error))),
    )
  }
}

/** `activities.support.term` rather than `/activities/3/term`, because people look things up by name. */
function pathOf(error: ErrorObject, facts: unknown): string {
  const steps: string[] = []
  let value: unknown = facts
  for (const step of error.instancePath.split('/').slice(1)) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined
    const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined
    steps.push(typeof id === 'string' && /^\d+$/.test(step) ? id : step)
  }
  return steps.join('.') || 'top'
}

function adviceFor(error: ErrorObject): string {
  const { params } = error
  switch (error.keyword) {
    case 'required':
      return `lacks "${params.missingProperty}"; add it`
    case 'additionalProperties':
      return `has "${params.additionalProperty}", which the schema does not know; correct or drop it`
    case 'enum':
      return `must be one of ${(params.allowedValues as unknown[]).join(', ')}`
    default:
      return `${error.message ?? 'is not right'}; see statement.schema.json`
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new StatementError([finding(file, 'file', `cannot be read (${codeOf(cause)}); add it`)])
  }
}

/** Beside organisations a folder of cases may stand here. Half an organisation counts, so that what it lacks is told. */
async function isOrganisation(folder: string): Promise<boolean> {
  const files = await readdir(folder)
  return files.some((file) => /^(statement\.yaml|access\.cedar|words\.(nl|en)\.md)$/.test(file))
}

async function foldersIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
}

function unreadable(file: string, where: string, message: string): StatementError {
  return new StatementError([finding(file, where, message)])
}

function finding(file: string, where: string, message: string): Finding {
  return { code: 'statement-form', file, where, message }
}
