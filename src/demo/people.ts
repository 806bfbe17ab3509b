import type { LegalKind } from '../representation/index.ts'
import { meePeople } from './mee-people.ts'
import { tomPeople } from './tom-people.ts'

/** Invented people of an invented neighbourhood. BSNs are of the public test range. */
export type DemoStaff = {
  subject: string
  name: string
  role: string
  employer: string
  team: string | undefined
  /** The certificate of conduct has run out: signs in, and everything stays closed. */
  expired?: true
  /** Ends within 30 days: all is open still, and it is announced to this person and to who keeps the people. */
  endsSoon?: 'conduct' | 'awareness'
}

export type DemoNote = {
  by: string
  kind: 'home-visit' | 'phone' | 'conversation'
  /** So that the demonstration is of today whenever it is filled. */
  daysAgo: number
  text: string
  sensitive?: true
}

export type DemoClient = {
  registeredBy: string
  service: string
  values: Readonly<Record<string, string>>
  reasons?: Readonly<Record<string, string>>
  /** When the dossier was begun, elsewhere: it comes along with its own dates. */
  beganDaysAgo?: number
  notes: readonly DemoNote[]
  /** Who acts for the client by law; recorded by who registered the client. */
  representatives?: readonly { kind: LegalKind; bsn: string; name: string; proof: string }[]
}

export type DemoOrganisation = {
  id: string
  name: string
  teams: readonly string[]
  staff: readonly DemoStaff[]
  clients: readonly DemoClient[]
}

export const DEMO_ORGANISATIONS: readonly DemoOrganisation[] = [tomPeople, meePeople]

const functions: Readonly<Record<string, string>> = {
  'neighbourhood-coach': 'wijkcoach',
  'case-manager': 'casemanager',
  host: 'medewerker eerste contact',
  'quality-officer': 'medewerker kwaliteit',
  'data-protection-officer': 'functionaris gegevensbescherming',
  consultant: 'consulent',
  'team-manager': 'teammanager',
  administrator: 'beheerder',
  auditor: 'controleur van de gemeente',
  supervisor: 'Wmo-toezichthouder',
}

/** Everybody of the staff, as the stand-in identity provider shows them. */
export const DEMO_STAFF = DEMO_ORGANISATIONS.flatMap((organisation) =>
  organisation.staff.map(({ subject, name, role, expired, endsSoon }) => ({
    subject,
    name,
    description: [
      `${functions[role] ?? role}, ${organisation.name}`,
      expired && '(VOG verlopen)',
      endsSoon && `(${endsSoon === 'conduct' ? 'VOG' : 'training'} loopt bijna af)`,
    ]
      .filter(Boolean)
      .join(' '),
  })),
)

/** The clients with a BSN, who acts for one of them, and somebody who is no client anywhere. */
export const DEMO_CLIENTS = [
  ...DEMO_ORGANISATIONS.flatMap((organisation) =>
    organisation.clients.flatMap(({ values }) =>
      values.bsn === undefined
        ? []
        : [
            {
              subject: values.bsn,
              name: [values['given-names'], values['surname-prefix'], values.surname]
                .filter(Boolean)
                .join(' '),
              description: `cliënt van ${organisation.name}`,
            },
          ],
    ),
  ),
  ...DEMO_ORGANISATIONS.flatMap((organisation) =>
    organisation.clients.flatMap(({ representatives = [] }) =>
      representatives.map(({ bsn, name, kind }) => ({
        subject: bsn,
        name,
        description: `${kind}, ${organisation.name}`,
      })),
    ),
  ),
  { subject: '999992168', name: 'Mila Nergens', description: 'is nergens cliënt' },
]
