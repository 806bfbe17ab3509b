import cedar from '@cedar-policy/cedar-wasm/nodejs'
import { describe, expect, test } from 'vitest'
import { coachReads } from '../../test/access.ts'
import { compilePolicy } from './compile.ts'
import type { Groups, PolicyJson } from './policy-json.ts'

const groups: Groups = {
  RoleGroup: { team: ['host', 'neighbourhood-coach'] },
  PartGroup: { content: ['notes', 'goals'], wrong: ['shoe-size'] },
}

function compile(text: string, own = groups) {
  const answer = cedar.policyToJson(text)
  if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors))
  return compilePolicy(answer.json as unknown as PolicyJson, own)
}

const rule = (when: string) => `@id("t") permit (principal, action, resource) when { ${when} };`

describe('what the compiler does not know fails the build', () => {
  test.each([
    ['like', 'context.purpose == Purpose::"x" && "a" like "a*"'],
    ['has', 'context has purpose'],
    ['<', '1 < 2'],
    ['if', 'if context.cleared then true else false'],
    ['is', 'principal is Role'],
    ['a bare value', 'true'],
    ['containsAny', '[Purpose::"a"].containsAny([Purpose::"b"])'],
    ['a set that is not written out', 'context.purposes.contains(context.purpose)'],
    ['an attribute of the principal', 'principal.name == Purpose::"x"'],
    ['an unknown attribute of the context', 'context.employer == Purpose::"x"'],
    ['comparing two kinds', 'context.relation == State::"open"'],
    ['a set of another kind', '[State::"open"].contains(context.relation)'],
    ['a word as a condition', 'context.relation'],
  ])('%s', (_name, when) => {
    expect(() => compile(rule(when))).toThrow(/^Policy t: /)
  })

  test('the message says which rule and what to do', () => {
    expect(() => compile(rule('"a" like "a*"'))).toThrow(
      'Policy t: the operator like is not compiled here; add it to compile.ts',
    )
  })

  test.each([
    [
      'an unknown role',
      'permit (principal == Role::"coach", action, resource);',
      'Role::"coach" is not in the vocabulary',
    ],
    [
      'an unknown part',
      'permit (principal, action, resource == Part::"shoe-size");',
      'Part::"shoe-size" is not in the vocabulary',
    ],
    [
      'an unknown action',
      'permit (principal, action == Action::"peek", resource);',
      'Action::"peek" is not in the vocabulary',
    ],
    [
      'an unknown group',
      'permit (principal in RoleGroup::"friends", action, resource);',
      'RoleGroup::"friends" is no group of Role',
    ],
    [
      'a group with a wrong word',
      'permit (principal, action, resource in PartGroup::"wrong");',
      'holds shoe-size, which is no Part',
    ],
    ['a type in the scope', 'permit (principal is Role, action, resource);', 'the scope'],
    [
      'an unknown part in a condition',
      'permit (principal, action, resource) when { resource == Part::"x" };',
      'not in the vocabulary',
    ],
    [
      'a group of roles for a part',
      'permit (principal, action, resource) when { resource in RoleGroup::"team" };',
      'no group of Part',
    ],
  ])('%s', (_name, text, message) => {
    expect(() => compile(`@id("t") ${text}`)).toThrow(message)
  })

  test('a policy without a name', () => {
    expect(() => compile('permit (principal, action, resource);')).toThrow('has no @id')
  })
})

describe('every operator that the compiler knows means what Cedar means', () => {
  const conditions = [
    'context.cleared && context.secondFactor',
    'context.cleared || context.secondFactor',
    '!context.cleared',
    '!(context.cleared && context.relation == Relation::"none")',
    'context.relation == Relation::"involved"',
    'context.relation != Relation::"involved"',
    'Relation::"involved" == context.relation',
    'Role::"host" != principal',
    'principal in RoleGroup::"team"',
    'principal in Role::"host"',
    'resource in [PartGroup::"content", PartGroup::"content"]',
    'resource in [Part::"bsn", Part::"notes"]',
    'action in [Action::"read", Action::"write"]',
    '[State::"open", State::"closed"].contains(context.state)',
    '[Purpose::"support"].contains(context.purpose) && context.consent == Consent::"valid"',
  ]
  const requests = (['host', 'neighbourhood-coach', 'planner'] as const).flatMap((role) =>
    (['notes', 'bsn'] as const).flatMap((part) =>
      (['involved', 'none'] as const).flatMap((relation) =>
        (['open', 'restricted'] as const).flatMap((state) =>
          [true, false].flatMap((cleared) =>
            [true, false].flatMap((secondFactor) =>
              (['read', 'know'] as const).map((action) =>
                coachReads({ role, part, relation, state, cleared, secondFactor, action }),
              ),
            ),
          ),
        ),
      ),
    ),
  )

  test.each(conditions.flatMap((one) => [one, `${one} && context.cleared`].map((text) => [text])))(
    '%s',
    (when) => {
      for (const kind of ['when', 'unless']) {
        const text = `@id("t") permit (principal, action, resource) ${kind} { ${when} };`
        const ours = compile(text)
        expect(requests.map((request) => ours.holds(request))).toEqual(
          requests.map((request) => cedarHolds(text, request)),
        )
      }
    },
  )
})

function cedarHolds(text: string, request: ReturnType<typeof coachReads>): boolean {
  const word = (type: string, id: string) => ({ __entity: { type, id } })
  const parents = (type: string, id: string, all: Record<string, string[]>) =>
    Object.entries(all).flatMap(([group, words]) =>
      words.includes(id) ? [{ type: `${type}Group`, id: group }] : [],
    )
  const answer = cedar.isAuthorized({
    principal: { type: 'Role', id: request.role },
    action: { type: 'Action', id: request.action },
    resource: { type: 'Part', id: request.part },
    context: {
      relation: word('Relation', request.relation),
      state: word('State', request.state),
      purpose: word('Purpose', request.purpose),
      consent: word('Consent', request.consent),
      cleared: request.cleared,
      secondFactor: request.secondFactor,
    },
    policies: { staticPolicies: text },
    entities: [
      {
        uid: { type: 'Role', id: request.role },
        attrs: {},
        parents: parents('Role', request.role, groups.RoleGroup),
      },
      {
        uid: { type: 'Part', id: request.part },
        attrs: {},
        parents: parents('Part', request.part, groups.PartGroup),
      },
    ],
  })
  if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors))
  return answer.response.decision === 'allow'
}
