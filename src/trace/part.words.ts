import { catalogue } from '../web/index.ts'

const nl = {
  existence: 'dat u cliënt bent',
  identity: 'uw naam en geboortedatum',
  bsn: 'uw burgerservicenummer (BSN)',
  contact: 'uw contactgegevens',
  question: 'uw vraag',
  situation: 'uw situatie',
  household: 'uw gezin of huishouden',
  network: 'de mensen om u heen',
  goals: 'uw doelen en stappen',
  notes: 'uw verslagen',
  evaluations: 'hoe het gaat met uw hulp',
  provisions: 'uw aanvragen en voorzieningen',
  documents: 'uw documenten',
  messages: 'uw berichten',
  consents: 'uw toestemmingen',
  disclosures: 'wat wij met anderen deelden',
  plan: 'het plan voor uw huishouden',
  'access-log': 'wie er keek',
  'support-dates': 'begin en einde van uw hulp',
} as const

const en: Record<keyof typeof nl, string> = {
  existence: 'that you are a client',
  identity: 'your name and date of birth',
  bsn: 'your citizen service number (BSN)',
  contact: 'your contact details',
  question: 'your question',
  situation: 'your situation',
  household: 'your family or household',
  network: 'the people around you',
  goals: 'your goals and steps',
  notes: 'your reports',
  evaluations: 'how your help is going',
  provisions: 'your applications and provisions',
  documents: 'your documents',
  messages: 'your messages',
  consents: 'your consents',
  disclosures: 'what we shared with others',
  plan: 'the plan for your household',
  'access-log': 'who looked',
  'support-dates': 'start and end of your help',
}

/** The parts of a dossier as its client calls them. */
export const partWords = catalogue({ nl, en })

/** In the order in which the log tells them. */
export const toldParts = Object.keys(nl) as (keyof typeof nl)[]
