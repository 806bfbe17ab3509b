import { afterAll, beforeAll, expect, test } from 'vitest'
import { CAST, type TestHouse, TOM, testHouse } from '../house.ts'
import { type AskedSite, portalSite } from '../wall/staff-site.ts'

// Somebody who looked where he should not, and then knocks six thousand times to push that look out of what the client reads.

let house: TestHouse
let portal: AskedSite
let aydin: string

beforeAll(async () => {
  house = await testHouse()
  portal = await portalSite(house)
  aydin = await house.dossierOf(CAST.aydin)
})
afterAll(async () => {
  await portal?.app.close()
  await house?.close()
})

const KNOCKS = 6000

/** As many refused looks by one worker as a night of asking gives: copies of one that was really refused. */
async function knockOften(): Promise<void> {
  const fenna = await house.staff('fenna')
  const look = { event: 'dossier.read', parts: ['notes'], use: 'support', newest: 1 } as const
  expect((await house.door.read(fenna, look, aydin)).outcome).toBe('refused')
  await house.owner.query(
    `insert into ledger.entries (organisation_id, generation, at, event, action, action_code, outcome, reason, statement_version, purpose, activity,
       clauses, policies, actor_kind, actor_id, actor_role, relation, dossier_id, parts, session_id, trace_id, access_point)
     select e.organisation_id, e.generation, e.at + n * interval '1 millisecond', e.event, e.action, e.action_code, e.outcome, e.reason, e.statement_version,
       e.purpose, e.activity, e.clauses, e.policies, e.actor_kind, e.actor_id, e.actor_role, e.relation, e.dossier_id, e.parts, e.session_id,
       gen_random_uuid(), e.access_point
       from (select * from ledger.entries where organisation_id = $1 and dossier_id = $2 and outcome = 'refused' order by seq desc limit 1) e,
            generate_series(1, $3) n`,
    [TOM, aydin, KNOCKS],
  )
}

test('TOM-12.3 partly: a look stays in what the client reads, however many entries come after it', async () => {
  const joris = await house.staff('joris')
  const look = { event: 'dossier.read', parts: ['existence'], use: 'support', newest: 0 } as const
  expect((await house.door.read(joris, look, aydin)).outcome).toBe('opened')
  await knockOften()
  const page = await portal.get(await house.client(CAST.aydin), `/dossiers/${aydin}/who-looked?period=day`)
  expect(page.statusCode).toBe(200)
  expect(page.body).toContain('Joris')
  expect(page.body, 'and all of the knocking is one line, with how often').toMatch(/6[.,]?001/)
})
