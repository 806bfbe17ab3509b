import type { EntityId, Expression, Groups, PolicyJson, Scope } from './policy-json.ts'
import type { AccessRequest } from './request.ts'
import { actions, parts, roles } from './vocabulary.ts'

/** Does the policy hold for the request? */
export type Test = (request: AccessRequest) => boolean

/** A policy that can be asked: the same answer as Cedar's own engine, a thousand times sooner. */
export type Policy = {
  id: string
  effect: 'permit' | 'forbid'
  clauses: string[]
  activity: string | undefined
  actions: readonly string[]
  roles: readonly string[]
  parts: readonly string[]
  holds: Test
}

type Value = string | boolean
type Term = { type: string; of: (request: AccessRequest) => Value; constant?: Value }

// The attributes of the context in the schema, and the type of each: a rule that names another does not compile.
const attributes: Record<string, { type: string; of: (request: AccessRequest) => Value }> = {
  relation: { type: 'Relation', of: (request) => request.relation },
  state: { type: 'State', of: (request) => request.state },
  purpose: { type: 'Purpose', of: (request) => request.purpose },
  consent: { type: 'Consent', of: (request) => request.consent },
  exception: { type: 'Exception', of: (request) => request.exception ?? 'none' },
  secondFactor: { type: 'Bool', of: (request) => request.secondFactor },
  cleared: { type: 'Bool', of: (request) => request.cleared },
}
const variables: Record<string, { type: string; of: (request: AccessRequest) => Value }> = {
  principal: { type: 'Role', of: (request) => request.role },
  action: { type: 'Action', of: (request) => request.action },
  resource: { type: 'Part', of: (request) => request.part },
}
const vocabulary: Record<string, readonly string[]> = { Role: roles, Part: parts, Action: actions }

