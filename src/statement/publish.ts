import { createHash } from 'node:crypto'
import { inTransaction, type Pool, type Tx } from '../db/index.ts'
import { checkStatement } from './check.ts'
import { StatementError } from './facts.ts'
import {
  findEditions,
  insertActivities,
  insertGrants,
  insertItems,
  insertPurposes,
  insertVersion,
  saveOrganisation,
} from './publish.store.ts'
import type { Statement } from './statement.ts'

/** One request that the access rules allow, expanded: a row of statement.grants. */
export type Grant = {
  role: string
  relation: string
  action: string
  state: string
  purpose: string
  part: string
  activity: string
  policies: readonly string[]
  clauses: readonly string[]
}

/** `version` is what ledger entries will name: the date, with `.2`, `.3` for later editions of that date. */
export type Publication = { version: string; isNew: boolean }

/**
 * Publishes a statement with its grants. One that stands already is left alone; other words, facts or grants under a version
 * that was published before become its next edition, and the earlier one stays readable.
 */
export function publishStatement(
  owner: Pool,
  statement: Statement,
  grants: readonly Grant[],
): Promise<Publication> {
  return publish(owner, statement, { rules: digestOf(grants), grants })
}

/** Publishes a version that is no longer in force, for reading only: without grants, and once. */
export function publishEarlierVersion(owner: Pool, statement: Statement): Promise<Publication> {
  return publish(owner, statement, { rules: undefined, grants: [] })
}

type Rules = { rules: string | undefined; grants: readonly Grant[] }

async function publish(owner: Pool, statement: Statement, { rules, grants }: Rules): Promise<Publication> {
  const { errors } = checkStatement(statement)
  if (errors.length > 0) throw new StatementError(errors)
  const content = digestOf([statement.facts, statement.source])
  return inTransaction(owner, async (tx) => {
    // Saving the organisation first also locks its row: two processes that start together publish one after the other.
    await saveOrganisation(tx, statement.facts)
    const { id } = statement.facts.organisation
    const editions = await findEditions(tx, id, statement.facts.version)
    const stands =
      rules === undefined ? sameContent(editions, content) : sameAsLast(editions, `${content} ${rules}`)
    if (stands) return { version: stands.version, isNew: false }
    const version = editionName(statement.facts.version, editions.length + 1)
    await insertEdition(tx, { statement, version, digest: `${content} ${rules ?? 'none'}` })
    await insertGrants(tx, { organisation: id, version }, grants)
    return { version, isNew: true }
  })
}

type Edition = { version: string; digest: string }

function sameContent(editions: Edition[], content: string): Edition | undefined {
  return editions.find((edition) => edition.digest.startsWith(`${content} `))
}

function sameAsLast(editions: Edition[], digest: string): Edition | undefined {
  const last = editions.at(-1)
  return last?.digest === digest ? last : undefined
}

function editionName(date: string, number: number): string {
  return number === 1 ? date : `${date}.${number}`
}

async function insertEdition(
  tx: Tx,
  edition: { statement: Statement; version: string; digest: string },
): Promise<void> {
  const { statement, version, digest } = edition
  const key = { organisation: statement.facts.organisation.id, version }
  await insertVersion(tx, key, { facts: statement.facts, words: statement.source, digest })
  await insertActivities(tx, key, statement.facts.activities)
  await insertPurposes(tx, key, statement.facts.purposes)
  await insertItems(tx, key, statement.facts.items)
}

/** The same content gives the same digest whatever the order of its keys. */
function digestOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content, sortKeys)).digest('hex')
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
