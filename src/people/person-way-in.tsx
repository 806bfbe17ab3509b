import { Type } from 'typebox'
import { Button, emptyForm, Form, type FormState, Heading, Select, Tag, Text, useView } from '../web/index.ts'
import { Rare } from './page-parts.tsx'
import { BLOCK_REASONS, type Block, type Invitation, type Person, runningBlock } from './person.ts'
import { wayInWords } from './way-in.words.ts'

export const BlockSchema = Type.Object({
  blockReason: Type.Union(BLOCK_REASONS.map((reason) => Type.Literal(reason))),
})

/** How staff sign in on this site: by own accounts, or at the identity provider at this address. */
export type SignInWay = 'own-accounts' | { host: string }

type Props = {
  person: Person
  way: SignInWay
  /** False for one's own page and for who left. */
  may: boolean
  /** Whether this person may invite: an administrator may. */
  invites: boolean
}

/** The own account or the invitation to make one; with an identity provider a sentence that says so. */
export function SignIn({ person, way, may, invites }: Props) {
  const t = wayInWords(useView().language)
  return (
    <section class="stack">
      <Heading id="sign-in">{t('title')}</Heading>
      {typeof way === 'object' ? (
        <Text>{t('byProvider', { host: way.host })}</Text>
      ) : person.wayIn.hasAccount ? (
        <>
          <Text>{t('hasAccount')}</Text>
          {may && (
            <Text quiet small>
              {t('lostAll')}
            </Text>
          )}
        </>
      ) : (
        <Inviting person={person} may={may} invites={invites} />
      )}
    </section>
  )
}

function Inviting({ person, may, invites }: Omit<Props, 'way'>) {
  const { language } = useView()
  const t = wayInWords(language)
  const { invitation } = person.wayIn
  const waits = invitation?.state === 'open'
  const canBe = person.roles.length > 0 && runningBlock(person) === undefined
  return (
    <>
      <InvitationText invitation={invitation} />
      {may && !canBe && !runningBlock(person) && <Text>{t('needsFunction')}</Text>}
      {may && canBe && !invites && <Text>{t('byAdministrator')}</Text>}
      {may && waits && canBe && invites && (
        <Text quiet small>
          {t('againHint')}
        </Text>
      )}
      <div class="row">
        {may && canBe && invites && (
          <Form action={`/people/${person.id}/invite`}>
            <Button kind={waits ? 'secondary' : 'primary'}>{t(invitation ? 'inviteAgain' : 'invite')}</Button>
          </Form>
        )}
        {may && waits && (
          <Form action={`/people/${person.id}/invitation/withdraw`}>
            <Button kind="secondary">{t('withdraw')}</Button>
          </Form>
        )}
      </div>
    </>
  )
}

function InvitationText({ invitation }: { invitation: Invitation | undefined }) {
  const t = wayInWords(useView().language)
  if (!invitation || invitation.state === 'used') return <Text>{t('noAccount')}</Text>
  const { state, madeAt: on, endsAt: until } = invitation
  return (
    <Text>
      {t('noAccount')} {t(state, { on, until })}
    </Text>
  )
}

/** Closing everything for this person at once, and what opens it again. */
export function Blocking(props: {
  person: Person
  actorId: string
  may: boolean
  form: FormState<string> | undefined
}) {
  const { person, may } = props
  const t = wayInWords(useView().language)
  const block = runningBlock(person)
  if (block) return <Blocked {...{ person, block, may }} own={block.by.id === props.actorId} />
  if (!may && !person.wayIn.block) return null
  return (
    <Rare title={t('blockTitle')} open={props.form !== undefined}>
      {person.wayIn.block && <LastBlock block={person.wayIn.block} />}
      {may && (
        <>
          <Text>{t('blockLead')}</Text>
          <Form action={`/people/${person.id}/block`} stack>
            <Select
              form={props.form ?? emptyForm(BlockSchema)}
              name="blockReason"
              label={t('blockReason')}
              options={BLOCK_REASONS.map((reason) => ({ value: reason, label: t(reason) }))}
            />
            <div>
              <Button kind="secondary">{t('block')}</Button>
            </div>
          </Form>
        </>
      )}
    </Rare>
  )
}

function Blocked({ person, block, may, own }: { person: Person; block: Block; may: boolean; own: boolean }) {
  const t = wayInWords(useView().language)
  return (
    <section class="stack">
      <Heading id="block">{t('blockedTitle')}</Heading>
      <Text>
        <b>{t('blocked', { on: block.at, by: block.by.name, reason: t(block.reason) })}</b>
      </Text>
      {may && <Text>{t(own ? 'youBlocked' : 'liftLead')}</Text>}
      {may && !own && (
        <Form action={`/people/${person.id}/unblock`}>
          <Button kind="secondary">{t('lift')}</Button>
        </Form>
      )}
    </section>
  )
}

function LastBlock({ block }: { block: Block }) {
  const t = wayInWords(useView().language)
  if (!block.liftedAt) return null
  const by = block.liftedBy ?? t('commandLine')
  return (
    <Text quiet small>
      {t('lifted', { reason: t(block.reason), on: block.at, until: block.liftedAt, by })}
    </Text>
  )
}

/** In a list: that somebody is blocked, or that an invitation ended unused. */
export function WayInTag({ person }: { person: Person }) {
  const t = wayInWords(useView().language)
  if (runningBlock(person)) return <Tag kind="late">{t('tagBlocked')}</Tag>
  const { hasAccount, invitation } = person.wayIn
  return !hasAccount && invitation?.state === 'over' ? <Tag kind="due">{t('tagOver')}</Tag> : null
}
