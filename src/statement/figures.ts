import type { Facts } from './facts.ts'
import type { Lang } from './vocabulary.ts'

/** A number that the organisation is held to, its name in the facts, and the clause that promises it. */
export type Figure = { name: string; value: number; clause?: string }

/** Every figure of the facts that the words may name. */
export function figuresOf(facts: Facts): Figure[] {
  const figures: Figure[] = [{ name: 'smallestCell', value: facts.smallestCell }]
  if (facts.minimumAge !== null) figures.push({ name: 'minimumAge', value: facts.minimumAge })
  if (facts.administrators) figures.push(figureOfAdministrators(facts.administrators.max, facts))
  for (const { id, years, longer, clause } of facts.terms) {
    figures.push({ name: `terms.${id}.years`, value: years, clause })
    if (longer) figures.push({ name: `terms.${id}.longer.years`, value: longer.years, clause })
  }
  for (const { id, value, clause } of facts.limits ?? [])
    figures.push({ name: `limits.${id}.value`, value, clause })
  return figures
}

/** The figures that a paragraph types out instead of asking for them by name. */
export function typedFigures(paragraph: string, clause: string, figures: Figure[], lang: Lang): Figure[] {
  const numbers = numbersIn(paragraph.replace(/\{\{[^{}]*\}\}/g, ' ').replace(citation, ' '), lang)
  const typed = numbers.flatMap(({ value, hasUnit }) => {
    // Elsewhere a small bare number is likelier a count of something else ("1 household, 1 plan") than the figure.
    const counts = (figure: Figure) => figure.clause === clause || hasUnit || value >= 10
    return figures.find((figure) => figure.value === value && counts(figure)) ?? []
  })
  return [...new Set(typed)]
}

const citation =
  /\b(artikel(en)?|art\.|lid|articles?|paragraphs?|sections?|chapters?|hoofdstuk|NEN|ISO)\s*\d+\w*((,| en| and| tot| to) \d+\w*)*/gi

const unit =
  /^[\s-]+(jaar|jaren|maand|maanden|week|weken|werkdag|werkdagen|dag|dagen|uur|uren|years?|months?|weeks?|working days?|days?|hours?)\b/i

const numberWords: Record<Lang, string[]> = {
  nl: 'nul één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien twintig'.split(
    ' ',
  ),
  en: 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(
    ' ',
  ),
}

function numbersIn(text: string, lang: Lang): { value: number; hasUnit: boolean }[] {
  const digits = [...text.matchAll(/(?<![\p{L}\d.,:/-])\d+(?![\p{L}\d:/]|[.,]\d)/gu)].map((match) => ({
    value: Number(match[0]),
    hasUnit: unit.test(text.slice(match.index + match[0].length)),
  }))
  const spelled = [...text.matchAll(/\p{L}+/gu)].flatMap((match) => {
    const value = numberWords[lang].indexOf(match[0].toLowerCase())
    const hasUnit = unit.test(text.slice(match.index + match[0].length))
    return value > 0 && hasUnit ? [{ value, hasUnit }] : []
  })
  return [...digits, ...spelled]
}

function figureOfAdministrators(value: number, facts: Facts): Figure {
  const clause = facts.roles.find((role) => role.id === 'administrator')?.clause
  return { name: 'administrators.max', value, ...(clause !== undefined && { clause }) }
}
