import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CAST, type TestHouse, TOM, testHouse } from '../../test/house.ts'
import { giveRole, kept, staffIdOf } from '../../test/people.ts'
import { type AskedSite, portalSite, staffSite } from '../../test/wall/staff-site.ts'
import type { Visitor } from '../door/index.ts'
import { addDays, dayInNetherlands } from '../kernel/index.ts'
import { CLEARANCE_KINDS } from './clearance.ts'
import { handOver } from './involve.ts'
import { planCorrection } from './keep-people.ts'
import { employAgainRow, endEmploymentRow, recordClearanceRow } from './people.store.ts'

let house: TestHouse
let staff: AskedSite
let portal: AskedSite
let henk: Visitor
let karin: Visitor
const today = dayInNetherlands(new Date())
const yesterday = addDays(today, -1)

beforeAll(async () => {
  house = await testHouse()
  staff = await staffSite(house)
  portal = await portalSite(house)
  henk = await house.staff('henk')
  karin = await house.staff('karin')
})
afterAll(async () => {
  await Promise.all([staff.app.close(), portal.app.close()])
  await house.close()
})

async function lastEntry(): Promise<Record<string, unknown> | undefined> {
  const { rows } = await house.owner.query(
    'select event, outcome, reason from ledger.entries order by tx desc, seq desc limit 1',
  )
  return rows[0]
}
const keysOf = async (staffId: string, kind: string) =>
  (
    await house.owner.query<{ key: Buffer }>(
      'select key from identity.staff_keys where staff_id = $1 and kind = $2 order by key',
      [staffId, kind],
    )
  ).rows.map(({ key }) => key.toString('hex'))
const correct = async (
  by: Visitor,
  staffId: string,
  details: { name?: string | undefined; employer?: string | undefined },
) =>
  kept(
    house,
    by,
    await planCorrection(house.vault, TOM, staffId, { name: undefined, employer: undefined, ...details }),
  )

describe('a name or employer that was written down wrongly', () => {
  test('TOM-1.1 partly: is put right by a colleague, and from then on colleagues and the client read the right one, also of earlier looks', async () => {
    const noor = await staffIdOf(house, 'noor')
    const aydin = await house.dossierOf(CAST.aydin)
    const client = await house.client(CAST.aydin)
    await staff.get(await house.staff('noor'), `/dossiers/${aydin}/notes`)
    expect((await portal.get(client, `/dossiers/${aydin}/who-looked`)).body).toContain('Noor van Dalen')
    expect(await correct(henk, noor, { name: 'Noor van Daelen', employer: 'activite' })).toBe('done')
    expect(await lastEntry()).toEqual({
      event: 'people.corrected',
      outcome: 'allowed',
      reason: `about ${noor} name employer kwadraad to activite`,
    })
    const log = (await portal.get(client, `/dossiers/${aydin}/who-looked`)).body
    expect(log).toContain('Noor van Daelen')
    expect(log).not.toContain('Noor van Dalen')
    const involved = await staff.get(await house.staff('noor'), `/dossiers/${aydin}/involved`)
    expect(involved.body).toMatch(/Noor van Daelen[\s\S]{0,200}ActiVite/)
  })

  test('changes what the person is recognised by in the dossier of a namesake, and leaves the address', async () => {
    const fenna = await staffIdOf(house, 'fenna')
    const before = [await keysOf(fenna, 'surname'), await keysOf(fenna, 'postcode-house')]
    expect(await correct(henk, fenna, { name: 'Fenna de Groot' })).toBe('done')
    expect(await keysOf(fenna, 'surname')).not.toEqual(before[0])
    expect((await keysOf(fenna, 'surname')).length).toBeGreaterThan(0)
    expect(await keysOf(fenna, 'postcode-house')).toEqual(before[1])
  })

  test('is nobody’s own to change, nor for an employer that is none, and a change of nothing is told', async () => {
    expect(await correct(henk, await staffIdOf(house, 'henk'), { name: 'H. Oosting' })).toBe('own-details')
    const wim = await staffIdOf(house, 'wim')
    expect(await correct(henk, wim, { employer: 'elsewhere' })).toBe('unknown-employer')
    expect(await correct(henk, wim, {})).toBe('nothing-changed')
    expect(await correct(await house.staff('noor'), wim, { name: 'Wim' })).toBe('refused: no-rule')
  })
})

describe('somebody who left', () => {
  test('comes back without function, team, dossiers or declarations of before, and what was stays known', async () => {
    const joost = await house.addStaff({
      ...{
        subject: 'joost',
        name: 'Joost Bloem',
        role: 'case-manager',
        employer: 'activite',
        team: undefined,
      },
    })
    expect(await kept(house, henk, employAgainRow(joost, 'activite', today))).toBe('works-here')
    expect(await kept(house, henk, endEmploymentRow(joost, yesterday))).toBe('done')
    expect(await kept(house, henk, employAgainRow(joost, 'elsewhere', today))).toBe('unknown-employer')
    expect(await kept(house, henk, employAgainRow(joost, 'kwadraad', yesterday))).toBe('wrong-period')
    expect(await kept(house, henk, employAgainRow(joost, 'kwadraad', today))).toBe('done')
    expect(await lastEntry()).toEqual({
      event: 'people.employed-again',
      outcome: 'allowed',
      reason: `about ${joost} kwadraad from ${today}`,
    })
    // No function: no account that holds.
    await expect(house.staff('joost')).rejects.toThrow()
    const yara = await house.staff('yara')
    expect(await giveRole(house, { asks: karin, confirms: yara }, joost, 'case-manager')).toBe('done')
    const back = await house.staff('joost')
    const closed = await staff.get(back, '/clients')
    expect(closed.statusCode).toBe(403)
    expect(closed.body).toContain('geheimhouding')
    for (const kind of CLEARANCE_KINDS) {
      expect((await staff.get(back, '/clients')).statusCode, `before ${kind}`).toBe(403)
      const paper = recordClearanceRow(joost, { kind, from: today, until: addDays(today, 365) })
      expect(await kept(house, henk, paper)).toBe('done')
    }
    expect((await staff.get(back, '/clients')).statusCode).toBe(200)
    const page = (await staff.get(henk, `/people/${joost}`)).body
    expect(page).toContain('Eerder in dienst')
    expect(page).toMatch(/ActiVite[\s\S]{0,300}tot en met/)
    expect(page).toContain('Joost Bloem')
  })

  test('does not come back to open dossiers that nobody took over', async () => {
    const noor = await staffIdOf(house, 'noor')
    await kept(house, henk, endEmploymentRow(noor, yesterday))
    expect(await kept(house, henk, employAgainRow(noor, 'kwadraad', today))).toBe('still-involved')
    const handover = { leaver: noor, taker: await staffIdOf(house, 'wim'), from: today, until: undefined }
    expect((await handOver(house.door, karin, handover)).outcome).toBe('opened')
    expect(await kept(house, henk, employAgainRow(noor, 'kwadraad', today))).toBe('done')
  })
})
