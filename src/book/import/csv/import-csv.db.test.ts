// What `book import csv` promises, kind by kind, on small tapes of made-up people.

import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { LOAN_HEADER, LOANS } from '../../../../test/book/loan-tape.ts'
import { smallTapes } from '../../../../test/book/small-tapes.ts'
import { loadCustomerKeys } from '../../../evidence/index.ts'
import { FieldSealer } from '../../../identity/index.ts'
import { loanId, must } from '../../../kernel/index.ts'

const tapes = smallTapes()
const { file, load, loans } = tapes

describe('loans', () => {
  it('come in from a GB18030 file with Chinese dates, thousands and percentages; numbers stay text', async () => {
    const text = `${LOAN_HEADER}\r\n0000123,90071992547409931,正常,2025年3月9日,"120,000.50",7.25%\r\n借据-㐂,客户𠮷,结清,2025年12月31日,80000,12\r\n`
    const report = await load(file(iconv.encode(text, 'gb18030')), { ...LOANS, encoding: 'gb18030' })
    expect(report).toMatchObject({ read: 2n, taken: 2n, duplicates: 0n, rejected: 0n, loans: 2n })
    expect(await loans()).toMatchObject([
      {
        loan_number: '0000123',
        loan_id: loanId(tapes.portfolio, '0000123'),
        status: 'open',
        opened_on: '2025-03-09',
        principal_minor: 12_000_050n,
        annual_rate: '0.072500',
      },
      {
        loan_number: '借据-㐂',
        status: 'paid_off',
        opened_on: '2025-12-31',
        principal_minor: 8_000_000n,
        annual_rate: '0.120000',
      },
    ])
    const [customer] = await tapes.db.query('select customer_number from book.customer where customer_number like $1', [
      '9007%',
    ])
    expect(customer).toEqual({ customer_number: '90071992547409931' })
  })

  it('read a byte order mark, CRLF, quoted line breaks, blank lines and gzip', async () => {
    const text = `\ufeff${LOAN_HEADER},备注\r\n\r\nL1,C1,,2025年3月9日,100,1,"two\r\nlines"\r\n,,,,,,\r\n"L\n2",C1,,,100,1,\r\n\r\nL3,C1,,,100,1,\r\n`
    const report = await load(file(gzipSync(text), 'x.csv.gz'), { ...LOANS, attributes: 'rest' })
    expect(report).toMatchObject({ read: 3n, taken: 2n, rejected: 1n })
    // blank lines and line breaks within a row count as lines of the file
    expect(report.problems).toEqual(["x.csv.gz: line 6: 借据号 'L\\n2' holds a tab or a line break"])
    expect(await loans()).toMatchObject([
      { loan_number: 'L1', attributes: { 备注: 'two\r\nlines' } },
      { loan_number: 'L3' },
    ])
  })

  it('the same file twice is all duplicates; a changed cell is taken; an empty cell leaves what is known', async () => {
    const path = file(`${LOAN_HEADER}\nL1,C1,正常,2025年3月9日,100,1\nL2,C1,正常,2025年3月9日,100,1\n`)
    await load(path, LOANS)
    expect(await load(path, LOANS)).toMatchObject({ taken: 0n, duplicates: 2n })
    expect(await load(file(`${LOAN_HEADER}\nL1,C1,正常,,,1\nL2,C1,结清,,,1\n`), LOANS)).toMatchObject({
      taken: 1n,
      duplicates: 1n,
    })
    expect(await loans()).toMatchObject([
      { status: 'open', principal_minor: 10_000n },
      { status: 'paid_off', principal_minor: 10_000n, opened_on: '2025-03-09' },
    ])
  })

  it('a loan never moves to another customer, and unknown customers need leave to be added', async () => {
    await load(file(`${LOAN_HEADER}\nL1,C1,,,100,1\n`), LOANS)
    expect((await load(file(`${LOAN_HEADER}\nL1,C2,,,100,1\n`, 'move.csv'), LOANS)).problems).toEqual([
      "move.csv: line 2: loan_number 'L1' is a loan of another customer already",
    ])
    const report = await load(file(`${LOAN_HEADER}\nL3,C3,,,100,1\n`, 'strict.csv'), { ...LOANS, customers: 'known' })
    expect(report.problems).toEqual([
      "strict.csv: line 2: customer_number 'C3' is no customer of the lender; load customers first",
    ])
  })
})

