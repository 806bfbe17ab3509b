import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { coachReads } from '../../test/access.ts'
import type { CliIo } from '../cli-command.ts'
import { commands } from './access.cli.ts'

async function run(command: string, lines: string[] = []): Promise<{ code: number; out: string[] }> {
  const out: string[] = []
  const io = {
    stdin: Readable.from(lines.map((line) => `${line}\n`)),
    out: (line: string) => out.push(line),
    err: () => {},
    config: { root: process.cwd(), statements: join(process.cwd(), 'statements') },
  } as unknown as CliIo
  return { code: (await commands[command]?.run([], io)) ?? -1, out }
}

test('decide answers a line for each line, in order', async () => {
  const { exception, ...coach } = coachReads()
  expect(exception).toBe('none')
  const { code, out } = await run('decide', [
    JSON.stringify(coach),
    '',
    JSON.stringify({ ...coach, relation: 'none' }),
    '{"role":"wizard"}',
    'no json',
  ])
  expect(code).toBe(0)
  expect(out[0]).toBe('{"decision":"allow","clauses":["TOM-9.5"],"policies":["tom.coach.reads"]}')
  expect(out[1]).toBe('{"decision":"deny","clauses":["TOM-1.1","TOM-7.1"],"policies":["wall.uninvolved"]}')
  expect(JSON.parse(out[2] ?? '')).toEqual({ error: expect.stringContaining('unknown role "wizard"') })
  expect(JSON.parse(out[3] ?? '')).toEqual({ error: expect.any(String) })
  expect(out).toHaveLength(4)
})

test('the matrix of the documents is the one that the rules give', async () => {
  const { out } = await run('matrix')
  const kept = await readFile('docs/nl/autorisatiematrix.md', 'utf8')
  expect(kept, 'write it anew: npm run -s cli -- matrix > docs/nl/autorisatiematrix.md').toBe(
    `${out.join('\n')}\n`,
  )
  for (const heading of ['## Tom in de buurt', '## MEE Zuid-Limburg', '### Wijkcoach', '### Consulent'])
    expect(kept).toContain(heading)
  expect(kept).toContain('Beloften: TOM-9.10, TOM-10.12')
})
