import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asked, opened, stepUp } from '../../test/consent.ts'
import { CAST, type TestHouse, TOM, testHouse } from '../../test/house.ts'
import type { Visitor } from '../door/index.ts'
import { actFor, clientSubjectKey } from '../identity/index.ts'
import { addDays, dayInNetherlands } from '../kernel/index.ts'
import { recordRepresentative } from '../representation/index.ts'
import { answererIn } from './answerer-in.ts'
import { askConsent, consent, giveConsent, withdrawConsent } from './consent.ts'

const MENTOR = '999995005'
const today = dayInNetherlands(new Date())
let house: TestHouse
let dossier: string
let noor: Visitor

beforeAll(async () => {
  house = await testHouse()
  dossier = await house.dossierOf(CAST.aydin)
  noor = await house.staff('noor')
})
afterAll(() => house?.close())

/** A mentor with these parts, signed in for the client. */
async function mentor(parts: readonly string[], acts: 'look' | 'arrange'): Promise<Visitor> {
  await stepUp(house, noor)
  opened(
    await recordRepresentative(house.door, house.vault, noor, dossier, {
      ...{ kind: 'mentor', bsn: MENTOR, name: 'Selim Aydin', proof: 'Beschikking van 3 maart', parts, acts },
      ...{ fromOn: today, untilOn: addDays(today, 30) },
    }),
  )
  const visitor = await house.client(MENTOR)
  const represented = clientSubjectKey(await house.vault.indexKey(TOM), CAST.aydin)
  const { token } = visitor
  const act = { token, fresh: token, represented, trace: randomUUID(), accessPoint: 'portal' as const }
  expect(await actFor(house.pools.signin, act)).toBe(true)
  return visitor
}
const askOf = async (answerBy: 'client' | 'representative') =>
  opened(await house.door.enter(noor, askConsent, dossier, asked({}, { answerBy })))
async function tries(visitor: Visitor, id: string): Promise<unknown> {
  await stepUp(house, visitor)
  const read = await house.door.enter(visitor, consent, dossier, id)
  if (read.outcome !== 'opened') return read.outcome
  const fingerprint = read.value?.fingerprint ?? ''
  const given = await house.door.enter(visitor, giveConsent, dossier, { id, fingerprint })
  return given.outcome === 'opened' ? given.value : given.outcome
}

describe('somebody who acts by law', () => {
  test('answers what is asked of them, in their own name, and nothing that is asked of the client; the client neither the other way', async () => {
    const selim = await mentor(['consents'], 'arrange')
    const aydin = await house.client(CAST.aydin)
    const theirs = await askOf('representative')
    const hers = await askOf('client')
    expect(await tries(aydin, theirs)).toBe(false)
    expect(await tries(selim, hers)).toBe(false)
    expect(await tries(selim, theirs)).toBe(true)
    const kept = opened(await house.door.enter(noor, consent, dossier, theirs))
    expect(kept?.answeredBy?.representative).toMatchObject({ name: 'Selim Aydin', kind: 'mentor' })
    // the client may always put an end to it
    expect(opened(await house.door.enter(aydin, withdrawConsent, dossier, theirs))).toBe(true)
  })

  test('who may look only answers nothing, and who may not see consents sees none', async () => {
    const id = await askOf('representative')
    expect(await tries(await mentor(['consents'], 'look'), id)).toBe('refused')
    expect(await tries(await mentor(['notes'], 'arrange'), id)).toBe('refused')
  })

  test('a worker hears from the dossier who answers: with a mentor first to be weighed', async () => {
    const answerer = opened(await answererIn(house.door, noor, dossier, { birth: '1965-03-14', today }))
    expect(answerer).toEqual({ by: undefined, why: 'weigh-first' })
    const none = await answererIn(house.door, await house.staff('joris'), dossier, {
      birth: '1965-03-14',
      today,
    })
    expect(none.outcome).toBe('refused')
  })
})
