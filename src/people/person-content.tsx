import { Type } from 'typebox'
import { addDays, type PlainDate } from '../kernel/index.ts'
import type { Statement } from '../statement/index.ts'
import {
  Button,
  DayField,
  DefinitionList,
  dateInFull,
  emptyForm,
  Form,
  type FormState,
  Heading,
  Line,
  List,
  Select,
  Text,
  useView,
} from '../web/index.ts'
import { CLEARANCE_KINDS, clearanceStates, isCleared } from './clearance.ts'
import { ClearanceTag, noon, Rare } from './page-parts.tsx'
import { peopleWords } from './people.words.ts'
import { maximumOf, type Person, type RoleRequest, staffRolesOf } from './person.ts'

export const RoleSchema = Type.Object({
  role: Type.String({ maxLength: 60 }),
  change: Type.Union([Type.Literal('give'), Type.Literal('take')]),
})
export const ClearanceSchema = Type.Object({
  kind: Type.Union(CLEARANCE_KINDS.map((kind) => Type.Literal(kind))),
  validFrom: Type.String({ maxLength: 10 }),
  validUntil: Type.String({ maxLength: 10 }),
})
export const TeamSchema = Type.Object({
  team: Type.String({ maxLength: 36 }),
  from: Type.String({ maxLength: 10 }),
  until: Type.Optional(Type.String({ maxLength: 10 })),
})
export const LeaveSchema = Type.Object({ team: Type.String({ maxLength: 36 }) })
export const EndSchema = Type.Object({ endsOn: Type.String({ maxLength: 10 }) })

type Props = {
  person: Person
  statement: Statement
  today: PlainDate
  /** The form that was sent and did not fit; others start empty. */
  form: FormState<string> | undefined
  /** False for one's own page: nobody arranges anything for themselves. */
  may: boolean
}

/** The functions of somebody, what waits, and asking for another. */
export function Roles({
  person,
  statement,
  form,
  may,
  requests,
}: Props & { requests: readonly RoleRequest[] }) {
  const { language } = useView()
  const t = peopleWords(language)
  const held = new Set(person.roles.map(({ role }) => role))
  const label = (role: string) => statement.label(language, `roles.${role}`)
  const action = `/people/${person.id}/roles`
  const options = staffRolesOf(statement)
    .filter((role) => !held.has(role))
    .map((role) => {
      const most = maximumOf(statement, role)
      return {
        value: role,
        label: most === undefined ? label(role) : `${label(role)} (${t('bound', { most })})`,
      }
    })
  return (
    <section class="stack">
      <Heading id="roles">{t('roles')}</Heading>
      <Text>{t('rolesLead')}</Text>
      <List label={t('roles')}>
        {person.roles.map(({ role, from }) => (
          <Line
            key={role}
            mark={dateInFull(from, language)}
            action={
              may && (
                <Form action={action}>
                  <input type="hidden" name="role" value={role} />
                  <Button kind="secondary" name="change" value="take">
                    {t('takeRole')} <span class="unseen">{label(role)}</span>
                  </Button>
                </Form>
              )
            }
          >
            <b>{label(role)}</b>
          </Line>
        ))}
        {requests.map((one) => (
          <Line key={one.id} mark={dateInFull(one.askedAt, language)}>
            {t(one.change === 'give' ? 'waitsGive' : 'waitsTake', {
              role: label(one.role),
              by: one.askedByName,
            })}
          </Line>
        ))}
      </List>
      {may && (
        <Form action={action} stack>
          <input type="hidden" name="change" value="give" />
          <Select form={form ?? emptyForm(RoleSchema)} name="role" label={t('giveRole')} options={options} />
          <div>
            <Button kind="secondary">{t('ask')}</Button>
          </div>
        </Form>
      )}
    </section>
  )
}

/** The declarations of somebody and how they stand today. */
export function Clearances({ person, today, form, may }: Props) {
  const t = peopleWords(useView().language)
  const shown = form ?? emptyForm(ClearanceSchema, { validFrom: today })
  return (
    <section class="stack">
      <Heading id="clearances">{t('declarations')}</Heading>
      <Text>
        {t('closes')} {!isCleared(person.clearances, today) && <b>{t('isClosed')}</b>}
      </Text>
      <DefinitionList
        items={clearanceStates(person.clearances, today).map(
          (state) => [t(state.kind), <ClearanceTag key={state.kind} state={state} />] as const,
        )}
      />
      {may && (
        <Form action={`/people/${person.id}/clearances`} stack aria-label={t('recordTitle')}>
          <Text small>{t('recordLead')}</Text>
          <Select
            form={shown}
            name="kind"
            label={t('kind')}
            options={CLEARANCE_KINDS.map((kind) => ({ value: kind, label: t(kind) }))}
          />
          <DayField form={shown} name="validFrom" label={t('firstDay')} />
          <DayField form={shown} name="validUntil" label={t('lastDay')} />
          <div>
            <Button kind="secondary">{t('record')}</Button>
          </div>
        </Form>
      )}
    </section>
  )
}

/** The teams of somebody. */
export function Teams({
  person,
  today,
  form,
  may,
  teams,
}: Props & { teams: readonly { id: string; name: string }[] }) {
  const { language } = useView()
  const t = peopleWords(language)
  const shown = form ?? emptyForm(TeamSchema, { from: today })
  const member = new Set(person.teams.map((team) => team.id))
  return (
    <section class="stack">
      <Heading id="teams">{t('teams')}</Heading>
      {person.teams.length === 0 && <Text quiet>{t('noTeam')}</Text>}
      <List label={t('teams')}>
        {person.teams.map((team) => (
          <Line
            key={team.id}
            mark={dateInFull(team.from, language)}
            action={
              may && (
                <Form action={`/people/${person.id}/teams/leave`}>
                  <Button kind="secondary" name="team" value={team.id}>
                    {t('leave')} <span class="unseen">{team.name}</span>
                  </Button>
                </Form>
              )
            }
          >
            <b>{team.name}</b>
            {team.until !== null && (
              <span class="quiet small"> {t('leavesOn', { on: noon(team.until) })}</span>
            )}
          </Line>
        ))}
      </List>
      {may && (
        <Form action={`/people/${person.id}/teams`} stack>
          <Select
            form={shown}
            name="team"
            label={t('joinTitle')}
            options={teams
              .filter(({ id }) => !member.has(id))
              .map(({ id, name }) => ({ value: id, label: name }))}
          />
          <DayField form={shown} name="from" label={t('from')} />
          <DayField form={shown} name="until" label={t('until')} optional />
          <div>
            <Button kind="secondary">{t('join')}</Button>
          </div>
        </Form>
      )}
    </section>
  )
}

/** Ending the employment. */
export function Employment({ person, today, form, may }: Props) {
  const t = peopleWords(useView().language)
  if (!may) return null
  return (
    <Rare title={t('endTitle')} open={form !== undefined}>
      <Text>
        {t('endLead')} {t('endHandOver')}
      </Text>
      <Form action={`/people/${person.id}/end`} stack>
        <DayField
          form={form ?? emptyForm(EndSchema, { endsOn: addDays(today, -1) })}
          name="endsOn"
          label={t('lastWorkingDay')}
        />
        <div>
          <Button kind="secondary">{t('endButton')}</Button>
        </div>
      </Form>
    </Rare>
  )
}
