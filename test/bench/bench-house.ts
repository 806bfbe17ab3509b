import { mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../src/config.ts'
import { connect, type Pool } from '../../src/db/index.ts'
import { type House, openHouse } from '../../src/house.ts'

export const ORGANISATION = 'tom-in-de-buurt'

/** A whole house as it is shipped, on a database server of its own in a temporary folder; without the demonstration. */
export type BenchHouse = { house: House; owner: Pool; folder: string; close(): Promise<void> }

/** The settings are those of the program itself; fsync and synchronous_commit are on, and that is checked. */
export async function openBenchHouse(): Promise<BenchHouse> {
  const folder = join(tmpdir(), `gestand-bench-${process.pid}-${Date.now()}`)
  // The account of the database server must be able to walk through.
  mkdirSync(folder, { recursive: true, mode: 0o711 })
  const house = await openHouse(benchConfig(folder))
  const owner = connect(house.database.adminUrl, { max: 8, name: 'gestand bench owner' })
  await demandDurability(owner)
  return {
    house,
    owner,
    folder,
    async close() {
      await owner.end()
      await house.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The configuration of a house in this folder, for whichever process opens it. */
export function benchConfig(folder: string) {
  return readConfig({ GESTAND_DATA: folder, GESTAND_DEMO: '0' })
}

async function demandDurability(owner: Pool): Promise<void> {
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    const { rows } = await owner.query<Record<string, string>>(`show ${setting}`)
    if (Object.values(rows[0] ?? {})[0] !== 'on') throw new Error(`${setting} must be on for a measurement.`)
  }
}
