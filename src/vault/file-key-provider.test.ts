import { spawn } from 'node:child_process'
import { randomBytes, sign, verify } from 'node:crypto'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fileKeyProvider, type KeyProvider, VaultError } from './index.ts'

const tom = 'tom-in-de-buurt'
const mee = 'mee-zuid-limburg'
let scratch = ''
let folder = ''

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'gestand-keys-'))
  folder = join(scratch, 'data', 'keys')
})
afterEach(() => rmSync(scratch, { recursive: true, force: true }))

async function makeAll(provider: KeyProvider, organisation: string): Promise<void> {
  await provider.wrap(organisation, randomBytes(32), 'x')
  await provider.indexKey(organisation)
  await provider.organisationKey(organisation)
  await provider.signingKey(organisation)
}

function modeOf(...path: string[]): string {
  return (statSync(join(...path)).mode & 0o777).toString(8)
}

describe('keys in files', () => {
  test('TOM-12.4 partly: are made at first use, for this user alone, and nothing is left beside them', async () => {
    await makeAll(fileKeyProvider(folder), tom)
    expect(modeOf(folder)).toBe('700')
    expect(modeOf(folder, tom)).toBe('700')
    expect(readdirSync(join(folder, tom)).sort()).toEqual([
      'index.key',
      'organisation.key',
      'signing.pem',
      'wrapping.key',
    ])
    for (const name of readdirSync(join(folder, tom))) expect(modeOf(folder, tom, name)).toBe('600')
  })

  test('are closed to others under a loose umask too', async () => {
    const before = process.umask(0)
    try {
      await makeAll(fileKeyProvider(folder), tom)
    } finally {
      process.umask(before)
    }
    expect(modeOf(folder, tom)).toBe('700')
    expect(modeOf(folder, tom, 'index.key')).toBe('600')
  })

  test('are the same after a restart', async () => {
    const wrapped = await fileKeyProvider(folder).wrap(tom, Buffer.alloc(32, 9), 'dossier 1')
    const again = fileKeyProvider(folder)
    expect(await again.unwrap(tom, wrapped, 'dossier 1')).toEqual(Buffer.alloc(32, 9))
    const index = (await again.indexKey(tom)).export()
    expect((await fileKeyProvider(folder).indexKey(tom)).export()).toEqual(index)
  })

  test('differ by organisation and by use', async () => {
    const provider = fileKeyProvider(folder)
    await makeAll(provider, tom)
    await makeAll(provider, mee)
    const seen = [tom, mee].flatMap((organisation) =>
      readdirSync(join(folder, organisation)).map((name) =>
        readFileSync(join(folder, organisation, name), 'hex'),
      ),
    )
    expect(new Set(seen).size).toBe(8)
  })

  test('a wrapped key is refused for another organisation and for another dossier', async () => {
    const provider = fileKeyProvider(folder)
    const wrapped = await provider.wrap(tom, randomBytes(32), 'dossier 1')
    await expect(provider.unwrap(mee, wrapped, 'dossier 1')).rejects.toMatchObject({ code: 'tampered' })
    await expect(provider.unwrap(tom, wrapped, 'dossier 2')).rejects.toMatchObject({ code: 'tampered' })
  })

  test('the signing key signs, and its public half verifies', async () => {
    const pair = await fileKeyProvider(folder).signingKey(tom)
    const signature = sign(null, Buffer.from('checkpoint'), pair.privateKey)
    expect(verify(null, Buffer.from('checkpoint'), pair.publicKey, signature)).toBe(true)
    const again = await fileKeyProvider(folder).signingKey(tom)
    expect(verify(null, Buffer.from('checkpoint'), again.publicKey, signature)).toBe(true)
  })

  test.each(['../elsewhere', 'a/b', '', '.', 'Tom', 'a\0b', '-a'])(
    'the id %j names no folder',
    async (organisation) => {
      await expect(fileKeyProvider(folder).indexKey(organisation)).rejects.toMatchObject({
        code: 'bad-organisation',
      })
      expect(readdirSync(folder)).toEqual([])
    },
  )
})

