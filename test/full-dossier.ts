import { randomUUID } from 'node:crypto'
import {
  askConsent,
  consent,
  giveConsent,
  refuseConsent,
  takeBackRequest,
  withdrawConsent,
} from '../src/consent/consent.ts'
import { type Answer, command, type Visitor } from '../src/door/index.ts'
import { insertItem, type NewItem } from '../src/dossier/index.ts'
import { addDays, dayInNetherlands } from '../src/kernel/index.ts'
import { writeNote } from '../src/notes/index.ts'
import { saveDraft } from '../src/notes/write-note.ts'
import { judgeCapacity, takeBackJudgement } from '../src/representation/capacity-judgement.ts'
import { endRepresentation, giveMandate, recordRepresentative } from '../src/representation/representation.ts'
import { asked as request } from './consent.ts'
import { CAST, type TestHouse, TOM } from './house.ts'
import { stepUp } from './people.ts'
import type { AskedSite } from './wall/staff-site.ts'

const today = dayInNetherlands(new Date())
export const MENTOR = '999995005'

/** What stands near the dossier and not in what the client reads: none of it may come out with a copy. */
export const KEPT_BACK = {
  draft: 'Half verslag met een vermoeden',
  signal: 'Een buur belde over geluid in de nacht',
  emergency: 'Buren zien haar al twee dagen niet',
  safety: 'De partner leest mee in het portaal',
} as const

/** What a page or a program could take for something else than text. */
export const HOSTILE = [
  '<script>alert(1)</script><img src=x onerror=alert(2)><style>*{display:none}</style>',
  '</p></body></html><a href="javascript:alert(3)">klik</a> &lt;b&gt; ]]> <!--',
  '\u202etxet desrever\u202c \u2067draaiom \u2028 volgende',
  '=HYPERLINK("http://evil.example","klik") \t+1 @SUM(A1) -2',
  '{{organisation.name}} #{1+1} \\u003c "aanhaling" \'enkel\'',
].join('\n')

function opened<T>(answer: Answer<T>): T {
  if (answer.outcome !== 'opened') throw new Error(`It did not open: ${answer.outcome}.`)
  return answer.value
}

const add = (parts: readonly string[]) =>
  command({
    event: 'client.registered',
    parts,
    use: 'support',
    run: async (open, item: NewItem) => {
      await open.loadKeys([open.dossierId])
      await insertItem(open, open.dossierId, item)
    },
  })

/** Puts into the dossier of Emine Aydin one of everything that a dossier can hold, and beside it what is not hers to read (yet). */
export async function fillDossier(house: TestHouse, staff: AskedSite): Promise<string> {
  const dossier = await house.dossierOf(CAST.aydin)
  const noor = await stepUp(house, await house.staff('noor'))
  await addItems(house, noor, dossier)
  for (const [at, text] of [HOSTILE, 'Gewoon verslag van een gesprek.'].entries()) {
    const note = { kind: 'phone', happenedOn: addDays(today, -at), text } as const
    opened(await house.door.enter(noor, writeNote, dossier, { note, sensitive: at === 0 }))
  }
  opened(await house.door.enter(noor, saveDraft, dossier, { text: KEPT_BACK.draft }))
  await addPeople(house, noor, dossier)
  await addConsents(house, noor, dossier)
  await addLooks(house, staff, dossier)
  await house.owner.query(
    `insert into dossier.closures values ($1, $2, now() - interval '90 days', now() - interval '60 days')`,
    [TOM, dossier],
  )
  return dossier
}

async function addItems(house: TestHouse, noor: Visitor, dossier: string): Promise<void> {
  const base = { class: 'special', receivedOn: addDays(today, -3) } as const
  const items: NewItem[] = [
    {
      ...{ ...base, id: randomUUID(), item: 'referrer-information', part: 'situation', source: 'referrer' },
      value: { value: 'De huisarts schrijft dat traplopen niet lukt.', reason: HOSTILE },
    },
    {
      ...{ ...base, id: randomUUID(), item: 'wlz-result', part: 'provisions', source: 'wlz' },
      value: { value: 'wlz-no', reason: 'Nodig voor de aanvraag.' },
    },
  ]
  for (const item of items) opened(await house.door.enter(noor, add([item.part]), dossier, item))
  // Of a register beside the dossier: nobody stores it here, and if somebody did it would not come out.
  const signal = {
    ...base,
    id: randomUUID(),
    item: 'outreach-signal',
    part: 'outreach',
    source: 'outreach-signal',
  }
  const outreach = { ...signal, value: { value: KEPT_BACK.signal } }
  opened(await house.door.enter(noor, add(['outreach']), dossier, outreach))
}

