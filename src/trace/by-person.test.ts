import { describe, expect, test } from 'vitest'
import type { LogLine } from './access-log.ts'
import { byPerson } from './by-person.ts'
import type { MergedLook } from './merge.ts'

const at = (time: string) => new Date(`2026-11-12T${time}:00Z`)

function line(event: string, time: string, more: Partial<MergedLook<LogLine>> = {}): MergedLook<LogLine> {
  return {
    day: '2026-11-12',
    at: at(time),
    first: at(time),
    last: at(time),
    times: 1,
    actorId: 'noor',
    event,
    action: 'read',
    outcome: 'allowed',
    clause: 'TOM-9.5',
    clauses: ['TOM-9.5'],
    parts: ['notes'],
    allParts: ['notes'],
    name: 'Noor',
    acts: undefined,
    role: 'neighbourhood-coach',
    employer: 'kwadraad',
    own: false,
    relation: 'involved',
    version: '2024-03-15',
    emergency: false,
    beside: undefined,
    accessReason: undefined,
    ...more,
  }
}
const told = (lines: MergedLook<LogLine>[]) =>
  byPerson(lines).map(({ who, blocks }) => [
    who.name,
    ...blocks.map((block) => block.map(({ event }) => event)),
  ])

describe('the log by person', () => {
  test('who did several things on a day is named once, and what the same promise allows stands together', () => {
    const lines = [
      line('client.found', '11:40'),
      line('note.written', '10:00', { clauses: ['TOM-11.5'] }),
      line('dossier.opened', '09:30', { first: at('09:12') }),
    ].map((one, index) => (index === 2 ? { ...one, last: at('10:30') } : one))
    expect(told(lines)).toEqual([['Noor', ['client.found', 'dossier.opened'], ['note.written']]])
    const [noor] = byPerson(lines)
    expect([noor?.first, noor?.last]).toEqual([at('09:12'), at('11:40')])
  })

  test.each<[string, Partial<MergedLook<LogLine>>]>([
    ['was refused', { outcome: 'refused' }],
    ['was refused beside an access', { outcome: 'refused', relation: 'incidental', beside: 'incidental' }],
    ['was an emergency', { emergency: true }],
    ['was looked at once', { relation: 'incidental', access: 'one' }],
    ['was in another function', { role: 'team-manager' }],
    ['was before they were involved', { relation: 'none' }],
    ['was on another day', { day: '2026-11-11' }],
    ['was by somebody else of the same name', { actorId: 'another' }],
  ])('what %s stays an item of its own', (_what, more) => {
    expect(byPerson([line('dossier.opened', '11:40'), line('dossier.opened', '11:00', more)])).toHaveLength(2)
  })

  test('nothing is lost, and the newest stays first', () => {
    const lines = ['12:00', '11:00', '10:00', '09:00'].map((time, index) =>
      line(`event-${index}`, time, { actorId: index % 2 ? 'joris' : 'noor', clauses: [`TOM-${index}`] }),
    )
    expect(byPerson(lines).map(({ who }) => who.actorId)).toEqual(['noor', 'joris'])
    expect(byPerson(lines).flatMap(({ blocks }) => blocks.flat())).toHaveLength(4)
  })
})
