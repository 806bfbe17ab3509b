import { type Facts, type Lang, makeStatement, type Statement } from '../src/statement/index.ts'

/** The facts of an invented organisation: as few as a statement needs. Tests change a copy. */
export function smallFacts(): Facts {
  return {
    organisation: {
      id: 'de-brug',
      name: 'De Brug',
      legalName: 'Stichting De Brug',
      dataProtectionOfficer: { email: 'fg@debrug.example' },
      members: [],
    },
    version: '2026-01-01',
    inForceFrom: '2026-01-01',
    minimumAge: 16,
    region: 'EEA',
    administrators: { max: 2 },
    smallestCell: 12,
    theme: 'tom',
    grounds: [
      { id: 'contract', clause: 'BRUG-1.1' },
      { id: 'consent', clause: 'BRUG-1.2' },
    ],
    uses: { support: 'support', registration: 'support', review: 'support' },
    purposes: [{ id: 'support', clause: 'BRUG-1.1', activity: 'support' }],
    activities: [
      {
        id: 'support',
        purpose: 'support',
        ground: 'contract',
        articles: ['AVG art. 6 lid 1 onder b'],
        special: 'UAVG art. 30 lid 3 onder a',
        dataSubjects: ['client'],
        parts: ['existence', 'identity', 'notes'],
        recipients: [],
        term: 'dossier',
        clause: 'BRUG-1.1',
      },
      {
        id: 'sharing',
        purpose: 'support',
        ground: 'consent',
        articles: ['AVG art. 6 lid 1 onder a'],
        special: 'AVG art. 9 lid 2 onder a',
        dataSubjects: ['client'],
        parts: ['notes'],
        recipients: ['school'],
        term: 'dossier',
        clause: 'BRUG-1.2',
      },
    ],
    items: [
      item('surname', 'identity', 'general', 'client'),
      item('note', 'notes', 'special', 'together'),
      item('report', 'notes', 'special', 'others'),
    ],
    services: [{ id: 'talk', clause: 'BRUG-1.1', items: ['surname', 'note'] }],
    roles: [
      { id: 'consultant', kind: 'staff', clause: 'BRUG-1.1' },
      { id: 'system', kind: 'system', clause: 'BRUG-1.1' },
    ],
    partyKinds: [{ id: 'school', clause: 'BRUG-1.2' }],
    parties: [{ id: 'oak', name: 'De Eik', kind: 'school' }],
    sources: [{ id: 'teacher', clause: 'BRUG-1.2', items: ['report'] }],
    terms: [{ id: 'dossier', keeps: 'dossier', years: 7, from: 'last-change', clause: 'BRUG-2.1' }],
    disclosures: [
      {
        id: 'with-consent',
        level: 'what',
        needs: 'consent',
        ground: 'consent',
        articles: ['AVG art. 6 lid 1 onder a'],
        activity: 'sharing',
        parts: ['notes'],
        roles: ['consultant'],
        recipients: ['school'],
        clause: 'BRUG-1.2',
      },
    ],
    clauses: [
      { id: 'BRUG-1.1', section: '1' },
      { id: 'BRUG-1.2', section: '1' },
      { id: 'BRUG-2.1', section: '2' },
    ],
    tensions: [{ id: 'consent-form', clauses: ['BRUG-1.2'], law: 'AVG art. 7' }],
  }
}

/** The words that go with them, the same in both languages but for a mark. */
export function smallWords(lang: Lang): string {
  return `# Privacy bij {{organisation.name}} (${lang})

## 1 Waarvoor

### BRUG-1.1

Wij helpen u vanaf {{minimumAge}}.

### BRUG-1.2

Wij delen alleen met uw toestemming, met {{list partyKinds}}.

## 2 Hoe lang

### BRUG-2.1

Wij bewaren uw dossier {{terms.dossier.years}}
jaar. Dit geldt vanaf {{inForceFrom}}.

## labels

- items.surname: achternaam
- items.note: verslag
- items.report: rapport
- purposes.support: ondersteuning
- activities.support: u helpen
- activities.sharing: delen
- services.talk: gesprek
- roles.consultant: consulent
- roles.system: het systeem
- partyKinds.school: school
- sources.teacher: leraar
- terms.dossier: dossier
- disclosures.with-consent: delen met toestemming
- tensions.consent-form: De wet kent meer vormen van toestemming.
- grounds.contract: overeenkomst
- grounds.consent: toestemming
- dataSubjects.client: cliënt
- parts.existence: dat u bekend bent
- parts.identity: wie u bent
- parts.notes: verslagen
- why.BRUG-1.1: Dit mag omdat wij u helpen.
`
}

type Change = {
  facts?: (facts: Facts) => void
  words?: (words: string, lang: Lang) => string
}

/** A statement of the invented organisation, with what a test wants different. */
export function smallStatement(change: Change = {}): Statement {
  const facts = smallFacts()
  change.facts?.(facts)
  const words = (lang: Lang) => change.words?.(smallWords(lang), lang) ?? smallWords(lang)
  const files = { facts: 'statement.yaml', nl: 'words.nl.md', en: 'words.en.md' }
  return makeStatement(facts, { nl: words('nl'), en: words('en') }, files)
}

function item(
  id: string,
  part: 'identity' | 'notes',
  itemClass: 'general' | 'special',
  source: 'client' | 'together' | 'others',
) {
  return {
    id,
    part,
    class: itemClass,
    kind: 'text',
    source,
    required: 'optional',
    clause: 'BRUG-1.1',
  } as const
}
