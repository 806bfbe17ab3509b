import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Where a needle was found: the file, the place of its first byte, and the bytes looked for. */
export type Hit = { file: string; at: number; needle: Buffer }
/** What a search saw. A test must also check that it saw something: a scan of nothing finds nothing. */
export type SearchResult = { hits: Hit[]; files: number; bytes: number }

const SHORTEST_TEXT = 6
const CHUNK_BYTES = 1 << 20
const PREFIX_BYTES = 3

/**
 * Every way in which a text may lie in a file of the database, a log or a dump: as text in several encodings, as hex, base64 at
 * any offset, escaped for a URL or JSON, compressed by PostgreSQL (pglz; lz4 leaves text as it is); in small and capital
 * letters and backwards. What is compressed by gzip or zstd is not found: dump and log without those.
 */
export function encodingsOf(text: string): Buffer[] {
  if (text.length < SHORTEST_TEXT) throw new RangeError('a shorter text is found everywhere by chance')
  const forms = [
    text,
    text.toLowerCase(),
    text.toUpperCase(),
    text.normalize('NFD'),
    [...text].reverse().join(''),
  ]
  const needles = forms.flatMap((form) => [...bytesOf(form).flatMap(writtenOf), ...escapesOf(form)])
  const different = new Map(needles.map((needle) => [needle.toString('latin1'), needle]))
  return [...different.values()].filter((needle) => needle.length >= SHORTEST_TEXT)
}

/** Reads all files below a folder as streams and tells where any of the needles lies. */
export async function searchFiles(folder: string, needles: readonly Buffer[]): Promise<SearchResult> {
  const index = indexOf(needles)
  const result: SearchResult = { hits: [], files: 0, bytes: 0 }
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const seen = await searchFile(join(entry.parentPath, entry.name), index, result.hits)
    if (seen === undefined) continue
    result.files += 1
    result.bytes += seen
  }
  return result
}

function bytesOf(text: string): Buffer[] {
  const little = Buffer.from(text, 'utf16le')
  const latin = Buffer.from(text, 'latin1')
  const encoded = [Buffer.from(text, 'utf8'), little, Buffer.from(little).swap16()]
  return latin.toString('latin1') === text ? [...encoded, latin] : encoded
}

function writtenOf(bytes: Buffer): Buffer[] {
  const hex = bytes.toString('hex')
  return [bytes, Buffer.from(hex), Buffer.from(hex.toUpperCase()), ...base64Of(bytes), ...pglzOf(bytes)]
}

/** The characters of base64 that depend on these bytes alone, whatever stands before and after. */
function base64Of(bytes: Buffer): Buffer[] {
  return [0, 1, 2].flatMap((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes])
    const from = Math.ceil((before * 8) / 6)
    const to = Math.floor((padded.length * 8) / 6)
    const forms = [padded.toString('base64'), padded.toString('base64url')]
    return forms.map((form) => Buffer.from(form.slice(from, to)))
  })
}

/** PostgreSQL's own compression puts a control byte (zero for new text) before every eight bytes. */
function pglzOf(bytes: Buffer): Buffer[] {
  const phases = [0, 1, 2, 3, 4, 5, 6, 7].map((phase) => {
    const pieces = [bytes.subarray(0, 8 - phase)]
    for (let at = 8 - phase; at + 8 <= bytes.length; at += 8) {
      pieces.push(Buffer.of(0), bytes.subarray(at, at + 8))
    }
    return Buffer.concat(pieces)
  })
  return phases.filter((phase) => phase.length >= 12)
}

function escapesOf(text: string): Buffer[] {
  const url = encodeURIComponent(text)
  const lowerUrl = url.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())
  const form = new URLSearchParams({ x: text }).toString().slice(2)
  const json = JSON.stringify(text).slice(1, -1)
  const ascii = json.replace(
    /[^\0-~]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  const html = text.replace(/[^\0-~]/g, (letter) => `&#${letter.codePointAt(0)};`)
  return [url, lowerUrl, form, json, ascii, html].map((written) => Buffer.from(written))
}

type NeedleIndex = { longest: number; mayStart: Uint8Array; byPrefix: Map<number, Buffer[]> }

/** Thousands of needles in one pass: a bit for every three bytes a needle may start with, then the needles themselves. */
function indexOf(needles: readonly Buffer[]): NeedleIndex {
  const index: NeedleIndex = { longest: 0, mayStart: new Uint8Array(1 << 21), byPrefix: new Map() }
  for (const needle of needles) {
    if (needle.length < PREFIX_BYTES) throw new RangeError('a needle has at least three bytes')
    const prefix = needle.readUIntBE(0, PREFIX_BYTES)
    index.mayStart[prefix >> 3]! |= 1 << (prefix & 7)
    index.byPrefix.set(prefix, [...(index.byPrefix.get(prefix) ?? []), needle])
    index.longest = Math.max(index.longest, needle.length)
  }
  return index
}

/** The number of bytes read, or undefined when the file is gone: a running server removes files. */
async function searchFile(file: string, index: NeedleIndex, hits: Hit[]): Promise<number | undefined> {
  let kept: Buffer = Buffer.alloc(0)
  let read = 0
  try {
    for await (const chunk of createReadStream(file, {
      highWaterMark: CHUNK_BYTES,
    }) as AsyncIterable<Buffer>) {
      const bytes = Buffer.concat([kept, chunk])
      const start = read - kept.length
      read += chunk.length
      // What starts in the last stretch may go on in the next chunk: it is looked at with that one.
      const until = Math.max(0, bytes.length - index.longest + 1)
      searchBytes(bytes, until, index, (at, needle) => hits.push({ file, at: start + at, needle }))
      kept = bytes.subarray(until)
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  searchBytes(kept, kept.length, index, (at, needle) =>
    hits.push({ file, at: read - kept.length + at, needle }),
  )
  return read
}

function searchBytes(
  bytes: Buffer,
  until: number,
  index: NeedleIndex,
  found: (at: number, needle: Buffer) => void,
): void {
  const { mayStart, byPrefix } = index
  const last = Math.min(until, bytes.length - PREFIX_BYTES + 1)
  for (let at = 0; at < last; at += 1) {
    const prefix = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!
    if ((mayStart[prefix >> 3]! & (1 << (prefix & 7))) === 0) continue
    for (const needle of byPrefix.get(prefix) ?? []) {
      if (bytes.subarray(at, at + needle.length).equals(needle)) found(at, needle)
    }
  }
}
