export { type Bsn, type BsnRefusal, maskBsn, parseBsn } from './bsn.ts'
export {
  CLIENT_NUMBER_ALPHABET,
  type ClientNumber,
  type ClientNumberRefusal,
  clientNumberFrom,
  parseClientNumber,
} from './client-number.ts'
export { exhaustive } from './exhaustive.ts'
export { type DataClass, dataClasses, dossierParts, type Part, parts, registers } from './parts.ts'
export {
  addDays,
  addYears,
  ageOn,
  type BirthDate,
  compareDates,
  type DateRefusal,
  dayInNetherlands,
  type IncompleteDate,
  isComplete,
  type PlainDate,
  parseBirthDate,
  parsePlainDate,
  plainDateOf,
} from './plain-date.ts'
export { type Postcode, type PostcodeRefusal, parsePostcode, showPostcode } from './postcode.ts'
export { isRefusal, mustBe, type Refusal, refuse } from './refusal.ts'
