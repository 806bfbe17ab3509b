import type { Disclosure, Facts } from './facts.ts'
import { idsOf, type Report, unlisted } from './report.ts'
import { parts } from './vocabulary.ts'

/** Contradictions in what is given to others, and what that needs. */
export function checkDisclosures(facts: Facts, report: Report): void {
  const known = {
    role: idsOf(facts.roles),
    item: idsOf(facts.items),
    part: parts,
    'party-kind': idsOf(facts.partyKinds),
  }
  for (const disclosure of facts.disclosures) {
    const where = `disclosures.${disclosure.id}`
    const named = {
      role: disclosure.roles,
      item: disclosure.items,
      part: disclosure.parts,
      'party-kind': disclosure.recipients,
    }
    for (const kind of ['role', 'item', 'part', 'party-kind'] as const)
      for (const name of unlisted(named[kind], known[kind]))
        report(`unknown-${kind}`, where, `${kind} ${name} is not listed; add it or correct it`)
    checkConsent(disclosure, facts, report)
    checkActivityOf(disclosure, facts, report)
  }
}

function checkConsent(disclosure: Disclosure, facts: Facts, report: Report): void {
  const where = `disclosures.${disclosure.id}`
  if (disclosure.needs === 'none' && disclosure.ground === 'consent')
    report('consent-not-asked', where, 'rests on consent but asks for none; choose one')
  if (disclosure.needs !== 'consent') return
  if (disclosure.ground !== 'consent')
    report('consent-on-other-ground', where, `asks for consent but rests on ${disclosure.ground}; choose one`)
  const exception = facts.disclosures.find((other) => other.needs === 'none' && isSameGift(other, disclosure))
  if (exception)
    report(
      'consent-and-exception',
      where,
      `needs consent, and ${exception.id} gives the same without; keep one`,
    )
}

/** Two disclosures speak of the same when they say as much (that or what) under the same clause or activity. */
function isSameGift(one: Disclosure, other: Disclosure): boolean {
  if (one.level !== other.level) return false
  return one.clause === other.clause || (one.activity !== undefined && one.activity === other.activity)
}

function checkActivityOf(disclosure: Disclosure, facts: Facts, report: Report): void {
  if (disclosure.activity === undefined) return
  const where = `disclosures.${disclosure.id}`
  const activity = facts.activities.find(({ id }) => id === disclosure.activity)
  if (!activity) {
    report('unknown-activity', where, `activity ${disclosure.activity} does not exist`)
    return
  }
  if (activity.ground !== disclosure.ground)
    report(
      'ground-differs',
      where,
      `rests on ${disclosure.ground}, its activity ${activity.id} on ${activity.ground}`,
    )
  const given = new Set([...(disclosure.parts ?? []), ...partsOf(disclosure.items ?? [], facts)])
  for (const part of unlisted([...given], activity.parts))
    report(
      'part-beyond-activity',
      where,
      `gives part ${part}, which its activity ${activity.id} does not process`,
    )
}

function partsOf(items: string[], facts: Facts): string[] {
  return facts.items.filter((item) => items.includes(item.id)).map((item) => item.part)
}
