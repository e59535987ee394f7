// Door of `kernel`: values and arithmetic everyone may use. No I/O, no clock.
export {
  addDays,
  addMonths,
  type BusinessDate,
  businessDate,
  dayNumber,
  daysBetween,
  endOfMonth,
  fromDayNumber,
  parseBusinessDate,
} from './business-date.ts'
export { type CanonicalValue, canonicalBytes, canonicalJson } from './canonical.ts'
export { commitment, type EntryLeaf, type HmacSha256, parseLeaf, printLeaf, SALT_BYTES } from './entry-leaf.ts'
export { customerId, derivedId, ID_MAX, type IdRange, idOfDigest, idRanges, loanId, loanIdText } from './ids.ts'
export { divHalfEven, formatMinor, grouped, isCurrency, minorDigits, parseMinor, whyNoCurrency } from './money.ts'
export { Defect, must, mustHold } from './must.ts'
export { didYouMean, nearest } from './nearest.ts'
export { Fault, type Outcome, ok, type Refusal, type Refused, refused } from './outcome.ts'
export { repeatedKeys } from './repeated-keys.ts'
export * as tlog from './tlog/index.ts'
