import { decide } from './decide.ts'
import type { AccessRequest } from './request.ts'
import type { Rules } from './rules.ts'
import { relations } from './vocabulary.ts'

/** One change of the request that would make it possible: change `relation` to `involved`. */
export type Explanation = {
  change: 'secondFactor' | 'cleared' | 'relation' | 'state' | 'consent' | 'purpose' | 'exception'
  to: string
}

/** Which single changes turn a refusal into an answer. It asks the rules, not the dossier: it reveals nothing about a person. */
export function explain(rules: Rules, request: AccessRequest): Explanation[] {
  const own = rules.organisations.get(request.organisation)
  if (!own || decide(rules, request).decision === 'allow') return []
  const changes: [Explanation, Partial<AccessRequest>][] = [
    [{ change: 'secondFactor', to: 'true' }, { secondFactor: true }],
    [{ change: 'cleared', to: 'true' }, { cleared: true }],
    ...relations.map((relation): [Explanation, Partial<AccessRequest>] => [
      { change: 'relation', to: relation },
      { relation },
    ]),
    ...(['open', 'closed'] as const).map((state): [Explanation, Partial<AccessRequest>] => [
      { change: 'state', to: state },
      { state },
    ]),
    [{ change: 'consent', to: 'valid' }, { consent: 'valid' }],
    ...own.named.purposes.map((purpose): [Explanation, Partial<AccessRequest>] => [
      { change: 'purpose', to: purpose },
      { purpose },
    ]),
    ...own.named.exceptions.map((exception): [Explanation, Partial<AccessRequest>] => [
      { change: 'exception', to: exception },
      { exception },
    ]),
  ]
  return changes
    .filter(([, changed]) => decide(rules, { ...request, ...changed }).decision === 'allow')
    .map(([explanation]) => explanation)
}
