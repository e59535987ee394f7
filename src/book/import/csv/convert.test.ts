import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { testFolder } from '../../../../test/kit/index.ts'
import { ROOT } from '../../../platform/index.ts'
import { convert, plainDecimal } from './convert.ts'
import { type KindField, rowKind } from './kinds.ts'
import { type FieldRule, parseMapping, readMapping } from './mapping.ts'

const base = { kind: 'instalment', currency: 'CNY', fields: { loan_number: 'a', instalment_number: 'b', due_on: 'c' } }
const field = (kind: string, name: string): KindField =>
  rowKind(kind)?.fields.find(candidate => candidate.name === name) as KindField

function value(
  kind: string,
  name: string,
  text: string,
  rule: FieldRule = {},
  mapping: Record<string, unknown> = {},
): string {
  const converted = convert(field(kind, name), rule, parseMapping({ ...base, ...mapping }, 'm.json'), text)
  return 'value' in converted ? converted.value : `refused: ${converted.reason}`
}

describe('cells become values as the mapping says, and nothing is guessed', () => {
  it.each<[string, FieldRule, Record<string, unknown>, string]>([
    ['1234.5', {}, {}, '123450'],
    ['-0.07', {}, { kind: 'loan_month', fields: { loan_number: 'a', period_ends_on: 'b' } }, '-7'],
    ['1,234,567.80', {}, { thousands: ',' }, '123456780'],
    ['1.234.567,80', {}, { thousands: '.', decimal: ',' }, '123456780'],
    ['12345', { unit: 'minor' }, {}, '12345'],
    ['0.5', { unit: 'minor' }, {}, 'refused: has decimals, but is in minor units'],
    ['12.8', { unit: 'ten_thousand' }, {}, '12800000'],
    ['8.123456', { unit: 'ten_thousand' }, {}, '8123456'],
    ['8.1234567', { unit: 'ten_thousand' }, {}, 'refused: has more than 6 decimal places'],
    ['1.005', {}, {}, 'refused: has more than 2 decimal places'],
    ['1,23', {}, { thousands: ',' }, "refused: is not a number (decimal sign '.', thousands ',')"],
    [
      '1,234',
      {},
      {},
      "refused: is not a number (decimal sign '.'): it reads as thousands ','; the mapping would have to say so",
    ],
    ['1.2E+05', {}, {}, "refused: is not a number (decimal sign '.'): it was shortened by a spreadsheet"],
    [
      '¥100',
      {},
      {},
      "refused: is not a number (decimal sign '.'): it holds a currency or a unit; the mapping says both",
    ],
    ['9999999999999999', {}, {}, 'refused: is larger than any amount that can be held'],
  ])('money %s', (text, rule, mapping, expected) => {
    const month = mapping['kind'] === 'loan_month'
    expect(value(month ? 'loan_month' : 'instalment', month ? 'paid' : 'principal', text, rule, mapping)).toBe(expected)
  })

  it('money that may not be negative or nothing says so', () => {
    expect(value('instalment', 'principal', '-1')).toBe('refused: is negative')
    expect(value('receipt', 'amount', '0.00')).toMatch(/^refused: is not above zero;/)
  })

  it.each<[string, FieldRule, string]>([
    ['2026-02-28', {}, '2026-02-28'],
    ['2026-02-29', {}, 'refused: is no day of the calendar'],
    ['28.02.2026', { format: 'DD.MM.YYYY' }, '2026-02-28'],
    ['2026年2月8日', { format: 'YYYY年M月D日' }, '2026-02-08'],
    ['20260208', { format: 'YYYYMMDD' }, '2026-02-08'],
    ['02/2024', { format: 'MM/YYYY', day: 'last' }, '2024-02-29'],
    ['02/2024', { format: 'MM/YYYY', day: 'first' }, '2024-02-01'],
    [
      '2026-02-28',
      { format: 'DD.MM.YYYY' },
      'refused: is not a date DD.MM.YYYY: it reads as YYYY-MM-DD; the mapping would have to say so',
    ],
    ['2026-02-28 00:00', {}, 'refused: is not a date YYYY-MM-DD: it has a time of day; export the date alone'],
    ['1月5日', {}, 'refused: is not a date YYYY-MM-DD: it has no year'],
    [
      '45296',
      {},
      "refused: is not a date YYYY-MM-DD: it looks like a spreadsheet's number of a day (2024-01-05); export the column as a date",
    ],
    [
      '9999-12-31',
      {},
      "refused: is before 1900-01-01 or after 2199-12-31; if it stands for an empty cell, list it under 'empty' in the mapping",
    ],
  ])('date %s as %j', (text, rule, expected) => expect(value('instalment', 'due_on', text, rule)).toBe(expected))

  it.each<[string, FieldRule, string]>([
    ['0.0725', {}, '0.0725'],
    ['7.25', { unit: 'percent' }, '0.0725'],
    ['7.25%', { unit: 'percent' }, '0.0725'],
    ['0.5', { unit: 'percent' }, '0.005'],
    ['-1.5', { unit: 'percent' }, '-0.015'],
    ['7.25%', {}, "refused: is not a number (decimal sign '.'): a rate in per cent has unit 'percent' in the mapping"],
    ['101', {}, 'refused: is above 100'],
  ])('rate %s as %j', (text, rule, expected) => expect(value('loan', 'annual_rate', text, rule)).toBe(expected))

  it.each([
    ['694.0', '694'],
    ['694.5', 'refused: is not a whole number'],
    ['99999', 'refused: is above 32767'],
  ])('whole %s', (text, expected) => expect(value('loan', 'credit_score', text)).toBe(expected))

  it.each([
    ['000123', '000123'],
    ['90071992547409931', '90071992547409931'],
    ['借据-甲', '借据-甲'],
    ['1.23457E+17', 'refused: was shortened by a spreadsheet (Excel and others); export the column as text'],
    ['6.2E+18', 'refused: was shortened by a spreadsheet (Excel and others); export the column as text'],
    ['="0062"', "refused: begins with '=', a spreadsheet's mark for text; export plain text"],
    ['62170001.0', 'refused: was read as a number by another program; export the column as text'],
    ['A\u200b1', 'refused: holds characters that cannot be seen'],
    ['a\u0000b', 'refused: holds control characters'],
  ])('identifier %s', (text, expected) => expect(value('loan', 'loan_number', text)).toBe(expected))

  it.each<[string, FieldRule, string]>([
    ['True', {}, 'true'],
    ['否', {}, 'false'],
    ['2', {}, 'refused: is neither yes nor no; map it with values'],
    ['2', { values: { '1': 'true', '2': 'false' } }, 'false'],
    [
      '3',
      { values: { '1': 'true', '2': 'false' } },
      'refused: is none of the values that the mapping lists for is_new',
    ],
  ])('yes or no %s', (text, rule, expected) => expect(value('vehicle', 'is_new', text, rule)).toBe(expected))

  it('a choice must be a known word or be mapped to one', () => {
    expect(value('loan', 'status', '结清', { values: { 结清: 'paid_off' } })).toBe('paid_off')
    expect(value('loan', 'status', 'closed?')).toMatch(/^refused: is none of open, paid_off/)
  })

  it.each(['constructor', '__proto__'])('%s is a text like any other to a list of values', text => {
    expect(value('loan', 'status', text, { values: { 结清: 'paid_off' } })).toMatch(/^refused: is none of the values/)
  })

  it.each([
    ['(100.00)', 'not in parentheses'],
    ['１２０', 'full-width'],
    ['100-', 'stands before the number'],
    ['#N/A', "list it under 'empty'"],
  ])('money %s is refused with what to change', (text, hint) => {
    expect(value('instalment', 'principal', text)).toContain(hint)
  })

  it.each([
    ['', null],
    ['.', null],
    ['-', null],
    ['.5', '0.5'],
    ['5.', '5'],
    ['+5', '5'],
  ])('plain decimal %j', (text, expected) => expect(plainDecimal(text, { decimal: '.', thousands: '' })).toBe(expected))
})

