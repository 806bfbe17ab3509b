/** A name as a letter writes it: `E. Aydin`, `J. de Wit`. From the items of the statement; empty without any. */
export function shortName(items: ReadonlyMap<string, string>): string {
  const initials = (items.get('given-names') ?? '')
    .split(/\s+/)
    .filter((name) => name !== '')
    .map((name) => `${[...name][0] ?? ''}.`)
    .join('')
  return [initials, items.get('surname-prefix'), items.get('surname')].filter(Boolean).join(' ')
}

/** First names and surname in full. */
export function fullName(items: ReadonlyMap<string, string>): string {
  return [items.get('given-names'), items.get('surname-prefix'), items.get('surname')]
    .filter(Boolean)
    .join(' ')
}

/** What lists of names are sorted by: the surname without its prefix, as Dutch lists do. */
export function sortName(items: ReadonlyMap<string, string>): string {
  return `${items.get('surname') ?? ''} ${items.get('given-names') ?? ''}`.trim()
}
