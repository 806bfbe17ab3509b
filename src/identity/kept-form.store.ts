import { Buffer } from 'node:buffer'
import type { Pool, Tx } from '../db/index.ts'
import type { Knock } from '../door/index.ts'

/** Whether the person of this session showed less than ten minutes ago who they are. The database asks the same of the act itself. */
export async function hasShownLately(tx: Tx, knock: Knock): Promise<boolean> {
  const [row] = await tx.query<{ shown: boolean }>('select wall.has_shown_lately($1) as shown', [knock.token])
  return row?.shown === true
}

/** Keeps one sealed form with this session for fifteen minutes, in place of the one before; undefined: none any more. */
export async function keepForm(signinPool: Pool, token: Buffer, sealed: Buffer | undefined): Promise<void> {
  await signinPool.query('select wall.hold_form($1, $2)', [token, sealed ?? Buffer.alloc(0)])
}

/** The form that is kept with this session. */
export async function keptForm(signinPool: Pool, token: Buffer): Promise<Buffer | undefined> {
  const { rows } = await signinPool.query<{ sealed: Buffer | null }>('select wall.held_form($1) as sealed', [
    token,
  ])
  const sealed = rows[0]?.sealed
  return sealed && sealed.length > 0 ? sealed : undefined
}
