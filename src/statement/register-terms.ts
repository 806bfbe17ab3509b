import type { Ground, Lang } from './vocabulary.ts'

export type Measure = {
  measureType: 'Organisational' | 'Technical'
  measure: string
  risks: { assessment: string }[]
}

/** The legal basis in the words of the Data Privacy Vocabulary (DPV 2.1). */
export function legalBasisOf(ground: Ground): string[] {
  return [legalBases[ground]]
}

const legalBases: Record<Ground, string> = {
  consent: 'Consent',
  contract: 'Contract',
  'legal-duty': 'LegalObligation',
  'vital-interest': 'VitalInterest',
  'public-task': 'PublicInterest',
  'legitimate-interest': 'LegitimateInterest',
}

/** The kinds of data subject in the words of DPV; whoever has no word of their own there is a DataSubject. */
export function dataSubjectsOf(subjects: string[]): string[] {
  return [...new Set(subjects.flatMap((subject) => dataSubjects.get(subject) ?? ['DataSubject']))]
}

const dataSubjects = new Map([
  ['client', ['Citizen', 'VulnerableHuman']],
  ['child', ['VulnerableHuman']],
  ['representative', ['GuardianOfHuman']],
  ['visitor', ['Visitor']],
  ['worker', ['Employee']],
])

/** What this program does for every activity, as GDPR art. 30(1)(g) wants it described. */
export function measuresOf(lang: Lang): Measure[] {
  return measures.map(([measureType, words]) => ({ measureType, measure: words[lang], risks: [] }))
}

const measures: ['Organisational' | 'Technical', Record<Lang, string>][] = [
  ['Technical', { nl: 'Aanmelden met twee factoren', en: 'Sign-in with two factors' }],
  ['Technical', { nl: 'Gegevens versleuteld per dossier', en: 'Data encrypted per dossier' }],
  [
    'Technical',
    {
      nl: 'Iedere inzage staat in een logboek dat niet te wijzigen is',
      en: 'Every look is written to a log that cannot be changed',
    },
  ],
  [
    'Technical',
    { nl: 'Toegang per onderdeel, per rol en per doel', en: 'Access by part, by role and by purpose' },
  ],
  [
    'Organisational',
    { nl: 'Geheimhouding voor iedereen met toegang', en: 'Secrecy for everybody with access' },
  ],
  ['Organisational', { nl: 'Vernietigen na de bewaartermijn', en: 'Destruction after the term of keeping' }],
]
