import { checkFacts } from './check-facts.ts'
import { checkRules, type RuleFacts } from './check-rules.ts'
import { checkWords } from './check-words.ts'
import type { Finding } from './facts.ts'
import type { Statement } from './statement.ts'
import { tensionsOf } from './tensions.ts'

export type { RuleFacts } from './check-rules.ts'

/**
 * What contradicts itself (`errors`: such a statement is not published) and what strains against the law (`tensions`).
 * Pass what the access rules speak of, to have statement and rules held against each other.
 */
export function checkStatement(
  statement: Statement,
  rules?: RuleFacts,
): { errors: Finding[]; tensions: Finding[] } {
  const errors = [...checkFacts(statement.facts), ...checkWords(statement)]
  if (rules) errors.push(...checkRules(statement, rules))
  return { errors, tensions: tensionsOf(statement) }
}
