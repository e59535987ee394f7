import { describe, expect, it } from 'vitest'
import { faultOf, normalised } from './check-field.ts'
import type { FieldType } from './fields.ts'
import { type LoanStatus, loanStatus } from './loan-status.ts'
import { readScore } from './read-score.ts'

const code: FieldType = { kind: 'code', values: ['1', '98'] }

describe('a field is what the schema says, or the reason why not', () => {
  it.each<[FieldType['kind'], FieldType, string, string | null]>([
    ['token', { kind: 'token', lengthMax: 3 }, 'abc', null],
    ['token', { kind: 'token', lengthMax: 3 }, 'abcd', 'longer than 3'],
    ['token', { kind: 'token', lengthMax: 3 }, '', 'is empty'],
    // three characters, six UTF-16 units
    ['token', { kind: 'token', lengthMax: 3 }, '𠮷𠮷𠮷', null],
    ['date', { kind: 'date' }, '1-5-2017', null],
    ['date', { kind: 'date' }, '2017-01-05', 'MM-DD-YYYY'],
    ['month', { kind: 'month' }, '01/2017', null],
    ['month', { kind: 'month' }, '1/2017', 'MM/YYYY'],
    ['flag', { kind: 'flag' }, 'true', null],
    // xs:boolean knows 1 and 0, the schema's pattern does not
    ['flag', { kind: 'flag' }, '1', "neither 'true' nor 'false'"],
    ['code', code, '98', null],
    ['code', code, '2', 'none of the codes 1, 98'],
    ['whole', { kind: 'whole', digitsMax: 2 }, '-12', null],
    ['whole', { kind: 'whole', digitsMax: 2 }, '123', 'more than 2 digits'],
    ['whole', { kind: 'whole', digitsMax: 2 }, '', 'not a whole number'],
    ['whole', { kind: 'whole', digitsMax: 2 }, '1.0', 'not a whole number'],
    ['decimal', { kind: 'decimal' }, '-0.53494547', null],
    ['decimal', { kind: 'decimal' }, '.5', null],
    ['decimal', { kind: 'decimal' }, '000999999999999.990000000', null],
    ['decimal', { kind: 'decimal' }, '1000000000000', 'beyond'],
    ['decimal', { kind: 'decimal' }, '0.123456789', 'more than 8 decimal places'],
    ['decimal', { kind: 'decimal' }, '1e5', 'not a decimal'],
    ['decimal', { kind: 'decimal' }, '1,000', 'not a decimal'],
    ['decimal', { kind: 'decimal' }, '.', 'not a decimal'],
    ['decimal', { kind: 'decimal' }, 'N/A', 'not a decimal'],
  ])('%s', (_, type, value, reason) => {
    const fault = faultOf(type, value)
    if (reason === null) expect(fault).toBeNull()
    else expect(fault).toContain(reason)
  })

  it('white space collapses, except in free text', () => {
    expect(normalised({ kind: 'token', lengthMax: 9 }, ' a\n  b ')).toBe('a b')
    expect(normalised({ kind: 'text', lengthMax: 9 }, ' a ')).toBe(' a ')
  })
})

describe('credit scores: what cannot be read is no score', () => {
  it.each<[string | null, string | null, number | null, string | null]>([
    ['Consumer Bureau', '690', 690, 'Consumer Bureau'],
    ['Commercial Bureau', '7', 7, 'Commercial Bureau'],
    ['Bureau', '609.7', 609, 'Bureau'],
    [null, '700', 700, null],
    ['Consumer Bureau', '0', null, null],
    ['Consumer Bureau', null, null, null],
    ['None', 'None', null, null],
    ['None', '700', null, null],
    ['FICO', 'No score', null, null],
    ['Bureau', 'VS 714, FICO 774', 774, 'FICO'],
    ['Bureau', 'FICO: 640; Vantage: 655', 640, 'FICO'],
    ['Bureau', 'VS 714', 714, 'VS'],
    ['Bureau', '6500', null, null],
  ])('%s %s → %s', (type, text, score, kind) => expect(readScore(type, text)).toEqual({ score, kind }))
})

describe('loan status from a month', () => {
  it.each<[readonly string[], bigint | null, bigint | null, bigint | null, LoanStatus | null]>([
    // codes        balance  charged off  recovered
    [[], 100n, null, null, 'open'],
    [['1'], 0n, 0n, 0n, 'paid_off'],
    // a few cents written off with a prepaid loan (Ford)
    [['1'], 23n, 23n, 0n, 'paid_off'],
    // a charge-off that still shows its balance (Ally)
    [['4'], 100n, 100n, 0n, 'charged_off'],
    [['4'], null, null, null, 'charged_off'],
    [['1', '4'], 0n, null, null, 'charged_off'],
    [['3'], 0n, null, null, 'closed'],
    [['99'], 0n, null, null, 'closed'],
    [[], 0n, 100n, null, 'charged_off'],
    [[], 0n, 0n, 0n, 'paid_off'],
    [[], null, null, 25_000n, 'charged_off'],
    [[], null, null, null, null],
  ])(
    '%j balance %s charged off %s recovered %s → %s',
    (zeroBalanceCodes, balanceMinor, chargedOffMinor, recoveredMinor, status) =>
      expect(loanStatus({ zeroBalanceCodes, balanceMinor, chargedOffMinor, recoveredMinor })).toBe(status),
  )
})
