import { catalogue } from '../web/index.ts'

/** What waits for who keeps the people here. */
export const waitingWords = catalogue({
  nl: {
    decide: 'Beslis',
    clearances: 'Verklaringen en trainingen die aflopen',
    waysIn: 'Wie niet kan inloggen',
    allClosed: 'alles is dicht',
    lastDay: 'laatste dag',
    daysLeft: 'nog {days, plural, one {# dag} other {# dagen}}',
    toRecord: 'Leg nieuwe vast',
    blockedBecause: 'door {by}: {reason}',
    look: 'Bekijk',
  },
  en: {
    decide: 'Decide',
    clearances: 'Declarations and trainings that end',
    waysIn: 'Who cannot sign in',
    allClosed: 'everything is closed',
    lastDay: 'last day',
    daysLeft: '{days, plural, one {# day} other {# days}} left',
    toRecord: 'Record a new one',
    blockedBecause: 'by {by}: {reason}',
    look: 'Look',
  },
})
