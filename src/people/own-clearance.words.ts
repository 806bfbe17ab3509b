import { catalogue } from '../web/index.ts'

/** What somebody must know and do about their own declarations and training. */
export const ownClearanceWords = catalogue({
  nl: {
    ownTitle: 'Uw eigen verklaringen',
    ownEnds: '{kind}: {state}.',
    'renew-secrecy': 'Teken een nieuwe verklaring.',
    'renew-conduct': 'Vraag een nieuwe aan.',
    'renew-awareness': 'Volg de training opnieuw.',
    ownHelp:
      'Laat dat op tijd zien aan uw teammanager of beheerder. Anders gaat na de laatste dag alles dicht.',
    'none-secrecy': 'Uw geheimhoudingsverklaring is niet vastgelegd.',
    'none-conduct': 'Uw verklaring omtrent het gedrag (VOG) is niet vastgelegd.',
    'none-awareness': 'Uw training bewust omgaan met gegevens is niet vastgelegd.',
    'over-secrecy': 'Uw geheimhoudingsverklaring gold tot en met {on, date, full}.',
    'over-conduct': 'Uw verklaring omtrent het gedrag (VOG) gold tot en met {on, date, full}.',
    'over-awareness': 'Uw training bewust omgaan met gegevens gold tot en met {on, date, full}.',
    'get-secrecy': 'Teken een nieuwe verklaring.',
    'get-conduct': 'Vraag een nieuwe VOG aan.',
    'get-awareness': 'Volg de training.',
    nextOwn: 'De volgende geldt vanaf {on, date, full}.',
    showIt:
      'Laat daarna aan uw teammanager of beheerder zien dat het in orde is. Zodra die dit vastlegt, gaat alles open.',
  },
  en: {
    ownTitle: 'Your own declarations',
    ownEnds: '{kind}: {state}.',
    'renew-secrecy': 'Sign a new declaration.',
    'renew-conduct': 'Apply for a new one.',
    'renew-awareness': 'Follow the training again.',
    ownHelp:
      'Show that to your team manager or administrator in time. Otherwise everything closes after the last day.',
    'none-secrecy': 'Your secrecy declaration is not recorded.',
    'none-conduct': 'Your certificate of conduct (VOG) is not recorded.',
    'none-awareness': 'Your training in handling data with care is not recorded.',
    'over-secrecy': 'Your secrecy declaration was valid up to and including {on, date, full}.',
    'over-conduct': 'Your certificate of conduct (VOG) was valid up to and including {on, date, full}.',
    'over-awareness':
      'Your training in handling data with care was valid up to and including {on, date, full}.',
    'get-secrecy': 'Sign a new declaration.',
    'get-conduct': 'Apply for a new certificate.',
    'get-awareness': 'Follow the training.',
    nextOwn: 'The next one is valid from {on, date, full}.',
    showIt:
      'After that show your team manager or administrator that it is in order. Once they record it, everything opens.',
  },
})
