// Door of `risk`.
export { type MissedPayments, missedPayments, type RollRate, rollRates } from './roll-rates/roll-rates.ts'
