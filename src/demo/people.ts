/** Invented people of an invented neighbourhood. BSNs are of the public test range. */
export type DemoStaff = {
  subject: string
  name: string
  role: string
  employer: string
  team: string | undefined
  /** The certificate of conduct has run out: signs in, and everything stays closed. */
  expired?: true
}

export type DemoNote = {
  by: string
  kind: 'home-visit' | 'phone' | 'conversation'
  happenedOn: string
  text: string
  sensitive?: true
}

export type DemoClient = {
  registeredBy: string
  service: string
  values: Readonly<Record<string, string>>
  reasons?: Readonly<Record<string, string>>
  notes: readonly DemoNote[]
}

export type DemoOrganisation = {
  id: string
  teams: readonly string[]
  staff: readonly DemoStaff[]
  clients: readonly DemoClient[]
}

const forContribution = { bsn: 'Nodig voor de controle van de woonplaats bij de aanvraag.' }

const tom: DemoOrganisation = {
  id: 'tom-in-de-buurt',
  teams: ['Zuid', 'Noord'],
  staff: [
    {
      subject: 'noor',
      name: 'Noor van Dalen',
      role: 'neighbourhood-coach',
      employer: 'kwadraad',
      team: 'Zuid',
    },
    { subject: 'joris', name: 'Joris Blom', role: 'case-manager', employer: 'activite', team: 'Zuid' },
    { subject: 'wim', name: 'Wim ter Horst', role: 'host', employer: 'gemiva-svg', team: 'Zuid' },
    {
      subject: 'fenna',
      name: 'Fenna de Graaf',
      role: 'neighbourhood-coach',
      employer: 'kwadraad',
      team: 'Noord',
    },
    {
      subject: 'bram',
      name: 'Bram Visser',
      role: 'neighbourhood-coach',
      employer: 'de-binnenvest',
      team: 'Zuid',
      expired: true,
    },
    {
      subject: 'saskia',
      name: 'Saskia Mulder',
      role: 'quality-officer',
      employer: 'kwadraad',
      team: undefined,
    },
    {
      subject: 'iris',
      name: 'Iris Kamp',
      role: 'data-protection-officer',
      employer: 'activite',
      team: undefined,
    },
  ],
  clients: [
    {
      registeredBy: 'noor',
      service: 'access',
      values: {
        'given-names': 'Emine',
        surname: 'Aydin',
        'birth-date': '1965-03-14',
        postcode: '2402NR',
        'house-number': '12',
        street: 'Rozenhof',
        city: 'Alphen aan den Rijn',
        phone: '0172 555 012',
        bsn: '999990019',
        household: 'Woont alleen. Haar dochter komt op zondag.',
        situation: 'Heeft sinds de winter pijn in haar knieën. De trap in huis is lastig.',
        question: 'Ik wil weer zelf boodschappen doen en niet steeds op mijn dochter wachten.',
      },
      reasons: forContribution,
      notes: [
        {
          by: 'noor',
          kind: 'conversation',
          happenedOn: '2026-10-08',
          sensitive: true,
          text: 'Mevrouw vertelt dat de energierekening te hoog is. Samen de post geordend. Zij belt zelf de leverancier over een regeling.',
        },
        {
          by: 'noor',
          kind: 'phone',
          happenedOn: '2026-10-29',
          text: 'Afspraak gemaakt met de ergotherapeut. Mevrouw wil eerst zelf met haar praten.',
        },
        {
          by: 'noor',
          kind: 'home-visit',
          happenedOn: '2026-11-12',
          text: 'Mevrouw loopt weer zelf naar de winkel, nog niet op drukke uren. De trap blijft lastig. Zij wil niet dat haar dochter nog boodschappen doet: “dan kom ik er nooit meer uit”.',
        },
      ],
    },
    {
      registeredBy: 'noor',
      service: 'support',
      values: {
        'given-names': 'Hendrik',
        surname: 'Bakker',
        'birth-date': '1948-11-30',
        postcode: '2403AB',
        'house-number': '7',
        phone: '0172 555 034',
        household: 'Woont met zijn vrouw, die vergeetachtig wordt.',
        question: 'Ik wil weten wat er kan als het thuis niet meer gaat.',
      },
      notes: [
        {
          by: 'noor',
          kind: 'home-visit',
          happenedOn: '2026-11-05',
          text: 'Gesproken over een dag per week ergens anders voor zijn vrouw. Meneer denkt erover na.',
        },
      ],
    },
    {
      registeredBy: 'joris',
      service: 'access',
      values: {
        'given-names': 'Ruben',
        'surname-prefix': 'de',
        surname: 'Wit',
        'birth-date': '1990-06-02',
        postcode: '2405CD',
        'house-number': '101',
        email: 'ruben@voorbeeld.example',
        bsn: '999990743',
        question: 'Ik raak het overzicht kwijt sinds ik alleen woon.',
      },
      reasons: forContribution,
      notes: [
        {
          by: 'joris',
          kind: 'phone',
          happenedOn: '2026-11-18',
          text: 'Kennismaking aan de telefoon. Meneer komt volgende week langs, met de brieven die hij niet opent.',
        },
      ],
    },
    {
      registeredBy: 'fenna',
      service: 'access',
      values: {
        'given-names': 'Shanti',
        surname: 'Pinas',
        'birth-date': '1979-01-21',
        postcode: '2408EF',
        'house-number': '3',
        bsn: '999991449',
        question: 'Ik zoek hulp in huis na mijn operatie.',
      },
      reasons: forContribution,
      notes: [
        {
          by: 'fenna',
          kind: 'conversation',
          happenedOn: '2026-10-12',
          text: 'Melding besproken. Mevrouw kan de komende zes weken niet tillen.',
        },
      ],
    },
  ],
}

