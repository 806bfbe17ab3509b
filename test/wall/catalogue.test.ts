import type { PoolClient } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emptyDatabase } from '../db.ts'
import { type TestHouse, testHouse } from '../house.ts'
import { type Scan, scans } from './catalogue.ts'
import { PLANTED } from './catalogue-planted.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
  await house.owner.query('analyze')
})
afterAll(() => house.close())

/** Works as the superuser in a transaction that is undone. */
async function undone<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await house.owner.connect()
  try {
    await client.query('begin')
    return await work(client)
  } finally {
    await client.query('rollback')
    client.release()
  }
}

/** The least that each scan must have looked at. */
const LEAST: Readonly<Record<keyof typeof scans, number>> = {
  tables: 25,
  policies: 25,
  functions: 20,
  rights: 50,
  roles: 60,
  keys: 30,
  statistics: 50,
}

const names = Object.keys(scans) as (keyof typeof scans)[]

describe('the catalogue of the database', () => {
  test.each(names)('TOM-9.13 partly: %s are as the lists say, and the scan saw them', async (name) => {
    const scan = await undone((client) => scans[name](client))
    expect(
      scan.found,
      'a new thing goes into test/wall/catalogue-{lists,functions,keys}.ts, with why it is safe',
    ).toEqual([])
    expect(scan.seen).toBeGreaterThanOrEqual(LEAST[name])
  })

  test('a scan of a database without tables does not pass for a good one', async () => {
    const empty = await emptyDatabase()
    try {
      const seen = await Promise.all(
        [scans.tables, scans.policies, scans.functions].map((scan) => scan(empty.admin)),
      )
      for (const { seen: count, found } of seen) expect(count === 0 && found.length > 0).toBe(true)
    } finally {
      await empty.drop()
    }
  })
})

describe('the scan finds what is planted', () => {
  test.each(PLANTED)('%s', async (_what, name, sql, finding) => {
    const scan: Scan = await undone(async (client) => {
      await client.query(sql)
      return scans[name](client)
    })
    expect(scan.found.join('\n')).toMatch(finding)
  })
})
