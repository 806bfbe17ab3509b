import { isRefusal, type Postcode, parsePostcode } from '../kernel/index.ts'
import { blindIndex, searchKeysOf, type Vault } from '../vault/index.ts'

/** A keyed hash of a worker's own surname or address, made as those of clients are made. */
export type StaffKey = { kind: 'surname' | 'postcode-house'; key: Buffer }

/** What a worker is recognised by when looking into the dossier of a namesake or at the own address. Only hashes are kept. */
export async function staffKeysOf(
  vault: Pick<Vault, 'indexKey'>,
  organisation: string,
  person: { name: string; postcode?: string | undefined; houseNumber?: string | undefined },
): Promise<StaffKey[]> {
  const indexKey = await vault.indexKey(organisation)
  const found = searchKeysOf({
    surname: surnameIn(person.name),
    postcode: postcodeIn(person.postcode),
    houseNumber: person.houseNumber,
  })
  return found.flatMap(({ kind, key }) =>
    kind === 'surname' || kind === 'postcode-house' ? [{ kind, key: blindIndex(indexKey, kind, key) }] : [],
  )
}

/** Names of staff are written first name first: the rest is the surname. */
function surnameIn(name: string): string {
  const [first = '', ...rest] = name.trim().split(/\s+/)
  return rest.length === 0 ? first : rest.join(' ')
}

function postcodeIn(text: string | undefined): Postcode | undefined {
  const postcode = parsePostcode(text ?? '')
  return isRefusal(postcode) ? undefined : postcode
}