/** Compiles a policy. Throws on an operator, word or group that it does not know: a rule is never skipped. */
export function compilePolicy(json: PolicyJson, groups: Groups): Policy {
  const annotations = json.annotations ?? {}
  const { id } = annotations
  if (!id) throw new Error(`A policy (${annotations.clause ?? 'without a clause'}) has no @id; give it one.`)
  try {
    const scope = {
      roles: scopeWords(json.principal, 'Role', groups),
      actions: scopeWords(json.action, 'Action', groups),
      parts: scopeWords(json.resource, 'Part', groups),
    }
    return {
      id,
      effect: json.effect,
      clauses: (annotations.clause ?? '').split(' ').filter((clause) => clause !== ''),
      activity: annotations.activity,
      ...scope,
      holds: conjunction([
        scopeTest(scope),
        ...json.conditions.map((condition) => conditionTest(condition, groups)),
      ]),
    }
  } catch (error) {
    throw new Error(`Policy ${id}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}

function scopeTest(scope: { roles: string[]; actions: string[]; parts: string[] }): Test {
  const [rolesOf, actionsOf, partsOf] = [new Set(scope.roles), new Set(scope.actions), new Set(scope.parts)]
  return (request) => actionsOf.has(request.action) && rolesOf.has(request.role) && partsOf.has(request.part)
}

function scopeWords(scope: Scope, type: string, groups: Groups): string[] {
  const every = vocabulary[type] ?? []
  if (scope.op === 'All') return [...every]
  const named = scope.entities ?? (scope.entity ? [scope.entity] : [])
  if (!['==', 'in'].includes(scope.op) || named.length === 0)
    throw new Error(`the scope ${JSON.stringify(scope)} is not known here`)
  const allowed = new Set(named.flatMap((entity) => members(entity, type, groups)))
  return every.filter((word) => allowed.has(word))
}

/** The words of the type that an entity stands for: itself, or the members of a group. */
function members(entity: EntityId, type: string, groups: Groups): string[] {
  if (entity.type === type) {
    if (!vocabulary[type]?.includes(entity.id))
      throw new Error(`${type}::"${entity.id}" is not in the vocabulary`)
    return [entity.id]
  }
  const group = entity.type === `${type}Group` ? groupsOf(type, groups)[entity.id] : undefined
  if (!group) throw new Error(`${entity.type}::"${entity.id}" is no group of ${type}; see groups.json`)
  for (const word of group) {
    if (!vocabulary[type]?.includes(word))
      throw new Error(`${entity.type}::"${entity.id}" holds ${word}, which is no ${type}`)
  }
  return group
}

function groupsOf(type: string, groups: Groups): Record<string, string[]> {
  if (type === 'Role') return groups.RoleGroup
  return type === 'Part' ? groups.PartGroup : {}
}

function conditionTest(condition: PolicyJson['conditions'][number], groups: Groups): Test {
  const test = compileTest(condition.body, groups)
  return condition.kind === 'when' ? test : (request) => !test(request)
}

function conjunction(tests: Test[]): Test {
  return tests.reduce((all, next) => (request) => all(request) && next(request))
}

function compileTest(expression: Expression, groups: Groups): Test {
  const [operator, operands] = only(expression)
  switch (operator) {
    case '&&':
    case '||': {
      const left = compileTest(operand(operands, 'left'), groups)
      const right = compileTest(operand(operands, 'right'), groups)
      return operator === '&&'
        ? (request) => left(request) && right(request)
        : (request) => left(request) || right(request)
    }
    case '!': {
      const inner = compileTest(operand(operands, 'arg'), groups)
      return (request) => !inner(request)
    }
    case '==':
      return equality(operands, true)
    case '!=':
      return equality(operands, false)
    case 'in':
      return membership(operands, groups)
    case 'contains':
      return containment(operands)
    case '.': {
      const term = compileTerm(expression)
      if (term.type !== 'Bool')
        throw new Error(`context attribute of type ${term.type} stands where a yes or no is needed`)
      return (request) => term.of(request) === true
    }
    default:
      throw new Error(
        `the operator ${operator} is not compiled here; add it to compile.ts with a differential test`,
      )
  }
}

function equality(operands: unknown, wanted: boolean): Test {
  const left = compileTerm(operand(operands, 'left'))
  const right = compileTerm(operand(operands, 'right'))
  if (left.type !== right.type) throw new Error(`a ${left.type} is compared with a ${right.type}`)
  const { of } = left
  if (right.constant === undefined) return (request) => (of(request) === right.of(request)) === wanted
  const constant = right.constant
  return wanted ? (request) => of(request) === constant : (request) => of(request) !== constant
}

function membership(operands: unknown, groups: Groups): Test {
  const left = compileTerm(operand(operands, 'left'))
  const right = operand(operands, 'right')
  const entities = 'Set' in right ? list(right.Set).map(entityOf) : [entityOf(right)]
  const words = new Set(entities.flatMap((entity) => members(entity, left.type, groups)))
  return (request) => words.has(String(left.of(request)))
}

function containment(operands: unknown): Test {
  const set = operand(operands, 'left')
  if (!('Set' in set)) throw new Error('contains works here on a written-out set only')
  const entities = list(set.Set).map(entityOf)
  const right = compileTerm(operand(operands, 'right'))
  if (entities.some((entity) => entity.type !== right.type))
    throw new Error(`a set holds another type than ${right.type}`)
  const words = new Set(entities.map((entity) => entity.id))
  return (request) => words.has(String(right.of(request)))
}

function compileTerm(expression: Expression): Term {
  const [operator, operands] = only(expression)
  if (operator === 'Value') {
    const entity = entityOf(expression)
    const known = vocabulary[entity.type]
    if (known && !known.includes(entity.id))
      throw new Error(`${entity.type}::"${entity.id}" is not in the vocabulary`)
    return { type: entity.type, of: () => entity.id, constant: entity.id }
  }
  const variable = operator === 'Var' && typeof operands === 'string' ? variables[operands] : undefined
  if (variable) return variable
  if (operator === '.' && isRecord(operands)) {
    const attribute = attributes[String(operands.attr)]
    const [base, name] = only(operand(operands, 'left'))
    if (attribute && base === 'Var' && name === 'context') return attribute
  }
  throw new Error(`${JSON.stringify(expression)} is not known here`)
}

function entityOf(expression: Expression): EntityId {
  const value = isRecord(expression.Value) ? expression.Value.__entity : undefined
  if (!isRecord(value)) throw new Error(`${JSON.stringify(expression)} is not a named entity`)
  return { type: String(value.type), id: String(value.id) }
}

function operand(operands: unknown, name: string): Expression {
  const value = isRecord(operands) ? operands[name] : undefined
  if (!isRecord(value)) throw new Error(`an operand (${name}) is missing`)
  return value
}

function only(expression: Expression): [string, unknown] {
  const [entry, ...more] = Object.entries(expression)
  if (!entry || more.length > 0) throw new Error(`${JSON.stringify(expression)} is not one operation`)
  return entry
}

function list(value: unknown): Expression[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
