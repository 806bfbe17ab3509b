import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { encodingsOf, searchFiles } from './find-plain-text.ts'

const text = 'Quirina Wöbbelstein-Fictief'
const bytes = Buffer.from(text)
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gestand-find-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function plant(name: string, ...content: (string | Buffer)[]): void {
  writeFileSync(join(folder, name), Buffer.concat(content.map((part) => Buffer.from(part as Buffer))))
}

async function finds(...content: (string | Buffer)[]): Promise<boolean> {
  plant('planted', randomBytes(300), ...content, randomBytes(300))
  const { hits } = await searchFiles(folder, encodingsOf(text))
  return hits.length > 0
}

describe('a planted text is found', () => {
  test.each<[string, Buffer | string]>([
    ['as UTF-8', text],
    ['as UTF-16, little end first', Buffer.from(text, 'utf16le')],
    ['as UTF-16, big end first', Buffer.from(text, 'utf16le').swap16()],
    ['as Latin-1', Buffer.from(text, 'latin1')],
    ['in small letters', text.toLowerCase()],
    ['in capitals', text.toUpperCase()],
    ['with loose accents', text.normalize('NFD')],
    ['backwards', [...text].reverse().join('')],
    ['in a URL', encodeURIComponent(text)],
    ['in a URL with small hex', encodeURIComponent(text).replace('%C3%B6', '%c3%b6')],
    ['in a form', `naam=${new URLSearchParams({ x: text }).toString().slice(2)}&x=1`],
    ['in JSON', JSON.stringify({ naam: text })],
    ['in JSON of ASCII alone', `{"naam":"${text.replace('ö', '\\u00f6')}"}`],
    ['in HTML', text.replace('ö', '&#246;')],
    ['as hex', `\\x${bytes.toString('hex')}`],
    ['as hex in capitals', bytes.toString('hex').toUpperCase()],
    ['as hex of UTF-16', Buffer.from(text, 'utf16le').toString('hex')],
    ['as hex of small letters', Buffer.from(text.toLowerCase()).toString('hex')],
  ])('%s', async (_case, planted) => expect(await finds(planted)).toBe(true))

  test('in base64, at any place in a longer value, in both alphabets', async () => {
    for (let before = 0; before < 6; before += 1) {
      const longer = Buffer.concat([randomBytes(before), bytes, randomBytes(5 - before)])
      expect(await finds(longer.toString('base64'))).toBe(true)
      expect(await finds(longer.toString('base64url'))).toBe(true)
    }
  })

  test('between the control bytes of PostgreSQL’s compression, at every phase', async () => {
    for (let phase = 0; phase < 8; phase += 1) {
      const before = Buffer.from('*'.repeat(phase))
      const whole = Buffer.concat([before, bytes, Buffer.from('********')])
      const pieces: Buffer[] = []
      for (let at = 0; at < whole.length; at += 8)
        pieces.push(Buffer.of(at + 8 <= phase + bytes.length ? 0 : 0x40), whole.subarray(at, at + 8))
      expect(await finds(...pieces)).toBe(true)
    }
  })
})

describe('the search', () => {
  test('tells file and place, in folders within folders', async () => {
    mkdirSync(join(folder, 'base', '16384'), { recursive: true })
    plant('base/16384/2619', '-'.repeat(1234), text)
    plant('empty')
    plant('other', 'nothing here')
    const result = await searchFiles(folder, [bytes])
    expect(result.hits).toEqual([{ file: join(folder, 'base/16384/2619'), at: 1234, needle: bytes }])
    expect(result.files).toBe(3)
    expect(result.bytes).toBe(1234 + bytes.length + 12)
  })

  test('finds what lies over the border of two chunks, once', async () => {
    for (const back of [1, 2, 3, 10, bytes.length - 1, bytes.length, bytes.length + 1]) {
      const at = (1 << 20) - back
      plant('large', Buffer.alloc(at), text, Buffer.alloc(100))
      const { hits } = await searchFiles(folder, [
        bytes,
        Buffer.from('a much longer needle that is not there at all'),
      ])
      expect(hits.map((hit) => hit.at)).toEqual([at])
    }
  })

  test('finds the last bytes of a file, and every time a needle comes back', async () => {
    plant('log', 'abcdef abcdef', 'abcdef')
    const { hits } = await searchFiles(folder, [Buffer.from('abcdef')])
    expect(hits.map((hit) => hit.at)).toEqual([0, 7, 13])
  })

  test('finds the same as a search that takes each needle apart', async () => {
    const letters = fc.array(fc.constantFrom(97, 98), { minLength: 3, maxLength: 6 })
    const haystack = fc.array(fc.constantFrom(97, 98, 99), { maxLength: 200 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(letters, { minLength: 1, maxLength: 5 }),
        haystack,
        async (wanted, content) => {
          const needles = [...new Set(wanted.map((needle) => Buffer.from(needle).toString()))]
          const all = Buffer.from(content).toString()
          plant('planted', all)
          const { hits } = await searchFiles(
            folder,
            needles.map((needle) => Buffer.from(needle)),
          )
          const expected = needles.flatMap((needle) =>
            [...all].flatMap((_letter, at) => (all.startsWith(needle, at) ? [`${at} ${needle}`] : [])),
          )
          expect(hits.map((hit) => `${hit.at} ${hit.needle}`).sort()).toEqual(expected.sort())
        },
      ),
    )
  })

  test('finds nothing in random bytes, in other text, or in nothing', async () => {
    expect(await finds('Quirina W.', randomBytes(3_000_000))).toBe(false)
    rmSync(join(folder, 'planted'))
    expect(await searchFiles(folder, encodingsOf(text))).toEqual({ hits: [], files: 0, bytes: 0 })
  })

  test('refuses a text so short that it is found by chance', () => {
    expect(() => encodingsOf('Bos')).toThrow(RangeError)
  })

  test('knows a BSN in all these forms', () => {
    const forms = encodingsOf('999900006').map((needle) => needle.toString('latin1'))
    expect(forms).toContain('999900006')
    expect(forms).toContain('600009999')
    expect(forms).toContain('393939393030303036')
    expect(forms).toContain('OTk5OTAwMDA2')
  })
})
