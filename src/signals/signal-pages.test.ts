import { afterAll, beforeAll, expect, test } from 'vitest'
import { CAST, type TestHouse, testHouse } from '../../test/house.ts'
import { plantLooks } from '../../test/misuse.ts'
import { staffIdOf } from '../../test/people.ts'
import { type AskedSite, staffSite } from '../../test/wall/staff-site.ts'

let house: TestHouse
let site: AskedSite

beforeAll(async () => {
  house = await testHouse()
  site = await staffSite(house)
  const dossier = await house.dossierOf(CAST.aydin)
  const look = { actor: await staffIdOf(house, 'noor'), dossier, days: 5, time: '02:10' }
  await plantLooks(house, [look, { ...look, days: 4 }])
})
afterAll(async () => {
  await site.app.close()
  await house.close()
})

test('the officer reads a signal, judges it in words, and the other night stays to be judged', async () => {
  const iris = await house.staff('iris')
  const list = await site.get(iris, '/signals')
  expect(list.statusCode).toBe(200)
  expect(list.body).toContain('Noor van Dalen')
  expect(list.body).toContain('2 signalen te beoordelen')
  expect(list.body).not.toContain('Aydin')
  const address = /href="(\/signals\/[^"]+)"/.exec(list.body)?.[1] ?? ''
  expect((await site.get(iris, address)).statusCode).toBe(200)
  const short = await site.post(iris, address, { version: '1', judgement: 'in-order', words: 'ja' })
  expect(short.statusCode).toBe(400)
  const words = 'Nagevraagd bij Karin: Noor had crisisdienst.'
  const changed = await site.post(iris, address, { version: '2', judgement: 'in-order', words })
  expect(changed.statusCode).toBe(400)
  expect(changed.body).toContain('Er is intussen opnieuw gekeken')
  expect(changed.body).toContain(words)
  const judged = await site.post(iris, address, { version: '1', judgement: 'in-order', words })
  expect([judged.statusCode, judged.headers.location]).toEqual([303, '/signals?done=judged'])
  const after = await site.get(iris, '/signals?done=judged')
  expect(after.body).toContain('1 signaal te beoordelen')
  expect(after.body).toContain(words)
  expect(after.body).toContain('beoordeeld door Iris Kamp')
  expect((await site.get(iris, address)).statusCode).toBe(404)
  const { rows } = await house.owner.query('select sealed_words from ledger.signal_judgements')
  expect(rows).toHaveLength(1)
  expect(rows[0].sealed_words.includes(Buffer.from('Karin'))).toBe(false)
})

test.each(['noor', 'karin', 'henk', 'saskia'])('%s finds no page of signals', async (subject) => {
  expect((await site.get(await house.staff(subject), '/signals')).statusCode).toBe(404)
})
