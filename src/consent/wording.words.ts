import { catalogue } from '../web/index.ts'

/** The words of a request for consent. What was asked before keeps the words that it was asked in. */
export const wordingWords = catalogue({
  nl: {
    giveTitle:
      'Mogen wij gegevens {of, select, client {over u} other {over deze persoon}} geven aan {party}?',
    askTitle: 'Mogen wij {party} iets vragen {of, select, client {over u} other {over deze persoon}}?',
    about: 'Over wie',
    nameAndNumber: '{name}, klantnummer {number}',
    asker: 'Wie vraagt dit',
    askerOf: '{name}, {role} bij {organisation}',
    askerAt: '{name}, {role} ({employer}) bij {organisation}',
    toWhom: 'Aan wie',
    fromWhom: 'Aan wie wij het vragen',
    partyAndKind: '{party} ({kind})',
    why: 'Waarom',
    forWhat: 'Waarvoor',
    which: 'Welke gegevens',
    precisely: 'Precies: {text}',
    howLong: 'Hoe lang',
    period: 'Van {from, date, full} tot en met {until, date, full}',
    noGiving: 'U beslist zelf. Zegt u nee? Dan geven wij deze gegevens niet.',
    noAsking: 'U beslist zelf. Zegt u nee? Dan vragen wij dit niet.',
    withdraw:
      'Zegt u ja? U kunt dat elk moment intrekken, op de bladzijde waar u ja zei. Dan mag het vanaf dat moment niet meer. Wat tot dan is gedeeld, blijft gedeeld.',
    notMore: 'Wij geven niet meer dan hier staat, en alleen aan {party}.',
    notMoreAsked: 'Wij vragen niet meer dan hier staat, en alleen aan {party}.',
  },
  en: {
    giveTitle: 'May we give data {of, select, client {about you} other {about this person}} to {party}?',
    askTitle: 'May we ask {party} something {of, select, client {about you} other {about this person}}?',
    about: 'About whom',
    nameAndNumber: '{name}, client number {number}',
    asker: 'Who asks this',
    askerOf: '{name}, {role} at {organisation}',
    askerAt: '{name}, {role} ({employer}) at {organisation}',
    toWhom: 'To whom',
    fromWhom: 'Whom we ask',
    partyAndKind: '{party} ({kind})',
    why: 'Why',
    forWhat: 'What for',
    which: 'Which data',
    precisely: 'Precisely: {text}',
    howLong: 'How long',
    period: 'From {from, date, full} to {until, date, full}',
    noGiving: 'It is your own decision. If you say no, we do not give these data.',
    noAsking: 'It is your own decision. If you say no, we do not ask this.',
    withdraw:
      'If you say yes, you can withdraw that at any moment, on the page where you said yes. From then on it is not allowed any more. What was shared until then stays shared.',
    notMore: 'We give no more than what stands here, and to {party} alone.',
    notMoreAsked: 'We ask no more than what stands here, and {party} alone.',
  },
})
