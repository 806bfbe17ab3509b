import type { Opened } from '../door/index.ts'

/** One entry as the client's log needs it. */
export type LogEntry = {
  seq: string
  at: Date
  event: string
  action: string | null
  outcome: 'allowed' | 'refused' | 'done'
  statement_version: string
  clauses: string[]
  actor_kind: string
  actor_id: string
  actor_role: string
  relation: string
  parts: string[]
  emergency: boolean
  sealed_name: Buffer | null
  employer: string | null
}

export type Period = { from: Date; until: Date }

/**
 * The entries of the opened dossier in a period, newest first. The client hears of an emergency access later where a recorded reason
 * of safety says so, and then later too of its review and of what else the same worker did here without being involved (a look that
 * was refused says as much). Everything else stands here at once.
 */
export async function listEntries(
  opened: Opened<'access-log', 'read'>,
  period: Period,
  most: number,
): Promise<LogEntry[]> {
  return opened.tx.query<LogEntry>(
    `select e.seq, e.at, e.event, e.action, e.outcome, e.statement_version, e.clauses, e.actor_kind, e.actor_id, e.actor_role,
            e.relation, e.parts, e.emergency, s.sealed_name, s.employer
       from ledger.entries e
       left join identity.staff s on s.organisation_id = e.organisation_id and s.staff_id = e.actor_id
      where e.organisation_id = $1 and e.dossier_id = $2 and e.at >= $3 and e.at < $4
        and not ($6 and exists (
          select from dossier.incidental_accesses x where x.organisation_id = $1 and x.dossier_id = $2
             and x.emergency and x.sealed_safety is not null and x.told_from > (now() at time zone 'Europe/Amsterdam')::date
             and e.at >= x.from_at - interval '1 hour'
             and (e.event in ('access.examined', 'access.judged', 'access.told-sooner')
               or (x.staff_id = e.actor_id and e.relation <> 'involved'))))
      order by e.at desc, e.seq desc limit $5`,
    [
      opened.facts.organisation,
      opened.dossierId,
      period.from,
      period.until,
      most,
      opened.facts.actor.kind === 'client',
    ],
  )
}