describe('bad rows', () => {
  it('are refused one by one, with line, column, value and reason, and load again once mended', async () => {
    const rows = [
      'L1,C1,正常,2025年3月9日,100,1',
      'L2,C1,冻结,2025年2月30日,100,1',
      ',C1,,,100,1',
      'L4,C1,,,100',
      'L5,C1,,,"1,00",1',
      'L6,C1,,,100,1',
      'L6,C1,,,200,1',
      'L6,C1,,,100,1',
    ]
    const report = await load(file(iconv.encode(`${LOAN_HEADER}\n${rows.join('\n')}\n`, 'gb18030'), '贷款.csv'), {
      ...LOANS,
      encoding: 'gb18030',
    })
    expect(report).toMatchObject({ read: 8n, taken: 2n, duplicates: 1n, rejected: 5n })
    expect(report.problems).toEqual([
      "贷款.csv: line 3: 状态 '冻结' is none of the values that the mapping lists for status",
      "贷款.csv: line 3: 放款日 '2025年2月30日' is no day of the calendar",
      "贷款.csv: line 4: 借据号 '' is empty; loan_number is needed",
      "贷款.csv: line 5: row 'L4,C1,,,100' has 5 cells, the header has 6",
      "贷款.csv: line 6: 本金 '1,00' is not a number (decimal sign '.', thousands ',')",
      `贷款.csv: line 8: row 'L6' is in this file already with other content, on line 7`,
    ])
    const rejects = iconv.decode(readFileSync(report.rejectFile ?? ''), 'gb18030')
    expect(rejects.split('\n')[0]).toBe(`${LOAN_HEADER},reject_line,reject_field,reject_value,reject_reason`)
    const mended = rejects
      .replace('L2,C1,冻结,2025年2月30日', 'L2,C1,结清,2025年2月28日')
      .replace('\n,C1', '\nL3,C1')
      .replace('L4,C1,,,100,', 'L4,C1,,,100,1,')
      .replace('"1,00"', '100')
      .replace('L6,C1,,,200', 'L7,C1,,,200')
    expect(await load(file(iconv.encode(mended, 'gb18030')), { ...LOANS, encoding: 'gb18030' })).toMatchObject({
      read: 5n,
      taken: 5n,
      rejected: 0n,
    })
    expect(await loans()).toHaveLength(7)
  })

  it('with too few or too many cells keep all of them, however often they are refused', async () => {
    const first = await load(file(`${LOAN_HEADER}\nL1,C1,,,100\nL2,C1,,,100,1,more\n`), LOANS)
    const second = await load(first.rejectFile ?? '', LOANS)
    const third = await load(second.rejectFile ?? '', LOANS)
    expect(third).toMatchObject({ read: 2n, rejected: 2n })
    const lines = readFileSync(third.rejectFile ?? '', 'utf8').split('\n')
    expect(lines[1]).toMatch(/^L1,C1,,,100,2,row,/)
    expect(lines[2]).toMatch(/^L2,C1,,,100,1,more,3,row,/)
  })

  it('with bytes that cannot be stored are refused, and the others taken', async () => {
    const report = await load(
      file(`${LOAN_HEADER}\nL\u00001,C1,,,1,1\nL2,C1,,,1\u0000,1\nL3,C1,,,1,1\n`, 'nul.csv'),
      LOANS,
    )
    expect(report).toMatchObject({ read: 3n, taken: 1n, rejected: 2n })
    expect(report.problems[0]).toBe("nul.csv: line 2: 借据号 'L\\u00001' holds control characters")
  })

  it('columns without a name are passed over as long as they are empty', async () => {
    const report = await load(file(`${LOAN_HEADER},,\nL1,C1,,,1,1,,\nL2,C1,,,1,1,lost,\n`, 'wide.csv'), LOANS)
    expect(report).toMatchObject({ taken: 1n, rejected: 1n })
    expect(report.problems).toEqual([
      "wide.csv: line 3: column 7 'lost' stands in a column that has no name in the header",
    ])
  })

  it('refused once more, a mended file gets new reasons in the place of the old', async () => {
    const first = await load(file(`${LOAN_HEADER}\nL1,C1,oops,,100,1\n`), LOANS)
    const second = await load(first.rejectFile ?? '', LOANS)
    const lines = readFileSync(second.rejectFile ?? '', 'utf8')
      .trim()
      .split('\n')
    expect(lines).toEqual([
      `${LOAN_HEADER},reject_line,reject_field,reject_value,reject_reason`,
      'L1,C1,oops,,100,1,2,状态,oops,is none of the values that the mapping lists for status',
    ])
  })
})

