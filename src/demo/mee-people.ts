import type { DemoOrganisation } from './people.ts'

/** MEE Zuid-Limburg: one team, and a client under 18. */
export const meePeople: DemoOrganisation = {
  id: 'mee-zuid-limburg',
  name: 'MEE Zuid-Limburg',
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
      endsSoon: 'conduct',
    },
    {
      subject: 'rosa',
      name: 'Rosa Quaden',
      role: 'data-protection-officer',
      employer: 'mee-zuid-limburg',
      team: undefined,
    },
    {
      subject: 'guus',
      name: 'Guus Wetzels',
      role: 'administrator',
      employer: 'mee-zuid-limburg',
      team: undefined,
    },
    {
      subject: 'mia',
      name: 'Mia Claessens',
      role: 'administrator',
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
      beganDaysAgo: 78,
      notes: [
        {
          by: 'daan',
          kind: 'home-visit',
          daysAgo: 12,
          text: 'Met de ouders de aanvraag doorgenomen. Zij zoeken het verslag van de school op.',
        },
      ],
    },
  ],
}
