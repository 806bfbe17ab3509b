import { describe, expect, test } from 'vitest'
import { allowedWith, allRules, lines } from '../../test/access.ts'
import type { AccessRequest } from './request.ts'
import { rulesOf } from './rules.ts'
import { consents, type Role } from './vocabulary.ts'

const rules = await allRules()
const all = (fixed: Partial<AccessRequest>) => allowedWith(rules, fixed)
const staff: Role[] = [
  'host',
  'case-manager',
  'neighbourhood-coach',
  'consultant',
  'debt-signalling',
  'quality-officer',
  'team-manager',
  'planner',
  'complaints-officer',
  'incident-officer',
  'data-protection-officer',
  'administrator',
]

describe('Tom in de buurt: purposes, decisions, states', () => {
  test('TOM-3.1 partly: no rule answers to a purpose outside the closed list', () => {
    expect(rulesOf(rules, 'tom-in-de-buurt').named.purposes).toEqual([
      'access',
      'accountability',
      'aids',
      'contribution',
      'management',
      'registers',
      'support',
    ])
    for (const purpose of ['marketing', 'research', 'help', 'none']) {
      for (const consent of ['none', 'valid'] as const) expect(all({ purpose, consent })).toEqual([])
    }
  })

  test('TOM-8.1 partly: over the whole vocabulary, with any consent and exception, no path leads a job to a decision', () => {
    const exceptions = ['none', ...rulesOf(rules, 'tom-in-de-buurt').named.exceptions]
    for (const exception of exceptions) {
      for (const consent of consents)
        expect(all({ role: 'system', action: 'decide', consent, exception })).toEqual([])
    }
    expect(lines(all({ action: 'decide' }), 'role', 'part', 'purpose')).toEqual([
      'case-manager provisions access',
      'processor-assessor provisions aids',
    ])
  })

  test('TOM-11.2 partly: under restriction only the client, the lifting and the officer’s log remain', () => {
    expect(
      lines(all({ state: 'restricted' }), 'role', 'action').filter(
        (line) => !/^(client|representative) /.test(line),
      ),
    ).toEqual([
      'case-manager restrict',
      'data-protection-officer export',
      'data-protection-officer print',
      'data-protection-officer read',
      'data-protection-officer review',
      'neighbourhood-coach restrict',
    ])
    const own = all({ state: 'restricted', role: 'client' })
    expect(lines(own, 'action')).toEqual(['export', 'print', 'read', 'write'])
    expect(
      lines(
        own.filter((one) => one.action === 'write'),
        'part',
      ),
    ).toEqual(['consents'])
  })

  test('TOM-5.3 partly: after destruction nothing is possible for anybody', () => {
    for (const consent of ['none', 'valid'] as const) expect(all({ state: 'destroyed', consent })).toEqual([])
  })

  test('TOM-11.4 partly: while support runs nothing of the record is erased', () => {
    expect(lines(all({ action: 'erase' }), 'role', 'state')).toEqual(['system closed'])
  })

  test('TOM-9.13 partly: nobody may write or erase who looked', () => {
    expect(
      all({ part: 'access-log' }).filter((one) =>
        ['write', 'erase', 'disclose', 'decide'].includes(one.action),
      ),
    ).toEqual([])
  })

  test('TOM-12.1 partly: without the second factor nothing is possible for anybody, a client included', () => {
    for (const consent of ['none', 'valid'] as const)
      expect(all({ secondFactor: false, consent })).toEqual([])
  })

  test('TOM-12.9 partly: without valid clearance nothing is possible for any member of staff', () => {
    expect(lines(all({ cleared: false }), 'role')).toEqual(['client', 'representative'])
    for (const role of staff) expect(all({ role, cleared: false, consent: 'valid' })).toEqual([])
  })
})
