// A loan with a story: a made-up book, two nights, and money that came and was taken back. What the dossier shows of it, its tests know.

import { recordReceipt, reverseReceipt } from '../../src/book/index.ts'
import { buildDemo, DEMO_AS_OF } from '../../src/demo/index.ts'
import { runNight } from '../../src/night/index.ts'
import { type Database, silentLog, systemClock } from '../../src/platform/index.ts'
import { adoptShipped } from '../../src/strategy/index.ts'

/** Writes the book and answers the number of the loan that owes most. */
export async function writeLivedLoan(db: Database): Promise<string> {
  await buildDemo(db, { loans: 300, seed: 3, asOf: DEMO_AS_OF, onProgress: () => undefined })
  await adoptShipped(db, { portfolio: 'CN-DEMO', startsOn: DEMO_AS_OF, challengerShare: 1_000 })
  const night = () =>
    runNight(db, {
      businessDate: DEMO_AS_OF,
      portfolio: 'CN-DEMO',
      workers: 2,
      loansPerSlice: 40,
      clock: systemClock,
      log: silentLog,
    })
  await night()
  const [worst] = await db.query<{ loan_number: string }>(
    `select loan_number from strategy.task join book.loan using (customer_id, loan_id) order by arrears_minor desc limit 1`,
  )
  const loanNumber = worst?.loan_number ?? ''
  const money = { portfolio: 'CN-DEMO', loanNumber, valueOn: DEMO_AS_OF }
  await recordReceipt(db, { ...money, receiptNumber: 'R1', amountMinor: 50_000n })
  await reverseReceipt(db, { ...money, receiptNumber: 'R2', reversesReceiptNumber: 'R1' })
  await night()
  return loanNumber
}
