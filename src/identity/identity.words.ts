import { catalogue } from '../web/index.ts'

export const identityWords = catalogue({
  nl: {
    title: 'Inloggen',
    titleAt: 'Inloggen bij {name}',
    staffLead: 'U logt in met het account van uw werk, in twee stappen.',
    clientLead: 'U logt in met DigiD. Gebruik de DigiD-app met controle van uw identiteitsbewijs.',
    accountLead: 'U logt in met een eigen account. De code daarvoor krijgt u van uw hulpverlener.',
    eitherLead:
      'Kies eerst uw organisatie. Bij de ene logt u in met DigiD, bij de andere met een eigen account. Voor DigiD gebruikt u de DigiD-app met controle van uw identiteitsbewijs.',
    where: 'Bij welke organisatie?',
    organisation: 'organisatie',
    choose: 'Kies een organisatie uit de lijst.',
    signIn: 'Inloggen',
    signInDigid: 'Inloggen met DigiD',
    again: 'Opnieuw inloggen',
    refusedTitle: 'U bent niet ingelogd',
    'no-second-factor': 'U kwam binnen met alleen een wachtwoord. Dat is te weinig om dossiers te openen.',
    'no-second-factor-way':
      'Log opnieuw in en gebruik ook de tweede stap, zoals een code uit een app. Hebt u die niet? Vraag uw beheerder.',
    'no-subject': 'Uw inlogdienst vertelde ons niet wie u bent.',
    'no-subject-way': 'Dit kunt u zelf niet oplossen. Vraag uw beheerder.',
    'level-too-low': 'U logde in op een niveau dat te laag is om een dossier te openen.',
    'level-too-low-way':
      'Log in op niveau Substantieel: met de DigiD-app waarin u één keer uw identiteitsbewijs liet controleren. Die controle doet u in de app zelf. Lukt het niet? Vraag uw contactpersoon om u te helpen.',
    'no-mandate':
      'U logde in namens iemand anders. Bij ons staat niet dat u voor deze persoon iets mag regelen.',
    'no-mandate-way':
      'Vraag deze persoon om u toestemming te geven in het portaal. Of vraag het de contactpersoon van deze persoon.',
    'not-a-bsn': 'Bij het inloggen kregen wij geen burgerservicenummer dat klopt.',
    'not-a-bsn-way': 'Probeer het nog een keer. Lukt het weer niet? Bel ons.',
    'no-account': 'U hebt bij deze organisatie geen account dat nu geldt.',
    'no-account-way': 'Koos u de goede organisatie? Vraag anders uw beheerder om een account.',
    cancelled: 'U bent gestopt met inloggen. Er is niets gebeurd.',
    'cancelled-way': 'Wilt u toch inloggen? Begin dan opnieuw.',
    'somebody-else': 'U liet zien dat u iemand anders bent dan wie hier is ingelogd.',
    'somebody-else-way': 'Log uit, en log in als uzelf.',
    'not-our-answer': 'Het inloggen duurde te lang, of u had op deze manier al ingelogd.',
    'not-our-answer-way': 'Begin opnieuw, in één venster.',
    confirmTitle: 'Laat nog één keer zien wie u bent',
    confirmLead:
      'Wat u wilt doen is gevoelig. Daarom vragen wij nu opnieuw uw tweede stap. Daarna kunt u twee minuten verder.',
    confirmLeadClient:
      'Wat u wilt doen is gevoelig. Daarom vragen wij u om opnieuw in te loggen. Daarna kunt u tien minuten verder. Wat u al invulde, staat er dan nog.',
    confirm: 'Bevestig met uw account',
    confirmDigid: 'Bevestig met DigiD',
    confirmNot: 'Nee, ga terug naar het begin',
  },
  en: {
    title: 'Sign in',
    titleAt: 'Sign in at {name}',
    staffLead: 'You sign in with the account of your work, in two steps.',
    clientLead: 'You sign in with DigiD. Use the DigiD app with a check of your identity document.',
    accountLead: 'You sign in with an account of your own. Your worker gives you the code for it.',
    eitherLead:
      'Choose your organisation first. At one you sign in with DigiD, at the other with an account of your own. For DigiD you use the DigiD app with a check of your identity document.',
    where: 'At which organisation?',
    organisation: 'organisation',
    choose: 'Choose an organisation from the list.',
    signIn: 'Sign in',
    signInDigid: 'Sign in with DigiD',
    again: 'Sign in again',
    refusedTitle: 'You are not signed in',
    'no-second-factor': 'You came in with a password only. That is too little to open dossiers.',
    'no-second-factor-way':
      'Sign in again and use the second step too, such as a code from an app. You have none? Ask your administrator.',
    'no-subject': 'Your sign-in service did not tell us who you are.',
    'no-subject-way': 'You cannot solve this yourself. Ask your administrator.',
    'level-too-low': 'You signed in at a level that is too low to open a dossier.',
    'level-too-low-way':
      'Sign in at level Substantieel: with the DigiD app in which you had your identity document checked once. You do that check in the app itself. It does not work? Ask your contact person to help you.',
    'no-mandate':
      'You signed in on behalf of somebody else. We have no record that you may arrange things for this person.',
    'no-mandate-way': 'Ask this person to give you a mandate in the portal. Or ask their contact person.',
    'not-a-bsn': 'Signing in did not give us a citizen service number that is right.',
    'not-a-bsn-way': 'Try once more. Still no luck? Call us.',
    'no-account': 'You have no account at this organisation that is valid now.',
    'no-account-way': 'Did you choose the right organisation? If so, ask your administrator for an account.',
    cancelled: 'You stopped signing in. Nothing has happened.',
    'cancelled-way': 'Do you want to sign in after all? Then start again.',
    'somebody-else': 'You showed that you are somebody else than who is signed in here.',
    'somebody-else-way': 'Sign out, and sign in as yourself.',
    'not-our-answer': 'Signing in took too long, or was used once already.',
    'not-our-answer-way': 'Start again, in one window.',
    confirmTitle: 'Show once more who you are',
    confirmLead:
      'What you want to do is sensitive. That is why we ask your second step again now. After that you can go on for two minutes.',
    confirmLeadClient:
      'What you want to do is sensitive. That is why we ask you to sign in again. After that you can go on for ten minutes. What you filled in already will still be there.',
    confirm: 'Confirm with your account',
    confirmDigid: 'Confirm with DigiD',
    confirmNot: 'No, go back to the start',
  },
})

/** Why somebody is not signed in: the codes that the refused page knows. */
export const refusedCodes = [
  'no-subject',
  'no-second-factor',
  'level-too-low',
  'no-mandate',
  'not-a-bsn',
  'no-account',
  'cancelled',
  'somebody-else',
  'not-our-answer',
] as const

export type RefusedCode = (typeof refusedCodes)[number]
