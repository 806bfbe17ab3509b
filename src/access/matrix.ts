import { type GrantRow, grantsOf } from './grants.ts'
import { type Rules, rulesOf } from './rules.ts'
import { actions, dossierParts, parts, registers, relations, roles, states } from './vocabulary.ts'

/** The Dutch label of `parts.notes`, `roles.host` and so on; undefined when the statement has none. */
export type Label = (name: string) => string | undefined

/** An organisation as the matrix shows it: its name and its own words. */
export type MatrixOrganisation = { id: string; name: string; label: Label }

const consentNeeded = 'consent'

type Row = GrantRow & { needs: string }

/** The authorisation matrix for a privacy officer, in Dutch: who may do what with which part, in which state, and why. */
export function matrixOf(rules: Rules, organisations: MatrixOrganisation[]): string {
  return `${[
    '# Autorisatiematrix',
    '',
    '<!-- Gemaakt uit statements/ met: npm run -s cli -- matrix. Niet met de hand wijzigen. -->',
    '',
    'Deze bladzijde laat per organisatie zien wie wat mag: per functie, per relatie tot de cliënt, per onderdeel van het dossier.',
    'Wat hier niet staat, mag niet. De lijst is gemaakt uit de regels die het programma zelf gebruikt.',
    '',
    'Altijd geldt ook: inloggen met een tweede stap, en voor medewerkers geldige geheimhouding, VOG en training.',
    '',
    ...organisations.flatMap((organisation) => chapterOf(rules, organisation)),
  ].join('\n')}\n`
}

function chapterOf(rules: Rules, { id, name, label }: MatrixOrganisation): string[] {
  const { named } = rulesOf(rules, id)
  const letters = new Map(named.purposes.map((purpose, index) => [purpose, String.fromCharCode(97 + index)]))
  const rows = rowsOf(rules, id)
  return [
    `## ${name}`,
    '',
    'Doelen:',
    '',
    ...named.purposes.map(
      (purpose) => `- **${letters.get(purpose)}** ${label(`purposes.${purpose}`) ?? purpose}`,
    ),
    '',
    ...roles.flatMap((role) => {
      const ofRole = rows.filter((row) => row.role === role)
      if (ofRole.length === 0) return []
      return [`### ${capital(label(`roles.${role}`) ?? role)}`, '', ...relationsOf(ofRole, letters, label)]
    }),
  ]
}

/** All that is allowed, also with consent or on a named exception: what is allowed without comes first and hides the rest. */
function rowsOf(rules: Rules, organisation: string): Row[] {
  const { purposes, exceptions } = rulesOf(rules, organisation).named
  const facts = purposes.map((id) => ({ id, activity: '' }))
  const circumstances = [
    { needs: '', consent: 'none' as const },
    { needs: consentNeeded, consent: 'valid' as const },
    ...exceptions.map((exception) => ({ needs: exception, exception })),
  ]
  const seen = new Set<string>()
  return circumstances.flatMap(({ needs, ...under }) =>
    grantsOf(rules, organisation, facts, under)
      .filter((row) => !seen.has(keyOf(row)))
      .map((row) => {
        if (needs === '') seen.add(keyOf(row))
        return { ...row, needs }
      }),
  )
}

function keyOf(row: GrantRow): string {
  return [row.role, row.relation, row.part, row.action, row.state, row.purpose].join(' ')
}

/** Relations in which exactly the same is allowed stand together. */
function relationsOf(rows: Row[], letters: Map<string, string>, label: Label): string[] {
  const tables = new Map<string, string[]>()
  for (const relation of relations) {
    const mine = rows.filter((row) => row.relation === relation)
    if (mine.length === 0) continue
    const table = tableOf(mine, letters, label).join('\n')
    tables.set(table, [...(tables.get(table) ?? []), label(`relations.${relation}`) ?? relation])
  }
  return [...tables].flatMap(([table, names]) => {
    const every = names.length === relations.length
    return [every ? '**In elke relatie**' : `**${capital(names.join(', of '))}**`, '', table, '']
  })
}

function tableOf(rows: Row[], letters: Map<string, string>, label: Label): string[] {
  const used = actions.filter((action) => rows.some((row) => row.action === action))
  const lines = new Map<string, string[]>()
  for (const part of parts) {
    const cells = used.map((action) =>
      cellOf(
        rows.filter((row) => row.part === part && row.action === action),
        letters,
        label,
      ),
    )
    const line = cells.join(' | ')
    if (cells.every((cell) => cell === '')) continue
    lines.set(line, [...(lines.get(line) ?? []), part])
  }
  const clauses = [...new Set(rows.flatMap((row) => row.clauses))]
  return [
    `| Onderdeel | ${used.map((action) => label(`actions.${action}`) ?? action).join(' | ')} |`,
    `| --- |${used.map(() => ' --- |').join('')}`,
    ...[...lines].map(([line, names]) => `| ${partsLabel(names, label)} | ${line} |`),
    '',
    `Beloften: ${clauses.join(', ')}`,
  ]
}

function partsLabel(names: string[], label: Label): string {
  if (names.length === dossierParts.length && names.every((name) => !registers.includes(name as never)))
    return 'het hele dossier'
  return names.map((name) => label(`parts.${name}`) ?? name).join('; ')
}

/** `lopend: a, c · afgesloten: a`, with what is needed besides. States in which the same is allowed stand together. */
function cellOf(rows: Row[], letters: Map<string, string>, label: Label): string {
  const statesOf = new Map<string, string[]>()
  for (const state of states) {
    const here = rows.filter((row) => row.state === state)
    for (const needs of new Set(here.map((row) => row.needs))) {
      const purposes = here.filter((row) => row.needs === needs).map((row) => letters.get(row.purpose))
      const answer = `${[...new Set(purposes)].join(', ')}${conditionText(needs, label)}`
      statesOf.set(answer, [...(statesOf.get(answer) ?? []), label(`states.${state}`) ?? state])
    }
  }
  return [...statesOf].map(([answer, names]) => `${names.join(', ')}: ${answer}`).join(' · ')
}

function conditionText(needs: string, label: Label): string {
  if (needs === '') return ''
  return needs === consentNeeded ? ' (met toestemming)' : ` (${label(`disclosures.${needs}`) ?? needs})`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
