import { createSecretKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { dataClasses } from '../kernel/index.ts'
import {
  type Bound,
  blindIndex,
  type KeyProvider,
  makeVault,
  seal,
  unseal,
  unsealText,
  VaultError,
} from './index.ts'

const tom = 'tom-in-de-buurt'
const mee = 'mee-zuid-limburg'
const dossier = '0f4d3b52-6e55-4b34-8b7c-5c7d6d7a9a01'
const other = '0f4d3b52-6e55-4b34-8b7c-5c7d6d7a9a02'

/** A second provider behind the same seam: keys in memory, as a key management service would hold them. Counts what it is asked. */
function memoryProvider(): KeyProvider & { asked: { unwrap: number } } {
  const keys = new Map<string, KeyObject>()
  const pairs = new Map<string, { privateKey: KeyObject; publicKey: KeyObject }>()
  const asked = { unwrap: 0 }
  function keyOf(name: string): KeyObject {
    const key = keys.get(name) ?? createSecretKey(randomBytes(32))
    keys.set(name, key)
    return key
  }
  const place = (organisation: string, bound: string): Bound => ({
    organisation,
    table: 'memory',
    column: 'key',
    row: bound,
  })
  return {
    asked,
    wrap: async (organisation, key, bound) =>
      seal(keyOf(`${organisation}/wrap`), key, place(organisation, bound)),
    unwrap: async (organisation, wrapped, bound) => {
      asked.unwrap += 1
      return unseal(keyOf(`${organisation}/wrap`), wrapped, place(organisation, bound))
    },
    indexKey: async (organisation) => keyOf(`${organisation}/index`),
    organisationKey: async (organisation) => keyOf(`${organisation}/own`),
    signingKey: async (organisation) => {
      const pair = pairs.get(organisation) ?? generateKeyPairSync('ed25519')
      pairs.set(organisation, pair)
      return pair
    },
  }
}

describe('the keys of a dossier', () => {
  test('TOM-12.4 partly: a key a class, all different, wrapped and never bare', async () => {
    const vault = makeVault(memoryProvider())
    const rows = await vault.dossierKeys(tom, dossier)
    expect(rows.map((row) => row.class)).toEqual([...dataClasses])
    const keys = await vault.open(tom, dossier, rows)
    const bare = dataClasses.map((dataClass) => keys.of(dataClass).export())
    expect(new Set(bare.map((key) => key.toString('hex'))).size).toBe(3)
    for (const key of bare) for (const row of rows) expect(row.wrapped.includes(key)).toBe(false)
  })

  test('open what was sealed with them, after a restart as well', async () => {
    const provider = memoryProvider()
    const rows = await makeVault(provider).dossierKeys(tom, dossier)
    const place: Bound = { organisation: tom, table: 'dossier.notes', column: 'sealed', row: 'n1' }
    const keys = await makeVault(provider).open(tom, dossier, rows)
    const sealed = seal(keys.of('special'), 'een verslag', place)
    const restarted = await makeVault(provider).open(tom, dossier, rows)
    expect(unsealText(restarted.of('special'), sealed, place)).toBe('een verslag')
    expect(() => unseal(restarted.of('general'), sealed, place)).toThrow(VaultError)
  })

  test('TOM-12.4 partly: a key row moved to another dossier, class or organisation is refused', async () => {
    const vault = makeVault(memoryProvider())
    const rows = await vault.dossierKeys(tom, dossier)
    const general = rows.find((row) => row.class === 'general')!
    await expect(vault.open(tom, other, rows)).rejects.toMatchObject({ code: 'tampered' })
    await expect(vault.open(mee, dossier, rows)).rejects.toMatchObject({ code: 'tampered' })
    await expect(vault.open(tom, dossier, [{ ...general, class: 'sensitive' }])).rejects.toMatchObject({
      code: 'tampered',
    })
  })

  test('it is refused also when the right keys were opened before', async () => {
    const vault = makeVault(memoryProvider())
    const mine = await vault.dossierKeys(tom, dossier)
    const theirs = await vault.dossierKeys(tom, other)
    await vault.open(tom, dossier, mine)
    await vault.open(tom, other, theirs)
    await expect(vault.open(tom, dossier, theirs)).rejects.toMatchObject({ code: 'tampered' })
  })

  test('a class whose row was not handed out cannot be read', async () => {
    const vault = makeVault(memoryProvider())
    const rows = await vault.dossierKeys(tom, dossier)
    await vault.open(tom, dossier, rows)
    const keys = await vault.open(
      tom,
      dossier,
      rows.filter((row) => row.class === 'general'),
    )
    expect(keys.of('general')).toBeDefined()
    expect(codeOf(() => keys.of('sensitive'))).toBe('no-key')
  })

  test('the sealed text of one dossier does not open with the keys of another', async () => {
    const vault = makeVault(memoryProvider())
    const mine = await vault.open(tom, dossier, await vault.dossierKeys(tom, dossier))
    const theirs = await vault.open(tom, other, await vault.dossierKeys(tom, other))
    const place: Bound = { organisation: tom, table: 'dossier.items', column: 'sealed', row: 'i1' }
    const sealed = seal(mine.of('general'), 'Lindeplein 4', place)
    expect(codeOf(() => unseal(theirs.of('general'), sealed, place))).toBe('tampered')
  })
})

describe('opened keys in memory', () => {
  test('serve one look: the next one asks the provider again', async () => {
    const provider = memoryProvider()
    const vault = makeVault(provider)
    const rows = await vault.dossierKeys(tom, dossier)
    await vault.open(tom, dossier, rows)
    expect(provider.asked.unwrap).toBe(3)
    await vault.open(tom, dossier, rows)
    expect(provider.asked.unwrap).toBe(6)
  })

  test('help nobody who cannot show the key row any more', async () => {
    const vault = makeVault(memoryProvider())
    await vault.open(tom, dossier, await vault.dossierKeys(tom, dossier))
    const keys = await vault.open(tom, dossier, [])
    for (const dataClass of dataClasses) expect(codeOf(() => keys.of(dataClass))).toBe('no-key')
  })
})

describe('blind indexes', () => {
  const key = createSecretKey(Buffer.alloc(32, 1))

  test('TOM-12.4 partly: the same value gives the same 32 bytes, which do not hold it', () => {
    const index = blindIndex(key, 'bsn', '999900006')
    expect(index).toEqual(blindIndex(key, 'bsn', '999900006'))
    expect(index).toHaveLength(32)
    expect(index.includes('99990')).toBe(false)
  })

  test('another value, kind or organisation gives another index', async () => {
    const vault = makeVault(memoryProvider())
    const [ours, theirs] = [await vault.indexKey(tom), await vault.indexKey(mee)]
    const indexes = [
      blindIndex(ours, 'surname', 'jansen'),
      blindIndex(ours, 'surname', 'jansens'),
      blindIndex(ours, 'surname-sound', 'jansen'),
      blindIndex(ours, 'surname-prefix', 'jansen'),
      blindIndex(theirs, 'surname', 'jansen'),
      blindIndex(await vault.organisationKey(tom), 'surname', 'jansen'),
    ]
    expect(new Set(indexes.map((index) => index.toString('hex'))).size).toBe(indexes.length)
  })
})

function codeOf(attempt: () => unknown): string {
  try {
    attempt()
    return 'nothing refused'
  } catch (error) {
    return error instanceof VaultError ? error.code : 'another error'
  }
}
