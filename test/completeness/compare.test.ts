import { expect, test } from 'vitest'
import { compare, type NamedEntry } from './compare.ts'
import type { Kind, Reply } from './load.ts'

// The comparison decides what the tests of completeness see: here it must find each loss that is planted.

const entry = (name: string, more: Partial<NamedEntry> = {}): NamedEntry => ({
  name,
  event: 'dossier.read',
  outcome: 'allowed',
  session: 'session',
  dossier: 'dossier',
  hits: null,
  trace: `trace of ${name}`,
  ...more,
})
const searched = { event: 'client.searched', dossier: null, hits: 2 }
const foundBy = (name: string, dossier: string) =>
  entry(name, { event: 'client.found', dossier, trace: `trace of ${name}` })
const reply = (more: Partial<Reply> = {}): Reply => ({
  outcome: 'opened',
  session: 'session',
  dossier: 'dossier',
  shown: 5,
  ...more,
})

const asked = new Map<string, Kind>([
  ['look', 'look'],
  ['refused', 'refused'],
  ['search', 'found'],
  ['cut off', 'look'],
  ['never there', 'look'],
])
const arrived = new Map<string, Reply>([
  ['look', reply()],
  ['refused', reply({ outcome: 'refused', shown: 0 })],
  ['search', reply({ dossier: null, shown: 2 })],
])
const honest: NamedEntry[] = [
  entry('look'),
  entry('refused', { outcome: 'refused' }),
  foundBy('search', 'one'),
  foundBy('search', 'other'),
  entry('search', searched),
  entry('cut off'),
]
const without = (at: number) => honest.toSpliced(at, 1)
const instead = (at: number, more: Partial<NamedEntry>) => honest.with(at, { ...honest[at]!, ...more })

test('each answer has its entry; an entry whose answer was cut off is allowed', () => {
  expect(compare({ asked, arrived }, honest)).toEqual({
    answers: 3,
    matched: 3,
    unlogged: [],
    wrong: [],
    unanswered: ['cut off'],
  })
})

test.each([
  ['look', without(0)],
  ['refused', without(1)],
  ['search', without(4)],
])('the entry of %s is lost', (name, entries) => {
  const comparison = compare({ asked, arrived }, entries)
  expect(comparison.unlogged).toEqual([name])
  expect(comparison.matched).toBe(2)
})

test.each([
  ['an entry stands there twice', 'look', [...honest, entry('look', { trace: 'another' })]],
  ['two looks have one trace', 'refused', instead(1, { trace: 'trace of look' })],
  ['nobody asked', 'stranger', [...honest, entry('stranger')]],
  ['it opened, and the entry says refused', 'look', instead(0, { outcome: 'refused' })],
  ['it was refused, and the entry says allowed', 'refused', instead(1, { outcome: 'allowed' })],
  ['it is of another dossier', 'look', instead(0, { dossier: 'another' })],
  ['it is of another session', 'look', instead(0, { session: 'another' })],
  ['one of those found has no entry', 'search', without(3)],
  ['somebody has an entry who was not found', 'search', [...honest, foundBy('search', 'third')]],
  ['it found two, and the entry says one', 'search', instead(4, { hits: 1 }).toSpliced(3, 1)],
  ['found without a search', 'stray', [...honest, foundBy('stray', 'one')]],
])('an entry is wrong: %s', (_what, name, entries) => {
  expect(compare({ asked, arrived }, entries).wrong).toContain(name)
})
