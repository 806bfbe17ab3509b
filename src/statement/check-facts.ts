import { checkDisclosures } from './check-disclosures.ts'
import type { Facts, Finding } from './facts.ts'
import { idsOf, includes, type Report, unlisted } from './report.ts'
import { dataClasses, grounds, itemSources, parts, termTriggers } from './vocabulary.ts'

/** Contradictions among the facts themselves. */
export function checkFacts(facts: Facts): Finding[] {
  const findings: Finding[] = []
  const report: Report = (code, where, message) =>
    findings.push({ code, file: 'statement.yaml', where, message })
  checkIds(facts, report)
  checkClauseReferences(facts, report)
  checkPurposes(facts, report)
  checkActivities(facts, report)
  checkItems(facts, report)
  checkNamed(facts, report)
  checkTerms(facts, report)
  checkDisclosures(facts, report)
  return findings
}

function checkIds(facts: Facts, report: Report): void {
  for (const [name, members] of collections(facts)) {
    const seen = new Set<string>()
    for (const { id } of members) {
      if (seen.has(id)) report('twice', `${name}.${id}`, 'stands here twice; keep one')
      seen.add(id)
    }
  }
}

function checkClauseReferences(facts: Facts, report: Report): void {
  const known = idsOf(facts.clauses)
  for (const [name, members] of collections(facts)) {
    for (const member of members) {
      const clauses = [...(member.clause === undefined ? [] : [member.clause]), ...(member.clauses ?? [])]
      for (const clause of clauses.filter((clause) => !known.has(clause)))
        report(
          'unknown-clause',
          `${name}.${member.id}`,
          `clause ${clause} is not in the list of clauses; add it or correct it`,
        )
    }
  }
}

function checkPurposes(facts: Facts, report: Report): void {
  for (const [use, purpose] of Object.entries(facts.uses))
    if (!facts.purposes.some(({ id }) => id === purpose))
      report('unknown-purpose', `uses.${use}`, `purpose ${purpose} is not listed; choose one of the list`)
  for (const purpose of facts.purposes) {
    const where = `purposes.${purpose.id}`
    if (!facts.activities.some((activity) => activity.purpose === purpose.id))
      report(
        'purpose-without-activity',
        where,
        'no activity serves this purpose; add one or drop the purpose',
      )
    const usual = facts.activities.find((activity) => activity.id === purpose.activity)
    if (!usual) report('unknown-activity', where, `activity ${purpose.activity} does not exist`)
    else if (usual.purpose !== purpose.id)
      report(
        'purpose-of-another',
        where,
        `its activity ${usual.id} serves purpose ${usual.purpose}; choose one of its own`,
      )
  }
}

function checkActivities(facts: Facts, report: Report): void {
  const purposes = idsOf(facts.purposes)
  const terms = idsOf(facts.terms)
  const kinds = idsOf(facts.partyKinds)
  for (const activity of facts.activities) {
    const where = `activities.${activity.id}`
    if (!purposes.has(activity.purpose))
      report(
        'unknown-purpose',
        where,
        `purpose ${activity.purpose} is not listed; the list of purposes is closed`,
      )
    if (!includes(grounds, activity.ground))
      report('activity-without-ground', where, `has no legal ground; choose ${grounds.join(', ')}`)
    else if (!facts.grounds.some((ground) => ground.id === activity.ground))
      report(
        'ground-not-named',
        where,
        `rests on ${activity.ground}, which the statement does not name as a ground`,
      )
    if (!activity.articles?.length)
      report('activity-without-article', where, 'names no article of law; add the article of its ground')
    if (!terms.has(activity.term))
      report(
        'activity-without-term',
        where,
        `its term ${activity.term ?? ''} does not exist; name a term of keeping`,
      )
    for (const part of unlisted(activity.parts, parts))
      report('unknown-part', where, `part ${part} does not exist`)
    for (const kind of unlisted(activity.recipients, kinds))
      report('unknown-party-kind', where, `recipient ${kind} is not a listed kind of party`)
  }
}

