import type { Buffer } from 'node:buffer'
import type { Tx } from '../db/index.ts'
import { type DataClass, type DossierKeys, seal, unsealText, type Vault } from '../vault/index.ts'
import type { Purpose } from './acts.ts'
import type { Facts, Listed } from './facts.ts'
import { keysOf } from './wall.store.ts'

/** Where a sealed text of a dossier stands. It opens nowhere else. */
export type Place = { dossierId: string; class: DataClass; table: string; row: string; column?: string }

/**
 * May the same person, here and now, also do this? Computed by the rules; a page never restates one. `also` asks about another
 * relation (a menu: "with clients of your own") or use.
 */
export type Can = (action: string, part: string, also?: { relation?: string; use?: Purpose }) => boolean

/** Where a name of staff stands. */
export const STAFF_NAME = { table: 'identity.staff', column: 'sealed_name' } as const

/** The column that an item is bound to: its name too, so that one value cannot be passed off as another. */
export function itemColumn(item: string): string {
  return `sealed:${item}`
}

/** Only the door holds this, so only the door makes an `Opened`. */
export const passage = Symbol('passage')

type Made = {
  tx: Tx
  vault: Vault
  facts: Facts
  listed: Listed[]
  can: Can
  keys?: Map<string, DossierKeys>
}

/**
 * Proof that somebody passed the door: the entry stands in the ledger, in this transaction. Stores take it as their only way to
 * the database, with the parts and action that they need in its type: `Opened<'notes', 'write'>`.
 */
export class Opened<Part extends string = string, Action extends string = string> {
  /** Never there at run time: it makes an `Opened` of other parts a type error. */
  declare readonly opens: (part: Part, action: Action) => void
  readonly tx: Tx
  readonly facts: Facts
  readonly listed: Listed[]
  readonly can: Can
  readonly #vault: Vault
  readonly #keys: Map<string, DossierKeys>

  private constructor(made: Made) {
    this.tx = made.tx
    this.facts = made.facts
    this.listed = made.listed
    this.can = made.can
    this.#vault = made.vault
    this.#keys = made.keys ?? new Map()
  }

  static [passage]<P extends string, A extends string>(made: Made): Opened<P, A> {
    return new Opened<P, A>(made)
  }

  /** The dossier that was opened. Throws when the look was at no dossier: a mistake in the program. */
  get dossierId(): string {
    const id = this.facts.dossierId
    if (id === undefined) throw new Error('This look is not at a dossier.')
    return id
  }

  /** Fetches the keys of these dossiers, as far as they stand open, for `seal` and `unseal`. */
  async loadKeys(dossierIds: readonly string[]): Promise<void> {
    const wanted = dossierIds.filter((id) => !this.#keys.has(id))
    if (wanted.length === 0) return
    const rows = await keysOf(this.tx, this.facts.organisation, wanted)
    for (const id of wanted) {
      const own = rows.filter((row) => row.dossier_id === id)
      this.#keys.set(id, await this.#vault.open(this.facts.organisation, id, own))
    }
  }

  /** Makes the keys of a dossier that is being registered; the store saves the rows. */
  async makeKeys(dossierId: string): Promise<{ class: DataClass; wrapped: Buffer }[]> {
    const rows = await this.#vault.dossierKeys(this.facts.organisation, dossierId)
    this.#keys.set(dossierId, await this.#vault.open(this.facts.organisation, dossierId, rows))
    return rows
  }

  /** A colleague's name, for who wrote or looked. */
  async staffName(staffId: string, sealed: Buffer): Promise<string> {
    const key = await this.#vault.organisationKey(this.facts.organisation)
    return unsealText(key, sealed, { organisation: this.facts.organisation, ...STAFF_NAME, row: staffId })
  }

  seal(place: Place, text: string): Buffer {
    return seal(this.#key(place), text, this.#bound(place))
  }

  unseal(place: Place, sealed: Buffer): string {
    return unsealText(this.#key(place), sealed, this.#bound(place))
  }

  #key(place: Place) {
    const keys = this.#keys.get(place.dossierId)
    if (!keys) throw new Error('The keys of this dossier were not loaded.')
    return keys.of(place.class)
  }

  #bound(place: Place) {
    return {
      organisation: this.facts.organisation,
      table: place.table,
      column: place.column ?? 'sealed',
      row: place.row,
    }
  }
}
