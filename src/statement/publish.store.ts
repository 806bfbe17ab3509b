import type { Tx } from '../db/index.ts'
import type { Activity, Facts, Item, Purpose } from './facts.ts'
import type { Grant } from './publish.ts'
import type { Lang } from './vocabulary.ts'

type Key = { organisation: string; version: string }

export async function saveOrganisation(tx: Tx, { organisation, theme }: Facts): Promise<void> {
  await tx.query(
    `insert into statement.organisations (organisation_id, name, theme) values ($1, $2, $3)
     on conflict (organisation_id) do update set name = excluded.name, theme = excluded.theme`,
    [organisation.id, organisation.name, theme],
  )
}

/** The editions of a version, first to last. */
export function findEditions(
  tx: Tx,
  organisation: string,
  date: string,
): Promise<{ version: string; digest: string }[]> {
  return tx.query(
    `select version, digest from statement.versions
     where organisation_id = $1 and (version = $2 or starts_with(version, $2 || '.'))
     order by length(version), version`,
    [organisation, date],
  )
}

export async function insertVersion(
  tx: Tx,
  key: Key,
  content: { facts: Facts; words: Record<Lang, string>; digest: string },
): Promise<void> {
  const { facts, words, digest } = content
  // clock_timestamp() tells apart what one transaction publishes; the latest edition is the one in force.
  await tx.query(
    `insert into statement.versions
       (organisation_id, version, in_force_from, facts, words_nl, words_en, digest, published_at)
     values ($1, $2, $3::date, $4::jsonb, $5, $6, $7, clock_timestamp())`,
    [key.organisation, key.version, facts.inForceFrom, JSON.stringify(facts), words.nl, words.en, digest],
  )
}

export async function insertActivities(tx: Tx, key: Key, activities: Activity[]): Promise<void> {
  await tx.query(
    `insert into statement.activities (organisation_id, version, activity, ground, articles)
     select $1, $2, id, ground, array(select jsonb_array_elements_text(articles))
     from jsonb_to_recordset($3::jsonb) as given (id text, ground text, articles jsonb)`,
    [key.organisation, key.version, JSON.stringify(activities)],
  )
}

export async function insertPurposes(tx: Tx, key: Key, purposes: Purpose[]): Promise<void> {
  const rows = purposes.map((purpose, position) => ({ ...purpose, position }))
  await tx.query(
    `insert into statement.purposes (organisation_id, version, purpose, position, clause, activity)
     select $1, $2, id, position, clause, activity
     from jsonb_to_recordset($3::jsonb) as given (id text, position integer, clause text, activity text)`,
    [key.organisation, key.version, JSON.stringify(rows)],
  )
}

export async function insertItems(tx: Tx, key: Key, items: Item[]): Promise<void> {
  await tx.query(
    `insert into statement.items (organisation_id, version, item, part, class, source, required)
     select $1, $2, id, part, class, source, required
     from jsonb_to_recordset($3::jsonb)
       as given (id text, part text, class text, source text, required text)`,
    [key.organisation, key.version, JSON.stringify(items)],
  )
}

export async function insertGrants(tx: Tx, key: Key, grants: readonly Grant[]): Promise<void> {
  await tx.query(
    `insert into statement.grants
       (organisation_id, version, role, relation, action, state, purpose, part, activity, policies, clauses, alike)
     select $1, $2, role, relation, action, state, purpose, part, activity,
       array(select jsonb_array_elements_text(policies)), array(select jsonb_array_elements_text(clauses)),
       array_agg(part) over (partition by role, relation, action, state, purpose, activity, policies, clauses)
     from jsonb_to_recordset($3::jsonb) as given (role text, relation text, action text, state text,
       purpose text, part text, activity text, policies jsonb, clauses jsonb)`,
    [key.organisation, key.version, JSON.stringify(grants)],
  )
}
