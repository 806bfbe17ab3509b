import type { Bound } from '../../vault/index.ts'

type Place = (organisation: string, row: string) => Bound

/** Where each sealed value of an account belongs: it opens in no other column and for nobody else. */
export const places = {
  userName: placeOf('identity.accounts', 'sealed_name'),
  password: placeOf('identity.accounts', 'sealed_password'),
  appSecret: placeOf('identity.code_apps', 'sealed_secret'),
  passkey: placeOf('identity.passkeys', 'sealed_credential'),
  /** The row is the trace of the entry. */
  entryDetail: placeOf('ledger.entries', 'detail'),
}

function placeOf(table: string, column: string): Place {
  return (organisation, row) => ({ organisation, table, column, row })
}
