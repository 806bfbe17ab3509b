import type { ComponentChildren } from 'preact'
import type { Language } from '../web/index.ts'
import type { LogLine } from './access-log.ts'
import type { MergedLook } from './merge.ts'
import { partWords, toldParts } from './part.words.ts'
import { traceWords } from './trace.words.ts'

const BY_EVENT = {
  'client.registered': 'registered',
  'caseload.listed': 'listed',
  'client.found': 'found',
  'note.written': 'noteWritten',
  'note.begun': 'noteDraft',
  'portal.opened': 'portal',
  'access-log.read': 'log',
  'involvement.listed': 'involvementListed',
  'involvement.begun': 'involvementBegun',
  'involvement.ended': 'involvementEnded',
  'involvement.handed-over': 'involvementHandedOver',
  'access.granted': 'accessGranted',
  'access.ended': 'accessEnded',
  'access.examined': 'accessExamined',
  'access.judged': 'accessJudged',
  'access.told-sooner': 'accessToldSooner',
  'session.acts-for': 'actsFor',
  'session.acts-for-self': 'actsForSelf',
  'representation.offered': 'representationOffered',
  'portal-code.read': 'portalCodeRead',
  'portal-code.made': 'portalCodeMade',
  'account.made': 'accountMade',
  'account.recovered': 'accountRecovered',
  'portal-code.withdrawn': 'portalCodeWithdrawn',
  'capacity.read': 'capacityRead',
  'capacity.weighed': 'capacityWeighed',
  'capacity.taken-back': 'capacityTakenBack',
  'representation.read': 'representationRead',
  'representation.recorded': 'representationRecorded',
  'representation.ended': 'representationEnded',
  'consents.read': 'consentsRead',
  'consent.read': 'consentRead',
  'consent.asked': 'consentAsked',
  'consent.taken-back': 'consentTakenBack',
  'consent.given': 'consentGiven',
  'consent.refused': 'consentRefused',
  'consent.withdrawn': 'consentWithdrawn',
  'mandate.given': 'mandateGiven',
  'mandate.taken-back': 'mandateTakenBack',
  'copy.offered': 'copyOffered',
} as const

/** What somebody did, as a sentence after their name, with the parts of the dossier in bold. */
export function LogSentence({ line, language }: { line: MergedLook<LogLine>; language: Language }) {
  const t = traceWords(language)
  const [before, after] = t(keyOf(line), { parts: GAP }).split(GAP)
  if (after === undefined) return <>{before}</>
  return (
    <>
      {before}
      {boldList(partsOf(line, language), language)}
      {after}
    </>
  )
}

/** Stands where the parts come: nothing that a text holds itself. */
const GAP = '\u0000'

/** What was tried, to look and to write; beside an access, that it did not belong to it. */
const REFUSED = {
  alone: ['refused', 'refusedWrite'],
  incidental: ['refusedBesideOnce', 'refusedWriteBesideOnce'],
  emergency: ['refusedBesideEmergency', 'refusedWriteBesideEmergency'],
} as const

function keyOf(line: MergedLook<LogLine>): Parameters<ReturnType<typeof traceWords>>[0] {
  if (line.outcome === 'refused' && line.event === 'session.acts-for') return 'actsForRefused'
  if (line.event === 'copy.made') return keyOfCopy(line)
  if (line.outcome === 'refused') return REFUSED[line.beside ?? 'alone'][line.action === 'write' ? 1 : 0]
  const own = BY_EVENT[line.event as keyof typeof BY_EVENT]
  if (own) return own
  if (line.action === 'read') return 'read'
  return line.action === 'write' ? 'write' : 'otherAction'
}

function keyOfCopy(line: MergedLook<LogLine>): 'copyRefused' | 'copyOfParts' | 'copyMade' {
  if (line.outcome === 'refused') return 'copyRefused'
  // who acts for the client gets only what the client lets them see
  return line.relation === 'represents' ? 'copyOfParts' : 'copyMade'
}

/** The name stands above every page of a dossier; it is told when nothing else was opened. */
function partsOf(line: MergedLook<LogLine>, language: Language): string[] {
  const words = partWords(language)
  const opened = toldParts.filter((part) => line.allParts.includes(part))
  const beside = opened.filter((part) => part !== 'existence' && part !== 'identity')
  const named =
    beside.length > 0 ? beside : opened.filter((part) => part !== 'existence' || opened.length === 1)
  return named.map((part) => words(part))
}

function boldList(parts: readonly string[], language: Language): ComponentChildren[] {
  return new Intl.ListFormat(language, { type: 'conjunction' })
    .formatToParts(parts)
    .map(({ type, value }, at) => (type === 'element' ? <b key={at}>{value}</b> : value))
}
