import type { Pool, Shared } from '../../src/db/index.ts'
import { factsOf } from '../../src/door/facts.ts'
import { answerIn, rowsIn } from '../../src/door/packed.ts'
import { recordsIn } from '../../src/door/records.ts'
import type { Packed } from '../../src/door/wall.store.ts'
import type { Vault } from '../../src/vault/index.ts'
import { ORGANISATION } from './bench-house.ts'
import { LOOK } from './ours.ts'

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

export async function lookUnledgered(
  looks: Shared,
  vault: Vault,
  token: Buffer,
  dossierId: string,
): Promise<string> {
  const rows = await looks.query<Packed>(
    `select answer, at, records, encode(sealed, 'base64') as sealed
       from unledgered.read($1, $2, $3, $4, $5, gen_random_uuid(), $6, $7)`,
    [token, dossierId, LOOK.parts, 'support', LOOK.event, 'staff-site', LOOK.newest],
  )
  const names = async (id: string, sealed: Buffer) => {
    const { unsealText } = await import('../../src/vault/index.ts')
    const { STAFF_NAME } = await import('../../src/door/index.ts')
    return unsealText(await vault.organisationKey(ORGANISATION), sealed, {
      organisation: ORGANISATION,
      ...STAFF_NAME,
      row: id,
    })
  }
  const [packed] = rows
  if (!packed) throw new Error('There was no answer.')
  const { actor } = factsOf(answerIn(packed), 'support', undefined)
  const records = await recordsIn(
    rowsIn(packed),
    { vault, organisation: ORGANISATION, dossierId },
    actor,
    names,
  )
  if (records.length < 20) throw new Error('The look was refused.')
  return JSON.stringify({ records })
}