describe('the mappings that ship as examples', () => {
  const folder = join(ROOT, 'docs/imports')
  const names = readdirSync(folder).filter(name => name.endsWith('.json'))
  it('are there', () => expect(names.length).toBeGreaterThanOrEqual(7))
  it.each(names)('%s is a mapping', name => expect(readMapping(join(folder, name)).description).toBeTruthy())
})

describe('a mapping is refused as a whole, with every fault and its place', () => {
  it.each<[string, unknown, RegExp]>([
    [
      'unknown kind',
      { ...base, kind: 'loans' },
      /kind: "loans" is not known\. Did you mean 'loan'\? It is one of 'customer', /,
    ],
    ['unknown setting', { ...base, colour: 'red' }, /there is no setting 'colour'\. There is kind, currency/],
    [
      'unknown field',
      { ...base, fields: { ...base.fields, dpd: 'd' } },
      /fields\.dpd: a row of kind instalment has no such field\. It has loan_number/,
    ],
    [
      'missing field',
      { ...base, fields: { loan_number: 'a', due_on: 'c' } },
      /fields\.instalment_number: a row of kind instalment needs it/,
    ],
    [
      'two sources',
      { ...base, fields: { ...base.fields, fee: { column: 'x', constant: '0' } } },
      /fields\.fee: give exactly one of column/,
    ],
    [
      'unit that does not fit',
      { ...base, fields: { ...base.fields, fee: { column: 'x', unit: 'percent' } } },
      /fields\.fee\.unit: 'percent' does not fit; money has major, minor, ten_thousand/,
    ],
    [
      'format of a number',
      { ...base, fields: { ...base.fields, fee: { column: 'x', format: 'YYYY-MM' } } },
      /fields\.fee\.format: only for dates/,
    ],
    ['format without a month', { ...base, dateFormat: 'YYYY-DD' }, /dateFormat: a date format has YYYY and MM/],
    ['encoding', { ...base, encoding: 'ebcdic' }, /encoding: "ebcdic" is not known\. It is one of 'utf-8', 'gb18030'/],
    ['attributes without use', { ...base, attributes: 'rest' }, /attributes: a row of kind instalment has none/],
    [
      'meaning that is no choice',
      {
        kind: 'loan',
        currency: 'CNY',
        fields: { loan_number: 'a', customer_number: 'b', status: { column: 's', values: { x: 'gone' } } },
      },
      /fields\.status\.values: 'gone' is none of open/,
    ],
    [
      'arrears from payments with days past due',
      {
        kind: 'loan_month',
        currency: 'CNY',
        arrears: 'payments',
        fields: { loan_number: 'a', period_ends_on: 'b', days_past_due: 'c' },
      },
      /'payments' is for loan months without days_past_due/,
    ],
    ['not an object', [], /mapping m\.json is wrong/],
    ['another name of a currency', { ...base, currency: 'RMB' }, /currency: 'RMB' is none of CNY, .*; write CNY/],
    ['another name of an encoding', { ...base, encoding: 'gb2312' }, /encoding: "gb2312" .*Write 'gb18030'/],
    [
      'unknown setting of a field',
      { ...base, fields: { ...base.fields, fee: { colum: 'x' } } },
      /fields\.fee: there is no setting 'colum'\. Did you mean 'column'\?/,
    ],
    [
      'misspelt field, and everything else at once',
      { ...base, delimeter: ';', currency: 'cny', fields: { ...base.fields, fee: 3 } },
      /currency: 'cny'[\s\S]*fields\.fee: 3 is neither the name of a column[\s\S]*'delimeter'\. Did you mean 'delimiter'\?/,
    ],
  ])('%s', (_, content, message) => expect(() => parseMapping(content, 'm.json')).toThrow(message))
})

describe('a mapping file', () => {
  const folder = testFolder()
  const written = (text: string): string => {
    const path = join(folder, 'm.json')
    writeFileSync(path, text)
    return path
  }

  it('that is not there, or no JSON, says so', () => {
    expect(() => readMapping(join(folder, 'none.json'))).toThrow(/none\.json: there is no such file/)
    expect(() => readMapping(folder)).toThrow(/this is a folder/)
    expect(() => readMapping(written('{'))).toThrow(/this is not JSON: .*line 1/)
  })

  it('with a field given twice is refused, because only one of them would be read', () => {
    const text = '{"kind": "customer", "currency": "CNY",\n"fields": {"customer_number": "a",\n"customer_number": "b"}}'
    expect(() => readMapping(written(text))).toThrow(/line 3: 'customer_number' is given twice/)
  })

  it('may begin with a byte order mark, and repeat a key in different objects', () => {
    const fields = '{"customer_number": {"column": "a", "values": {"column": "x"}}}'
    const text = `\ufeff{"kind": "customer", "currency": "CNY", "fields": ${fields}}`
    expect(readMapping(written(text)).kind.name).toBe('customer')
  })
})
