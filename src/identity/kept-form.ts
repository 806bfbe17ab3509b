import type { Pool } from '../db/index.ts'
import type { Facts, Visitor } from '../door/index.ts'
import { seal, unsealText, type Vault, VaultError } from '../vault/index.ts'
import { keepForm, keptForm } from './kept-form.store.ts'

/** What the visitor had typed on a page before showing again who they are; undefined when there is nothing. */
export type Kept = Readonly<Record<string, unknown>> | undefined

/** Where forms are kept: sealed by the vault, in the database as the sign-in role. */
export type FormKeeper = { signinPool: Pool; vault: Pick<Vault, 'organisationKey'> }

/** Keeps what was typed in the form of this page, until the visitor comes back from showing again who they are. */
export async function keepTyped(
  { signinPool, vault }: FormKeeper,
  { token }: Visitor,
  facts: Facts,
  { path, body }: { path: string; body: unknown },
): Promise<void> {
  // The token against forgery is of the session before; a button alone has nothing to keep.
  const { csrf: _csrf, ...fields } = (body ?? {}) as Record<string, unknown>
  if (Object.keys(fields).length === 0) return
  const key = await vault.organisationKey(facts.organisation)
  await keepForm(signinPool, token, seal(key, JSON.stringify({ path, fields }), placeOf(facts)))
}

/** What was typed before: given once, and on the page that it belongs to. */
export async function takeTyped(
  { signinPool, vault }: FormKeeper,
  { token }: Visitor,
  facts: Facts,
  path: string,
): Promise<Kept> {
  const sealed = await keptForm(signinPool, token)
  if (sealed === undefined) return undefined
  await keepForm(signinPool, token, undefined)
  try {
    const key = await vault.organisationKey(facts.organisation)
    const kept = JSON.parse(unsealText(key, sealed, placeOf(facts))) as { path: string; fields: Kept }
    return kept.path === path ? kept.fields : undefined
  } catch (error) {
    if (error instanceof VaultError) return undefined
    throw error
  }
}

/** Of this session, under whatever token it goes on. */
function placeOf({ organisation, sessionId }: Facts) {
  return { organisation, table: 'identity.held_forms', column: 'sealed', row: sessionId }
}
