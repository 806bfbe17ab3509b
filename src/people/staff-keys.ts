import { isRefusal, type Postcode, parsePostcode } from '../kernel/index.ts'
import { blindIndex, searchKeysOf, type Vault } from '../vault/index.ts'

/** A keyed hash of a worker's own surname, address or the addresses nearby, made as those of clients are made. */
export type StaffKey = { kind: 'surname' | 'postcode-house' | 'street'; key: Buffer }

/** House numbers this far from the own one, with the same postcode, are the own street: a postcode has fewer than a hundred houses. */
const NEARBY = 100

/** What a worker is recognised by when looking into the dossier of a namesake, at the own address or nearby. Only hashes are kept. */
export async function staffKeysOf(
  vault: Pick<Vault, 'indexKey'>,
  organisation: string,
  person: { name: string; postcode?: string | undefined; houseNumber?: string | undefined },
): Promise<StaffKey[]> {
  const indexKey = await vault.indexKey(organisation)
  const postcode = postcodeIn(person.postcode)
  const found = searchKeysOf({
    surname: surnameIn(person.name),
    postcode,
    houseNumber: person.houseNumber,
  })
  const own = found.flatMap(({ kind, key }): StaffKey[] =>
    kind === 'surname' || kind === 'postcode-house' ? [{ kind, key: blindIndex(indexKey, kind, key) }] : [],
  )
  const nearby = numbersNearby(person.houseNumber).flatMap((houseNumber) =>
    searchKeysOf({ postcode, houseNumber }).map(
      ({ kind, key }): StaffKey => ({ kind: 'street', key: blindIndex(indexKey, kind, key) }),
    ),
  )
  return [...own, ...nearby]
}

/**
 * The house numbers around this one. The addresses nearby are hashed on the worker's side, so that of a client no key of the street is
 * kept: nobody can be searched by it, and dossiers of before take part too.
 */
function numbersNearby(houseNumber: string | undefined): string[] {
  const own = Number(/^\s*(\d+)/.exec(houseNumber ?? '')?.[1] ?? Number.NaN)
  if (Number.isNaN(own)) return []
  const first = Math.max(1, own - NEARBY)
  return Array.from({ length: own + NEARBY - first + 1 }, (_, at) => first + at)
    .filter((number) => number !== own)
    .map(String)
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
