import { describe, expect, test } from 'vitest'
import { smallStatement } from '../../test/small-statement.ts'
import { checkStatement } from './check.ts'
import type { Activity, Disclosure, Term } from './facts.ts'
import { type Facts, StatementError } from './facts.ts'

const small = (change: (facts: Facts) => void) => checkStatement(smallStatement({ facts: change }))
const rewritten = (from: string, to: string) =>
  checkStatement(smallStatement({ words: (words) => words.replaceAll(from, to) }))
const codes = (result: { errors: { code: string }[] }) => [
  ...new Set(result.errors.map((error) => error.code)),
]

test('a statement without contradictions has no errors', () => {
  expect(checkStatement(smallStatement()).errors).toEqual([])
})

describe('contradictions among the facts', () => {
  const planted: [name: string, code: string, plant: (facts: Facts) => void][] = [
    [
      'a purpose without an activity',
      'purpose-without-activity',
      (facts) => facts.purposes.push({ id: 'selling', clause: 'BRUG-1.1', activity: 'support' }),
    ],
    [
      'an activity for an unknown purpose',
      'unknown-purpose',
      (facts) => Object.assign(activity(facts), { purpose: 'selling' }),
    ],
    [
      'a use for an unknown purpose',
      'unknown-purpose',
      (facts) => Object.assign(facts.uses, { review: 'selling' }),
    ],
    [
      'an activity without a ground',
      'activity-without-ground',
      (facts) => Object.assign(activity(facts), { ground: undefined }),
    ],
    [
      'an activity on a ground that the statement does not name',
      'ground-not-named',
      (facts) => facts.grounds.splice(1),
    ],
    [
      'an activity without an article',
      'activity-without-article',
      (facts) => Object.assign(activity(facts), { articles: [] }),
    ],
    [
      'an activity without a term',
      'activity-without-term',
      (facts) => Object.assign(activity(facts), { term: 'for-ever' }),
    ],
    [
      'an activity with an unknown part',
      'unknown-part',
      (facts) => Object.assign(activity(facts), { parts: ['existence', 'identity', 'notes', 'diary'] }),
    ],
    [
      'an activity with an unknown recipient',
      'unknown-party-kind',
      (facts) => Object.assign(activity(facts), { recipients: ['advertiser'] }),
    ],
    [
      'a purpose with an unknown activity',
      'unknown-activity',
      (facts) => Object.assign(facts.purposes[0]!, { activity: 'nothing' }),
    ],
    [
      'a purpose whose activity serves another',
      'purpose-of-another',
      (facts) => {
        facts.purposes.push({ id: 'quality', clause: 'BRUG-1.1', activity: 'support' })
        facts.activities.push({ ...activity(facts), id: 'quality', purpose: 'quality' })
      },
    ],
    [
      'an item of an unknown part',
      'unknown-part',
      (facts) => Object.assign(facts.items[0]!, { part: 'diary' }),
    ],
    [
      'an item of an unknown class',
      'unknown-class',
      (facts) => Object.assign(facts.items[0]!, { class: 'secret' }),
    ],
    [
      'an item from an unknown source',
      'unknown-source',
      (facts) => Object.assign(facts.items[0]!, { source: 'rumour' }),
    ],
    [
      'an item that no activity processes',
      'item-without-activity',
      (facts) => Object.assign(facts.items[0]!, { part: 'plan' }),
    ],
    [
      'an item from others that no source hands over',
      'item-without-source',
      (facts) => Object.assign(facts.sources[0]!, { items: [] }),
    ],
    ['a source of an unknown item', 'unknown-item', (facts) => facts.sources[0]!.items?.push('diary')],
    ['a service with an unknown item', 'unknown-item', (facts) => facts.services[0]!.items.push('diary')],
    [
      'a service kept by nobody',
      'unknown-party',
      (facts) => Object.assign(facts.services[0]!, { keptBy: 'nobody' }),
    ],
    [
      'a party of an unknown kind',
      'unknown-party-kind',
      (facts) => Object.assign(facts.parties[0]!, { kind: 'advertiser' }),
    ],
    [
      'a fact of an unknown clause',
      'unknown-clause',
      (facts) => Object.assign(facts.roles[0]!, { clause: 'BRUG-9.9' }),
    ],
    [
      'a tension with an unknown clause',
      'unknown-clause',
      (facts) => facts.tensions[0]!.clauses.push('BRUG-9.9'),
    ],
    ['the same id twice', 'twice', (facts) => facts.roles.push(facts.roles[0]!)],
    [
      'a term without a trigger',
      'term-without-trigger',
      (facts) => Object.assign(term(facts), { from: undefined }),
    ],
    [
      'a term that nothing starts',
      'term-without-activity',
      (facts) => facts.terms.push({ ...term(facts), id: 'spare' }),
    ],
    [
      'a longer term that is shorter',
      'longer-is-shorter',
      (facts) => Object.assign(term(facts), { longer: { years: 3, when: 'reported' } }),
    ],
    [
      'a term above the ceiling',
      'above-ceiling',
      (facts) => facts.terms.push({ ...term(facts), id: 'at-most', years: 5, ceiling: true }),
    ],
    [
      'a disclosure by an unknown role',
      'unknown-role',
      (facts) => Object.assign(disclosure(facts), { roles: ['janitor'] }),
    ],
    [
      'a disclosure of an unknown item',
      'unknown-item',
      (facts) => Object.assign(disclosure(facts), { items: ['diary'] }),
    ],
    [
      'a disclosure that asks for consent on another ground',
      'consent-on-other-ground',
      (facts) => Object.assign(disclosure(facts), { ground: 'contract', activity: undefined }),
    ],
    [
      'a disclosure on consent that asks for none',
      'consent-not-asked',
      (facts) => Object.assign(disclosure(facts), { needs: 'none' }),
    ],
    [
      'a disclosure that needs consent and is an exception too',
      'consent-and-exception',
      (facts) => {
        facts.disclosures.push({
          ...disclosure(facts),
          id: 'without',
          needs: 'none',
          ground: 'contract',
          activity: 'support',
        })
      },
    ],
    [
      'a disclosure on another ground than its activity',
      'ground-differs',
      (facts) => Object.assign(disclosure(facts), { activity: 'support' }),
    ],
    [
      'a disclosure of more than its activity processes',
      'part-beyond-activity',
      (facts) => Object.assign(disclosure(facts), { items: ['surname'] }),
    ],
    [
      'a clause without words',
      'clause-without-words',
      (facts) => facts.clauses.push({ id: 'BRUG-2.2', section: '2' }),
    ],
    [
      'a clause in another section',
      'clause-in-other-section',
      (facts) => Object.assign(facts.clauses[2]!, { section: '1' }),
    ],
    ['words for an unknown clause', 'words-for-unknown-clause', (facts) => facts.clauses.splice(2)],
    [
      'a fact without a label',
      'label-missing',
      (facts) => Object.assign(facts.items[0]!, { id: 'last-name' }),
    ],
    ['a label for no fact', 'label-unused', (facts) => facts.tensions.splice(0)],
  ]
  test.each(planted)('%s is found', (_name, code, plant) => {
    expect(codes(small(plant))).toContain(code)
  })

  test('a finding says where it is and what to do', () => {
    const { errors } = small((facts) => Object.assign(activity(facts), { articles: [] }))
    expect(errors).toEqual([
      {
        code: 'activity-without-article',
        file: 'statement.yaml',
        where: 'activities.support',
        message: 'names no article of law; add the article of its ground',
      },
    ])
  })
})

