import type { Facts } from '../statement/index.ts'

/** Which way it goes: we give something to another, or ask another for something. */
export type Direction = 'give' | 'ask'

/** One thing that the statement lets a worker ask consent for. */
export type Askable = {
  disclosure: string
  direction: Direction
  purpose: string
  clause: string
  /** What can be ticked: items where the disclosure names items, else parts. */
  choices: readonly { id: string; label: 'parts' | 'items'; part: string }[]
  recipients: readonly Recipient[]
}

/** Whom it can be about: a party of the statement, or of a kind (`party` undefined) that the worker names. */
export type Recipient = { kind: string; party: { id: string; name: string } | undefined }

/**
 * The conditions that a request for consent fulfils by itself: it is read before, and the yes is in writing. A disclosure with another
 * one (everybody in a plan, a valid agreement of a team) needs what is not there yet.
 */
const FULFILLED: readonly string[] = ['informed-before', 'written-consent']

/** What somebody in this function (or anybody) may ask consent for, by the statement. The database holds the same (`wall.may_be_asked`). */
export function askableIn(facts: Facts, role?: string): Askable[] {
  return facts.disclosures
    .filter(
      ({ needs, roles, conditions = [], recipients = [] }) =>
        needs === 'consent' &&
        (role === undefined || roles.includes(role)) &&
        recipients.length > 0 &&
        conditions.every((one) => FULFILLED.includes(one)),
    )
    .flatMap((disclosure) => {
      const activity = facts.activities.find(({ id }) => id === disclosure.activity)
      if (!activity) return []
      return {
        disclosure: disclosure.id,
        direction: disclosure.direction === 'in' ? ('ask' as const) : ('give' as const),
        purpose: activity.purpose,
        clause: disclosure.clause,
        choices: disclosure.items
          ? disclosure.items.flatMap((id) => {
              const part = facts.items.find((item) => item.id === id)?.part
              return part === undefined ? [] : [{ id, label: 'items' as const, part }]
            })
          : (disclosure.parts ?? []).map((id) => ({ id, label: 'parts' as const, part: id })),
        recipients: (disclosure.recipients ?? []).flatMap((kind) => recipientsOf(facts, kind)),
      }
    })
}

function recipientsOf(facts: Facts, kind: string): Recipient[] {
  const named = [...(facts.organisation.members ?? []), ...facts.parties].filter((one) => one.kind === kind)
  // All members are known by name; of other kinds there are more than the statement names.
  const others: Recipient[] = kind === 'member' && named.length > 0 ? [] : [{ kind, party: undefined }]
  return [...named.map(({ id, name }) => ({ kind, party: { id, name } })), ...others]
}

/** Whether a worker has to say precisely what it is about: where the statement names what others tell, and not which parts. */
export function mustSay({ direction }: Askable): boolean {
  return direction === 'ask'
}

/** The value of a recipient in a form. */
export function recipientValue({ kind, party }: Recipient): string {
  return party ? `${kind}/${party.id}` : kind
}
