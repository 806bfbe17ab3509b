import type { DemoOrganisation } from './people.ts'

const forContribution = { bsn: 'Nodig voor de controle van de woonplaats bij de aanvraag.' }

/** Tom in de buurt: two teams, their clients, and people who look without being involved. */
export const tomPeople: DemoOrganisation = {
  id: 'tom-in-de-buurt',
  name: 'Tom in de buurt',
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
      beganDaysAgo: 264,
      notes: [
        {
          by: 'noor',
          kind: 'conversation',
          daysAgo: 45,
          sensitive: true,
          text: 'Mevrouw vertelt dat de energierekening te hoog is. Samen de post geordend. Zij belt zelf de leverancier over een regeling.',
        },
        {
          by: 'noor',
          kind: 'phone',
          daysAgo: 24,
          text: 'Afspraak gemaakt met de ergotherapeut. Mevrouw wil eerst zelf met haar praten.',
        },
        {
          by: 'noor',
          kind: 'home-visit',
          daysAgo: 10,
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
      beganDaysAgo: 103,
      notes: [
        {
          by: 'noor',
          kind: 'home-visit',
          daysAgo: 17,
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
          daysAgo: 4,
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
      beganDaysAgo: 41,
      notes: [
        {
          by: 'fenna',
          kind: 'conversation',
          daysAgo: 41,
          text: 'Melding besproken. Mevrouw kan de komende zes weken niet tillen.',
        },
      ],
    },
  ],
}
