import { catalogue } from '../web/index.ts'

export const noticeWords = catalogue({
  nl: {
    left: 'U bent uitgelogd.',
    over: 'U bent niet meer ingelogd. Log opnieuw in: u gaat verder waar u was.',
    idle: 'U deed een tijd niets. Daarom hebben wij u uitgelogd. Log opnieuw in: u gaat verder waar u was.',
    'ten-hours':
      'U was tien uur ingelogd. Langer kan niet achter elkaar. Log opnieuw in: u gaat verder waar u was.',
    elsewhere:
      'U bent hier uitgelogd vanaf een andere plek. Deed u dat niet zelf? Meld het dan meteen bij uw organisatie.',
    'signed-in-anew':
      'U hebt daarna opnieuw ingelogd. Wat hier nog openstond, is toen gestopt. Log opnieuw in.',
    'new-account':
      'Er is een nieuw account voor u gemaakt. Log daarmee in. Deed u dat niet zelf? Meld het dan meteen bij uw organisatie.',
    account:
      'Met dit account kunt u nu niet werken. Daarom bent u uitgelogd. Opnieuw inloggen lukt niet. Vraag uw beheerder wat u kunt doen.',
    role: 'Uw functie is veranderd. Daarom hebben wij u uitgelogd. Log opnieuw in: u ziet dan wat bij uw functie van nu hoort.',
    'one-factor':
      'U bent ingelogd zonder tweede stap. Zonder die stap openen wij niets. Log opnieuw in, met de tweede stap.',
    running: 'U bent in deze browser al opnieuw ingelogd.',
    goOn: 'Ga verder waar u was',
  },
  en: {
    left: 'You are signed out.',
    over: 'You are not signed in any more. Sign in again: you will go on where you were.',
    idle: 'You did nothing for a while. That is why we signed you out. Sign in again: you will go on where you were.',
    'ten-hours':
      'You were signed in for ten hours. It cannot be longer at a stretch. Sign in again: you will go on where you were.',
    elsewhere:
      'You were signed out here from another place. Was it not you? Then tell your organisation at once.',
    'signed-in-anew':
      'You signed in again after this. What was still open here has ended then. Sign in again.',
    'new-account':
      'A new account was made for you. Sign in with that one. Was it not you? Then tell your organisation at once.',
    account:
      'You cannot work with this account now. That is why you are signed out. Signing in again will not succeed. Ask your administrator what you can do.',
    role: 'Your function has changed. That is why we signed you out. Sign in again: you will see what belongs to your function of now.',
    'one-factor':
      'You signed in without a second check. Without it we open nothing. Sign in again, with the second check.',
    running: 'You have signed in again in this browser already.',
    goOn: 'Go on where you were',
  },
})
