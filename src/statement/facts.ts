import type { DataClass, Ground, ItemSource, Part, TermTrigger } from './vocabulary.ts'

/** What an organisation promises, as facts: the content of statement.yaml. */
export type Facts = {
  organisation: Organisation
  /** Date of the statement, and the name of this version: `2024-03-15`. */
  version: string
  inForceFrom: string
  minimumAge: number | null
  region: 'EEA' | 'EU'
  administrators?: { max: number }
  smallestCell: number
  theme: string
  /** Figures beside the terms of keeping: how long an answer may take, for instance. */
  limits?: Limit[]
  /** The grounds that the statement names, often fewer than the law does. */
  grounds: { id: Ground; clause: string }[]
  purposes: Purpose[]
  /** Which purpose serves what the program does, so that the program names none itself. */
  uses: { support: string; registration: string; review: string }
  activities: Activity[]
  items: Item[]
  services: Service[]
  roles: Role[]
  partyKinds: Named[]
  parties: Party[]
  sources: Source[]
  terms: Term[]
  disclosures: Disclosure[]
  clauses: ClauseFact[]
  tensions: TensionFact[]
}

export type Named = { id: string; clause: string }
export type Purpose = Named & { activity: string }
/** `keptBy`: the record is kept by that party; the dossier only points to it. */
export type Service = Named & { items: string[]; form?: 'individual' | 'group' | 'both'; keptBy?: string }
/** Who hands data over, and the items that come from there. */
export type Source = Named & { items?: string[] }
export type Limit = Named & { value: number; unit: string; law?: string }
export type ClauseFact = { id: string; section: string }
export type TensionFact = { id: string; clauses: string[]; law: string }
export type Role = Named & { kind: 'staff' | 'party' | 'client' | 'system'; maximum?: number }

export type Organisation = {
  id: string
  name: string
  legalName: string
  register?: string
  address?: string
  postcode?: string
  city?: string
  website?: string
  dataProtectionOfficer: { email: string; phone?: string }
  members?: { id: string; name: string; kind: string }[]
}

export type Activity = {
  id: string
  purpose: string
  ground: Ground
  articles: string[]
  special?: string
  dataSubjects: string[]
  parts: Part[]
  recipients: string[]
  term: string
  clause: string
}

export type Item = {
  id: string
  part: Part
  class: DataClass
  kind: string
  source: ItemSource
  options?: string[]
  autocomplete?: string
  maxLength?: number
  required: 'always' | 'if-needed' | 'optional'
  clause: string
}

export type Party = {
  id: string
  name: string
  kind: string
  agreement?: 'processor' | 'contract'
  clause?: string
}

export type Term = {
  id: string
  keeps: string
  years: number
  from: TermTrigger
  longer?: { years: number; when: string }
  /** A ceiling bounds every other term of the organisation. */
  ceiling?: boolean
  clause: string
  law?: string
}

export type Disclosure = {
  id: string
  level: 'that' | 'what'
  needs: 'consent' | 'agreement' | 'none'
  /** `in`: the other party gives, the organisation receives. */
  direction?: 'in' | 'out'
  conditions?: string[]
  ground: Ground
  articles: string[]
  activity?: string
  recipients?: string[]
  items?: string[]
  parts?: Part[]
  roles: string[]
  clause: string
}

/** One thing that is wrong, or that strains: where it stands and what to do about it. */
export type Finding = { code: string; file: string; where: string; message: string; law?: string }

/** A statement that cannot be read. Its message lists every problem with file, path and what to do. */
export class StatementError extends Error {
  override readonly name = 'StatementError'
  readonly code = 'statement-unreadable'
  readonly findings: Finding[]

  constructor(findings: Finding[]) {
    super(findings.map(formatFinding).join('\n'))
    this.findings = findings
  }
}

/** One line for people: `statements/tom/statement.yaml: terms.x: what to do`. */
export function formatFinding(finding: Finding): string {
  const law = finding.law ? ` [${finding.law}]` : ''
  return `${finding.file}: ${finding.where}: ${finding.message}${law}`
}
