import { describe, expect, test } from 'vitest'
import { allowedWith, allRules, coachReads, lines } from '../../test/access.ts'
import { decide } from './decide.ts'
import { type AccessRequest, parseRequest } from './request.ts'
import { consents } from './vocabulary.ts'

const rules = await allRules()
const all = (fixed: Partial<AccessRequest>) => allowedWith(rules, fixed)
const decision = (changes: Partial<AccessRequest>) => decide(rules, coachReads(changes)).decision
const content =
  'identity bsn contact household network situation question goals notes evaluations provisions documents messages consents disclosures plan'.split(
    ' ',
  )

// Every table is written from mission/promises.yaml; the whole vocabulary is swept where the sentence says "only" or "never".
describe('Tom in de buurt: who may look', () => {
  test('TOM-1.1 partly: an involved coach is allowed, an uninvolved one is refused, and a request has no place for an employer', () => {
    expect(decision({ relation: 'involved' })).toBe('allow')
    expect(decision({ relation: 'none' })).toBe('deny')
    expect(decision({ relation: 'formerly-involved' })).toBe('deny')
    expect(() => parseRequest({ ...coachReads(), employer: 'kwadraad' }, ['tom-in-de-buurt'])).toThrow(
      'unknown key "employer"',
    )
  })

  test('TOM-7.1 partly: without a relation nobody but a job reads, finds or copies anything of a dossier', () => {
    for (const relation of ['none', 'formerly-involved'] as const) {
      const found = all({ relation }).filter(
        (one) =>
          one.role !== 'system' && content.includes(one.part) && !['write', 'review'].includes(one.action),
      )
      expect(found).toEqual([])
    }
    const known = all({ relation: 'none' }).filter(
      (one) => one.part === 'existence' && ['know', 'search', 'read'].includes(one.action),
    )
    expect(lines(known, 'role', 'action')).toEqual(['debt-signalling know', 'municipal-debt know'])
    expect(lines(all({ relation: 'none', action: 'search' }), 'role', 'part')).toEqual([
      'complaints-officer complaints',
      'data-protection-officer breaches',
      'incident-officer incidents',
    ])
  })

  test('TOM-7.1 partly: who was involved before may do nothing that somebody without a relation may not', () => {
    const before = lines(all({ relation: 'formerly-involved' }), 'role', 'action', 'part', 'state', 'purpose')
    const never = new Set(lines(all({ relation: 'none' }), 'role', 'action', 'part', 'state', 'purpose'))
    expect(before.filter((line) => !never.has(line))).toEqual([])
  })

  test('TOM-9.6 partly: the debt signalling team may ask whether somebody is known, and nothing more, with any consent', () => {
    for (const consent of consents) {
      expect(lines(all({ role: 'debt-signalling', consent }), 'action', 'part', 'state')).toEqual([
        'know existence open',
      ])
    }
  })

  test('TOM-9.7 partly: the money department of the municipality may ask the same, and nothing more', () => {
    for (const consent of consents) {
      expect(lines(all({ role: 'municipal-debt', consent }), 'action', 'part', 'state')).toEqual([
        'know existence open',
      ])
    }
  })

  test('TOM-9.8 partly: quality staff and team managers see content only while an incidental access runs, and only read', () => {
    for (const role of ['quality-officer', 'team-manager'] as const) {
      const seen = all({ role }).filter((one) => content.includes(one.part))
      expect(lines(seen, 'relation', 'action')).toEqual(['incidental read'])
      expect(lines(seen, 'purpose')).toEqual(['management', 'registers'])
      expect(lines(seen, 'part')).not.toContain('bsn')
    }
  })

  test('TOM-9.10 partly: an auditor or supervisor only reads, only while an incidental access runs', () => {
    for (const role of ['auditor', 'supervisor'] as const) {
      for (const consent of consents)
        expect(lines(all({ role, consent }), 'relation', 'action')).toEqual(['incidental read'])
    }
  })

  test('TOM-9.12 partly: an administrator reads content only while an incidental access runs, gives nobody access to a dossier, and otherwise keeps who works here', () => {
    const may = all({ role: 'administrator' })
    const keeping = may.filter((one) => one.action === 'review')
    expect(lines(keeping, 'part', 'purpose')).toEqual(['existence management'])
    expect(
      lines(
        may.filter((one) => !keeping.includes(one)),
        'relation',
        'action',
      ),
    ).toEqual(['incidental read'])
  })

  test('TOM-3.5 partly: planning gets start and stop, and nothing else', () => {
    expect(lines(all({ role: 'planner' }), 'action', 'part', 'purpose')).toEqual([
      'read support-dates management',
    ])
  })

  test('TOM-4.2 partly: the BSN is used for access, aids and contribution only, and by the client', () => {
    const readers = all({ part: 'bsn' }).filter((one) => !['erase', 'restrict'].includes(one.action))
    expect(
      lines(
        readers.filter((one) => !['client', 'representative'].includes(one.role)),
        'purpose',
      ),
    ).toEqual(['access', 'aids', 'contribution'])
    expect(
      lines(
        readers.filter((one) => one.action === 'read'),
        'role',
        'purpose',
      ),
    ).toEqual([
      'case-manager access',
      'case-manager aids',
      'case-manager contribution',
      'client support',
      'host access',
      'neighbourhood-coach access',
      'neighbourhood-coach aids',
      'neighbourhood-coach contribution',
      'processor-assessor aids',
      'representative support',
    ])
    expect(decision({ part: 'bsn' })).toBe('deny')
  })

  test('TOM-4.6 partly: complaints and incidents are reached by their own officers, whatever the relation to the dossier', () => {
    expect(lines(all({ part: 'complaints' }), 'role', 'action')).toEqual([
      'complaints-officer read',
      'complaints-officer search',
      'complaints-officer write',
      'system erase',
    ])
    expect(lines(all({ part: 'incidents' }), 'role', 'action')).toEqual([
      'incident-officer read',
      'incident-officer search',
      'incident-officer write',
      'supervisor read',
      'system erase',
    ])
    for (const role of ['complaints-officer', 'incident-officer'] as const) {
      expect(all({ role }).filter((one) => content.includes(one.part))).toEqual([])
    }
  })

  test('TOM-6.2 partly: the processor sees what an application for aids needs, and no support notes', () => {
    const found = all({ role: 'processor-assessor' })
    expect(lines(found, 'purpose', 'state')).toEqual(['aids open'])
    expect(lines(found, 'relation')).toEqual(['involved', 'referred'])
    expect(lines(found, 'part')).toEqual([
      'bsn',
      'contact',
      'documents',
      'existence',
      'household',
      'identity',
      'provisions',
      'situation',
    ])
  })

  test('TOM-9.1 partly: a client reaches the own dossier and no other, a representative the one of the person represented', () => {
    expect(lines(all({ role: 'client' }), 'relation')).toEqual(['self'])
    expect(lines(all({ role: 'representative' }), 'relation')).toEqual(['represents'])
    expect(
      lines(
        all({ role: 'client' }).filter((one) => one.action === 'write'),
        'part',
      ),
    ).toEqual(['consents', 'messages'])
  })

  test('TOM-12.3 partly: who looked is shown to the client, the representative and the data protection officer', () => {
    expect(
      lines(all({ part: 'access-log', action: 'read' }), 'role', 'relation').filter(
        (line) => !line.startsWith('data-'),
      ),
    ).toEqual(['client self', 'representative represents'])
    expect(
      lines(
        all({ part: 'access-log' }).filter((one) => one.action === 'read'),
        'role',
      ),
    ).toEqual(['client', 'data-protection-officer', 'representative'])
    expect(lines(all({ part: 'access-log' }), 'action')).toEqual([
      'export',
      'print',
      'read',
      'restrict',
      'review',
    ])
  })
})
