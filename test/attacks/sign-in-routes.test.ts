import { randomBytes, randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { staffSubjectKey, startSession } from '../../src/identity/index.ts'
import { makeStaffSite } from '../../src/staff.ts'
import { CAST, TOM } from '../house.ts'
import { askAs, askEveryRoute, type Target, type Told } from './ask-routes.ts'
import { openSites, type Sites, silent } from './sites.ts'

// Every route of the staff site, as its running router has them, asked by somebody who showed only one factor.

let sites: Sites
let own: FastifyInstance
let target: Target

beforeAll(async () => {
  sites = await openSites()
  const { house } = sites
  own = await makeStaffSite(house, 'own-accounts', silent)
  await own.ready()
  const { rows } = await house.owner.query<{ staff_id: string }>(
    `select staff_id from identity.staff_roles where organisation_id = $1 and role = 'team-manager'`,
    [TOM],
  )
  target = { dossier: await house.dossierOf(CAST.aydin), person: rows[0]!.staff_id }
})
afterAll(async () => {
  await own?.close()
  await sites?.close()
})

async function session(subject: string, secondFactor: boolean): Promise<Buffer> {
  const { house } = sites
  const token = randomBytes(32)
  const started = await startSession(house.pools.signin, {
    organisation: TOM,
    kind: 'staff',
    subject: staffSubjectKey(await house.vault.indexKey(TOM), house.needs.staffIssuer, subject),
    token,
    secondFactor,
    assurance: 'planted',
    trace: randomUUID(),
    accessPoint: 'staff-site',
  })
  expect(started).toBe(true)
  return token
}

async function tellingRoutes(site: FastifyInstance, subject: string, secondFactor: boolean): Promise<Told[]> {
  const token = await session(subject, secondFactor)
  const told = await askAs(site, 'staff', { token, organisation: TOM }, target)
  return told.filter((one) => one.told.length > 0)
}

describe.each(['noor', 'karin'])('as %s', (subject) => {
  test('the walk has eyes: with two factors it meets people on several pages', async () => {
    expect((await tellingRoutes(sites.staff, subject, true)).length).toBeGreaterThan(3)
  })

  test('TOM-12.1: no route of the staff site serves personal data to a session with one factor', async () => {
    expect(await tellingRoutes(sites.staff, subject, false)).toEqual([])
    expect(await tellingRoutes(own, subject, false)).toEqual([])
  })
})

test('no route serves personal data without a session, or with a token of nobody', async () => {
  for (const site of [sites.staff, own]) {
    const told = [
      ...(await askEveryRoute(site, { cookie: '', csrf: '' }, target)),
      ...(await askAs(site, 'staff', { token: randomBytes(32), organisation: TOM }, target)),
    ]
    expect(told.filter((one) => one.told.length > 0)).toEqual([])
  }
})
