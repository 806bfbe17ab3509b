import { catalogue } from '../web/index.ts'

/** The page where a copy is taken. */
export const copyWords = catalogue({
  nl: {
    title: 'Uw gegevens downloaden',
    titleOfAnother: 'Gegevens downloaden',
    lead: 'U hebt recht op een kopie van uw dossier. Die kunt u hier meteen downloaden.',
    leadOfAnother: 'U kunt een kopie downloaden van wat u voor deze persoon mag zien.',
    inIt: 'Wat staat erin?',
    inItems: 'Alles wat wij over u opschreven, en van wie dat komt.',
    inScope: 'Wat wij opschreven over: {parts}. Ook van wie dat komt.',
    inNotes: 'Alle verslagen van gesprekken.',
    inInvolved: 'Wie u helpt, en wie u eerder hielp.',
    inConsents: 'Waar u toestemming voor gaf, of niet.',
    inRepresentatives: 'Wie iets voor u regelt, of dat eerder deed.',
    inWeighings: 'Wat een hulpverlener opschreef over of u zelf kunt beslissen.',
    inLog: 'Wie er in uw dossier keek, en waarom dat mocht.',
    notInIt: 'Wat staat er niet in?',
    notOthers: 'Wat andere organisaties over u bewaren. Vraag het aan die organisaties.',
    notDrafts: 'Een verslag dat nog niet af is.',
    notRegisters: 'Klachten en meldingen van een incident. Die staan nooit in een dossier.',
    notSafety:
      'Een regel over een noodgeval komt soms later in de lijst van wie er keek, als dat veiliger is. Die staat dan ook later in een kopie.',
    notAccount: 'Hoe en wanneer u inlogde.',
    notScope: 'Wat u voor deze persoon niet mag zien.',
    careful: 'Let goed op uw kopie',
    carefulWhy:
      'In de bestanden staat alles leesbaar. Wie ze opent, kan alles lezen. Download ze alleen op een apparaat waar niemand anders bij kan. Kijkt er iemand met u mee? Doe het dan later.',
    readable: 'Om te lezen',
    readableWhat:
      'Eén bestand dat u kunt openen en afdrukken, op een computer of telefoon. U hebt er geen internet voor nodig.',
    readableButton: 'Download om te lezen',
    data: 'Voor een computer',
    dataWhat: 'Dezelfde gegevens als JSON. Dat is handig als een ander programma ze moet lezen.',
    dataSchema: 'Hoe dat bestand in elkaar zit',
    dataButton: 'Download als JSON',
    kept: 'Wij bewaren deze bestanden niet. Dat u een kopie downloadde, staat in de lijst van wie er keek.',
    again: 'U bent opnieuw ingelogd. Kies nu nog een keer wat u wilt downloaden.',
    notAllowed:
      'U mag voor deze persoon kijken, maar geen kopie downloaden. Wilt u dat wel? Vraag het deze persoon, of een hulpverlener.',
    byWorker:
      'Lukt het niet, of wilt u een kopie op papier? Vraag het uw hulpverlener, of schrijf naar {email}.',
  },
  en: {
    title: 'Download your data',
    titleOfAnother: 'Download data',
    lead: 'You have a right to a copy of your dossier. You can download it here at once.',
    leadOfAnother: 'You can download a copy of what you may see for this person.',
    inIt: 'What is in it?',
    inItems: 'All that we wrote down about you, and who it comes from.',
    inScope: 'What we wrote down about: {parts}. Also who it comes from.',
    inNotes: 'All reports of conversations.',
    inInvolved: 'Who helps you, and who helped you before.',
    inConsents: 'What you gave consent for, or not.',
    inRepresentatives: 'Who arranges things for you, or did so before.',
    inWeighings: 'What a worker wrote about whether you can decide alone.',
    inLog: 'Who looked in your dossier, and why that was allowed.',
    notInIt: 'What is not in it?',
    notOthers: 'What other organisations keep about you. Ask those organisations.',
    notDrafts: 'A report that is not finished yet.',
    notRegisters: 'Complaints and reports of an incident. Those are never in a dossier.',
    notSafety:
      'A line about an emergency sometimes comes later in the list of who looked, when that is safer. Then it is in a copy later too.',
    notAccount: 'How and when you signed in.',
    notScope: 'What you may not see for this person.',
    careful: 'Be careful with your copy',
    carefulWhy:
      'Everything in the files can be read. Whoever opens them can read it all. Download them only on a device that nobody else can use. Is somebody looking over your shoulder? Then do it later.',
    readable: 'To read',
    readableWhat:
      'One file that you can open and print, on a computer or a phone. You need no internet for it.',
    readableButton: 'Download to read',
    data: 'For a computer',
    dataWhat: 'The same data as JSON. That helps when another program has to read them.',
    dataSchema: 'How that file is made up',
    dataButton: 'Download as JSON',
    kept: 'We do not keep these files. That you downloaded a copy stands in the list of who looked.',
    again: 'You signed in again. Now choose once more what you want to download.',
    notAllowed:
      'You may look for this person, but not download a copy. Would you like to? Ask this person, or a worker.',
    byWorker: 'Does it not work, or do you want a copy on paper? Ask your worker, or write to {email}.',
  },
})