const mee: DemoOrganisation = {
  id: 'mee-zuid-limburg',
  teams: ['Heerlen'],
  staff: [
    {
      subject: 'daan',
      name: 'Daan Frissen',
      role: 'consultant',
      employer: 'mee-zuid-limburg',
      team: 'Heerlen',
    },
    {
      subject: 'lieke',
      name: 'Lieke Hamers',
      role: 'consultant',
      employer: 'mee-zuid-limburg',
      team: 'Heerlen',
    },
    {
      subject: 'rosa',
      name: 'Rosa Quaden',
      role: 'data-protection-officer',
      employer: 'mee-zuid-limburg',
      team: undefined,
    },
  ],
  clients: [
    {
      registeredBy: 'daan',
      service: 'wlz-application',
      values: {
        'given-names': 'Sjef',
        surname: 'Ramaekers',
        'birth-date': '2012-09-17',
        postcode: '6411GH',
        'house-number': '22',
        street: 'Molenweg',
        city: 'Heerlen',
        phone: '045 555 0123',

        question: 'Wij willen weten of Sjef later ergens kan wonen met hulp.',
      },
      notes: [
        {
          by: 'daan',
          kind: 'home-visit',
          happenedOn: '2026-11-10',
          text: 'Met de ouders de aanvraag doorgenomen. Zij zoeken het verslag van de school op.',
        },
      ],
    },
  ],
}

export const DEMO_ORGANISATIONS: readonly DemoOrganisation[] = [tom, mee]

const functions: Readonly<Record<string, string>> = {
  'neighbourhood-coach': 'wijkcoach',
  'case-manager': 'casemanager',
  host: 'host',
  'quality-officer': 'medewerker kwaliteit',
  'data-protection-officer': 'functionaris gegevensbescherming',
  consultant: 'consulent',
}

/** Everybody of the staff, as the stand-in identity provider shows them. */
export const DEMO_STAFF = DEMO_ORGANISATIONS.flatMap(({ id, staff }) =>
  staff.map(({ subject, name, role, expired }) => ({
    subject,
    name,
    description: `${functions[role] ?? role}, ${id}${expired ? ' (VOG verlopen)' : ''}`,
  })),
)

/** The clients with a BSN, and somebody who is no client anywhere. */
export const DEMO_CLIENTS = [
  ...DEMO_ORGANISATIONS.flatMap(({ id, clients }) =>
    clients.flatMap(({ values }) =>
      values.bsn === undefined
        ? []
        : [
            {
              subject: values.bsn,
              name: [values['given-names'], values['surname-prefix'], values.surname]
                .filter(Boolean)
                .join(' '),
              description: id,
            },
          ],
    ),
  ),
  { subject: '999992168', name: 'Mila Nergens', description: 'nergens cliënt' },
]
