import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Rules } from '../src/access/index.ts'
import { caseload } from '../src/client/index.ts'
import { Door, type Opened, view } from '../src/door/index.ts'
import { listIdentities } from '../src/dossier/index.ts'
import { CAST, type TestHouse, TOM, testHouse } from './house.ts'

let house: TestHouse
let dossier: string
beforeAll(async () => {
  house = await testHouse()
  dossier = await house.dossierOf(CAST.aydin)
})
afterAll(() => house.close())

/** The rules that the database has, without one policy: as if somebody had changed the grants behind the program's back. */
function without(policy: string): Rules {
  const own = house.rules.organisations.get(TOM)!
  const rest = own.policies.filter(({ id }) => id !== policy)
  expect(rest.length).toBe(own.policies.length - 1)
  const index = new Map(
    [...own.index].map(([action, roles]) => [
      action,
      new Map([...roles].map(([role, policies]) => [role, policies.filter(({ id }) => id !== policy)])),
    ]),
  )
  return { organisations: new Map([[TOM, { ...own, policies: rest, index }]]) }
}
const doorWith = (rules: Rules) => new Door({ ...house, rules })

const notes = { event: 'dossier.read', parts: ['notes'], use: 'support', newest: 20 } as const
const identities = view({
  event: 'dossier.read',
  action: 'read',
  parts: ['identity'],
  use: 'support',
  run: async (opened) => listIdentities(opened),
})

describe('the database and the rules decide both', () => {
  test('TOM-9.5 partly: what the database opens and the rules do not is a fault, and nothing is shown', async () => {
    const noor = await house.staff('noor')
    const { policies } = await facts()
    expect(policies.length).toBe(1)
    const crippled = doorWith(without(policies[0]!))
    await expect(crippled.read(noor, notes, dossier)).rejects.toThrow('disagree about read notes')
    await expect(crippled.enter(noor, identities, dossier, undefined)).rejects.toThrow('disagree')
    await expect(crippled.own(noor, caseload, undefined)).rejects.toThrow('disagree')
    // With all its rules the same door opens.
    expect((await house.door.enter(noor, identities, dossier, undefined)).outcome).toBe('opened')
  })
})

async function facts(): Promise<{ policies: string[] }> {
  const answer = await house.door.read(await house.staff('noor'), notes, dossier)
  if (answer.outcome !== 'opened') throw new Error('the coach is involved')
  return answer.facts
}

// What follows is held by the compiler: `npm test` checks the types of the tests, and an expected error that is none is an error.
describe('forgetting to knock does not compile', () => {
  test('a look gives its stores no more than the parts and the action that it names', () => {
    const looks = (opened: {
      named: Opened<'identity', 'read'>
      otherPart: Opened<'notes', 'read'>
      otherAct: Opened<'identity', 'search'>
    }) => [
      listIdentities(opened.named),
      // @ts-expect-error: identities are not among the parts of this look
      listIdentities(opened.otherPart),
      // @ts-expect-error: who searches does not read
      listIdentities(opened.otherAct),
    ]
    expect(looks).toBeDefined()
  })

  test('an object of the same shape is no Opened: the door alone has its constructor', () => {
    // @ts-expect-error: it lacks what only the class has
    const forged: Opened<'identity', 'read'> = { facts: undefined, listed: [], can: () => true }
    expect(forged).toBeDefined()
  })
})
