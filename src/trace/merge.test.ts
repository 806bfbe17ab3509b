import { expect, test } from 'vitest'
import { type Look, mergeLooks } from './merge.ts'

const look = (at: string, more: Partial<Look> = {}): Look => ({
  day: at.slice(0, 10),
  at: new Date(`${at}Z`),
  actorId: 'noor',
  event: 'dossier.read',
  action: 'read',
  outcome: 'allowed',
  clause: 'TOM-9.5',
  parts: ['notes'],
  ...more,
})

test('similar looks of one person on one day become one line with its first and last moment and all parts', () => {
  const [line, ...others] = mergeLooks([
    look('2026-11-19T14:03', { parts: ['goals'] }),
    look('2026-11-19T09:12'),
  ])
  expect(others).toEqual([])
  expect(line).toMatchObject({
    times: 2,
    allParts: ['goals', 'notes'],
    first: new Date('2026-11-19T09:12Z'),
    last: new Date('2026-11-19T14:03Z'),
  })
})

test.each([
  ['another day', { day: '2026-11-18' }],
  ['another person', { actorId: 'joris' }],
  ['another event', { event: 'note.written' }],
  ['a refusal', { outcome: 'refused' }],
  ['another clause', { clause: 'TOM-9.8' }],
  ['what was tried beside an access', { beside: 'incidental' }],
])('%s is a line of its own', (_, more) => {
  expect(mergeLooks([look('2026-11-19T14:03'), look('2026-11-19T09:12', more)])).toHaveLength(2)
})
