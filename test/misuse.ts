import { randomUUID } from 'node:crypto'
import type { SignalKind } from '../src/signals/signals.store.ts'
import { blindIndex, searchKeysOf } from '../src/vault/index.ts'
import { type TestHouse, TOM } from './house.ts'

/** A look in the ledger, some days ago at a local time. */
export type Look = {
  actor: string
  dossier: string
  days: number
  time: string
  action?: 'read' | 'write'
  outcome?: 'allowed' | 'refused'
  relation?: 'involved' | 'same-team' | 'none'
}

/** A misuse that was planted, and the signal that should find it. */
export type Planted = { kind: SignalKind; actor: string; dossier: string | undefined }

/** Makes a dossier of which only the keyed hashes and the team exist. */
export async function plantDossier(
  house: TestHouse,
  person: { surname: string; postcode: string; houseNumber: string },
): Promise<string> {
  const id = randomUUID()
  const index = await house.vault.indexKey(TOM)
  await house.owner.query(
    `insert into dossier.dossiers (organisation_id, dossier_id, client_number, opened_on, statement_version)
     select $1, $2, $3, current_date - 90, max(version) from statement.versions where organisation_id = $1`,
    [TOM, id, id.slice(0, 13)],
  )
  for (const { kind, key } of searchKeysOf(person as Parameters<typeof searchKeysOf>[0]))
    await house.owner.query(
      'insert into dossier.search_keys (organisation_id, kind, key, dossier_id) values ($1, $2, $3, $4)',
      [TOM, kind, blindIndex(index, kind, key), id],
    )
  return id
}

/** Writes looks into the ledger with their moment, as only the owner of the database can. */
export async function plantLooks(house: TestHouse, looks: readonly Look[]): Promise<void> {
  await house.owner.query(
    `insert into ledger.entries (organisation_id, generation, at, event, action, action_code, outcome, reason, statement_version, purpose, activity,
       clauses, policies, actor_kind, actor_id, actor_role, relation, dossier_id, parts, trace_id, access_point)
     select $1, 1, ((now() at time zone 'Europe/Amsterdam')::date - l.days + l.time::time) at time zone 'Europe/Amsterdam',
       case l.action when 'write' then 'note.written' else 'dossier.read' end, l.action, case l.action when 'write' then 'U' else 'R' end,
       l.outcome, case l.outcome when 'refused' then 'no-rule' end, '2024-03-15', 'support', 'support', '{}', '{}', 'staff', l.actor,
       'neighbourhood-coach', l.relation, l.dossier, '{existence}', gen_random_uuid(), 'staff-site'
       from unnest($2::uuid[], $3::uuid[], $4::int[], $5::text[], $6::text[], $7::text[], $8::text[])
         as l (actor, dossier, days, time, action, outcome, relation)`,
    [
      TOM,
      looks.map((look) => look.actor),
      looks.map((look) => look.dossier),
      looks.map((look) => look.days),
      looks.map((look) => look.time),
      looks.map((look) => look.action ?? 'read'),
      looks.map((look) => look.outcome ?? 'allowed'),
      looks.map((look) => look.relation ?? 'involved'),
    ],
  )
}

/** The same numbers in every run. */
export function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}
