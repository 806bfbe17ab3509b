import { generateKeyPairSync, sign } from 'node:crypto'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { plant, type TestLedger, tamper, testLedger } from '../../test/ledger.ts'
import { type Checkpoint, checkpointIn, originOf, signCheckpoint } from './checkpoint.ts'
import { sha256 } from './hash.ts'
import { COSIGNS_CHECKPOINTS, noteKey } from './note.ts'
import { verifyConsistency } from './proof.ts'
import type { Submission } from './witness.ts'
import { folderWitness, readWitnessFile, witnessPath } from './witness-file.ts'
import { httpWitness, isCosignature } from './witness-http.ts'

const ORGANISATION = 'tom-in-de-buurt'
const keys = generateKeyPairSync('ed25519')

function submission(size: number): Submission {
  const checkpoint: Checkpoint = {
    origin: originOf(ORGANISATION),
    size,
    root: sha256(String(size)),
    last: { generation: 1, tx: size, seq: size },
  }
  return {
    organisation: ORGANISATION,
    checkpoint,
    note: signCheckpoint(checkpoint, keys),
    lastCosigned: async () => 0,
    growthSince: async () => [],
  }
}

describe('a witness folder', () => {
  let folder: string
  let path: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gestand-witness-'))
    path = witnessPath(join(folder, 'deep'), ORGANISATION)
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const witness = () => folderWitness(join(folder, 'deep'))
  const held = async () => {
    const list: (number | undefined)[] = []
    for await (const note of await readWitnessFile(path)) list.push(checkpointIn(note)?.size)
    return list
  }

  test('keeps every checkpoint in a file that only its owner may read, and gives the newest', async () => {
    expect(await witness().newest?.(ORGANISATION)).toBeUndefined()
    for (const size of [1, 5, 700]) await witness().add(submission(size))
    expect(await held()).toEqual([1, 5, 700])
    expect(await witness().newest?.(ORGANISATION)).toBe(submission(700).note)
    expect(await witness().organisations?.()).toEqual([ORGANISATION])
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  test('takes the same checkpoint twice as once, and none that is older or different', async () => {
    await witness().add(submission(5))
    await witness().add(submission(5))
    expect(await held()).toEqual([5])
    await expect(witness().add(submission(4))).rejects.toMatchObject({ code: 'rolled-back' })
    const other = submission(5)
    await expect(witness().add({ ...other, note: other.note.replace('last 1', 'last 2') })).rejects.toThrow(
      'later',
    )
  })

  test('finds the newest also at the end of a long file', async () => {
    await witness().add(submission(1))
    const notes = Array.from({ length: 1000 }, (_, at) => `${submission(at + 2).note}\n`)
    appendFileSync(path, notes.join(''))
    expect(checkpointIn((await witness().newest?.(ORGANISATION)) ?? '')?.size).toBe(1001)
  })

  test('loses only the note that was being written when the machine stopped, wherever it was cut', async () => {
    const length = Buffer.byteLength(submission(2).note)
    for (let cut = 1; cut <= length; cut += 1) {
      rmSync(join(folder, 'deep'), { recursive: true, force: true })
      await witness().add(submission(1))
      await witness().add(submission(2))
      truncateSync(path, statSync(path).size - cut)
      expect(await witness().newest?.(ORGANISATION), `cut ${cut}`).toBe(submission(1).note)
      await witness().add(submission(3))
      // Of the second note only the blank line after it may be missing.
      expect(await held(), readFileSync(path, 'utf8')).toEqual(cut === 1 ? [1, 2, 3] : [1, 3])
    }
  })
})

/** A witness after C2SP tlog-witness, as somebody else might have written it: it remembers one checkpoint. */
function standInWitness(publicKey = keys.publicKey) {
  const own = generateKeyPairSync('ed25519')
  const key = noteKey('witness.example/w1', own.publicKey, COSIGNS_CHECKPOINTS)
  let seen: Checkpoint | undefined
  const asked: number[] = []

  function answer(body: string): [status: number, text: string] {
    const [head = '', ...rest] = body.split('\n\n')
    const note = rest.join('\n\n')
    const [old = '', ...proof] = head.split('\n')
    const oldSize = Number(old.slice('old '.length))
    const checkpoint = checkpointIn(note)
    asked.push(oldSize)
    if (!checkpoint || !publicKey) return [403, '']
    if (oldSize !== (seen?.size ?? 0)) return [409, `${seen?.size ?? 0}\n`]
    const hashes = proof.map((line) => Buffer.from(line, 'base64'))
    const isGrown = verifyConsistency(
      oldSize,
      checkpoint.size,
      hashes,
      seen?.root ?? checkpoint.root,
      checkpoint.root,
    )
    if (!isGrown) return [oldSize === checkpoint.size ? 409 : 422, '']
    seen = checkpoint
    const time = 1_700_000_000n
    const text = note.slice(0, note.lastIndexOf('\n\n') + 1)
    const signature = sign(null, Buffer.from(`cosignature/v1\ntime ${time}\n${text}`), own.privateKey)
    const stamp = Buffer.alloc(8)
    stamp.writeBigUInt64BE(time)
    return [200, `— ${key.name} ${Buffer.concat([key.id, stamp, signature]).toString('base64')}\n`]
  }

  async function read(request: IncomingMessage): Promise<string> {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    return Buffer.concat(parts).toString()
  }

  const server: Server = createServer(async (request, response) => {
    const [status, text] = request.url === '/add-checkpoint' ? answer(await read(request)) : [404, '']
    response.writeHead(status).end(text)
  })
  return {
    key,
    asked,
    seen: () => seen,
    listen: () =>
      new Promise<string>((resolve) => {
        server.listen(0, '127.0.0.1', () =>
          resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`),
        )
      }),
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

describe('a witness elsewhere, over HTTP', () => {
  let ledger: TestLedger
  let outside: ReturnType<typeof standInWitness>
  let prefix: string
  beforeEach(async () => {
    ledger = await testLedger()
    outside = standInWitness()
    prefix = await outside.listen()
  })
  afterEach(async () => {
    await outside.close()
    await ledger.drop()
  })
  const sequence = () => ledger.sequence({ witnesses: [httpWitness(prefix, outside.key)] })
  const grow = async (count: number) => {
    await plant(ledger.db.admin, ledger.organisation, count)
    await sequence()
  }

  test('TOM-9.13 partly: is shown by proof that the ledger only grew, and its signature is kept', async () => {
    for (const count of [3, 1, 300, 700, 5]) await grow(count)
    expect(outside.seen()?.size).toBe(1009)
    expect(outside.asked).toEqual([0, 3, 4, 304, 1004])
    const { rows } = await ledger.db.admin.query(
      'select s.line, c.note from ledger.cosignatures s join ledger.checkpoints c using (organisation_id, size)',
    )
    expect(rows).toHaveLength(5)
    for (const { line, note } of rows) expect(await isCosignature(line, note, outside.key)).toBe(true)
    expect(await isCosignature(rows[0].line, rows[1].note, outside.key)).toBe(false)
  })

  test('is asked what it remembers when the database has forgotten', async () => {
    await grow(3)
    await tamper(ledger.db.admin, 'delete from ledger.cosignatures')
    await grow(3)
    expect(outside.asked).toEqual([0, 0, 3])
    expect(outside.seen()?.size).toBe(6)
  })

  test('TOM-9.13 partly: finds a ledger that was put back, and one that was written anew', async () => {
    await grow(10)
    await grow(10)
    const emptied = ['cosignatures', 'checkpoints', 'subtrees', 'entries'].map(
      (table) => `delete from ledger.${table}`,
    )
    await tamper(ledger.db.admin, ...emptied)
    await plant(ledger.db.admin, ledger.organisation, 5)
    await expect(sequence()).rejects.toMatchObject({ code: 'rolled-back' })
    await plant(ledger.db.admin, ledger.organisation, 30)
    await expect(sequence()).rejects.toMatchObject({ code: 'forked' })
  })
})
