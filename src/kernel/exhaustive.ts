/** The end of a switch over a union: a forgotten case is a type error. Prints no value: it may be personal. */
export function exhaustive(_value: never): never {
  throw new Error('a case was forgotten')
}
