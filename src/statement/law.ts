import type { Activity, Term } from './facts.ts'

/** A duty of the law to keep data at least so many years, and the activities it reaches. */
export type KeepingDuty = {
  law: string
  link: string
  years: number
  reaches: (activity: Activity, term: Term) => boolean
}

const underWmo = (activity: Activity) =>
  activity.articles.some((article) => /^Wmo 2015 art\. (2\.3|5\.1\.[12])/.test(article))
const underYouthAct = (activity: Activity) =>
  activity.articles.some((article) => article.startsWith('Jeugdwet art. 7.3'))

/** The duties to keep that a term of a statement may fall short of. */
export const keepingDuties: KeepingDuty[] = [
  {
    law: 'Wmo 2015 art. 5.3.4 lid 1',
    link: 'https://wetten.overheid.nl/BWBR0035362/2026-01-01/#Hoofdstuk5_Paragraaf3_Artikel5.3.4',
    years: 15,
    reaches: underWmo,
  },
  {
    law: 'Jeugdwet art. 7.3.8 lid 3',
    link: 'https://wetten.overheid.nl/BWBR0034925/2026-01-01/#Hoofdstuk7_Paragraaf7.3_Artikel7.3.8',
    years: 20,
    reaches: underYouthAct,
  },
  {
    law: 'Stcrt. 2019, 38007',
    link: 'https://zoek.officielebekendmakingen.nl/stcrt-2019-38007.html',
    years: 5,
    reaches: (activity, term) => activity.parts.includes('access-log') && term.keeps === 'access-log',
  },
]