async function addPeople(house: TestHouse, noor: Visitor, dossier: string): Promise<void> {
  const given = {
    ...{ bsn: MENTOR, name: 'Selim Aydin', proof: 'Beschikking van de rechtbank', acts: 'look' as const },
    ...{ parts: ['question', 'access-log'], fromOn: today, untilOn: addDays(today, 30) },
  }
  const mentor = { ...given, kind: 'mentor' as const }
  const stopped = opened(await recordRepresentative(house.door, house.vault, noor, dossier, mentor))
  opened(await house.door.enter(noor, endRepresentation, dossier, stopped))
  opened(await recordRepresentative(house.door, house.vault, noor, dossier, mentor))
  const aydin = await stepUp(house, await house.client(CAST.aydin))
  const mandate = { ...given, bsn: '999992168', name: 'Defne Aydin', proof: '' }
  opened(await giveMandate(house.door, house.vault, aydin, dossier, mandate))
  const weighed = { able: true, parentsMay: true, weighedOn: today, grounds: 'Zij overziet het zelf.' }
  const first = opened(await house.door.enter(noor, judgeCapacity, dossier, { ...weighed, able: false }))
  opened(await house.door.enter(noor, takeBackJudgement, dossier, first))
  opened(await house.door.enter(noor, judgeCapacity, dossier, weighed))
  await house.owner.query(
    `insert into dossier.involvements (organisation_id, dossier_id, staff_id, role, from_on, until_on)
     select organisation_id, $2, staff_id, role, current_date - 400, current_date - 300 from identity.staff_roles
      where organisation_id = $1 and role = 'case-manager' limit 1`,
    [TOM, dossier],
  )
}

/** A consent that waits, one that was given and withdrawn, one that was refused, and a request that was taken back. */
async function addConsents(house: TestHouse, noor: Visitor, dossier: string): Promise<void> {
  const aydin = await stepUp(house, await house.client(CAST.aydin))
  const ask = async (partyName: string) =>
    opened(await house.door.enter(noor, askConsent, dossier, request({ partyName })))
  const read = async (id: string) => opened(await house.door.enter(aydin, consent, dossier, id))
  await ask('Fysio De Linde')
  const back = await ask('Apotheek De Brug')
  opened(await house.door.enter(noor, takeBackRequest, dossier, back))
  for (const [party, answer] of [
    ['Huisarts Van Veen', giveConsent],
    ['Sportclub Zuid', refuseConsent],
  ] as const) {
    const id = await ask(party)
    const { fingerprint = '' } = (await read(id)) ?? {}
    opened(await house.door.enter(aydin, answer, dossier, { id, fingerprint }))
    if (answer === giveConsent) opened(await house.door.enter(aydin, withdrawConsent, dossier, id))
  }
}

/** A look with a reason, a refused one, and an emergency that the client hears of in ten days. */
async function addLooks(house: TestHouse, staff: AskedSite, dossier: string): Promise<void> {
  const { rows } = await house.owner.query<{ client_number: string }>(
    'select client_number from dossier.dossiers where dossier_id = $1',
    [dossier],
  )
  const number = rows[0]?.client_number ?? ''
  const saskia = await house.staff('saskia')
  const asked = { purpose: 'management', parts: 'notes', hours: '1', reason: 'Steekproef na een klacht.' }
  const incidental = await staff.post(saskia, '/incidental-access', { number, ...asked })
  await staff.get(saskia, String(incidental.headers.location))
  const refused = { event: 'dossier.read', parts: ['notes'], use: 'support', newest: 1 } as const
  await house.door.read(await house.staff('joris'), refused, dossier)
  const fenna = await stepUp(house, await house.staff('fenna'))
  const emergency = await staff.post(fenna, '/incidental-access/emergency/form', {
    number,
    parts: 'contact',
    reason: KEPT_BACK.emergency,
    toldFrom: addDays(today, 10),
    safety: KEPT_BACK.safety,
  })
  const look = await staff.get(fenna, String(emergency.headers.location))
  if (incidental.statusCode !== 303 || look.statusCode !== 200) throw new Error('The looks were not made.')
}
