/** Marks that turn the direction of text around, also of what stands after it; and ends of a line that only scripts take for one. */
const TURNS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/g

/**
 * Data as JSON that does nothing to whatever opens it: no character that a browser could take for markup, and no mark that turns what a
 * reader sees around. Read as JSON it is what it was.
 */
export function inertJson(data: unknown): string {
  return JSON.stringify(data, null, 2).replaceAll(/[<>&]/g, escaped).replaceAll(TURNS, escaped)
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** A name inside a sentence of ours, without marks that would turn the rest of the sentence round. */
export function straight(name: string): string {
  return name.replaceAll(TURNS, '')
}
