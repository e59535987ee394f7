// The two commands that move money from the command line: amounts in the portfolio's currency, refusals with their codes, the same again.

import { beforeAll, describe, expect, it } from 'vitest'
import { printedBy, testDatabase, testFolder } from '../../test/kit/index.ts'
import { addPortfolio } from '../book/index.ts'
import { receiptCommands } from './book-receipt.ts'

describe('book receipt', () => {
  const test = testDatabase()
  const home = testFolder()

  beforeAll(async () => {
    for (const [index, currency] of ['CNY', 'JPY'].entries()) {
      const id = index + 1
      await addPortfolio(test.db, { code: currency, currency, jurisdiction: 'CN' })
      await test.db.query(
        `insert into book.customer (customer_id, lender, customer_number) values (${id}, '${currency}', '1');
         insert into book.loan (customer_id, loan_id, portfolio_id, loan_number, product) values (${id}, ${id}, ${id}, 'A-1', 'level_payment');
         insert into book.instalment (customer_id, loan_id, instalment_number, due_on, principal_minor) values (${id}, ${id}, 1, '2025-01-10', 50000)`,
      )
    }
  })

  async function run(command: string): Promise<string> {
    // a '~' stands for a space within a word
    const [verb = '', ...words] = command.split(' ').map(word => word.replaceAll('~', ' '))
    return printedBy(receiptCommands, `book receipt ${verb}`, words, { db: test.db, home })
  }

  const due = async () =>
    (await test.db.query<{ due: bigint }>('select due_minor as due from book.arrears order by loan_id')).map(
      row => row.due,
    )

  it('records money in major units of the currency and takes it back, once each', async () => {
    const one = '--portfolio CNY --loan A-1 --number R-1 --value-date 2025-01-10'
    expect(await run(`record ${one} --amount 123.45`)).toBe(
      'receipt R-1 of 123.45 CNY for loan A-1, value date 2025-01-10: recorded\n',
    )
    expect(await due()).toEqual([37_655n])
    expect(await run(`record ${one} --amount 123.45`)).toContain('was recorded before')
    await expect(run(`record ${one} --amount 123.46`)).rejects.toMatchObject({ code: 'book.receipt_number_taken' })
    expect(
      JSON.parse(
        await run('record --portfolio JPY --loan A-1 --number R-1 --value-date 2025-01-10 --amount 300 --json'),
      ),
    ).toEqual({
      portfolio: 'JPY',
      loanNumber: 'A-1',
      receiptNumber: 'R-1',
      valueOn: '2025-01-10',
      currency: 'JPY',
      amountMinor: 300,
      isNew: true,
    })
    expect(await due()).toEqual([37_655n, 49_700n])
    const back = '--portfolio CNY --loan A-1 --number B-1 --reverses R-1 --value-date 2025-01-12'
    expect(JSON.parse(await run(`reverse ${back} --json`))).toMatchObject({ reversesReceiptNumber: 'R-1', isNew: true })
    expect(JSON.parse(await run(`reverse ${back} --json`))).toMatchObject({ isNew: false })
    expect(await due()).toEqual([50_000n, 49_700n])
  })

  it.each([
    ['record --portfolio CNY --loan A-1 --number R-2 --value-date 2025-01-10 --amount 1.234', 'cli.usage'],
    ['record --portfolio JPY --loan A-1 --number R-2 --value-date 2025-01-10 --amount 1.5', 'cli.usage'],
    ['record --portfolio CNY --loan A-1 --number R-2 --value-date 2025-01-10 --amount 1,200', 'cli.usage'],
    [
      'record --portfolio CNY --loan A-1 --number R-2 --value-date 2025-01-10 --amount 99999999999999999999',
      'cli.usage',
    ],
    ['record --portfolio CNY --loan A-1 --number R-2 --value-date 2025-02-30 --amount 1', 'cli.usage'],
    ['record --portfolio CNY --loan A-1 --number R-2 --amount 1', 'cli.usage'],
    ['record --portfolio NONE --loan A-1 --number R-2 --value-date 2025-01-10 --amount 1', 'book.portfolio_unknown'],
    ['record --portfolio CNY --loan A-9 --number R-2 --value-date 2025-01-10 --amount 1', 'book.loan_unknown'],
    [
      'record --portfolio CNY --loan A-1 --number R-2 --value-date 2025-01-10 --amount=-1',
      'book.receipt_amount_not_positive',
    ],
    ['record --portfolio CNY --loan A-1 --number R-2 --value-date 2099-01-10 --amount 1', 'book.receipt_too_far_ahead'],
    ['reverse --portfolio CNY --loan A-1 --number B-2 --reverses R-9 --value-date 2025-01-10', 'book.receipt_unknown'],
    ['record --portfolio CNY --loan A-1 --number ~ --value-date 2025-01-10 --amount 1', 'book.receipt_number_unfit'],
    ['record --portfolio CNY --loan A-1 --number A\n9 --value-date 2025-01-10 --amount 1', 'book.receipt_number_unfit'],
    ['record --portfolio CNY --loan A-1 --number R-2 --value-date 0001-01-01 --amount 1', 'book.receipt_day_outside'],
    [
      'reverse --portfolio CNY --loan A-1 --number ~ --reverses R-1 --value-date 2025-01-12',
      'book.receipt_number_unfit',
    ],
    [
      'reverse --portfolio CNY --loan A-1 --number B-2 --reverses R-1 --value-date 9999-12-31',
      'book.receipt_day_outside',
    ],
  ])('%s is refused', async (command, code) => {
    await expect(run(command)).rejects.toMatchObject({ code })
  })

  it.each([
    ['CNY', '99999999999999', '--amount must be at most 10000000000000.00 CNY'],
    ['JPY', '1000000000000001', '--amount must be at most 1000000000000000 JPY'],
    ['CNY', '99999999999999.999', '--amount must be an amount of CNY with at most 2 decimals'],
  ])('in %s, %s is told what is wrong with it', async (currency, amount, sentence) => {
    const one = `--portfolio ${currency} --loan A-1 --number R-2 --value-date 2025-01-10`
    await expect(run(`record ${one} --amount ${amount}`)).rejects.toThrow(sentence)
  })
})
