import { type Static, type TSchema, Type } from 'typebox'

const orNull = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])
const day = Type.String({ format: 'date' })
/** The date of a statement, with `.2`, `.3` for later editions of that date. */
const edition = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}([.][0-9]+)?$' })
const moment = Type.String({ format: 'date-time' })
const word = (description: string) => Type.String({ pattern: '^[a-z][a-z0-9.-]*$', description })
const rows = <Schema extends TSchema>(description: string, schema: Schema) =>
  Type.Array(schema, { description })
const closed = { additionalProperties: false }

const Worker = Type.Object(
  {
    name: orNull(Type.String()),
    role: orNull(word('The function, by its id in the statement')),
    employer: orNull(Type.String()),
  },
  closed,
)

const Item = Type.Object(
  {
    item: word('The item, by its id in the statement'),
    part: word('The part of the dossier'),
    class: Type.Enum(['general', 'special', 'sensitive']),
    value: Type.String(),
    reason: orNull(Type.String({ description: 'Why it was needed, of an item that is kept only if needed' })),
    source: word('Who gave it: the client, client and worker together, somebody else, the organisation'),
    receivedOn: day,
    recordedAt: moment,
    recordedBy: Worker,
    statementVersion: edition,
  },
  closed,
)

const Note = Type.Object(
  {
    kind: word('What kind of contact it was'),
    happenedOn: day,
    text: Type.String(),
    class: Type.Enum(['general', 'special', 'sensitive']),
    writtenAt: moment,
    writtenBy: Worker,
  },
  closed,
)

const Involved = Type.Object({ worker: Worker, fromOn: day, untilOn: orNull(day) }, closed)

const Representative = Type.Object(
  {
    name: Type.String(),
    kind: word('As what: mentor, guardian, property-administrator, parent, voluntary'),
    proof: Type.String(),
    parts: Type.Array(word('A part that this person may see')),
    actions: Type.Array(word('What this person may do')),
    fromOn: day,
    untilOn: orNull(day),
    authoritySeenOn: orNull(day),
    recordedAt: moment,
    recordedBy: Worker,
    stoppedAt: orNull(moment),
  },
  closed,
)

const Weighing = Type.Object(
  {
    able: Type.Boolean({ description: 'Can decide alone, as a worker saw it' }),
    parentsMay: Type.Boolean({ description: 'Parents may look along' }),
    grounds: Type.String(),
    weighedOn: day,
    weighedBy: Type.String(),
    takenBackAt: orNull(moment),
  },
  closed,
)

const Consent = Type.Object(
  {
    title: Type.String(),
    text: rows('The words that were read', Type.Object({ term: Type.String(), text: Type.String() }, closed)),
    rights: Type.Array(Type.String()),
    fingerprint: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'Of what was read' }),
    disclosure: word('The disclosure, by its id in the statement'),
    purpose: word('The purpose'),
    direction: Type.Enum(['give', 'ask']),
    party: Type.String(),
    partyKind: word('What kind of party'),
    parts: Type.Array(word('A part of the dossier')),
    items: Type.Array(word('An item')),
    fromOn: day,
    untilOn: day,
    askedAt: moment,
    askedBy: Worker,
    statementVersion: edition,
    answerBy: Type.Enum(['client', 'representative']),
    answerUntil: day,
    answer: orNull(
      Type.Object(
        {
          given: Type.Boolean(),
          at: moment,
          by: Type.Enum(['client', 'representative']),
          name: orNull(Type.String({ description: 'Who answered for the client' })),
          assurance: Type.String({ description: 'At which level this person signed in' }),
        },
        closed,
      ),
    ),
    endedAt: orNull(moment),
    endedBy: orNull(word('Who withdrew it, or took the request back')),
  },
  closed,
)

const Look = Type.Object(
  {
    first: moment,
    last: moment,
    times: Type.Integer({ minimum: 1, description: 'How often on this day' }),
    you: Type.Boolean({ description: 'It was who took this copy' }),
    who: Worker,
    relation: word('How this person stood to the dossier'),
    event: word('What happened'),
    action: orNull(word('What it was to the rules')),
    outcome: Type.Enum(['allowed', 'refused', 'done']),
    parts: Type.Array(word('A part of the dossier')),
    emergency: Type.Boolean(),
    reason: orNull(
      Type.String({ description: 'Why somebody looked who was not involved, in their own words' }),
    ),
    promises: Type.Array(Type.String({ description: 'The promise of the statement that allowed it' })),
    statementVersion: edition,
  },
  closed,
)

/** What a copy of a dossier holds as data. Published at `/dossier-copy.schema.json` of the public site; every id has its word in `words`. */
export const CopySchema = Type.Object(
  {
    $schema: Type.String({ format: 'uri' }),
    madeAt: moment,
    language: Type.Enum(['nl', 'en']),
    takenBy: Type.Enum(['client', 'representative']),
    organisation: Type.Object(
      { id: Type.String(), name: Type.String(), dataProtectionOfficer: Type.String() },
      closed,
    ),
    statement: Type.Object({ version: edition, address: Type.String({ format: 'uri' }) }, closed),
    parts: Type.Array(word('A part of the dossier that this copy is of')),
    dossier: Type.Object(
      {
        clientNumber: Type.String(),
        openedOn: day,
        openedUnder: day,
        state: Type.Enum(['open', 'closed', 'restricted']),
        closures: Type.Array(Type.Object({ closedAt: moment, reopenedAt: orNull(moment) }, closed)),
      },
      closed,
    ),
    items: rows('Every item, with who gave it', Item),
    notes: rows('The reports, newest first', Note),
    involved: rows('Who is or was involved', Involved),
    consents: rows('What was asked, answered and withdrawn about sharing data, newest first', Consent),
    representatives: rows('Who acts or acted for the client; only in the copy of the client', Representative),
    weighings: rows('What workers weighed about who decides; only in the copy of the client', Weighing),
    accessLog: rows('Who looked, newest first, what says the same on one day together', Look),
    words: Type.Record(Type.String(), Type.String(), { description: 'The words of the ids above' }),
  },
  { ...closed, title: 'A copy of a dossier', $id: 'urn:gestand:dossier-copy:1' },
)

export type Copy = Static<typeof CopySchema>
export type CopyWorker = Static<typeof Worker>
