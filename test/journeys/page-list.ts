import type { Page } from 'playwright-core'
import type { Neighbourhood } from './neighbourhood.ts'

/** A page in one of its states: who looks, where, and what is done there first. */
export type Stop = {
  /** Of the staff by name, a client of the cast, or nobody. */
  by?: string
  at: string
  act?: (page: Page) => Promise<void>
}
/** Of every address that a site answers to: where to see it, or why it is not seen here. */
type Site = keyof Neighbourhood['pages']
export type PageList = Readonly<Record<Site, Readonly<Record<string, readonly Stop[] | string>>>>

/** What the addresses name. */
export type Ids = {
  dossier: string
  person: string
  access: string
  review: string
  signal: string
  consent: string
}

const send = (page: Page) => page.locator('main form').first().getByRole('button').first().click()
const sendLast = (page: Page) => page.locator('main form').last().getByRole('button').first().click()
const search = (text: string) => async (page: Page) => {
  await page.getByRole('searchbox').fill(text)
  await send(page)
}
const registerChild = async (page: Page) => {
  const child = {
    ...{ 'given-names': 'Jip', surname: 'Klein', 'birth-date': '1-1-2020' },
    ...{ postcode: '2402NR', 'house-number': '1', question: 'Hulp' },
  }
  for (const [name, value] of Object.entries(child)) await page.locator(`[name="${name}"]`).fill(value)
  await send(page)
}
/** Of whom somebody acts for, whose dossier has no address here. */
const followCopy = (page: Page) => page.getByRole('link', { name: 'Gegevens downloaden' }).click()
const chooseOrganisation = (id: string) => async (page: Page) => {
  await page.locator(`input[name=organisation][value=${id}]`).check()
  await send(page)
}
/** Who acts for a client of the demonstration, by number. */
export const MENTOR = '999993331'
const atStandIn = (site: string, act?: (page: Page) => Promise<void>) => async (page: Page) => {
  await page.goto(`${site}/signin`)
  await chooseOrganisation('tom-in-de-buurt')(page)
  await act?.(page)
}

/** A few looks of one person. */
const seenBy = (by: string, ...looks: (string | [string, NonNullable<Stop['act']>])[]): Stop[] =>
  looks.map((look) => (typeof look === 'string' ? { by, at: look } : { by, at: look[0], act: look[1] }))
const seenByNobody = (...looks: (string | [string, NonNullable<Stop['act']>])[]): Stop[] =>
  seenBy('', ...looks).map(({ by: _nobody, ...stop }) => stop)

const LEADS_ON = 'leads on, and shows nothing'
/** Where people have an account of the house itself: a walk of its own. */
export const ACCOUNTS = 'seen in every-account-page.test.ts'
const FOR_PROGRAMS = 'for programs: tested as data'

export function pageList({ at }: Neighbourhood, ids: Ids): PageList {
  return {
    staff: staffPages(ids),
    portal: portalPages(ids),
    publicSite: publicPages(),
    standIn: {
      '/sign-in/staff/:uid': [
        { at: '/', act: atStandIn(at.staff) },
        { at: '/', act: atStandIn(at.staff, send) },
      ],
      '/sign-in/digid/:uid': [
        { at: '/', act: atStandIn(at.portal) },
        { at: '/', act: atStandIn(at.portal, send) },
      ],
    },
  }
}

