// Somebody with all rights changes the database past the program. What the log proves is compared before a copy leaves the house.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { exportBundle, findLoan } from '../../src/dossier/index.ts'
import { systemClock } from '../../src/platform/index.ts'
import { checkBundle, checkText, nodeCrypto, readFolder } from '../../verify/index.ts'
import { testDatabase, testFolder } from '../kit/index.ts'
import { writeLivedLoan } from './lived-loan.ts'

describe('a dossier of a database that was changed past the program', () => {
  const test = testDatabase()
  const home = testFolder()
  let loanNumber = ''

  beforeAll(async () => {
    loanNumber = await writeLivedLoan(test.db)
    await handOut()
  })

  const handOut = async (folder = join(testFolder(), 'bundle')) => {
    const loan = await findLoan(test.db, loanNumber)
    const logHome = { home, origin: 'log.example/1' }
    const { manifest } = await exportBundle(test.db, loan, { folder, logHome, clock: systemClock, language: 'zh' })
    return { manifest, folder }
  }
  const change = (statement: string, ...words: unknown[]) =>
    test.db.transaction(async tx => {
      await tx.query(`set local session_replication_role = 'replica'`)
      expect(await tx.write(statement, words)).toBeGreaterThan(0)
    })
  /** Why the copy is not handed out; the folder is left unfinished. */
  const refusal = async () => {
    const folder = join(testFolder(), 'refused')
    const error = await handOut(folder).then(
      () => null,
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({ code: 'dossier.differs_from_record' })
    expect(existsSync(join(folder, 'SHA256SUMS'))).toBe(false)
    expect((await checkBundle(readFolder(folder), nodeCrypto)).ok).toBe(false)
    return (error as Error).message
  }

  it('is not handed out when a receipt says another amount', async () => {
    await change(`update book.receipt set amount_minor = amount_minor + 1 where receipt_number = 'R1'`)
    expect(await refusal()).toContain('receipt R1: it does not say what the log proves')
    await change(`update book.receipt set amount_minor = amount_minor - 1 where receipt_number = 'R1'`)
  })

  it('is not handed out when a receipt has another number', async () => {
    await change(`update book.receipt set receipt_number = 'R1b' where receipt_number = 'R1'`)
    expect(await refusal()).toContain('receipt R1b: it does not say what the log proves')
    await change(`update book.receipt set receipt_number = 'R1' where receipt_number = 'R1b'`)
  })

  it('is not handed out when a decision was changed or removed', async () => {
    const { loanId } = await findLoan(test.db, loanNumber)
    await change('update decision.decision set days_past_due = days_past_due + 1 where loan_id = $1', loanId)
    expect(await refusal()).toMatch(/decision of \S+ \(\d+\): it does not say what the log proves/)
    await change('update decision.decision set days_past_due = days_past_due - 1 where loan_id = $1', loanId)
    await handOut()
  })

  it('is not handed out with the chain of another loan', async () => {
    const { loanId } = await findLoan(test.db, loanNumber)
    const rename = 'update evidence.dossier set subject = $2 where subject = $1'
    await change(rename, `loan/${loanId}`, 'loan/elsewhere')
    await change(
      `update evidence.dossier set subject = $2 where did = (select did from evidence.dossier where subject <> $1 and subject like 'portfolio/%' limit 1)`,
      'loan/elsewhere',
      `loan/${loanId}`,
    )
    expect(await refusal()).toContain('what it says is about another loan')
  })
})

describe('an entry whose content was changed past the program', () => {
  const test = testDatabase()

  it('is proved and named, and its content is not shown as if nothing were', async () => {
    const loanNumber = await writeLivedLoan(test.db)
    const folder = join(testFolder(), 'bundle')
    const [changed] = await test.db.transaction(async tx => {
      await tx.query(`set local session_replication_role = 'replica'`)
      return tx.query(
        `update evidence.payload set sealed = set_byte(sealed, 40, get_byte(sealed, 40) # 1)
         where entry_id = (select min(entry_id) from evidence.outbox where kind = 'receipt.recorded') returning entry_id`,
      )
    })
    expect(changed).toBeDefined()
    const { manifest } = await exportBundle(test.db, await findLoan(test.db, loanNumber), {
      folder,
      logHome: { home: testFolder(), origin: 'log.example/1' },
      clock: systemClock,
      language: 'en',
    })
    expect(manifest.entries.map(({ content }) => content)).toEqual(['damaged', 'shown', 'shown'])
    const check = await checkBundle(readFolder(folder), nodeCrypto)
    expect(check).toMatchObject({ ok: true, damaged: 1 })
    expect(checkText(check, 'en')).toContain('The content of 1 entry cannot be shown')
    expect(existsSync(join(folder, '0000.payload'))).toBe(false)
    expect(readFileSync(join(folder, 'manifest.json'), 'utf8')).toContain('damaged')
  })
})
