import { pick } from './random.ts'

/** Invented people: common names, and BSNs of the test range 9999xxxxx only. */
export type Person = { items: { item: string; value: string }[]; notes: string[] }

const GIVEN = [
  'Anna',
  'Bram',
  'Carla',
  'Dirk',
  'Emine',
  'Frits',
  'Greta',
  'Hakan',
  'Ilse',
  'Joost',
  'Karin',
  'Luuk',
]
const SYLLABLES = [
  'ba',
  'den',
  'fa',
  'gel',
  'ho',
  'kers',
  'lin',
  'mo',
  'nar',
  'pel',
  'rei',
  'sta',
  'tuin',
  'ver',
  'wes',
  'zee',
]
const SENTENCES = [
  'Mevrouw vertelt dat de trap in huis haar zwaar valt en dat zij liever beneden slaapt.',
  'Samen de post van de afgelopen weken geordend en per brief opgeschreven wat er moet gebeuren.',
  'Meneer belt zelf de woningbouwvereniging en laat volgende week weten wat het antwoord was.',
  'De dochter komt op zondag; doordeweeks is er niemand die even langsloopt.',
  'Er is gesproken over een dag per week ergens anders, maar daar wil niemand nu al over beslissen.',
  'De huisarts heeft een verwijzing geschreven en de eerste afspraak staat over twee weken.',
  'Wij spraken af dat de aanvraag pas de deur uit gaat als beide partners hem gelezen hebben.',
  'Zij kookt weer zelf en doet kleine boodschappen, op rustige uren en met de rollator.',
]

/** Everything about one invented person; twenty notes of about 500 bytes. */
export function inventPerson(number: number, random: () => number): Person {
  const surname = [1, 2, 3].map(() => pick(random, SYLLABLES)).join('')
  const bsn = bsnOf(number)
  const items = [
    { item: 'given-names', value: pick(random, GIVEN) },
    { item: 'surname', value: `${surname[0]?.toUpperCase()}${surname.slice(1)}` },
    {
      item: 'birth-date',
      value: `${1935 + Math.floor(random() * 65)}-0${1 + Math.floor(random() * 9)}-1${number % 10}`,
    },
    { item: 'postcode', value: `${2400 + (number % 90)}AB` },
    { item: 'house-number', value: String(1 + (number % 200)) },
    { item: 'phone', value: '0172 555 012' },
    ...(bsn === undefined ? [] : [{ item: 'bsn', value: bsn }]),
    { item: 'household', value: pick(random, SENTENCES) },
    { item: 'situation', value: `${pick(random, SENTENCES)} ${pick(random, SENTENCES)}` },
    { item: 'question', value: `${pick(random, SENTENCES)} ${pick(random, SENTENCES)}` },
  ]
  return { items, notes: Array.from({ length: 20 }, (_, at) => noteText(at, random)) }
}

function noteText(at: number, random: () => number): string {
  const text = [1, 2, 3, 4, 5].map(() => pick(random, SENTENCES)).join(' ')
  const happenedOn = `2026-${String(1 + (at % 10)).padStart(2, '0')}-${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`
  return JSON.stringify({ kind: 'conversation', happenedOn, text: `${Math.floor(random() * 1e9)} ${text}` })
}

/** The test range has about nine thousand valid numbers; the people after those have none. */
function bsnOf(number: number): string | undefined {
  const candidate = 999_900_000 + number * 11
  const digits = String(candidate).slice(0, 8)
  if (candidate > 999_999_900 || !digits.startsWith('9999')) return undefined
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (9 - at), 0)
  return sum % 11 === 10 ? undefined : `${digits}${sum % 11}`
}
