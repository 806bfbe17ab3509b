import { chmodSync, existsSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeRunnable } from './binaries.ts'
import { canReach } from './run-as.ts'

const asRoot = process.getuid?.() === 0
const nobody = { uid: 65534, gid: 65534 }
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gestand-binaries-'))
  chmodSync(folder, 0o755)
})

afterEach(() => rmSync(folder, { recursive: true }))

/** A package as npm unpacks it when install scripts are off: without the links between library names. */
function unpack(where: string): string {
  const native = join(where, 'native')
  mkdirSync(join(native, 'bin'), { recursive: true })
  mkdirSync(join(native, 'lib'))
  writeFileSync(join(native, 'bin', 'postgres'), '', { mode: 0o755 })
  writeFileSync(join(native, 'lib', 'libpq.so.5.18'), '')
  const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]
  writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify(links))
  return native
}

test('links that the install script did not make are made', () => {
  const native = unpack(folder)
  expect(makeRunnable(native, undefined, join(folder, 'cache'))).toBe(native)
  expect(readlinkSync(join(native, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18')
  expect(makeRunnable(native, undefined, join(folder, 'cache'))).toBe(native)
  expect(existsSync(join(folder, 'cache'))).toBe(false)
})

test.runIf(asRoot)('programs that the server account cannot reach are copied to where it can', () => {
  const home = join(folder, 'root')
  mkdirSync(home, { mode: 0o700 })
  const native = unpack(home)
  const runnable = makeRunnable(native, nobody, join(folder, 'cache', 'postgresql'))
  expect(runnable).toBe(join(folder, 'cache', 'postgresql', 'native'))
  expect(readlinkSync(join(runnable, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18')
  expect(canReach(nobody, join(runnable, 'bin'))).toBe(true)
})

test.runIf(asRoot)('programs unpacked for root alone are copied with rights for all', () => {
  const native = unpack(folder)
  chmodSync(join(native, 'bin', 'postgres'), 0o700)
  expect(makeRunnable(native, nobody, join(folder, 'cache'))).toBe(join(folder, 'cache', 'native'))
})