function staffPages({ dossier, person, access, review, signal, consent }: Ids): PageList['staff'] {
  const aydin = `/dossiers/${dossier}`
  return {
    '/': LEADS_ON,
    '/today': ['karin', 'iris', 'saskia', 'henk'].flatMap((by) => seenBy(by, '/today?done=seen')),
    '/signin': seenByNobody('/signin', ['/signin', send], '/signin?over=1', '/signin?left=1'),
    '/signin/callback': LEADS_ON,
    '/signin/refused': ['no-second-factor', 'no-account', 'not-our-answer'].map((why) => ({
      at: `/signin/refused?why=${why}`,
    })),
    '/account/confirm': seenBy('noor', '/account/confirm?back=%2Faccount%2Fsessions'),
    '/account/sessions': seenBy('noor', '/account/sessions'),
    '/clients': [...seenBy('noor', '/clients'), ...seenBy('bram', '/clients'), ...seenBy('daan', '/clients')],
    '/clients/find': seenBy(
      'noor',
      ...['/clients/find'],
      ...['Aydin', 'Nergens', 'x'].map((text): [string, Stop['act'] & {}] => ['/clients/find', search(text)]),
    ),
    '/clients/new': seenBy(
      'noor',
      ...['/clients/new', '/clients/new?service=access'],
      ['/clients/new?service=access', send],
      ['/clients/new?service=support', registerChild],
    ),
    '/dossiers/:dossier': [
      ...seenBy('noor', aydin, `${aydin}?registered=1`),
      ...['joris', 'fenna', 'bram'].flatMap((by) => seenBy(by, aydin)),
    ],
    '/dossiers/:dossier/question': seenBy('noor', `${aydin}/question`),
    '/dossiers/:dossier/notes': [
      ...seenBy('noor', `${aydin}/notes?saved=1`),
      ...seenBy('joris', `${aydin}/notes`),
    ],
    '/dossiers/:dossier/people': seenBy('noor', `${aydin}/people`),
    '/dossiers/:dossier/notes/new': [
      ...seenBy('noor', `${aydin}/notes/new`, [`${aydin}/notes/new`, send]),
      ...seenBy('joris', `${aydin}/notes/new`),
    ],
    '/dossiers/:dossier/representatives': seenBy('noor', `${aydin}/representatives?recorded=1`, [
      `${aydin}/representatives`,
      sendLast,
    ]),
    '/dossiers/:dossier/consents': seenBy('noor', `${aydin}/consents`),
    '/dossiers/:dossier/consents/new': seenBy('noor', `${aydin}/consents/new`, [
      `${aydin}/consents/new`,
      sendLast,
    ]),
    '/dossiers/:dossier/consents/:consent': seenBy('noor', `${aydin}/consents/${consent}?asked=1`),
    '/dossiers/:dossier/capacity': seenBy('noor', `${aydin}/capacity`, [`${aydin}/capacity`, sendLast]),
    '/dossiers/:dossier/portal-code': ACCOUNTS,
    '/dossiers/:dossier/involved': [
      ...seenBy('noor', `${aydin}/involved`, [`${aydin}/involved`, sendLast]),
      ...seenBy('karin', `${aydin}/involved`),
    ],
    '/incidental-access': [
      ...seenBy('noor', '/incidental-access'),
      ...seenBy('saskia', '/incidental-access', ['/incidental-access', sendLast]),
      ...seenBy('olaf', '/incidental-access', ['/incidental-access', sendLast]),
    ],
    '/incidental-access/emergency': seenBy('noor', '/incidental-access/emergency'),
    '/incidental-access/emergency/form': seenBy('noor', '/incidental-access/emergency/form', [
      '/incidental-access/emergency/form',
      sendLast,
    ]),
    '/incidental-access/:access': seenBy('saskia', `/incidental-access/${access}`),
    '/incidental-access/reviews': seenBy('iris', '/incidental-access/reviews'),
    '/incidental-access/reviews/:access': seenBy('iris', `/incidental-access/reviews/${review}`, [
      `/incidental-access/reviews/${review}`,
      sendLast,
    ]),
    '/people': [...seenBy('karin', '/people'), ...seenBy('henk', '/people')],
    '/people/new': seenBy('henk', '/people/new', ['/people/new', send]),
    '/people/requests': seenBy('yara', '/people/requests'),
    '/people/teams': seenBy('karin', '/people/teams', ['/people/teams', send]),
    '/people/clearances': [...seenBy('karin', '/people/clearances'), ...seenBy('iris', '/people/clearances')],
    '/people/handover': seenBy('karin', '/people/handover', ['/people/handover', send]),
    '/people/:person': [...seenBy('henk', `/people/${person}`), ...seenBy('karin', `/people/${person}`)],
    '/promises': seenBy('iris', '/promises', '/promises?state=open'),
    '/signals': seenBy('iris', '/signals'),
    '/signals/:signal': seenBy('iris', `/signals/${signal}`, [`/signals/${signal}`, send]),
  }
}