describe('a dry run', () => {
  it('shows the first rows as they would land and the counts of the whole file, and writes nothing', async () => {
    const path = file(`${LOAN_HEADER}\nL1,C1,结清,2025年3月9日,"1,000",7.25\nL2,C1,什么,,1,1\nL3,C2,,,1,1\n`, 'dry.csv')
    const before = await tapes.db.query(
      'select (select count(*) from book.import_run) as runs, (select count(*) from evidence.entry) as entries',
    )
    const report = await load(path, LOANS, true)
    expect(report).toMatchObject({ read: 3n, taken: 2n, duplicates: 0n, rejected: 1n, rejectFile: null })
    expect(report.sample[0]).toEqual({
      line: 2,
      loan_number: 'L1',
      customer_number: 'C1',
      product: 'level_payment',
      status: 'paid_off',
      is_repossessed: false,
      opened_on: '2025-03-09',
      principal_minor: 100_000n,
      annual_rate: '0.0725',
      attributes: {},
      outcome: 'taken',
    })
    expect(report.problems).toEqual([
      "dry.csv: line 3: 状态 '什么' is none of the values that the mapping lists for status",
    ])
    expect(await loans()).toEqual([])
    expect(
      await tapes.db.query(
        'select (select count(*) from book.import_run) as runs, (select count(*) from evidence.entry) as entries',
      ),
    ).toEqual(before)
    expect(await load(path, LOANS)).toMatchObject({ taken: report.taken, rejected: report.rejected })
  })

  it('shows what an empty cell lands as: what is known, and what a new loan begins with', async () => {
    const mapping = {
      kind: 'loan',
      currency: 'CNY',
      customers: 'create',
      fields: { loan_number: 'n', customer_number: 'c', product: 'product', status: 'status', principal: 'principal' },
    }
    await load(file('n,c,product,status,principal\nL1,C1,equal_principal,charged_off,\n'), mapping)
    const path = file('n,c,product,status,principal\nL1,C1,,,100\nL2,C2,,,100\nL3,C3,,closed,\n')
    const { sample } = await load(path, mapping, true)
    const shown = sample.map(row => [row['loan_number'], row['product'], row['status'], row['is_repossessed']])
    expect(shown).toEqual([
      ['L1', 'equal_principal', 'charged_off', false],
      ['L2', 'tape', 'open', false],
      ['L3', 'tape', 'closed', false],
    ])
    await load(path, mapping)
    const landed = await loans()
    expect(landed.map(row => [row['loan_number'], row['product'], row['status'], row['is_repossessed']])).toEqual(shown)
  })
})

