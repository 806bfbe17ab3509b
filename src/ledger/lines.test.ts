import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/db.ts'
import { plant } from '../../test/ledger.ts'
import { copyLines, pinTextForm } from './entries.store.ts'
import { leafHash } from './hash.ts'
import { COLUMNS, LineSplitter, lineHash, linePosition, lineTime } from './lines.ts'

/** Cuts the text in pieces of the given length and gives what comes out again. */
function split(text: string, length: number) {
  const splitter = new LineSplitter()
  const lines: { text: string; hash: Buffer }[] = []
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += length) {
    splitter.push(Buffer.from(bytes.subarray(at, at + length)), (piece, start, end) => {
      lines.push({ text: piece.toString('utf8', start, end), hash: lineHash(piece, start, end) })
    })
  }
  return { lines, unfinished: splitter.unfinished }
}

describe('cutting into lines', () => {
  const lines = ['', 'één', '', 'a\tb', 'x'.repeat(50), '', '']

  test('gives the same lines and leaf hashes however the pieces fall', () => {
    const text = `${lines.join('\n')}\n`
    for (let length = 1; length <= Buffer.byteLength(text) + 1; length += 1) {
      const cut = split(text, length)
      expect(cut.lines.map((line) => line.text)).toEqual(lines)
      expect(cut.lines.map((line) => line.hash)).toEqual(lines.map((line) => leafHash(Buffer.from(line))))
      expect(cut.unfinished).toBe(0)
    }
  })

  test('tells that the last line has no end', () => {
    expect(split('one\ntwo', 3).unfinished).toBe(3)
  })
})

describe('the place of a line', () => {
  const place = (line: string) => linePosition(Buffer.from(line), 0, Buffer.byteLength(line))

  test('is read from the second to the fourth column', () => {
    expect(place('tom-in-de-buurt\t1\t804\t17\t2026-11-22')).toEqual({ generation: 1, tx: 804, seq: 17 })
  })

  test.each([
    '',
    'tom',
    'tom\t1\t2',
    'tom\t1\t2\t3',
    'tom\t1\t\t3\tx',
    'tom\t-1\t2\t3\tx',
    'tom\t1\t2\t1234567890123456\tx',
    'tom\\N\t1\t2x\t3\tx',
  ])('is not found in %j', (line) => {
    expect(place(line)).toBeUndefined()
  })
})

describe('the canonical lines', () => {
  let db: FreshDatabase
  beforeAll(async () => {
    db = await freshDatabase()
  })
  afterAll(() => db.drop())

  test('have every column of the entries table, so that nothing in an entry stands outside the hash', async () => {
    const { rows } = await db.admin.query<{ name: string }>(
      `select attname as name from pg_attribute
        where attrelid = 'ledger.entries'::regclass and attnum > 0 and not attisdropped order by attnum`,
    )
    expect(rows.map(({ name }) => name)).toEqual([...COLUMNS])
  })

  test('look the same whatever the settings of the connection are', async () => {
    await plant(db.admin, 'tom-in-de-buurt', 3, { detail: Buffer.from([0, 255, 10, 9, 92]) })
    const client = await db.admin.connect()
    const read = async (...settings: string[]) => {
      await client.query('begin')
      for (const setting of settings) await client.query(`set local ${setting}`)
      await pinTextForm(client)
      const pieces: Buffer[] = []
      for await (const piece of copyLines(client, 'tom-in-de-buurt', {})) pieces.push(piece)
      await client.query('rollback')
      return Buffer.concat(pieces).toString()
    }
    const usual = await read()
    const odd = await read(
      `timezone = 'Asia/Kathmandu'`,
      `datestyle = 'German, DMY'`,
      `bytea_output = 'escape'`,
      'extra_float_digits = 3',
    )
    client.release()
    expect(odd).toBe(usual)
    expect(usual.split('\n')).toHaveLength(4)
    expect(usual).toContain('\\\\x00ff0a095c')
    const first = Buffer.from(usual.slice(0, usual.indexOf('\n')))
    expect(Math.abs((lineTime(first, 0, first.length) ?? 0) - Date.now())).toBeLessThan(60_000)
  })
})
