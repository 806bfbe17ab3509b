import { catalogue } from '../web/index.ts'

/** The page where somebody begins who has no clients of their own. */
export const todayWords = catalogue({
  nl: {
    title: 'Vandaag',
    count: '{count, plural, one {Er wacht # ding op u.} other {Er wachten # dingen op u.}}',
    nothing: 'Er wacht nu niets op u. Komt er iets bij, dan staat het hier.',
    markToday: 'vandaag, {at, time, short}',
    markYesterday: 'gisteren, {at, time, short}',
    todayAt: 'sinds vandaag, {at, time, short} uur',
    yesterdayAt: 'sinds gisteren, {at, time, short} uur',
    since: 'sinds {at, date, full}',
    sinceWord: 'Wacht sinds',
    more: 'Bekijk alle {count}',
    seen: 'Vastgelegd dat u dit zag.',
  },
  en: {
    title: 'Today',
    count: '{count, plural, one {# thing waits for you.} other {# things wait for you.}}',
    nothing: 'Nothing waits for you now. When something comes, it stands here.',
    markToday: 'today, {at, time, short}',
    markYesterday: 'yesterday, {at, time, short}',
    todayAt: 'since today, {at, time, short}',
    yesterdayAt: 'since yesterday, {at, time, short}',
    since: 'since {at, date, full}',
    sinceWord: 'Waits since',
    more: 'See all {count}',
    seen: 'That you saw this is recorded.',
  },
})