describe('contradictions between words and facts', () => {
  test.each([
    ['7 jaar', 'figure-typed'],
    ['zeven jaar', 'figure-typed'],
  ])('a term typed as "%s" is found, as it could differ from what is enforced', (typed, code) => {
    const found = rewritten('{{terms.dossier.years}}\njaar', typed)
    expect(codes(found)).toEqual([code, 'term-unsaid'])
    expect(found.errors.map((error) => error.file)).toContain('words.en.md')
  })

  test('an age typed is found also away from its clause', () => {
    expect(codes(rewritten('{{minimumAge}}', '16'))).toEqual(['figure-typed'])
  })

  test.each(['artikel 7 van de AVG', 'NEN 7510', '1 huishouden, 7 stappen', 'een 2-factor-sleutel'])(
    '"%s" is no figure of the statement',
    (text) => {
      expect(rewritten('Wij helpen u', `Wij volgen ${text}. Wij helpen u`).errors).toEqual([])
    },
  )

  test('a label that only English lacks is found in the English file', () => {
    const statement = smallStatement({
      words: (words, lang) => (lang === 'en' ? words.replace('- terms.dossier: dossier\n', '') : words),
    })
    expect(checkStatement(statement).errors).toMatchObject([
      { code: 'label-in-one-language', file: 'words.nl.md' },
      { code: 'label-missing', file: 'words.en.md' },
    ])
  })

  test.each([
    ['a name that does not exist', '{{terms.dosier.years}}'],
    ['a list of nothing', '{{list parties advertiser}}'],
    ['a name that is not closed', '{{minimumAge'],
  ])('%s in the prose makes the statement unreadable', (_name, text) => {
    expect(() => rewritten('Wij helpen u', text)).toThrow(StatementError)
  })
})

