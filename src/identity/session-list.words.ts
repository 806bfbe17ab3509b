import { catalogue } from '../web/index.ts'

export const sessionWords = catalogue({
  nl: {
    title: 'Waar u bent ingelogd',
    lead: 'Ziet u iets dat u niet kent? Log daar uit en meld het bij uw organisatie.',
    list: 'Plekken waar u bent ingelogd',
    here: 'Dit is de browser waarin u nu werkt.',
    since: '{day} {at, time, short}',
    account: 'Wijzig uw wachtwoord of uw tweede stap',
    lastSeen: 'Voor het laatst gebruikt om {at, time, short} uur',
    'staff-site': 'Medewerkerssite',
    portal: 'Cliëntportaal',
    unknown: 'onbekende browser',
    end: 'Log daar uit',
    endOthers: 'Log overal uit, behalve hier',
    ended:
      '{count, plural, =0 {Er was niets om uit te loggen.} one {Daar bent u nu uitgelogd.} other {Op # plekken bent u nu uitgelogd.}}',
    onlyHere: 'U bent nergens anders ingelogd.',
  },
  en: {
    title: 'Where you are signed in',
    lead: 'Do you see something that you do not know? Sign out there and tell your organisation.',
    list: 'Your open sessions',
    here: 'This is the browser that you are working in now.',
    since: '{day} {at, time, short}',
    account: 'Change your password or your second step',
    lastSeen: 'Last used at {at, time, short}',
    'staff-site': 'Staff site',
    portal: 'Client portal',
    unknown: 'unknown browser',
    end: 'Sign out there',
    endOthers: 'Sign out everywhere but here',
    ended:
      '{count, plural, =0 {There was nothing to sign out of.} one {You are now signed out there.} other {You are now signed out in # places.}}',
    onlyHere: 'You are signed in nowhere else.',
  },
})
