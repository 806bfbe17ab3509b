import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { itemColumn, STAFF_NAME } from '../../src/door/index.ts'
import type { House } from '../../src/house.ts'
import { type BirthDate, type Bsn, clientNumberFrom, type Postcode } from '../../src/kernel/index.ts'
import { blindIndex, type DossierKeys, seal, searchKeysOf } from '../../src/vault/index.ts'
import { type BenchHouse, ORGANISATION } from './bench-house.ts'
import { Sheaf } from './copy.ts'
import { pick, randomFrom } from './random.ts'
import { settle } from './settle.ts'
import { inventPerson, type Person } from './texts.ts'

export type Worker = { id: string; name: string; token: Buffer; dossiers: string[] }

const CASELOAD = 60
const CHUNK = 500
const VERSION_OF = (house: House) => house.statements.get(ORGANISATION)?.facts.version ?? ''

/** Workers with 60 dossiers each, in one database that grows. Everything is sealed as the program seals it. */
export class Neighbourhood {
  readonly workers: Worker[] = []
  #size = 0
  readonly #bench: BenchHouse
  readonly #random = randomFrom(2026)
  readonly #numbers = new Set<string>()

  constructor(bench: BenchHouse) {
    this.#bench = bench
  }

  get size(): number {
    return this.#size
  }

  /** A random worker and one of the worker's own dossiers. */
  visit(random: () => number): { worker: Worker; dossier: string } {
    const worker = pick(random, this.workers)
    return { worker, dossier: pick(random, worker.dossiers) }
  }

  /** Loads up to so many dossiers; as the superuser and past the foreign keys, so that it is quick. */
  async growTo(size: number): Promise<void> {
    const client = await this.#bench.owner.connect()
    try {
      await client.query(`set session_replication_role = 'replica'`)
      let writing: Promise<void> = Promise.resolve()
      while (this.#size < size) {
        const sheaf = new Sheaf()
        const until = Math.min(size, this.#size + CHUNK)
        while (this.#size < until) await this.#addDossier(sheaf)
        // The next chunk is sealed while the database stores this one.
        await writing
        writing = sheaf.write(client)
      }
      await writing
      await settle(client)
    } finally {
      client.release(true)
    }
  }

  /** A session ends after a quarter of an hour without a look; loading takes longer. */
  async wakeSessions(): Promise<void> {
    await this.#bench.owner.query('update identity.sessions set last_seen_at = now()')
    await this.#bench.owner.query('vacuum analyze identity.sessions')
  }

  async #addDossier(sheaf: Sheaf): Promise<void> {
    let worker = this.workers.at(-1)
    if (!worker || worker.dossiers.length === CASELOAD) {
      worker = await this.#addWorker(sheaf)
      this.workers.push(worker)
    }
    const dossier = randomUUID()
    worker.dossiers.push(dossier)
    const person = inventPerson(this.#size, this.#random)
    this.#size += 1
    const version = VERSION_OF(this.#bench.house)
    sheaf.add('dossier.dossiers (organisation_id, dossier_id, client_number, opened_on, statement_version)', [
      ORGANISATION,
      dossier,
      this.#number(),
      '2025-02-03',
      version,
    ])
    sheaf.add('dossier.involvements (organisation_id, dossier_id, staff_id, role, from_on)', [
      ORGANISATION,
      dossier,
      worker.id,
      'neighbourhood-coach',
      '2025-02-03',
    ])
    sheaf.add('floor.involvements', [dossier, worker.id])
    const keys = await this.#addKeys(sheaf, dossier)
    await this.#addSearchKeys(sheaf, dossier, person)
    this.#addItems(sheaf, { dossier, worker, person, keys, version })
    this.#addNotes(sheaf, { dossier, worker, person, keys })
  }

  #number(): string {
    for (;;) {
      const number = clientNumberFrom(randomBytes(16))
      if (this.#numbers.has(number)) continue
      this.#numbers.add(number)
      return number
    }
  }

  async #addWorker(sheaf: Sheaf): Promise<Worker> {
    const { vault } = this.#bench.house
    const worker = {
      id: randomUUID(),
      name: `Medewerker ${this.workers.length + 1}`,
      token: randomBytes(32),
      dossiers: [],
    }
    const sealed = seal(await vault.organisationKey(ORGANISATION), worker.name, {
      organisation: ORGANISATION,
      ...STAFF_NAME,
      row: worker.id,
    })
    sheaf.add(
      'identity.staff (organisation_id, staff_id, subject_key, sealed_name, employer, employed_from)',
      [ORGANISATION, worker.id, randomBytes(32), sealed, 'kwadraad', '2024-01-01'],
    )
    sheaf.add('identity.staff_roles (organisation_id, staff_id, role, from_on)', [
      ORGANISATION,
      worker.id,
      'neighbourhood-coach',
      '2024-01-01',
    ])
    for (const kind of ['secrecy', 'conduct', 'awareness'])
      sheaf.add('identity.clearances (organisation_id, staff_id, kind, valid_from, valid_until)', [
        ORGANISATION,
        worker.id,
        kind,
        '2024-01-01',
        '2034-01-01',
      ])
    sheaf.add(
      'identity.sessions (organisation_id, token_hash, kind, staff_id, role, second_factor, assurance)',
      [
        ORGANISATION,
        createHash('sha256').update(worker.token).digest(),
        'staff',
        worker.id,
        'neighbourhood-coach',
        't',
        'bench',
      ],
    )
    sheaf.add('floor.staff', [worker.id, worker.name])
    return worker
  }

  async #addKeys(sheaf: Sheaf, dossier: string) {
    const { vault } = this.#bench.house
    const rows = await vault.dossierKeys(ORGANISATION, dossier)
    for (const row of rows)
      sheaf.add('dossier.keys (organisation_id, dossier_id, class, wrapped)', [
        ORGANISATION,
        dossier,
        row.class,
        row.wrapped,
      ])
    return vault.open(ORGANISATION, dossier, rows)
  }

  async #addSearchKeys(sheaf: Sheaf, dossier: string, { items }: Person): Promise<void> {
    const value = (item: string) => items.find((one) => one.item === item)?.value
    const indexKey = await this.#bench.house.vault.indexKey(ORGANISATION)
    const keys = searchKeysOf({
      bsn: value('bsn') as Bsn | undefined,
      birthDate: value('birth-date') as BirthDate,
      postcode: value('postcode') as Postcode,
      houseNumber: value('house-number'),
      surname: value('surname'),
    })
    for (const { kind, key } of keys)
      sheaf.add('dossier.search_keys (organisation_id, kind, key, dossier_id)', [
        ORGANISATION,
        kind,
        blindIndex(indexKey, kind, key),
        dossier,
      ])
  }