describe('loan months', () => {
  const MONTHS = {
    kind: 'loan_month',
    currency: 'CNY',
    arrears: 'payments',
    attributes: 'rest',
    fields: {
      loan_number: 'loan',
      period_ends_on: { column: 'month', format: 'YYYY-MM', day: 'last' },
      end_balance: 'balance',
      paid: 'paid',
    },
  }

  it('without days past due: missed months in a row count from mid-month, an unknown payment ends the count', async () => {
    await load(file(`${LOAN_HEADER}\nL1,C1,,,1000,1\nL2,C2,,,1000,1\nL3,C3,,,1000,1\n`), {
      ...LOANS,
      fields: { ...LOANS.fields, product: { constant: 'tape' } },
    })
    const rows = [
      'L1,2026-01,900,100',
      'L1,2026-02,900,0',
      'L1,2026-03,900,0', // two missed: 15 February to 31 March is 44 days
      'L2,2026-01,900,0',
      'L2,2026-02,,',
      'L2,2026-03,900,0', // one missed after an unknown month: 16 days
      'L3,2026-01,900,0',
      'L3,2026-02,0,900', // paid off
    ]
    expect(await load(file(`loan,month,balance,paid\n${rows.join('\n')}\n`), MONTHS)).toMatchObject({
      taken: 8n,
      historyMonths: 8n,
      loans: 3n,
      balanceMinor: 540_000n,
    })
    const state = await tapes.db.query(
      `select l.loan_number, l.status, a.aged_on - a.oldest_unpaid_due_on as days, a.balance_minor, (select count(*) from book.overdue_spell s where s.customer_id = l.customer_id) as spells,
         (select count(*) from book.overdue_spell s where s.customer_id = l.customer_id and ended_on is null) as running
       from book.loan l join book.arrears a using (customer_id, loan_id) join book.portfolio p on p.portfolio_id = l.portfolio_id where p.code = $1 order by 1`,
      [tapes.portfolio],
    )
    expect(state).toEqual([
      { loan_number: 'L1', status: 'open', days: 44, balance_minor: 90_000n, spells: 1n, running: 1n },
      { loan_number: 'L2', status: 'open', days: 16, balance_minor: 90_000n, spells: 1n, running: 1n },
      { loan_number: 'L3', status: 'paid_off', days: null, balance_minor: 0n, spells: 1n, running: 0n },
    ])
  })
})

describe('vehicles', () => {
  it('of which nothing personal is said need no key of their customer', async () => {
    const mapping = {
      kind: 'vehicle',
      currency: 'CNY',
      customers: 'create',
      fields: { customer_number: 'c', vehicle_number: 'v', vin: 'vin', make: 'make' },
    }
    expect(await load(file('c,v,vin,make\nC8,V8,,虚构汽车\n'), mapping)).toMatchObject({ taken: 1n })
    expect(
      await tapes.db.query(
        'select from vault.customer_key join book.customer using (customer_id) where customer_number = $1',
        ['C8'],
      ),
    ).toEqual([])
  })

  it('belong to their customer and are updated field by field', async () => {
    const mapping = {
      kind: 'vehicle',
      currency: 'CNY',
      customers: 'create',
      fields: {
        customer_number: 'c',
        vehicle_number: { columns: ['c', 'v'], join: '/' },
        vin: 'vin',
        plate: 'plate',
        model_year: 'year',
      },
    }
    await load(file('c,v,vin,plate,year\nC1,1,LFV00000000000001,虚A·00001,2021\n'), mapping)
    expect(await load(file('c,v,vin,plate,year\nC1,1,,虚A·00002,\n'), mapping)).toMatchObject({ taken: 1n })
    const [row] = await tapes.db.query<{ customer_id: bigint; vin_sealed: Buffer; plate_sealed: Buffer }>(
      `select vehicle_number, customer_id, vin_hint, vin_sealed, plate_hint, plate_sealed, model_year from book.vehicle v join book.customer c using (customer_id) where c.lender = $1`,
      [tapes.portfolio],
    )
    expect(row).toMatchObject({
      vehicle_number: 'C1/1',
      vin_hint: '*************0001',
      plate_hint: '****0002',
      model_year: 2021,
    })
    const { customer_id, vin_sealed, plate_sealed } = must(row, 'the vehicle is there')
    const sealer = new FieldSealer(await tapes.db.masterKey())
    await loadCustomerKeys(tapes.db, sealer, [customer_id])
    expect(sealer.open(customer_id, 'vehicle.vin', vin_sealed)).toBe('LFV00000000000001')
    expect(sealer.open(customer_id, 'vehicle.plate', plate_sealed)).toBe('虚A·00002')
    // said again it is known, however it is written
    expect(await load(file('c,v,vin,plate,year\nC1,1,lfv0000 0000 000001,,\n'), mapping)).toMatchObject({
      taken: 0n,
      duplicates: 1n,
    })
  })
})
