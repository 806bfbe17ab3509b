import type { Language } from '../web/index.ts'

/** What the program does to keep a promise, in a sentence: only for what is built. The rest says that it is not. */
const sentences: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'TOM-1.1': {
    nl: 'Toegang volgt functie en betrokkenheid. Bij welk lid iemand werkt, telt niet.',
    en: 'Access follows function and involvement. Which member employs somebody does not count.',
  },
  'TOM-1.3': {
    nl: 'Wie te jong is, wordt niet aangemeld. Er wordt niets bewaard.',
    en: 'Somebody who is too young is not registered. Nothing is kept.',
  },
  'TOM-3.1': {
    nl: 'Elke blik noemt een doel. De database weigert een doel dat niet op de lijst staat.',
    en: 'Every look names a purpose. The database refuses one that is not listed.',
  },
  'TOM-3.2': {
    nl: 'De cliënt leest vraag en verslagen in het portaal. Berichten zijn er nog niet.',
    en: 'The client reads question and reports in the portal. There are no messages yet.',
  },
  'TOM-4.1': {
    nl: 'Alleen gegevens van de lijst passen in het formulier en in de database.',
    en: 'Only items of the list fit the form and the database.',
  },
  'TOM-4.2': {
    nl: 'Het BSN is versleuteld, gecontroleerd en alleen voor zijn eigen doelen te openen.',
    en: 'The BSN is encrypted, checked, and opens for its own purposes only.',
  },
  'TOM-4.4': {
    nl: 'Bij elk gegeven staat waar het vandaan komt en wanneer het kwam. Ontvangen van anderen kan nog niet.',
    en: 'With every item stands where it comes from and when it came. Receiving from others is not built yet.',
  },
  'TOM-4.5': {
    nl: 'Het klantnummer is toeval en zegt niets. Een typefout valt op.',
    en: 'The client number is chance and says nothing. A typing error shows.',
  },
  'TOM-7.1': {
    nl: 'Wie niet betrokken is, krijgt hetzelfde antwoord voor een cliënt en voor iemand die dat niet is.',
    en: 'Somebody who is not involved gets the same answer for a client and for anybody else.',
  },
  'TOM-7.2': {
    nl: 'Elke regel in het logboek noemt de verwerking, en zo de grondslag.',
    en: 'Every entry in the log names the activity, and so the legal ground.',
  },
  'TOM-7.4': {
    nl: 'Opent iemand in nood een dossier? Dan lezen de functionaris en de teammanager dat op elke bladzijde, tot die oordeelde of het zag.',
    en: 'Does somebody open a dossier in an emergency? Then the officer and the team manager read so on every page, until they judged or saw it.',
  },
  'TOM-8.1': {
    nl: 'De regels verbieden het programma om te beslissen.',
    en: 'The rules forbid the program to decide.',
  },
  'TOM-9.1': {
    nl: 'De cliënt komt binnen op niveau Substantieel of hoger, in het eigen dossier.',
    en: 'The client gets in at level Substantial or higher, in their own dossier.',
  },
  'TOM-9.5': {
    nl: 'Wat een functie mag, staat in regels. De database kent ze ook.',
    en: 'What a function may do stands in rules. The database knows them too.',
  },
  'TOM-9.8': {
    nl: 'Kwaliteit en teammanager kijken alleen tijdelijk, met een reden. De cliënt ziet dat.',
    en: 'Quality and team manager look only for a while, with a reason. The client sees it.',
  },
  'TOM-9.10': {
    nl: 'Auditor en toezichthouder kijken met een opdracht tot een einddatum, en schrijven nooit.',
    en: 'Auditor and supervisor look with a mandate until an end date, and never write.',
  },
  'TOM-9.12': {
    nl: 'Het aantal beheerders is begrensd. Niemand geeft zichzelf rechten.',
    en: 'The number of administrators is bounded. Nobody grants rights to themselves.',
  },
  'TOM-9.13': {
    nl: 'De database toont niets zonder regel in het logboek. Het logboek is verzegeld.',
    en: 'The database shows nothing without an entry in the log. The log is sealed.',
  },
  'TOM-10.1': {
    nl: 'De cliënt leest vooraf aan wie, waarom, waarvoor, welke gegevens en hoe lang, en zegt ja of nee op precies die tekst. Delen zelf is er nog niet.',
    en: 'The client reads beforehand to whom, why, what for, which data and how long, and says yes or no to that very text. Sharing itself is not built yet.',
  },
  'TOM-10.2': {
    nl: 'Een toestemming in het portaal blijft in het dossier: de tekst, van wie, wanneer en hoe ingelogd. Op papier is er nog niet.',
    en: 'A consent in the portal stays in the dossier: the text, by whom, when and how signed in. On paper is not built yet.',
  },
  'TOM-10.4': {
    nl: 'De cliënt trekt een toestemming in met één knop, en dat geldt meteen.',
    en: 'The client withdraws a consent with one button, and that holds at once.',
  },
  'TOM-11.1': {
    nl: 'De cliënt downloadt een kopie van het hele dossier, na opnieuw inloggen. Een verzoek via de hulpverlener is er nog niet.',
    en: 'The client downloads a copy of the whole dossier, after signing in anew. A request through the worker is not built yet.',
  },
  'TOM-12.1': { nl: 'Zonder tweede stap gaat niets open.', en: 'Without a second factor nothing opens.' },
  'TOM-12.3': {
    nl: 'De cliënt ziet binnen een seconde wie keek, naar wat en waarom.',
    en: 'The client sees within a second who looked, at what and why.',
  },
  'TOM-12.4': {
    nl: 'Gegevens zijn versleuteld voordat de database ze ziet.',
    en: 'Data are encrypted before the database sees them.',
  },
  'TOM-12.10': {
    nl: 'Het programma rekent het logboek steeds na. Hier staat wat klopt en wat niet.',
    en: 'The program keeps recomputing the log. This page says what holds and what does not.',
  },
  'TOM-12.9': {
    nl: 'Zonder geldige geheimhouding, VOG en training blijft alles dicht.',
    en: 'Without valid secrecy declaration, certificate and training everything stays closed.',
  },
  'TOM-13.1': {
    nl: 'De verklaring staat gedateerd op de website, met elke versie en wat veranderde.',
    en: 'The statement stands dated on the site, with every version and what changed.',
  },
  'MEE-2.2': {
    nl: 'Elk deel van een dossier gaat apart open, en het logboek noemt dat deel.',
    en: 'Every part of a dossier opens by itself, and the log names that part.',
  },
  'MEE-4.1': {
    nl: 'De cliënt zegt in het portaal ja of nee op wat wij een ander willen vragen. Het vragen zelf is er nog niet.',
    en: 'The client says yes or no in the portal to what we want to ask another. The asking itself is not built yet.',
  },
  'MEE-5.1': {
    nl: 'De cliënt zegt in het portaal ja of nee op wat wij een ander willen geven. Het geven zelf is er nog niet.',
    en: 'The client says yes or no in the portal to what we want to give another. The giving itself is not built yet.',
  },
  'MEE-6.1': {
    nl: 'Een doel dat niet in de eigen verklaring staat, wordt geweigerd.',
    en: 'A purpose that is not in the own statement is refused.',
  },
  'MEE-8.1': {
    nl: 'Elke verwerking heeft een van de zes grondslagen, ook in het logboek.',
    en: 'Every activity has one of the six legal grounds, in the log too.',
  },
  'MEE-9.1': {
    nl: 'De regels verbieden het programma om te beslissen.',
    en: 'The rules forbid the program to decide.',
  },
  'MEE-11.3': {
    nl: 'Zonder geldige geheimhouding, VOG en training blijft alles dicht. Wie keek, staat vast.',
    en: 'Without valid declarations and training everything stays closed. Who looked is on record.',
  },
  'MEE-14.1': {
    nl: 'De cliënt leest het eigen dossier en downloadt een kopie. Een verzoek via de hulpverlener is er nog niet.',
    en: 'The client reads the own dossier and downloads a copy. A request through the worker is not built yet.',
  },
  'MEE-18.1': {
    nl: 'De verklaring noemt de functionaris en de toezichthouder. Elke wijziging is te lezen.',
    en: 'The statement names the officer and the authority. Every change can be read.',
  },
  'MEE-17.1': {
    nl: 'De openbare website zet geen cookie en laadt niets van elders.',
    en: 'The public site sets no cookie and loads nothing from elsewhere.',
  },
}

/** The sentence, or undefined when nothing is built for this promise by itself. */
export function whatItDoes(id: string, language: Language): string | undefined {
  return sentences[id]?.[language]
}

/** The promises that have a sentence. */
export const describedPromises: readonly string[] = Object.keys(sentences)
