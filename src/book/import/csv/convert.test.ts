import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
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
    ['1,234', {}, {}, "refused: is not a number (decimal sign '.')"],
    ['1.2E+05', {}, {}, "refused: is not a number (decimal sign '.')"],
    ['¥100', {}, {}, "refused: is not a number (decimal sign '.')"],
    ['9999999999999999', {}, {}, 'refused: is larger than any amount that can be held'],
  ])('money %s', (text, rule, mapping, expected) => {
    const month = mapping['kind'] === 'loan_month'
    expect(value(month ? 'loan_month' : 'instalment', month ? 'paid' : 'principal', text, rule, mapping)).toBe(expected)
  })

  it('money that may not be negative or nothing says so', () => {
    expect(value('instalment', 'principal', '-1')).toBe('refused: is negative')
    expect(value('receipt', 'amount', '0.00')).toBe('refused: is not above zero')
  })

  it.each<[string, FieldRule, string]>([
    ['2026-02-28', {}, '2026-02-28'],
    ['2026-02-29', {}, 'refused: is no day of the calendar'],
    ['28.02.2026', { format: 'DD.MM.YYYY' }, '2026-02-28'],
    ['2026年2月8日', { format: 'YYYY年M月D日' }, '2026-02-08'],
    ['20260208', { format: 'YYYYMMDD' }, '2026-02-08'],
    ['02/2024', { format: 'MM/YYYY', day: 'last' }, '2024-02-29'],
    ['02/2024', { format: 'MM/YYYY', day: 'first' }, '2024-02-01'],
    ['2026-02-28', { format: 'DD.MM.YYYY' }, 'refused: is not a date DD.MM.YYYY'],
    ['2026-02-28 00:00', {}, 'refused: is not a date YYYY-MM-DD'],
  ])('date %s as %j', (text, rule, expected) => expect(value('instalment', 'due_on', text, rule)).toBe(expected))

  it.each<[string, FieldRule, string]>([
    ['0.0725', {}, '0.0725'],
    ['7.25', { unit: 'percent' }, '0.0725'],
    ['7.25%', { unit: 'percent' }, '0.0725'],
    ['0.5', { unit: 'percent' }, '0.005'],
    ['-1.5', { unit: 'percent' }, '-0.015'],
    ['7.25%', {}, "refused: is not a number (decimal sign '.')"],
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
    ['1.23457E+17', 'refused: was shortened by a spreadsheet; export the column as text'],
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
    ['unknown kind', { ...base, kind: 'loans' }, /kind: /],
    ['unknown setting', { ...base, colour: 'red' }, /colour/],
    [
      'unknown field',
      { ...base, fields: { ...base.fields, dpd: 'd' } },
      /fields\.dpd: a instalment has no such field; it has loan_number/,
    ],
    [
      'missing field',
      { ...base, fields: { loan_number: 'a', due_on: 'c' } },
      /fields\.instalment_number: a instalment needs it/,
    ],
    [
      'two sources',
      { ...base, fields: { ...base.fields, fee: { column: 'x', constant: '0' } } },
      /fields\.fee: give exactly one of column/,
    ],
    [
      'unit that does not fit',
      { ...base, fields: { ...base.fields, fee: { column: 'x', unit: 'percent' } } },
      /fields\.fee\.unit: 'percent' does not fit/,
    ],
    [
      'format of a number',
      { ...base, fields: { ...base.fields, fee: { column: 'x', format: 'YYYY-MM' } } },
      /fields\.fee\.format: only for dates/,
    ],
    ['format without a month', { ...base, dateFormat: 'YYYY-DD' }, /dateFormat: a date format has YYYY and MM/],
    ['encoding', { ...base, encoding: 'ebcdic' }, /encoding: /],
    ['attributes without use', { ...base, attributes: 'rest' }, /attributes: a instalment has none/],
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
    ['not an object', [], /mapping m\.json has/],
  ])('%s', (_, content, message) => expect(() => parseMapping(content, 'm.json')).toThrow(message))
})
