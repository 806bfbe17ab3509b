import type { Finding } from './facts.ts'
import type { Statement } from './statement.ts'
import { languages } from './vocabulary.ts'

/** What the access rules of an organisation speak of. Only access/ can read the rules themselves. */
export type RuleFacts = {
  roles: string[]
  purposes: string[]
  clauses: string[]
  activities: string[]
  /** Disclosures that rules name as exceptions to consent. */
  exceptions: string[]
}

/** Holds the access rules against the facts: every role has a rule, and no rule speaks of what is not promised. */
export function checkRules(statement: Statement, rules: RuleFacts): Finding[] {
  const { facts } = statement
  const known = {
    role: new Set(facts.roles.map((role) => role.id)),
    purpose: new Set(facts.purposes.map((purpose) => purpose.id)),
    clause: new Set(facts.clauses.map((clause) => clause.id)),
    activity: new Set(facts.activities.map((activity) => activity.id)),
    exception: new Set(facts.disclosures.filter(({ needs }) => needs !== 'consent').map(({ id }) => id)),
  }
  const ruled = new Set(rules.roles)
  const silent = facts.roles
    .filter((role) => role.kind !== 'system' && !ruled.has(role.id))
    .map((role) =>
      finding(
        'role-without-rule',
        `roles.${role.id}`,
        `no rule names role ${role.id}; add one or drop the role`,
      ),
    )
  return [
    ...silent,
    ...unknown('role', rules.roles, known.role),
    ...unknown('purpose', rules.purposes, known.purpose),
    ...unknown('clause', rules.clauses, known.clause),
    ...unknown('activity', rules.activities, known.activity),
    ...unknown('exception', rules.exceptions, known.exception),
    ...unexplained(statement, rules.clauses),
  ]
}

/** Every look is explained to the client by the clause behind it, so that clause needs its sentence. */
function unexplained(statement: Statement, clauses: string[]): Finding[] {
  const known = statement.facts.clauses.filter(({ id }) => clauses.includes(id))
  return languages.flatMap((lang) =>
    known
      .filter(({ id }) => !statement.hasLabel(lang, `why.${id}`))
      .map(({ id }) => ({
        ...finding(
          'rule-unexplained',
          `why.${id}`,
          `a rule rests on ${id}; add "- why.${id}: …" for the access log`,
        ),
        file: `words.${lang}.md`,
      })),
  )
}

function unknown(kind: string, named: string[], known: Set<string>): Finding[] {
  return [...new Set(named)]
    .filter((name) => !known.has(name))
    .map((name) =>
      finding(
        `rule-unknown-${kind}`,
        name,
        `a rule names ${kind} ${name}, which the statement does not list; correct one of the two`,
      ),
    )
}

function finding(code: string, where: string, message: string): Finding {
  return { code, file: 'access.cedar', where, message }
}
