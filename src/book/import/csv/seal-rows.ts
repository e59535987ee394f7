// Second reading of a tape with personal values, after the verdict: seals the values of the rows taken. The text of a name or a number
// thus never reaches the database, and rows that are refused are never sealed at all.

import { loadCustomerKeys, storeCustomerKeys } from '../../../evidence/index.ts'
import type { FieldSealer } from '../../../identity/index.ts'
import { customerId, must } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/index.ts'
import { type CopyValue, copyLine } from '../copy-line.ts'
import { openFile } from '../open-file.ts'
import { personalFields, sealedTable } from './kinds.ts'
import type { Mapping } from './mapping.ts'
import { readRows } from './read-rows.ts'
import { RowReader } from './row-reader.ts'
import { personalForm } from './stage-row.ts'

/** Keys of one page are in memory at a time. */
const PAGE_ROWS = 2_000

type Page = { readonly seq: number; readonly customer: bigint; readonly values: ReadonlyMap<string, string> }[]

export async function sealRows(
  tx: Tx,
  path: string,
  mapping: Mapping,
  { sealer, lender }: { sealer: FieldSealer; lender: string },
): Promise<void> {
  await tx.query(sealedTable(mapping.kind))
  const taken = await takenRows(tx)
  let reader: RowReader | undefined
  let page: Page = []
  let next = await taken.next()
  for await (const row of readRows(
    await openFile(path),
    mapping,
    header => (reader = new RowReader(mapping, header, path)),
  )) {
    if (next.done || next.value !== row.seq) continue
    const { values } = must(reader, 'the header comes first').read(row)
    page.push({ seq: row.seq, customer: customerId(lender, values.get('customer_number') ?? ''), values })
    if (page.length === PAGE_ROWS) {
      await sealPage(tx, sealer, mapping, page)
      page = []
    }
    next = await taken.next()
  }
  if (page.length > 0) await sealPage(tx, sealer, mapping, page)
  await tx.query('analyze sealed')
}

async function sealPage(tx: Tx, sealer: FieldSealer, { kind }: Mapping, page: Page): Promise<void> {
  const fields = personalFields(kind)
  // who has nothing to seal needs no key
  const hasAny = ({ values }: Page[number]) => fields.some(field => values.has(field))
  const customers = [...new Set(page.filter(hasAny).map(row => row.customer))]
  await loadCustomerKeys(tx, sealer, customers)
  const fresh = customers
    .filter(customer => !sealer.hasKey(customer))
    .map(customer => [customer, sealer.addCustomer(customer)] as const)
  await storeCustomerKeys(tx, fresh)
  const lines = page.map(({ seq, customer, values }) =>
    copyLine([seq, ...fields.flatMap(field => sealedValue(sealer, kind.name, field, customer, values))]),
  )
  await tx.copyIn('copy sealed from stdin', lines)
  sealer.forget()
}

function sealedValue(
  sealer: FieldSealer,
  kind: string,
  field: string,
  customer: bigint,
  values: Page[number]['values'],
): CopyValue[] {
  const form = personalForm(kind, field, values)
  return form === null ? [null, null] : [sealer.seal(customer, form.sealedAs, values.get(field) ?? ''), form.hint]
}

async function takenRows(tx: Tx): Promise<AsyncGenerator<number, undefined>> {
  async function* rows(): AsyncGenerator<number, undefined> {
    let after = 0
    for (;;) {
      const page = await tx.query<{ seq: number }>(
        `select seq from verdict where outcome = 'taken' and seq > $1 order by seq limit 5000`,
        [after],
      )
      for (const row of page) yield row.seq
      const last = page.at(-1)
      if (last === undefined) return undefined
      after = last.seq
    }
  }
  return rows()
}
