import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { makeFolder, readOrMake } from './key-files.ts'
import { VaultError } from './vault-error.ts'

const KEY_BYTES = 32

/**
 * The key with which the sites seal their own cookies: `site.key` beside the keys of the organisations, made at first use, for this
 * user's eyes only. Nodes that share the folder understand each other's cookies. It opens no dossier.
 */
export function siteKey(folder: string): KeyObject {
  makeFolder(folder)
  const path = join(folder, 'site.key')
  const bytes = readOrMake(path, () => randomBytes(KEY_BYTES))
  if (bytes.length === KEY_BYTES) return createSecretKey(bytes)
  throw new VaultError('bad-key-file', `The key file ${path} is damaged. Remove it: a new one is made.`)
}