function checkItems(facts: Facts, report: Report): void {
  const processed = new Set(facts.activities.flatMap((activity) => activity.parts))
  const handedOver = new Set(facts.sources.flatMap((source) => source.items ?? []))
  for (const item of facts.items) {
    const where = `items.${item.id}`
    if (!includes(parts, item.part)) report('unknown-part', where, `part ${item.part} does not exist`)
    else if (!processed.has(item.part))
      report(
        'item-without-activity',
        where,
        `no activity processes part ${item.part}, so nothing allows keeping it`,
      )
    if (!includes(dataClasses, item.class))
      report('unknown-class', where, `class ${item.class} does not exist; choose ${dataClasses.join(', ')}`)
    if (!includes(itemSources, item.source))
      report(
        'unknown-source',
        where,
        `source ${item.source} does not exist; choose ${itemSources.join(', ')}`,
      )
    else if (item.source === 'others' && !handedOver.has(item.id))
      report(
        'item-without-source',
        where,
        'comes from others, but no source hands it over; name it at a source',
      )
  }
}

function checkNamed(facts: Facts, report: Report): void {
  const items = idsOf(facts.items)
  const kinds = idsOf(facts.partyKinds)
  const keepers = new Set([...idsOf(facts.parties), ...idsOf(facts.organisation.members ?? [])])
  for (const source of facts.sources)
    for (const item of unlisted(source.items, items))
      report('unknown-item', `sources.${source.id}`, `item ${item} does not exist`)
  for (const service of facts.services) {
    for (const item of unlisted(service.items, items))
      report('unknown-item', `services.${service.id}`, `item ${item} does not exist`)
    if (service.keptBy !== undefined && !keepers.has(service.keptBy))
      report(
        'unknown-party',
        `services.${service.id}`,
        `${service.keptBy} is neither a member nor a listed party`,
      )
  }
  for (const party of facts.parties)
    if (!kinds.has(party.kind))
      report('unknown-party-kind', `parties.${party.id}`, `kind ${party.kind} is not a listed kind of party`)
}

function checkTerms(facts: Facts, report: Report): void {
  const used = new Set(facts.activities.map((activity) => activity.term))
  const ceiling = facts.terms.find((term) => term.ceiling)
  for (const term of facts.terms) {
    const where = `terms.${term.id}`
    if (!includes(termTriggers, term.from))
      report('term-without-trigger', where, `does not say what starts it; choose ${termTriggers.join(', ')}`)
    if (!used.has(term.id) && !term.ceiling)
      report(
        'term-without-activity',
        where,
        'no activity has this term, so it never starts; name it at an activity',
      )
    if (term.longer && term.longer.years <= term.years)
      report(
        'longer-is-shorter',
        where,
        `the longer term (${term.longer.years}) is not longer than the term (${term.years})`,
      )
    const longest = Math.max(term.years, term.longer?.years ?? 0)
    if (ceiling && longest > ceiling.years)
      report(
        'above-ceiling',
        where,
        `keeps ${longest} years, above the ceiling ${ceiling.id} of ${ceiling.years}`,
      )
  }
}

type Member = { id: string; clause?: string; clauses?: string[] }

function collections(facts: Facts): [string, Member[]][] {
  return [
    ['limits', facts.limits ?? []],
    ['grounds', facts.grounds],
    ['purposes', facts.purposes],
    ['activities', facts.activities],
    ['items', facts.items],
    ['services', facts.services],
    ['roles', facts.roles],
    ['partyKinds', facts.partyKinds],
    ['parties', facts.parties],
    ['sources', facts.sources],
    ['terms', facts.terms],
    ['disclosures', facts.disclosures],
    ['clauses', facts.clauses],
    ['tensions', facts.tensions],
  ]
}
