import type { Pool, Shared } from '../../src/db/index.ts'
import { Door } from '../../src/door/index.ts'
import type { House } from '../../src/house.ts'

/** The same look without an entry, and without asking for one: to know the price of both. Only here. */
export async function makeUnledgered(owner: Pool): Promise<void> {
  const { rows } = await owner.query<{ source: string }>(
    `select pg_get_functiondef('dossier.read'::regproc) as source`,
  )
  const source = (rows[0]?.source ?? '')
    .replace('FUNCTION dossier.read(', 'FUNCTION unledgered.read(')
    .replace(
      /wall\.open\(token, dossier, parts, 'read', purpose, event, trace, access_point\)/,
      `wall.who(token, purpose, dossier, parts, 'read')`,
    )
    .replace(/if not wall\.stands\(a, parts\) then .*? end if;/, '')
  if (!source.includes('wall.who(') || source.includes('wall.stands('))
    throw new Error('dossier.read is not what this measurement was made for.')
  await owner.query('create schema unledgered')
  await owner.query(source)
  await owner.query(
    'grant usage on schema unledgered to gestand_app; grant execute on all functions in schema unledgered to gestand_app',
  )
}

/** The door of the house, which knocks there: all else is the same. */
export function unledgeredDoor(house: House): Door {
  const { looks } = house.pools
  const elsewhere: Shared = {
    ...looks,
    query: (text, values) => looks.query(text.replace('dossier.read(', 'unledgered.read('), values),
  }
  return new Door({ ...house, pools: { ...house.pools, looks: elsewhere } })
}
