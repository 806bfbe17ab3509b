import { afterAll, beforeAll, expect, test } from 'vitest'
import { CAST, type TestHouse, testHouse } from './house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await testHouse()
})
afterAll(() => house.close())

const notes = { event: 'dossier.read', parts: ['identity', 'notes'], use: 'support', newest: 20 } as const

test('TOM-1.1 partly: a colleague of the same employer who is not involved is refused', async () => {
  const dossier = await house.dossierOf(CAST.aydin)
  expect(await house.door.read(await house.staff('noor'), notes, dossier)).toMatchObject({
    outcome: 'opened',
  })
  expect(await house.door.read(await house.staff('fenna'), notes, dossier)).toMatchObject({
    outcome: 'refused',
    denial: { hidden: true },
  })
})
