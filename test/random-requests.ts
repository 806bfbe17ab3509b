import type { AccessRequest } from '../src/access/request.ts'
import { actions, consents, parts, relations, roles, states } from '../src/access/vocabulary.ts'

const purposes = [
  'access',
  'aids',
  'support',
  'contribution',
  'management',
  'accountability',
  'registers',
  'help',
  'report',
  'marketing',
]
const exceptions = [
  'none',
  'that-confirmation',
  'referral',
  'personal-budget',
  'reporting-code',
  'last-resort',
  'calamity-report',
  'referral-index',
]
const organisations = ['tom-in-de-buurt', 'mee-zuid-limburg', 'buurthulp-de-linde']

/** A repeatable stream of numbers from 0 up to 1 (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Requests near the edge: a scenario with none to three changes; one in five is wholly random. */
export function* randomRequests(
  seed: number,
  count: number,
  near: { request: AccessRequest }[],
): Generator<AccessRequest> {
  const random = randomNumbers(seed)
  const pick = <Word>(words: readonly Word[]): Word => words[Math.floor(random() * words.length)] as Word
  const change: { [Key in keyof AccessRequest]-?: () => AccessRequest[Key] } = {
    organisation: () => pick(organisations),
    role: () => pick(roles),
    relation: () => pick(relations),
    part: () => pick(parts),
    action: () => pick(actions),
    state: () => pick(states),
    purpose: () => pick(purposes),
    consent: () => pick(consents),
    exception: () => pick(exceptions),
    secondFactor: () => random() < 0.9,
    cleared: () => random() < 0.9,
  }
  const keys = Object.keys(change) as (keyof AccessRequest)[]
  for (let index = 0; index < count; index++) {
    const changes = random() < 0.2 ? keys : Array.from({ length: Math.floor(random() * 4) }, () => pick(keys))
    const changed = Object.fromEntries(changes.map((key) => [key, change[key]()]))
    yield { ...pick(near).request, ...changed }
  }
}
