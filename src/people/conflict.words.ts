import { catalogue } from '../web/index.ts'

/** Why something about the people here was not done, although the rules allow it: a sentence for each conflict. */
export const conflictWords = catalogue({
  nl: {
    'own-employment': 'Uw eigen dienstverband kunt u niet zelf stoppen. Vraag het aan een collega.',
    'own-role': 'Niemand regelt rechten voor zichzelf. Vraag het aan een collega.',
    'own-clearance': 'Uw eigen verklaring legt een collega vast. Die moet de verklaring eerst zien.',
    'own-team': 'Niemand zet zichzelf in een team. Vraag het aan een collega.',
    'own-keys': 'Uw eigen naam en adres legt een collega vast.',
    'no-keys': 'Vul een naam of een adres in. Leegmaken kan niet.',
    'own-access': 'Niemand geeft zichzelf toegang. Vraag het aan een collega.',
    'same-person':
      'Hiervoor zijn twee mensen nodig. U vroeg dit zelf aan, dus een ander moet het goedkeuren.',
    'step-up': 'Laat eerst opnieuw uw tweede stap zien.',
    'one-too-many':
      'Dan zijn er te veel. De privacyverklaring zegt hoeveel mensen deze functie mogen hebben.',
    'not-there': 'Dit bestaat niet meer. Misschien was een collega u voor.',
    'not-yours': 'U kunt alleen uw eigen betrokkenheid stoppen.',
    'last-one':
      'Bij een open dossier is altijd iemand betrokken. Voeg eerst een collega toe; daarna kunt u stoppen.',
    'unknown-employer': 'Kies een werkgever uit de lijst.',
    'account-taken': 'Dit account hoort al bij een medewerker.',
    'unknown-role': 'Deze functie staat niet in de privacyverklaring.',
    'has-role': 'Deze medewerker heeft deze functie al.',
    'has-no-role': 'Deze medewerker heeft deze functie niet meer.',
    'asked-already': 'Dit is al gevraagd. Het wacht op een tweede persoon.',
    'wrong-period': 'Deze dagen kunnen niet. Kijk of de laatste dag na de eerste komt.',
    'name-taken': 'Er is al een team met deze naam.',
    'member-already': 'Deze medewerker zit al in dit team.',
    'involved-already': 'Deze collega is al bij deze cliënt betrokken.',
    'cannot-be-involved': 'Wie deze functie heeft, kan niet bij een cliënt betrokken zijn.',
    'cannot-come-in':
      'Deze collega heeft nu geen toegang en kan dit werk niet doen. Kies een ander, of vraag de teammanager.',
    'nothing-to-hand-over': 'Er zijn op die dag geen open dossiers van uw team om over te dragen.',
    'own-block': 'U kunt uzelf niet blokkeren. Bent u iets kwijt? Vraag een collega om u te blokkeren.',
    'own-details': 'Uw eigen naam en werkgever verbetert een collega.',
    'blocked-already': 'Deze medewerker is al geblokkeerd.',
    'same-person-block':
      'Hiervoor zijn twee mensen nodig. U blokkeerde deze medewerker zelf, dus een ander moet de blokkade opheffen.',
    'no-invitation': 'Er is geen uitnodiging meer die open staat.',
    'nothing-changed': 'Er is niets anders dan het al was.',
    'works-here': 'Deze medewerker is al in dienst.',
    'still-involved':
      'Er staan nog open dossiers op naam van deze medewerker. Laat de teammanager die eerst overdragen.',
  },
  en: {
    'own-employment': 'You cannot end your own employment. Ask a colleague.',
    'own-role': 'Nobody arranges rights for themselves. Ask a colleague.',
    'own-clearance': 'A colleague records your own declaration after having seen it.',
    'own-team': 'Nobody puts themselves in a team. Ask a colleague.',
    'own-keys': 'A colleague records your own name and address.',
    'no-keys': 'Fill in a name or an address. Making it empty is not possible.',
    'own-access': 'Nobody gives themselves access. Ask a colleague.',
    'same-person': 'This takes two people. You asked for it yourself, so somebody else must approve it.',
    'step-up': 'Please show your second check again first.',
    'one-too-many':
      'This is one too many. The privacy statement says how many people may have this function.',
    'not-there': 'This does not exist any more. A colleague may have been first.',
    'not-yours': 'You can only end your own involvement.',
    'last-one':
      'Somebody is always involved with an open dossier. Add a colleague first; after that you can stop.',
    'unknown-employer': 'Choose an employer from the list.',
    'account-taken': 'This account already belongs to a member of staff.',
    'unknown-role': 'The privacy statement does not have this function.',
    'has-role': 'This member of staff already has this function.',
    'has-no-role': 'This member of staff does not have this function any more.',
    'asked-already': 'This was asked already. It waits for a second person.',
    'wrong-period': 'These days are not possible. Check that the last day comes after the first.',
    'name-taken': 'There is a team with this name already.',
    'member-already': 'This member of staff is in this team already.',
    'involved-already': 'This colleague is already involved with this client.',
    'cannot-be-involved': 'This member of staff has no function in which one can be involved with a client.',
    'cannot-come-in':
      'This colleague has no access now and cannot do this work. Choose another, or ask the team manager.',
    'nothing-to-hand-over': 'There are no open dossiers of your team to hand over on that day.',
    'own-block': 'You cannot block yourself. Did you lose something? Ask a colleague to block you.',
    'own-details': 'A colleague corrects your own name and employer.',
    'blocked-already': 'This member of staff is blocked already.',
    'same-person-block':
      'This takes two people. You blocked this member of staff yourself, so somebody else must lift the block.',
    'no-invitation': 'There is no open invitation any more.',
    'nothing-changed': 'Nothing differs from what was there.',
    'works-here': 'This member of staff is employed already.',
    'still-involved':
      'There are still open dossiers in the name of this member of staff. Let the team manager hand them over first.',
  },
})