function portalPages({ dossier, consent }: Ids): PageList['portal'] {
  const aydin = `/dossiers/${dossier}`
  return {
    '/': [...seenBy('nobody', '/'), ...seenBy('pinas', '/')],
    '/signin': seenByNobody('/signin', ['/signin', send], '/signin?over=1', '/signin?left=1', [
      '/signin',
      chooseOrganisation('mee-zuid-limburg'),
    ]),
    '/signin/callback': LEADS_ON,
    '/signin/refused': ['level-too-low', 'not-our-answer'].map((why) => ({
      at: `/signin/refused?why=${why}`,
    })),
    '/signin/own': ACCOUNTS,
    '/signin/own/lost': ACCOUNTS,
    '/signin/own/new-app': ACCOUNTS,
    '/invited': ACCOUNTS,
    '/invited/account': ACCOUNTS,
    '/account/confirm': seenBy('aydin', '/account/confirm?back=%2Faccount%2Fsessions'),
    '/account/confirm/own': ACCOUNTS,
    '/account/sessions': seenBy('aydin', '/account/sessions'),
    '/who-looked': [...seenBy('nobody', '/who-looked'), ...seenBy('aydin', '/who-looked')],
    '/consents': LEADS_ON,
    '/dossiers/:dossier': seenBy('aydin', aydin),
    '/dossiers/:dossier/consents': seenBy('aydin', `${aydin}/consents`),
    '/dossiers/:dossier/consents/:consent': seenBy('aydin', `${aydin}/consents/${consent}`),
    '/dossiers/:dossier/consents/:consent/give': seenBy('aydin', `${aydin}/consents/${consent}/give`),
    '/dossiers/:dossier/who-looked': seenBy(
      'aydin',
      `${aydin}/who-looked?period=all&who=everybody`,
      `${aydin}/who-looked?period=day`,
    ),
    '/dossiers/:dossier/copy': [...seenBy('aydin', `${aydin}/copy`), ...seenBy(MENTOR, ['/', followCopy])],
    '/dossiers/:dossier/representatives': seenBy('aydin', `${aydin}/representatives`, [
      `${aydin}/representatives`,
      sendLast,
    ]),
    '/acting-for': [...seenBy('aydin', '/acting-for'), ...seenBy(MENTOR, '/acting-for', '/')],
  }
}

function publicPages(): PageList['publicSite'] {
  const tom = '/tom-in-de-buurt'
  return {
    '/': seenByNobody('/'),
    '/:organisation/privacy': seenByNobody(`${tom}/privacy`, '/mee-zuid-limburg/privacy'),
    '/:organisation/privacy/:version': seenByNobody(`${tom}/privacy/2024-03-15`),
    '/:organisation/privacy/changes/:range': 'needs two versions: publication.browser.test.ts has them',
    '/:organisation/register': seenByNobody(`${tom}/register`, '/mee-zuid-limburg/register'),
    '/:organisation/register.json': FOR_PROGRAMS,
    '/statement.schema.json': FOR_PROGRAMS,
    '/dossier-copy.schema.json': FOR_PROGRAMS,
    '/v1/openapi.json': FOR_PROGRAMS,
    '/v1/entities/:id': FOR_PROGRAMS,
    '/v1/:organisation/processing_activities/:id': FOR_PROGRAMS,
    '/v1/:organisation/processing_activities/:id/versions/:version': FOR_PROGRAMS,
  }
}
