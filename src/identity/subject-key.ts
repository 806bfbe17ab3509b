import { createHmac, type KeyObject } from 'node:crypto'
import { blindIndex } from '../vault/index.ts'

/** What the database knows a member of staff by: a keyed hash of the issuer and its subject, so that no list of accounts leaks. */
export function staffSubjectKey(indexKey: KeyObject, issuer: string, subject: string): Buffer {
  // The vault's blind index, for a kind that is no search for clients.
  return createHmac('sha256', indexKey)
    .update(`gestand/blind-index/1|7:subject|${issuer}|${subject}`, 'utf8')
    .digest()
}

/** What the database knows a client by: the blind index of the BSN, the same as in the register of clients. */
export function clientSubjectKey(indexKey: KeyObject, bsn: string): Buffer {
  return blindIndex(indexKey, 'bsn', bsn)
}