describe('start is refused', () => {
  test.each([
    [0o640, 'read by the group'],
    [0o604, 'read by everybody'],
    [0o620, 'written by the group'],
  ])('when a key file is %o: %s', async (mode) => {
    await makeAll(fileKeyProvider(folder), tom)
    const path = join(folder, tom, 'index.key')
    chmodSync(path, mode)
    expect(() => fileKeyProvider(folder)).toThrow(
      new VaultError(
        'keys-exposed',
        `Other users of this machine can read the keys in ${path}. Run: chmod 600 '${path}'. If somebody may have read them, replace the keys.`,
      ),
    )
    chmodSync(path, 0o600)
    expect(() => fileKeyProvider(folder)).not.toThrow()
  })

  test('when the folder is open to others', () => {
    mkdirSync(folder, { recursive: true })
    chmodSync(folder, 0o755)
    expect(() => fileKeyProvider(folder)).toThrow(`chmod 700 '${folder}'`)
  })

  test('when a key file is a link to elsewhere', async () => {
    await makeAll(fileKeyProvider(folder), tom)
    renameSync(join(folder, tom, 'index.key'), join(scratch, 'elsewhere'))
    symlinkSync(join(scratch, 'elsewhere'), join(folder, tom, 'index.key'))
    expect(() => fileKeyProvider(folder)).toThrow('is a link')
  })
})

describe('a key file that is damaged', () => {
  test('is not replaced by a new key, and its content is not repeated', async () => {
    await makeAll(fileKeyProvider(folder), tom)
    writeFileSync(join(folder, tom, 'index.key'), 'half a secret')
    writeFileSync(join(folder, tom, 'signing.pem'), '-----BEGIN PRIVATE KEY-----\nhalf a secret\n')
    const provider = fileKeyProvider(folder)
    await expect(provider.indexKey(tom)).rejects.toMatchObject({ code: 'bad-key-file' })
    await expect(provider.signingKey(tom)).rejects.toMatchObject({ code: 'bad-key-file' })
    await expect(provider.signingKey(tom)).rejects.not.toThrow('half a secret')
    expect(readFileSync(join(folder, tom, 'index.key'), 'utf8')).toBe('half a secret')
  })
})

test('processes that start at once for the first time agree on one key', async () => {
  const program = await bundledStart()
  const signal = join(scratch, 'go')
  const starts = Array.from({ length: 6 }, () => startWaiting(program, signal))
  await Promise.all(starts.map((start) => start.waiting))
  writeFileSync(signal, '')
  const prints = await Promise.all(starts.map((start) => start.printed))
  expect(prints[0]).toMatch(/^[0-9a-f]{64} [0-9a-f]{64}$/)
  expect(new Set(prints).size).toBe(1)
  expect(readdirSync(join(folder, tom)).sort()).toEqual(['index.key', 'signing.pem'])
})

/** A program that waits for a file to appear, asks for two keys in that very moment, and prints their hashes. */
async function bundledStart(): Promise<string> {
  const outfile = join(scratch, 'first-start.mjs')
  const provider = join(import.meta.dirname, 'file-key-provider.ts')
  const contents = `
    import { createHash } from 'node:crypto'
    import { existsSync } from 'node:fs'
    import { fileKeyProvider } from ${JSON.stringify(provider)}
    const [folder, signal] = process.argv.slice(2)
    const hash = (bytes) => createHash('sha256').update(bytes).digest('hex')
    process.stdout.write('waiting')
    process.stdout.write('\\n', () => {
      while (!existsSync(signal)) {}
      const provider = fileKeyProvider(folder)
      Promise.all([provider.indexKey('${tom}'), provider.signingKey('${tom}')]).then(([index, pair]) => {
        const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' })
        process.stdout.write(hash(index.export()) + ' ' + hash(pem))
      })
    })`
  await build({
    stdin: { contents, resolveDir: scratch },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
  })
  return outfile
}

function startWaiting(program: string, signal: string): { waiting: Promise<void>; printed: Promise<string> } {
  const child = spawn(process.execPath, [program, folder, signal], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  const waiting = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk) => {
      output += chunk
      if (output.startsWith('waiting')) resolve()
    })
  })
  const printed = new Promise<string>((resolve) => {
    child.on('close', () => resolve(output.replace('waiting', '').trim()))
  })
  return { waiting, printed }
}
