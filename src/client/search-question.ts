import { isRefusal, parseBsn, parsePlainDate, parsePostcode, type Refusal, refuse } from '../kernel/index.ts'
import { type PersonFacts, type SearchKey, searchKeysOf } from '../vault/index.ts'

export type QuestionRefusal = 'nothing-to-search' | 'name-too-short' | 'not-understood'

/**
 * Turns what a worker typed in one field into keys to look for: a name, a date of birth (1-2-1965 or 1965-02-01), a postcode with
 * house number, a BSN, or several of these. A name is matched as written, by its sound, or by its first three letters.
 */
export function searchQuestion(typed: string): SearchKey[] | Refusal<QuestionRefusal> {
  const words = new Words(typed)
  const day = takeDay(words)
  const place = words.take(/\b(\d{4}\s?[A-Za-z]{2})[\s,]+(\d{1,5})\s?[A-Za-z0-9-]{0,5}(?=\s)/)
  const number = words.take(/\b\d{8,9}\b/)
  const person: PersonFacts = {}
  const birthDate = day && parsePlainDate(day)
  const postcode = place && parsePostcode(place[1] ?? '')
  const bsn = number && parseBsn(number[0])
  if (isRefusal(birthDate) || isRefusal(postcode) || isRefusal(bsn)) return refuse('not-understood')
  if (birthDate) person.birthDate = birthDate
  if (postcode) Object.assign(person, { postcode, houseNumber: place?.[2] })
  if (bsn) person.bsn = bsn
  const name = words.rest()
  if (/\d/.test(name)) return refuse('not-understood')
  if (name !== '' && [...name.replace(/\s/g, '')].length < 3) return refuse('name-too-short')
  const keys = [...searchKeysOf(person), ...nameKeys(name)]
  return keys.length > 0 ? keys : refuse('nothing-to-search')
}

/** What was typed, from which one thing after another is taken; what stays is a name. */
class Words {
  #left: string

  constructor(typed: string) {
    this.#left = ` ${typed.trim()} `
  }

  take(pattern: RegExp): RegExpExecArray | undefined {
    const match = pattern.exec(this.#left)
    if (match) this.#left = this.#left.replace(match[0], ' ')
    return match ?? undefined
  }

  rest(): string {
    return this.#left.replace(/[,;]/g, ' ').trim()
  }
}

function takeDay(words: Words): string | undefined {
  const written = words.take(/\b(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})\b/)
  if (written) return isoOf(written[3], written[2], written[1])
  const iso = words.take(/\b(\d{4})-(\d{2})-(\d{2})\b/)
  return iso && isoOf(iso[1], iso[2], iso[3])
}

/** Three letters are a beginning; more are a name, found by its sound so that Jansen also finds Janssen. */
function nameKeys(name: string): SearchKey[] {
  if (name === '') return []
  const all = searchKeysOf({ surname: name })
  const wanted = [...name].length === 3 ? 'surname-prefix' : 'surname-sound'
  return all.filter((key) => key.kind === wanted)
}

function isoOf(year = '', month = '', day = ''): string {
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}
