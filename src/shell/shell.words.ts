import { catalogue } from '../web/index.ts'

/** The menu, and the page that says why something is refused. */
export const shellWords = catalogue({
  nl: {
    signedIn: 'U bent ingelogd',
    myClients: 'Mijn cliënten',
    find: 'Zoeken',
    register: 'Aanmelden',
    promises: 'Beloften',
    myDossier: 'Mijn dossier',
    whoLooked: 'Wie keek er',
    refusedTitle: 'Dit kan nu niet',
    refusedRead: 'U mag bij deze cliënt niet lezen: {parts}.',
    refusedWrite: 'U mag bij deze cliënt niets schrijven in: {parts}.',
    refusedOther: 'Dit mag u nu niet doen.',
    refusedSecondFactor: 'U bent ingelogd zonder tweede controle. Zonder die controle openen wij niets.',
    refusedClearance:
      'U hebt nu geen geldige geheimhoudingsverklaring of verklaring omtrent het gedrag (VOG). Daarom blijft alles dicht.',
    written: 'Dat u dit probeerde, staat in het logboek. De cliënt kan dat zien.',
    helpSignInAgain: 'Log opnieuw in, met de tweede controle.',
    helpClearance: 'Lever uw nieuwe verklaring in bij uw teammanager. Daarna gaat alles weer open.',
    helpRelation:
      'Dit kan wel als u bij deze cliënt betrokken bent. Een collega die dat is, kan u erbij vragen.',
    whoIsInvolved: 'Kijk wie betrokken is',
    nothingTitle: 'Welkom',
    nothingText:
      'U bent ingelogd. Voor uw functie staat hier nu niets klaar: u werkt niet in dossiers van cliënten.',
    helpIncidental: 'Dit kan wel met een tijdelijke inzage, voor één dossier en met een reden.',
    helpConsent: 'Dit kan wel als de cliënt er toestemming voor geeft.',
    helpState: 'Dit kan wel zolang het dossier open is.',
    helpPurpose: 'Dit kan wel voor een ander doel: {purpose}.',
    helpNothing: 'De privacyverklaring staat dit in uw functie niet toe.',
    back: 'Terug naar mijn cliënten',
    toStart: 'Naar het begin',
  },
  en: {
    signedIn: 'You are signed in',
    myClients: 'My clients',
    find: 'Find',
    register: 'Register',
    promises: 'Promises',
    myDossier: 'My dossier',
    whoLooked: 'Who looked',
    refusedTitle: 'This is not possible now',
    refusedRead: 'With this client you may not read: {parts}.',
    refusedWrite: 'With this client you may not write in: {parts}.',
    refusedOther: 'You may not do this now.',
    refusedSecondFactor: 'You signed in without a second check. Without it we open nothing.',
    refusedClearance:
      'You have no valid secrecy declaration or certificate of conduct (VOG) now. So everything stays closed.',
    written: 'That you tried this stands in the log. The client can see it.',
    helpSignInAgain: 'Sign in again, with the second check.',
    helpClearance: 'Hand in your new declaration to your team manager. After that everything opens again.',
    helpRelation:
      'This is possible if you are involved with this client. A colleague who is can ask you to join.',
    whoIsInvolved: 'See who is involved',
    nothingTitle: 'Welcome',
    nothingText:
      'You are signed in. There is nothing here for your function now: you do not work in dossiers of clients.',
    helpIncidental: 'This is possible with temporary access, for one dossier and with a reason.',
    helpConsent: 'This is possible if the client consents.',
    helpState: 'This is possible as long as the dossier is open.',
    helpPurpose: 'This is possible for another purpose: {purpose}.',
    helpNothing: 'The privacy statement does not allow this in your function.',
    back: 'Back to my clients',
    toStart: 'Go to the start',
  },
})
