import type { Opened } from '../door/index.ts'

/** Entries of one day that say the same, as the client's log needs them: with the first and last moment and how many. */
export type LogEntry = {
  at: Date
  first: Date
  times: number
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
  /** The incidental access under which it was. */
  access_id: string | null
  /** Of what was refused: which access ran then, that it did not belong to. */
  beside: 'incidental' | 'emergency' | null
  sealed_name: Buffer | null
  employer: string | null
}

/** For the page of the portal, or for a copy. */
export type LogOpen = Opened<'access-log', 'read'> | Opened<'access-log', 'export'>

export type Period = { from: Date; until: Date }

/**
 * The entries of the opened dossier in a period, newest first; those of a day that say the same together, so that many of them push
 * no other out. The client hears of an emergency access later where a recorded reason of safety says so, and then later too of
 * reviews from then on and of what that worker tried in this dossier in the hour before it or after it ended (a look that was refused
 * says as much). Nothing else waits: not what another worker tried, nor what came before that hour, nor a try that stood in the log
 * when the client last read it before the emergency, nor a later access that is not postponed.
 */
export async function listEntries(opened: LogOpen, period: Period, most: number): Promise<LogEntry[]> {
  return opened.tx.query<LogEntry>(
    `select max(e.at) as at, min(e.at) as first, count(distinct e.seq)::integer as times, e.event, e.action, e.outcome, e.statement_version,
            e.clauses, e.actor_kind, e.actor_id, e.actor_role, e.relation, e.emergency, a.access_id, a.beside, s.sealed_name, s.employer,
            coalesce(array_agg(distinct p.part) filter (where p.part is not null), '{}') as parts
       from ledger.entries e
       left join lateral unnest(e.parts) as p (part) on true
       left join lateral (
         select case when e.outcome <> 'refused' then x.access_id end as access_id,
                case when e.outcome = 'refused' then case when x.emergency then 'emergency' else 'incidental' end end as beside
           from dossier.incidental_accesses x
          where x.organisation_id = e.organisation_id and x.dossier_id = e.dossier_id
            and x.staff_id = e.actor_id and e.at between x.from_at and coalesce(x.ended_at, x.until_at) and x.sealed_reason is not null
            and case when e.outcome = 'refused' then e.relation <> 'involved' else e.relation = 'incidental' end
          order by x.from_at desc limit 1) a on true
       left join identity.staff s on s.organisation_id = e.organisation_id and s.staff_id = e.actor_id
      where e.organisation_id = $1 and e.dossier_id = $2 and e.at >= $3 and e.at < $4
        and not ($6 and exists (
          select from dossier.incidental_accesses x where x.organisation_id = $1 and x.dossier_id = $2
             and x.emergency and x.sealed_safety is not null and x.told_from > (now() at time zone 'Europe/Amsterdam')::date
             and (e.at >= x.from_at and e.event in ('access.examined', 'access.judged', 'access.told-sooner')
               or x.staff_id = e.actor_id and e.relation <> 'involved' and not exists (
                    select from dossier.incidental_accesses o where o.organisation_id = $1 and o.dossier_id = $2 and o.staff_id = x.staff_id
                       and o.from_at > x.from_at and e.at between o.from_at and coalesce(o.ended_at, o.until_at)
                       and (o.told_from is null or o.told_from <= (now() at time zone 'Europe/Amsterdam')::date))
                 and (e.at between x.from_at and coalesce(x.ended_at, x.until_at)
                   or e.outcome = 'refused' and e.at between coalesce(x.ended_at, x.until_at) and coalesce(x.ended_at, x.until_at) + interval '1 hour'
                   or e.outcome = 'refused' and e.at between x.from_at - interval '1 hour' and x.from_at and not exists (
                     select from ledger.entries r where r.organisation_id = $1 and r.dossier_id = $2 and r.event = 'access-log.read'
                        and r.outcome = 'allowed' and r.actor_kind in ('client', 'representative') and r.at between e.at and x.from_at)))))
      group by (e.at at time zone 'Europe/Amsterdam')::date, e.event, e.action, e.outcome, e.statement_version, e.clauses, e.actor_kind, e.actor_id,
               e.actor_role, e.relation, e.emergency, a.access_id, a.beside, s.sealed_name, s.employer
      order by max(e.at) desc, max(e.seq) desc limit $5`,
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
