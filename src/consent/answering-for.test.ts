import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asked, opened, stepUp } from '../../test/consent.ts'
import { CAST, type TestHouse, TOM, testHouse } from '../../test/house.ts'
import { during, policyOf } from '../../test/wall/take-away.ts'
import { command, type Visitor } from '../door/index.ts'
import { actFor, clientSubjectKey } from '../identity/index.ts'
import { addDays, dayInNetherlands } from '../kernel/index.ts'
import { judgeCapacity } from '../representation/capacity-judgement.ts'
import { recordRepresentative } from '../representation/index.ts'
import { answererIn } from './answerer-in.ts'
import { askConsent, consent, giveConsent, withdrawConsent } from './consent.ts'
import { lifeOn } from './consent-state.ts'

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

/** An answer as somebody would write it who has SQL of their own inside the transaction. */
const insertPastTheProgram = command({
  event: 'consent.given',
  parts: ['consents'],
  use: 'support',
  run: async (into, id: string) => {
    await into.tx.query(
      `insert into dossier.consent_answers (organisation_id, consent_id, dossier_id, given, fingerprint, answered_by, answered_as, assurance, representation_id)
       select c.organisation_id, c.consent_id, c.dossier_id, true, sha256(c.sealed), $2, $3, s.assurance, s.representation_id
         from dossier.consents c, wall.signed_in_as() s where c.consent_id = $1`,
      [id, into.facts.actor.id, into.facts.actor.role],
    )
  },
})

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

  test('what was asked before it was weighed anew who decides cannot be answered any more; what was given stays; that wall bites', async () => {
    const aydin = await house.client(CAST.aydin)
    const given = await askOf('client')
    expect(await tries(aydin, given)).toBe(true)
    const id = await askOf('client')
    const weighed = { able: false, parentsMay: true, weighedOn: today, grounds: 'Begrijpt dit nu niet.' }
    opened(await house.door.enter(noor, judgeCapacity, dossier, weighed))
    const policy = await policyOf(house.owner, 'dossier.consent_answers', 'answered')
    const insert = (one: Visitor) => house.door.enter(one, insertPastTheProgram, dossier, id)
    await expect(insert(aydin)).rejects.toThrow(/row-level security/)
    expect(await tries(aydin, id)).toBe(false)
    const holed = policy.replace(/wall\.decider_stands\(consent_id\)/, 'true')
    expect(holed).not.toBe(policy)
    await during(house.owner, holed, policy, async () => expect((await insert(aydin)).outcome).toBe('opened'))
    const lives = [given, id].map(async (one) => opened(await house.door.enter(noor, consent, dossier, one)))
    expect((await Promise.all(lives)).map((one) => one && lifeOn(one, today))).toEqual(['given', 'given'])
    const late = await askOf('client')
    const read = opened(await house.door.enter(noor, consent, dossier, late))
    expect(read && lifeOn(read, today)).toBe('asked')
  })
})
