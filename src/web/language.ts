/** The languages a page can speak; Dutch comes first and is the source of every text. */
export const languages = ['nl', 'en'] as const
export type Language = (typeof languages)[number]

export const languageCookie = 'gestand-lang'

/** Reads a language from a cookie or query value; anything unknown is Dutch. */
export function languageOf(value: unknown): Language {
  return value === 'en' ? 'en' : 'nl'
}
