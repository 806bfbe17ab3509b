import type { FastifyRequest } from 'fastify'
import type { Visitor } from '../door/index.ts'
import {
  type Asker,
  addPage,
  demandRight,
  type Met,
  meet,
  type Site,
  statementOf,
  type WaitingGroup,
} from '../shell/index.ts'
import { dateInFull, Notice, Page, PageHead, sendPage, Text, type View } from '../web/index.ts'
import { todayWords } from './today.words.ts'
import { Group } from './waiting-group.tsx'

/** `/today`: where somebody begins who has no clients of their own: what waits for this person, each with the one thing to do. */
export function todayPage(site: Site): void {
  addPage(site, 'GET', '/today', async (request, reply, visitor) => {
    const met = meet(site, request, await site.door.greet(visitor))
    demandRight(met, site.waiting?.some((source) => source.isFor(met)) ?? false)
    const groups = await waitingFor(site, request, visitor, met)
    const { done } = request.query as { done?: string }
    return sendPage(
      reply,
      <TodayPage view={request.view} groups={groups} now={site.now()} seen={done === 'seen'} />,
    )
  })
}

/** One source after the other: a start page need not take every connection at once. */
async function waitingFor(
  site: Site,
  request: FastifyRequest,
  visitor: Visitor,
  { facts, can }: Met<undefined>,
): Promise<WaitingGroup[]> {
  const asker: Asker = {
    ...{ site, visitor, facts, can },
    statement: statementOf(site, facts),
    language: request.view.language,
    take: (answer) => meet(site, request, answer).value,
  }
  const found: WaitingGroup[] = []
  for (const source of site.waiting ?? [])
    if (source.isFor(asker)) found.push(...(await source.groups(asker)))
  return found.filter(({ lines }) => lines.length > 0)
}

type Props = { view: View; groups: readonly WaitingGroup[]; now: Date; seen: boolean }

function TodayPage({ view, groups, now, seen }: Props) {
  const t = todayWords(view.language)
  const count = groups.reduce((sum, { lines }) => sum + lines.length, 0)
  return (
    <Page view={view} title={t('title')} current="/today">
      {seen && <Notice kind="good">{t('seen')}</Notice>}
      <PageHead
        above={dateInFull(now, view.language)}
        title={t('title')}
        {...(count > 0 ? { under: t('count', { count }) } : {})}
      />
      {count === 0 && <Text>{t('nothing')}</Text>}
      {groups.map((group) => (
        <Group key={group.id} group={group} now={now} />
      ))}
    </Page>
  )
}
