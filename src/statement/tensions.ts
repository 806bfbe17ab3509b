import type { Activity, Facts, Finding } from './facts.ts'
import { keepingDuties } from './law.ts'
import type { Statement } from './statement.ts'

type Strain = { code: string; where: string; message: string; law: string }

/** Where the statement strains against the law: what it says of itself, and what follows from its facts. */
export function tensionsOf(statement: Statement): Finding[] {
  const { facts } = statement
  const named = facts.tensions.map(({ id, clauses, law }) => ({
    code: id,
    where: clauses.join(', '),
    message: statement.hasLabel('en', `tensions.${id}`) ? statement.label('en', `tensions.${id}`) : id,
    law,
  }))
  const computed = [
    ...termsBelowDuty(facts),
    ...ceilingBelowDuty(facts),
    ...healthDataWithoutException(facts),
    ...bsnWithoutStatute(facts),
    ...disclosuresWithoutPurpose(facts),
    ...secrecyWithoutConsent(facts),
  ]
  return [...named, ...computed].map((strain) => ({ file: 'statement.yaml', ...strain }))
}

function termsBelowDuty(facts: Facts): Strain[] {
  return withTerm(facts).flatMap(({ activity, term }) =>
    keepingDuties
      .filter((duty) => !term.ceiling && term.years < duty.years && duty.reaches(activity, term))
      .map(({ law, years }) => ({
        code: 'term-below-duty',
        where: `activities.${activity.id}`,
        message: `term ${term.id} keeps ${term.years} years, the law wants at least ${years}`,
        law,
      })),
  )
}

/** A ceiling ("at most") leaves no room for a longer duty, and promises no minimum either. */
function ceilingBelowDuty(facts: Facts): Strain[] {
  return withTerm(facts).flatMap(({ activity, term }) =>
    keepingDuties
      .filter((duty) => term.ceiling && term.years < duty.years && duty.reaches(activity, term))
      .map(({ law, years }) => ({
        code: 'ceiling-below-duty',
        where: `activities.${activity.id}`,
        message: `at most ${term.years} years is promised, the law wants at least ${years}`,
        law,
      })),
  )
}

function withTerm(facts: Facts) {
  return facts.activities.flatMap((activity) => {
    const term = facts.terms.find(({ id }) => id === activity.term)
    return term ? [{ activity, term }] : []
  })
}

function healthDataWithoutException(facts: Facts): Strain[] {
  const special = new Set(facts.items.filter((item) => item.class === 'special').map((item) => item.part))
  return facts.activities
    .filter((activity) => activity.special === undefined && activity.parts.some((part) => special.has(part)))
    .map((activity) => ({
      code: 'special-without-exception',
      where: `activities.${activity.id}`,
      message: 'processes special data and names no exception to the ban on doing so',
      law: 'AVG art. 9 lid 1',
    }))
}

function bsnWithoutStatute(facts: Facts): Strain[] {
  const statutory = (activity: Activity) =>
    activity.ground === 'legal-duty' || activity.ground === 'public-task'
  return facts.activities
    .filter((activity) => activity.parts.includes('bsn') && !statutory(activity))
    .map((activity) => ({
      code: 'bsn-without-statute',
      where: `activities.${activity.id}`,
      message: `uses the BSN on the ground ${activity.ground}; only an act may provide for that`,
      law: 'UAVG art. 46',
    }))
}

/** An act under which data are given, of which no activity speaks, serves none of the listed purposes. */
function disclosuresWithoutPurpose(facts: Facts): Strain[] {
  const acts = new Set(facts.activities.flatMap((activity) => activity.articles.map(actOf)))
  return facts.disclosures
    .filter((disclosure) => disclosure.activity === undefined)
    .filter((disclosure) => disclosure.articles.some((article) => !acts.has(actOf(article))))
    .map((disclosure) => ({
      code: 'disclosure-without-purpose',
      where: `disclosures.${disclosure.id}`,
      message: `is given under ${disclosure.articles.join(', ')}, which no activity serves, so no listed purpose covers it`,
      law: 'AVG art. 5 lid 1 onder b',
    }))
}

function secrecyWithoutConsent(facts: Facts): Strain[] {
  return facts.disclosures
    .filter((disclosure) => disclosure.ground === 'legitimate-interest' && disclosure.needs === 'none')
    .map((disclosure) => ({
      code: 'secrecy-on-interest',
      where: `disclosures.${disclosure.id}`,
      message: 'tells others on a legitimate interest without consent, beside the duty of secrecy',
      law: 'Wmo 2015 art. 5.3.3',
    }))
}

function actOf(article: string): string {
  return article.split(' art. ')[0] ?? article
}
