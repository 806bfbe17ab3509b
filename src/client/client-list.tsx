import { ButtonLink, Line, Link, List, Tag, useView } from '../web/index.ts'
import type { ListedClient } from './caseload.ts'
import { clientWords } from './client.words.ts'

/** Clients under each other, each with one thing to do. */
export function ClientList({ clients, label }: { clients: readonly ListedClient[]; label: string }) {
  const t = clientWords(useView().language)
  return (
    <List label={label}>
      {clients.map((client) => (
        <Line
          key={client.dossierId}
          mark={client.clientNumber}
          action={
            <ButtonLink href={`/dossiers/${client.dossierId}`} kind="secondary">
              {t('open')}
              <span class="unseen"> {client.name}</span>
            </ButtonLink>
          }
        >
          <Link href={`/dossiers/${client.dossierId}`}>
            <b>{client.name}</b>
          </Link>
          <br />
          <span class="quiet small">
            {t('since', { on: new Date(`${client.openedOn}T12:00:00Z`) })}
            {client.relation === 'same-team' && ` · ${t('sameTeam')}`}
          </span>{' '}
          {client.state === 'closed' && <Tag kind="due">{t('closed')}</Tag>}
          {client.state === 'restricted' && <Tag kind="late">{t('restricted')}</Tag>}
        </Line>
      ))}
    </List>
  )
}