  #addItems(sheaf: Sheaf, { dossier, worker, person, keys, version }: Filling & { version: string }): void {
    const catalogue = this.#bench.house.statements.get(ORGANISATION)?.facts.items ?? []
    for (const { item, value } of person.items) {
      const entry = catalogue.find((one) => one.id === item)
      if (!entry) throw new Error(`The statement has no item ${item}.`)
      const id = randomUUID()
      const text = JSON.stringify({ value })
      const at = '2025-02-03 10:00:00+00'
      const place = { organisation: ORGANISATION, table: 'dossier.items', column: itemColumn(item), row: id }
      sheaf.add(
        'dossier.items (organisation_id, dossier_id, item_id, item, part, class, sealed, source, received_on, recorded_at, recorded_by, statement_version)',
        [
          ORGANISATION,
          dossier,
          id,
          item,
          entry.part,
          entry.class,
          seal(keys.of(entry.class), text, place),
          entry.source,
          '2025-02-03',
          at,
          worker.id,
          version,
        ],
      )
      sheaf.add('floor.items', [
        dossier,
        id,
        item,
        entry.part,
        entry.class,
        text,
        entry.source,
        at,
        worker.id,
      ])
    }
  }

  #addNotes(sheaf: Sheaf, { dossier, worker, person, keys }: Filling): void {
    for (const [index, text] of person.notes.entries()) {
      const id = randomUUID()
      const at = `2025-${String(3 + (index % 9)).padStart(2, '0')}-1${Math.floor(index / 9)} 09:30:0${index % 10}+00`
      const place = { organisation: ORGANISATION, table: 'dossier.notes', column: 'sealed', row: id }
      sheaf.add(
        'dossier.notes (organisation_id, dossier_id, note_id, class, sealed, written_at, written_by, written_as)',
        [
          ORGANISATION,
          dossier,
          id,
          'special',
          seal(keys.of('special'), text, place),
          at,
          worker.id,
          'neighbourhood-coach',
        ],
      )
      sheaf.add('floor.notes', [dossier, id, 'special', text, at, worker.id, 'neighbourhood-coach'])
    }
  }
}

type Filling = { dossier: string; worker: Worker; person: Person; keys: DossierKeys }
