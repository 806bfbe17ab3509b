import { IntlMessageFormat } from 'intl-messageformat'
import type { Language } from './language.ts'

export type WordValues = Readonly<Record<string, string | number | Date>>
export type Translate<Key extends string> = (key: Key, values?: WordValues) => string

const locales = { nl: 'nl-NL', en: 'en-GB' } as const
const zone = { timeZone: 'Europe/Amsterdam' } as const
// Names of our own: a format that is also one of the library's would be mixed with that.
const formats = {
  date: { inFull: { day: 'numeric', month: 'long', year: 'numeric', ...zone } },
  time: { clock: { hour: 'numeric', minute: '2-digit', ...zone } },
} as const

/**
 * A catalogue of texts: Dutch is the source, English must have exactly the same keys (a missing one does not compile).
 * Texts are ICU messages: `{count, plural, one {# bericht} other {# berichten}}`, `{on, date, inFull}`.
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
      message = new IntlMessageFormat(text, locales[language], formats, { ignoreTag: true })
      compiled.set(key, message)
    }
    return String(message.format({ ...values }))
  }
}
