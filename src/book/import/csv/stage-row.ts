// One row becomes one line of the staging table: converted values, the ids derived from the lender's numbers, the key that recognises the
// row within the file, and a digest of its content. Of personal values only the keyed digest is staged, never the text.

import { hash } from 'node:crypto'
import {
  type EndpointKind,
  type FieldSealer,
  maskEndpoint,
  maskName,
  maskNumber,
  normalEndpoint,
  normalNumber,
  normalText,
  type SealedField,
} from '../../../identity/index.ts'
import { canonicalJson, customerId, derivedId, loanId } from '../../../kernel/index.ts'
import { type LoanStatus, loanStatus } from '../abs-ee/loan-status.ts'
import { type CopyValue, copyLine } from '../copy-line.ts'
import { visible } from '../problem.ts'
import type { RowKind } from './kinds.ts'
import type { Row } from './read-rows.ts'
import type { ReadRow } from './row-reader.ts'

export type StagingContext = {
  readonly kind: RowKind
  readonly lender: string
  readonly portfolio: string
  /** There for kinds with personal values. */
  readonly sealer: FieldSealer | null
}

/** row_key, content_sha256, four ids, attributes */
const FIXED_COLUMNS = 7

export function stageRow(row: Row, read: ReadRow, context: StagingContext): string {
  const { kind } = context
  if (read.problems.length > 0) {
    const nothing = Array.from({ length: kind.fields.length + FIXED_COLUMNS }, () => null)
    // U+0000 has no place in JSON of PostgreSQL
    const problems = JSON.stringify(read.problems.map(problem => ({ ...problem, value: visible(problem.value) })))
    return copyLine([row.seq, row.line, problems, ...nothing])
  }
  const staged = kind.fields.map(field =>
    field.kind === 'personal' ? digestOf(field.name, read, context) : (read.values.get(field.name) ?? null),
  )
  if (kind.name === 'loan_month') staged[kind.fields.findIndex(field => field.name === 'status')] ??= statusOf(read)
  const byName = new Map(kind.fields.map((field, index) => [field.name, staged[index] ?? null] as const))
  const key = canonicalJson(kind.key.map(name => text(byName.get(name))))
  const content = canonicalJson({ values: staged.map(text), attributes: read.attributes })
  return copyLine([
    row.seq,
    row.line,
    null,
    key,
    hash('sha256', content, 'buffer'),
    ...ids(read.values, byName, context),
    read.attributes === null ? null : canonicalJson(read.attributes),
    ...staged,
  ])
}

function text(value: CopyValue): string | null {
  if (value === null || value === undefined) return null
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value)
}

/** What a month without a status column says. A balance that is gone with nothing paid is no pay-off: such a month does not say. */
function statusOf(read: ReadRow): LoanStatus | null {
  const minor = (name: string): bigint | null =>
    read.values.has(name) ? BigInt(read.values.get(name) as string) : null
  const status = loanStatus({
    zeroBalanceCodes: [],
    balanceMinor: minor('end_balance'),
    chargedOffMinor: minor('charged_off'),
    recoveredMinor: minor('recovered'),
  })
  return status === 'paid_off' && minor('paid') === 0n ? null : status
}

/** customer_id, loan_id, part_id (the row's own id), other_id (what it refers to). */
function ids(
  values: ReadonlyMap<string, string>,
  staged: ReadonlyMap<string, CopyValue>,
  { kind, lender, portfolio }: StagingContext,
): (bigint | null)[] {
  const customer = values.get('customer_number')
  const loan = values.get('loan_number')
  const customerKey = customer === undefined ? null : customerId(lender, customer)
  const loanKey = loan === undefined ? null : loanId(portfolio, loan)
  const party = values.get('party_number')
  const vehicle = values.get('vehicle_number')
  const partyKey = customer === undefined || party === undefined ? null : partyId(lender, customer, party)
  switch (kind.name) {
    case 'party':
      return [customerKey, loanKey, partyKey, null]
    case 'endpoint': {
      // from the keyed digest: an id derived from the number itself could be guessed back after erasure
      const value = text(staged.get('value')) ?? ''
      return [
        customerKey,
        null,
        derivedId('endpoint', lender, customer ?? '', party ?? '', values.get('kind') ?? '', value),
        partyKey,
      ]
    }
    case 'vehicle':
    case 'loan':
      return [customerKey, loanKey, vehicle === undefined ? null : derivedId('vehicle', lender, vehicle), null]
    case 'receipt': {
      const reversed = values.get('reverses_receipt_number')
      return [
        null,
        loanKey,
        receiptId(portfolio, loan ?? '', values.get('receipt_number') ?? ''),
        reversed === undefined ? null : receiptId(portfolio, loan ?? '', reversed),
      ]
    }
    default:
      return [customerKey, loanKey, null, null]
  }
}

export function partyId(lender: string, customerNumber: string, partyNumber: string): bigint {
  return derivedId('party', lender, customerNumber, partyNumber)
}

function receiptId(portfolio: string, loanNumber: string, receiptNumber: string): bigint {
  return derivedId('receipt', portfolio, loanNumber, receiptNumber)
}

export type PersonalForm = {
  readonly sealedAs: SealedField
  /** What the digest is taken of. */
  readonly normal: string
  /** What a screen may show without an audited reveal. */
  readonly hint: string
}

/** A personal value of a row in its forms; null where the row has none. */
export function personalForm(kind: string, field: string, values: ReadonlyMap<string, string>): PersonalForm | null {
  const value = values.get(field)
  if (value === undefined) return null
  if (kind === 'endpoint') {
    const way = values.get('kind') as EndpointKind
    return { sealedAs: 'endpoint.value', normal: normalEndpoint(way, value), hint: maskEndpoint(way, value) }
  }
  const sealedAs = `${kind}.${field}` as SealedField
  return field === 'name'
    ? { sealedAs, normal: normalText(value), hint: maskName(value) }
    : { sealedAs, normal: normalNumber(value), hint: maskNumber(value) }
}

function digestOf(field: string, read: ReadRow, { kind, sealer }: StagingContext): CopyValue {
  const form = personalForm(kind.name, field, read.values)
  return form === null || sealer === null ? null : sealer.digest(form.sealedAs, form.normal)
}
