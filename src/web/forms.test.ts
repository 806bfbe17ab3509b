import Type from 'typebox'
import { describe, expect, test } from 'vitest'
import { FormError, readForm, withError } from './forms.ts'

const schema = Type.Object(
  {
    surname: Type.String({ maxLength: 10 }),
    postcode: Type.Optional(Type.String({ pattern: '^[1-9][0-9]{3} ?[A-Z]{2}$' })),
    how: Type.Enum(['visit', 'phone']),
    what: Type.Array(Type.Enum(['name', 'question']), { minItems: 1 }),
  },
  { additionalProperties: false },
)
const labels = { surname: 'achternaam', postcode: 'postcode', how: 'soort contact', what: 'gegevens' }
const texts = { postcode: 'Vul een postcode in zoals 2401 AB.' }
const read = (body: unknown, language: 'nl' | 'en' = 'nl') =>
  readForm(schema, body, language, { labels, texts })
const right = { surname: 'Aydin', how: 'visit', what: 'name' }

describe('a form', () => {
  test('gives typed values: a single choice of a list is a list too, and empty is absent', () => {
    const answer = read({ ...right, postcode: '  ' })
    expect(answer.ok && answer.values).toEqual({ surname: 'Aydin', how: 'visit', what: ['name'] })
  })

  test('writes accents and line ends one way', () => {
    const answer = read({ ...right, surname: ' Ze\u0301\r\nx ' })
    expect(answer.ok && answer.values.surname).toBe('Zé\nx')
  })

  test('tells all errors at once, in the order of the fields, saying what to do', () => {
    const answer = read({ surname: 'x'.repeat(11), postcode: 'ABC' })
    expect(answer.ok).toBe(false)
    expect(Object.entries(answer.form.errors)).toEqual([
      ['surname', 'Maak het korter bij: achternaam. Er passen 10 tekens in.'],
      ['postcode', 'Vul een postcode in zoals 2401 AB.'],
      ['how', 'Maak een keuze bij: soort contact.'],
      ['what', 'Maak een keuze bij: gegevens.'],
    ])
    expect(answer.form.values.postcode).toBe('ABC')
  })

  test('tells them in English too', () => {
    const answer = read({ how: 'visit', what: ['name', 'question'] }, 'en')
    expect(answer.form.errors).toEqual({ surname: 'Fill in: achternaam.' })
  })

  test('takes only what stands in a list', () => {
    expect(read({ ...right, how: 'fax' }).form.errors).toEqual({
      how: 'Kies bij soort contact iets uit de lijst.',
    })
    expect(read({ ...right, what: ['name', 'bsn'] }).ok).toBe(false)
  })

  test('gets the error of a rule at its field', () => {
    expect(withError(read(right).form, 'surname', 'Bestaat al.').errors).toEqual({ surname: 'Bestaat al.' })
  })
})

describe('what no page of ours sends is refused', () => {
  test.each([
    ['an unknown field', { ...right, role: 'administrator' }],
    ['a field of every object', { ...right, constructor: 'x' }],
    ['a field that sets the prototype', JSON.parse('{"surname":"x","__proto__":"y"}')],
    ['a field twice', { ...right, surname: ['a', 'b'] }],
    ['an object', { ...right, surname: { length: 3 } }],
    ['a control character', { ...right, surname: 'a\u0000b' }],
    ['no form', undefined],
    ['text', 'surname=x'],
  ])('%s', (_what, body) => {
    expect(() => read(body)).toThrow(FormError)
  })
})