describe('contradictions between access rules and facts', () => {
  const rules = {
    roles: ['consultant'],
    purposes: ['support'],
    clauses: ['BRUG-1.1'],
    activities: ['support'],
    exceptions: [],
  }

  test('rules that speak of listed things only are in order; the system role needs no rule', () => {
    expect(checkStatement(smallStatement(), rules).errors).toEqual([])
  })
  test.each([
    ['a role without a rule', { ...rules, roles: [] }, 'role-without-rule'],
    ['a rule for an unknown role', { ...rules, roles: ['consultant', 'janitor'] }, 'rule-unknown-role'],
    ['a rule for an unknown purpose', { ...rules, purposes: ['selling'] }, 'rule-unknown-purpose'],
    ['a rule without a sentence for the access log', { ...rules, clauses: ['BRUG-1.2'] }, 'rule-unexplained'],
    ['a rule for an unknown activity', { ...rules, activities: ['selling'] }, 'rule-unknown-activity'],
    [
      'a rule that takes as exception what needs consent',
      { ...rules, exceptions: ['with-consent'] },
      'rule-unknown-exception',
    ],
    ['a rule under an unknown clause', { ...rules, clauses: ['BRUG-9.9'] }, 'rule-unknown-clause'],
  ])('%s is found', (_name, planted, code) => {
    expect(codes(checkStatement(smallStatement(), planted))).toEqual([code])
  })
})

describe('tensions with the law are warnings with their article', () => {
  const planted: [name: string, law: string, plant: (facts: Facts) => void][] = [
    [
      'a term below the duty of the Wmo',
      'Wmo 2015 art. 5.3.4 lid 1',
      (facts) => activity(facts).articles.push('Wmo 2015 art. 5.1.2'),
    ],
    [
      'a ceiling below the duty of the Jeugdwet',
      'Jeugdwet art. 7.3.8 lid 3',
      (facts) => {
        activity(facts).articles.push('Jeugdwet art. 7.3.8')
        Object.assign(term(facts), { ceiling: true })
      },
    ],
    [
      'an access log kept too short',
      'Stcrt. 2019, 38007',
      (facts) => {
        Object.assign(term(facts), { keeps: 'access-log', years: 2 })
        activity(facts).parts.push('access-log')
      },
    ],
    ['special data without an exception', 'AVG art. 9 lid 1', (facts) => delete activity(facts).special],
    ['a BSN on consent', 'UAVG art. 46', (facts) => activity(facts).parts.push('bsn')],
    [
      'a disclosure under an act that no listed purpose covers',
      'AVG art. 5 lid 1 onder b',
      (facts) => {
        delete disclosure(facts).activity
        disclosure(facts).articles.push('Wgs art. 8d')
      },
    ],
    [
      'telling on a legitimate interest',
      'Wmo 2015 art. 5.3.3',
      (facts) => {
        Object.assign(disclosure(facts), { ground: 'legitimate-interest', needs: 'none' })
      },
    ],
  ]
  test.each(planted)('%s', (_name, law, plant) => {
    const laws = small(plant).tensions.map((tension) => tension.law)
    expect(laws).toContain(law)
    expect(checkStatement(smallStatement()).tensions.map((tension) => tension.law)).not.toContain(law)
  })

  test('what the statement itself names is told in its own words', () => {
    expect(checkStatement(smallStatement()).tensions).toEqual([
      {
        code: 'consent-form',
        file: 'statement.yaml',
        where: 'BRUG-1.2',
        message: 'De wet kent meer vormen van toestemming.',
        law: 'AVG art. 7',
      },
    ])
  })
})

function activity(facts: Facts): Activity {
  return facts.activities[0]!
}
function term(facts: Facts): Term {
  return facts.terms[0]!
}
function disclosure(facts: Facts): Disclosure {
  return facts.disclosures[0]!
}
