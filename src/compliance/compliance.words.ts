import { catalogue } from '../web/index.ts'

export const complianceWords = catalogue({
  nl: {
    title: 'Komen wij onze beloften na?',
    under: 'Privacyverklaring van {version}',
    ranAt: 'proeven van {at, date, full}, {at, time, short} uur',
    notRan:
      'De proeven zijn op deze versie van het programma nog niet gedraaid. Daarom is nog niets aangetoond.',
    kept: 'nagekomen',
    partly: 'deels',
    open: 'niet aangetoond',
    all: 'alles',
    show: 'Toon',
    filter: 'Welke beloften',
    table: 'Beloften met bewijs',
    promise: 'Belofte',
    does: 'Wat het programma doet',
    evidence: 'Bewijs',
    state: 'Stand',
    notBuilt: 'Nog niet gebouwd.',
    ruleOnly: 'De regel staat vast. De rest is nog niet gebouwd.',
    tests: '{count, plural, =0 {geen proeven} one {# proef} other {# proeven}}',
    looks: '{looks} keer gekeken en {refusals} keer geweigerd, deze week',
    seal: 'verzegeld tot en met regel {size}',
    'seal-late': 'het zegel loopt {seconds} seconden achter, na regel {size}',
    verified:
      'alle {entries, plural, one {# regel} other {# regels}} nagerekend op {at, date, full}, {at, time, short} uur: geen fouten',
    'verified-long-ago': 'voor het laatst nagerekend op {at, date, full}: te lang geleden',
    'verified-faults':
      'nagerekend op {at, date, full}, {at, time, short} uur: {findings, plural, one {# fout} other {# fouten}}',
    'never-verified': 'logboek nog nooit nagerekend',
    faults: '{findings, plural, one {fout in het logboek} other {fouten in het logboek}}',
    verifiedAt: 'nagerekend om {at, time, short} uur',
    ground: '{entries, plural, one {# regel} other {# regels}} deze week, alle met een grondslag',
    'ground-missing': '{entries, plural, one {# regel} other {# regels}} deze week zonder grondslag',
    clearance: '{cleared} van {staff} medewerkers met geldige verklaringen en training',
    'clearance-expiring':
      '{cleared} van {staff} medewerkers met geldige verklaringen en training; bij {expiring} loopt binnen 30 dagen iets af',
    administrators: '{administrators, plural, one {# beheerder} other {# beheerders}} nu',
    'administrators-many': '{administrators} beheerders nu; de verklaring staat er {most} toe',
    incidental:
      '{accesses, plural, =0 {geen tijdelijke inzage} one {# tijdelijke inzage, beoordeeld} other {# keer tijdelijke inzage, alle beoordeeld}}',
    'incidental-waiting':
      '{accesses, plural, one {# tijdelijke inzage} other {# keer tijdelijke inzage}}; nog te beoordelen: {toJudge}',
    keys: '{files, plural, one {# sleutelbestand} other {# sleutelbestanden}} buiten de database, dicht voor andere gebruikers',
    'keys-exposed': '{files} sleutelbestanden; open voor andere gebruikers van de machine: {exposed}',
    edition: 'de versie van {version, date, full} geldt en is die van het programma',
    'edition-other':
      'er geldt een andere versie dan die van {version, date, full}, waarmee het programma werkt',
    attention: 'let op',
  },
  en: {
    title: 'Do we keep our promises?',
    under: 'Privacy statement of {version}',
    ranAt: 'tests of {at, date, full}, {at, time, short}',
    notRan: 'The tests have not run on this version of the program yet. So nothing is shown to be kept.',
    kept: 'kept',
    partly: 'partly',
    open: 'not shown',
    all: 'all',
    show: 'Show',
    filter: 'Which promises',
    table: 'Promises with evidence',
    promise: 'Promise',
    does: 'What the program does',
    evidence: 'Evidence',
    state: 'State',
    notBuilt: 'Not built yet.',
    ruleOnly: 'The rule is fixed. The rest is not built yet.',
    tests: '{count, plural, =0 {no tests} one {# test} other {# tests}}',
    looks:
      '{looks, plural, one {# look} other {# looks}} and {refusals, plural, one {# refusal} other {# refusals}} this week',
    seal: 'sealed up to entry {size}',
    'seal-late': 'the seal is {seconds} seconds behind, after entry {size}',
    verified:
      '{entries, plural, one {# entry} other {all # entries}} recomputed on {at, date, full}, {at, time, short}: no faults',
    'verified-long-ago': 'last recomputed on {at, date, full}: too long ago',
    'verified-faults':
      'recomputed on {at, date, full}, {at, time, short}: {findings, plural, one {# fault} other {# faults}}',
    'never-verified': 'log never recomputed yet',
    faults: '{findings, plural, one {fault in the log} other {faults in the log}}',
    verifiedAt: 'recomputed at {at, time, short}',
    ground: '{entries, plural, one {# entry} other {# entries}} this week, all with a legal ground',
    'ground-missing': '{entries, plural, one {# entry} other {# entries}} this week without a legal ground',
    clearance: '{cleared} of {staff} workers with valid declarations and training',
    'clearance-expiring':
      '{cleared} of {staff} workers with valid declarations and training; for {expiring} something ends within 30 days',
    administrators: '{administrators, plural, one {# administrator} other {# administrators}} now',
    'administrators-many': '{administrators} administrators now; the statement allows {most}',
    incidental:
      '{accesses, plural, =0 {no temporary access} one {# temporary access, judged} other {# temporary accesses, all judged}}',
    'incidental-waiting':
      '{accesses, plural, one {# temporary access} other {# temporary accesses}}; still to judge: {toJudge}',
    keys: '{files, plural, one {# key file} other {# key files}} outside the database, closed to other users',
    'keys-exposed': '{files} key files; open to other users of the machine: {exposed}',
    edition: 'the version of {version, date, full} is in force and is the one of the program',
    'edition-other':
      'another version is in force than that of {version, date, full}, which the program works with',
    attention: 'attention',
  },
})
