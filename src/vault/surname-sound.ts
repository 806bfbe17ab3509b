/**
 * How a Dutch surname sounds, roughly: spellings that are heard alike give the same letters. Capitals stand for one vowel sound
 * each (A au/ou, Y ei/ij/y, U ui/uy, W oe, E eu). The rules run in this order, each over the whole word. Rather too much found than
 * too little: the list of people found is always read by a worker who may see it.
 */
const RULES: ReadonlyArray<readonly [RegExp, string]> = [
  // Vowels
  [/ae/g, 'a'], // Verhaegen, Verhagen
  [/oe/g, 'W'], // Boer; before ue, so that oeu stays apart
  [/[ao]uw?/g, 'A'], // Bouman, Bouwman, Bauman; Blauw, Blau
  [/u+(ij|i|y)/g, 'U'], // Kuiper, Kuyper, Kuijper
  [/o+(ij|i|y)/g, 'oY'], // Kooi, Kooij, Kooy
  [/a+(ij|i|y)|e(ij|i|y)|ij|y/g, 'Y'], // Meijer, Meyer, Meier, Mayer; Dijk, Dyk
  [/eu/g, 'E'],
  [/ue/g, 'u'], // Mueller, Muller
  [/ie/g, 'i'], // Dieks, Diks
  // Consonants
  [/sch/g, 's'], // Visscher, Visser; Bosch, Bos
  [/ch(?=[lr])/g, 'k'], // Christiaans, Kristiaans
  [/ck|qu?/g, 'k'], // Backer, Bakker
  [/ch|gh/g, 'g'], // Hoogendijk; Berghs
  [/x/g, 'ks'], // Hendrix, Hendriks
  [/c(?=[eiY])/g, 's'],
  [/c/g, 'k'], // Claassen, Klaassen
  [/dt|th|d/g, 't'], // Smidt, Smit, Smid
  [/ph|v/g, 'f'], // Visser, Fisser
  [/tz|z/g, 's'], // Janszen, Janssen
  [/b$/g, 'p'], // Jacob, Jacop
  [/(?<=.)h/g, ''], // a silent h, not at the start
  // Endings and doubles
  [/(.)\1+/g, '$1'], // Janssen, Jansen
  [/(?<=.)en$/g, 'e'], // Willemsen, Willemse
]

/** The sound of one surname part, as `surnameParts` gives it. */
export function soundOf(part: string): string {
  return RULES.reduce((sound, [spelling, heard]) => sound.replace(spelling, heard), part)
}
