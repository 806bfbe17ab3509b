import type { PlainDate } from '../kernel/index.ts'
import { ButtonLink, Line, Link, List, Tag, useView } from '../web/index.ts'
import type { ListedClient } from './caseload.ts'
import { clientWords } from './client.words.ts'

type Props = {
  clients: readonly ListedClient[]
  label: string
  today: PlainDate
  /** Whether reports may be written with clients of one's own. */
  mayWrite: boolean
}

/** Clients under each other: the name opens the dossier; beside it the one thing that is done most. */
export function ClientList({ clients, label, today, mayWrite }: Props) {
  const t = clientWords(useView().language)
  const writable = (client: ListedClient) =>
    mayWrite && client.relation === 'involved' && client.state === 'open'
  return (
    <List label={label}>
      {clients.map((client) => (
        <Line
          key={client.dossierId}
          mark={client.clientNumber}
          action={
            writable(client) && (
              <ButtonLink href={`/dossiers/${client.dossierId}/notes/new`} kind="secondary">
                {t('writeNote')}
                <span class="unseen"> {t('about', { name: client.name })}</span>
              </ButtonLink>
            )
          }
        >
          <Link href={`/dossiers/${client.dossierId}`}>
            <b>{client.name}</b>
          </Link>
          <br />
          <span class="quiet small">
            {client.openedOn === today
              ? t('sinceToday')
              : t('since', { on: new Date(`${client.openedOn}T12:00:00Z`) })}
            {client.relation === 'same-team' && ` · ${t('sameTeam')}`}
          </span>{' '}
          {client.state === 'closed' && <Tag kind="due">{t('closed')}</Tag>}
          {client.state === 'restricted' && <Tag kind="late">{t('restricted')}</Tag>}
        </Line>
      ))}
    </List>
  )
}
