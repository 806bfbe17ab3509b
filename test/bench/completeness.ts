import { randomUUID } from 'node:crypto'
import type { BenchHouse } from './bench-house.ts'
import { ORGANISATION } from './bench-house.ts'
import type { Answers } from './measure.ts'
import type { Neighbourhood } from './neighbourhood.ts'
import { look } from './ours.ts'
import { randomFrom } from './random.ts'

export type Completeness = { permitted: number; refused: number; searched: number }

/** Entries in the ledger for each answer that was given: 1 for looks, refusals and searches alike, or it is not complete. */
export async function measureCompleteness(
  bench: BenchHouse,
  people: Neighbourhood,
  answers: Answers,
): Promise<Completeness> {
  const count = 300
  const random = randomFrom(11)
  const visitors = people.workers.slice(0, 20)
  const before = await entries(bench)
  for (let time = 0; time < count; time++) {
    const { worker } = people.visit(random)
    const answer = await look(bench.house.door, worker.token, randomUUID())
    if (answer.outcome !== 'refused') throw new Error('A dossier that does not exist was opened.')
    await bench.house.pools.app.query(
      'select outcome from wall.search($1, $2, $3, $4, gen_random_uuid(), $5)',
      [
        visitors[time % visitors.length]?.token,
        ['bsn'],
        [Buffer.alloc(32, time % 250)],
        'support',
        'staff-site',
      ],
    )
  }
  const after = await entries(bench)
  return {
    permitted: after.permitted / answers.looks,
    refused: (after.refused - before.refused) / count,
    searched: (after.searched - before.searched) / count,
  }
}

async function entries({
  owner,
}: BenchHouse): Promise<{ permitted: number; refused: number; searched: number }> {
  const { rows } = await owner.query<{ permitted: string; refused: string; searched: string }>(
    `select count(*) filter (where event = 'dossier.read' and outcome = 'allowed') as permitted,
            count(*) filter (where event = 'dossier.read' and outcome = 'refused') as refused,
            count(*) filter (where event = 'client.searched') as searched
       from ledger.entries where organisation_id = $1`,
    [ORGANISATION],
  )
  const row = rows[0]
  return { permitted: Number(row?.permitted), refused: Number(row?.refused), searched: Number(row?.searched) }
}
