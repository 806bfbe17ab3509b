import { randomUUID } from 'node:crypto'
import type { TObject, TProperties } from 'typebox'
import type { Visitor } from '../door/index.ts'
import { demandStepUp } from '../identity/index.ts'
import { addPage, meet, type Site } from '../shell/index.ts'
import { type FormAnswer, NotThere, readForm, withError } from '../web/index.ts'
import { idIn } from './address.page.ts'
import { conflictOf, keep, lookAtPerson, planCorrection } from './keep-people.ts'
import { dayIn, isUuid } from './page-parts.tsx'
import {
  type Ask,
  askRoleRow,
  blockRow,
  employAgainRow,
  endEmploymentRow,
  joinTeamRow,
  leaveTeamRow,
  liftBlockRow,
  recordClearanceRow,
  setStaffKeysRow,
} from './people.store.ts'
import { peopleWords } from './people.words.ts'
import { ClearanceSchema, EndSchema, LeaveSchema, RoleSchema, TeamSchema } from './person-content.tsx'
import { AddressSchema, AgainSchema, CorrectSchema } from './person-details.tsx'
import { BlockSchema } from './person-way-in.tsx'
import { staffKeysOf } from './staff-keys.ts'
import type { Section, ShowPerson } from './staff-person.page.tsx'
import { wayInWords } from './way-in.words.ts'

/** The forms of one person's page: each asks the wall one change, and shows the page again with what stood in the way. */
export function personForms(site: Site, show: ShowPerson): void {
  const add = formsOf(site, show)
  add('roles', 'role', RoleSchema, (staffId, { role, change }) =>
    askRoleRow({ id: randomUUID(), staffId, role, change }),
  )
  add('clearances', 'clearance', ClearanceSchema, (staffId, { kind, validFrom, validUntil }) => {
    const from = dayIn(validFrom)
    const until = dayIn(validUntil)
    if (!from) return 'validFrom'
    return until ? recordClearanceRow(staffId, { kind, from, until }) : 'validUntil'
  })
  add('teams', 'team', TeamSchema, (staffId, { team, from, until }) => {
    const first = dayIn(from)
    const last = dayIn(until)
    if (!isUuid(team)) throw new NotThere()
    if (!first) return 'from'
    return until !== undefined && !last ? 'until' : joinTeamRow(team, staffId, first, last)
  })
  add('teams/leave', 'team', LeaveSchema, (staffId, { team }) => {
    if (!isUuid(team)) throw new NotThere()
    return leaveTeamRow(team, staffId)
  })
  add('end', 'end', EndSchema, (staffId, { endsOn }) => {
    const last = dayIn(endsOn)
    return last ? endEmploymentRow(staffId, last) : 'endsOn'
  })
  add('again', 'again', AgainSchema, (staffId, { againEmployer, againFrom }) => {
    const first = dayIn(againFrom)
    return first ? employAgainRow(staffId, againEmployer, first) : 'againFrom'
  })
  add('block', 'block', BlockSchema, (staffId, { blockReason }) =>
    blockRow(randomUUID(), staffId, blockReason),
  )
  add(
    'details',
    'details',
    CorrectSchema,
    async (staffId, { newName, newEmployer }, before, organisation) => {
      const name = newName === before.name ? undefined : newName
      const employer = newEmployer === before.employer ? undefined : newEmployer
      return planCorrection(site.vault, organisation, staffId, { name, employer })
    },
  )
  add('address', 'address', AddressSchema, async (staffId, { newPostcode, newHouseNumber }, { name }, at) =>
    setStaffKeysRow(
      staffId,
      await staffKeysOf(site.vault, at, { name, postcode: newPostcode, houseNumber: newHouseNumber }),
    ),
  )
  liftingBlocks(site, show)
}

type Values<Fields extends TProperties> = Extract<FormAnswer<Fields>, { ok: true }>['values']
/** Says what to ask the wall, or names the field whose day is none. `before`: name and employer as they stand, for a correction. */
type Plan<Fields extends TProperties> = (
  staffId: string,
  values: Values<Fields>,
  before: { name: string; employer: string },
  organisation: string,
) => Ask | (keyof Fields & string) | Promise<Ask>

function formsOf(site: Site, show: ShowPerson) {
  return <Fields extends TProperties>(
    path: string,
    section: Section,
    schema: TObject<Fields>,
    plan: Plan<Fields>,
  ): void => {
    addPage(site, 'POST', `/people/:person/${path}`, async (request, reply, visitor) => {
      const look = { site, request, reply, visitor }
      const staffId = idIn(request, 'person')
      const { language } = request.view
      const answer = readForm(schema, request.body, language, { labels: labelsOf(schema, language) })
      if (!answer.ok) return show(look, { section, form: answer.form })
      const before =
        section === 'details' || section === 'address'
          ? await personBefore(site, request, visitor, staffId)
          : { name: '', employer: '' }
      const planned = await plan(staffId, answer.values, before, visitor.organisation)
      if (typeof planned === 'string')
        return show(look, {
          section,
          form: withError(answer.form, planned, peopleWords(language)('notADate')),
        })
      const { value } = meet(site, request, await keep(site.door, visitor, planned))
      const conflict = conflictOf(value)
      if (conflict) return show(look, { section, conflict })
      return reply.redirect(`/people/${staffId}?done=${section}`, 303)
    })
  }
}

/** What opens again asks for a second factor, after it is sure that this person may look here at all. */
function liftingBlocks(site: Site, show: ShowPerson): void {
  addPage(site, 'POST', '/people/:person/unblock', async (request, reply, visitor) => {
    const staffId = idIn(request, 'person')
    await personBefore(site, request, visitor, staffId)
    const away = await demandStepUp(site, request, `/people/${staffId}`)
    if (away) return reply.redirect(away, 303)
    const { value } = meet(site, request, await keep(site.door, visitor, liftBlockRow(staffId)))
    const conflict = conflictOf(value)
    if (conflict) return show({ site, request, reply, visitor }, { section: 'block', conflict })
    return reply.redirect(`/people/${staffId}?done=lifted`, 303)
  })
}

type Request = Parameters<typeof idIn>[0]

/** The person as they stand now; not there when nobody has this id. */
export async function personBefore(site: Site, request: Request, visitor: Visitor, staffId: string) {
  const met = meet(site, request, await site.door.enter(visitor, lookAtPerson, null, staffId))
  if (!met.value.person) throw new NotThere()
  return met.value.person
}

function labelsOf<Fields extends TProperties>(
  schema: TObject<Fields>,
  language: 'nl' | 'en',
): Record<keyof Fields & string, string> {
  const [t, w] = [peopleWords(language), wayInWords(language)]
  const names: Readonly<Record<string, string>> = {
    role: t('function'),
    kind: t('kind'),
    validFrom: t('firstDay'),
    validUntil: t('lastDay'),
    team: t('team'),
    from: t('from'),
    until: t('until'),
    endsOn: t('lastWorkingDay'),
    blockReason: w('blockReason'),
    newName: w('name'),
    newEmployer: w('employer'),
    againEmployer: w('employer'),
    againFrom: w('againFrom'),
    newPostcode: t('postcode'),
    newHouseNumber: t('houseNumber'),
  }
  const labels = Object.keys(schema.properties).map((name) => [name, names[name] ?? name])
  return Object.fromEntries(labels) as Record<keyof Fields & string, string>
}
