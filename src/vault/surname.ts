/** Words before a surname that people leave out or write differently. (Table 36 of the population register, the common ones.) */
const INFIXES = new Set(
  (
    'van de der den het t te ten ter in op aan bij onder over uit voor tot ' +
    'von vom zu zum zur la le les du des di da dos del della el al af av'
  ).split(' '),
)

/** Letters that do not fall apart in a base letter and an accent. */
const PLAIN_LETTERS: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}

/**
 * The parts a surname is found by: small letters without accents, without `van der`, each half of a double name, and a name of
 * several words also as one. `Van der Berg-Özdemir` gives `berg`, `ozdemir` and `bergozdemir`.
 */
export function surnameParts(surname: string): string[] {
  const words = wordsOf(plainLetters(surname))
  const named = words.filter((word) => !INFIXES.has(word))
  const parts = named.length > 0 ? named : words.slice(-1)
  return [...new Set(parts.length > 1 ? [...parts, parts.join('')] : parts)]
}

function plainLetters(text: string): string {
  const bare = text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '')
  return bare.replace(/[ßæœøłđðþı]/g, (letter) => PLAIN_LETTERS[letter] ?? letter)
}

/** An apostrophe closes a shortened article (`'t`, `d'`, `l'`) and is nothing elsewhere (`O'Brien`). */
function wordsOf(text: string): string[] {
  const withoutArticles = text.replace(/[’‘`´]/g, "'").replace(/(^|[^\p{L}])[dlst]'(?=\p{L})/gu, '$1')
  return withoutArticles
    .replace(/'/g, '')
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '')
}
