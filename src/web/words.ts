import { type Formatters, IntlMessageFormat } from 'intl-messageformat'
import { dateInFull, timeOfDay } from './dates.ts'
import type { Language } from './language.ts'

export type WordValues = Readonly<Record<string, string | number | Date>>
export type Translate<Key extends string> = (key: Key, values?: WordValues) => string

const locales = { nl: 'nl-NL', en: 'en-GB' } as const

/**
 * A catalogue of texts: Dutch is the source, English must have exactly the same keys (a missing one does not compile).
 * Texts are ICU messages: `{count, plural, one {# bericht} other {# berichten}}`, `{on, date, full}`, `{at, time, short}`.
 */
export function catalogue<const Source extends Readonly<Record<string, string>>>(texts: {
  nl: Source
  en: NoInfer<{ readonly [Key in keyof Source]: string }>
}): (language: Language) => Translate<keyof Source & string> {
  const translators = { nl: translator(texts.nl, 'nl'), en: translator(texts.en, 'en') }
  return (language) => translators[language]
}

function translator<Key extends string>(
  texts: { readonly [K in Key]: string },
  language: Language,
): Translate<Key> {
  const compiled = new Map<Key, IntlMessageFormat>()
  return (key, values) => {
    const text = texts[key]
    // Most texts have no placeholder: no need to compile those.
    if (!text.includes('{')) return text
    let message = compiled.get(key)
    if (!message) {
      const options = { ignoreTag: true, formatters: formatters[language] }
      message = new IntlMessageFormat(text, locales[language], undefined, options)
      compiled.set(key, message)
    }
    return String(message.format({ ...values }))
  }
}

const formatters = { nl: formattersOf('nl'), en: formattersOf('en') }

/** Days and times are written one way everywhere, as `dates.ts` does: the style named in a text does not matter. */
function formattersOf(language: Language): Formatters {
  const number = new Intl.NumberFormat(locales[language])
  const plural = new Intl.PluralRules(locales[language])
  const day = { format: (when: Date | string) => dateInFull(when, language) }
  const time = { format: (when: Date) => timeOfDay(when, language) }
  return {
    getNumberFormat: () => number,
    getPluralRules: () => plural,
    getDateTimeFormat: (_locales, options) => (options?.hour ? time : day) as Intl.DateTimeFormat,
  }
}
