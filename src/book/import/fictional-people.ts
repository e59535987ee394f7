// Asset-level files name nobody. For trials with screens and diallers, `--fictional-people` puts people on the loans who plainly do not
// exist; what they are called and how they cannot be reached is drawn by the caller. Their customers are marked as fictional.

import { loadCustomerKeys, storeCustomerKeys } from '../../evidence/index.ts'
import {
  type EndpointKind,
  FieldSealer,
  maskEndpoint,
  maskName,
  normalEndpoint,
  normalText,
} from '../../identity/index.ts'
import { derivedId } from '../../kernel/index.ts'
import type { MasterKey, Tx } from '../../platform/index.ts'
import { type CopyValue, copyLine } from './copy-line.ts'
import type { Portfolio } from './portfolio.ts'
import { statement } from './sql.ts'

export type FictionalPerson = {
  readonly name: string
  readonly language: string
  readonly phone: string
  readonly email: string
}

/** The same person for the same loan and place (0 the borrower, 1 the co-borrower), always. */
export type DrawPerson = (loanNumber: string, place: number) => FictionalPerson

/** Customers per page; their keys are in memory at a time. */
const PAGE_CUSTOMERS = 2_000

type Wanted = {
  readonly customer_id: bigint
  readonly loan_id: bigint
  readonly loan_number: string
  readonly has_co_borrower: boolean
}
type Rows = { readonly parties: string[]; readonly roles: string[]; readonly endpoints: string[] }

/** To be run inside an import of asset-level files, after its loans are taken. */
export function addFictionalPeople(
  masterKey: MasterKey,
  draw: DrawPerson,
): (tx: Tx, portfolio: Portfolio) => Promise<void> {
  return async (tx, portfolio) => {
    const sealer = new FieldSealer(masterKey)
    let after = -1n
    for (;;) {
      const page = await tx.query<Wanted>(statement('people-wanted'), [after, PAGE_CUSTOMERS])
      const last = page.at(-1)
      if (last === undefined) return
      after = last.customer_id
      await addPage(tx, sealer, page, { draw, lender: portfolio.lender })
      sealer.forget()
    }
  }
}

async function addPage(
  tx: Tx,
  sealer: FieldSealer,
  page: readonly Wanted[],
  { draw, lender }: { draw: DrawPerson; lender: string },
): Promise<void> {
  const customers = page.map(loan => loan.customer_id)
  await loadCustomerKeys(tx, sealer, customers)
  const fresh = customers
    .filter(customer => !sealer.hasKey(customer))
    .map(customer => [customer, sealer.addCustomer(customer)] as const)
  await storeCustomerKeys(tx, fresh)
  await tx.query('update book.customer set is_fictional = true where customer_id = any($1)', [customers])
  const rows: Rows = { parties: [], roles: [], endpoints: [] }
  for (const loan of page) {
    for (let place = 0; place <= (loan.has_co_borrower ? 1 : 0); place += 1) {
      addPerson(rows, sealer, loan, { person: draw(loan.loan_number, place), place, lender })
    }
  }
  await tx.copyIn(
    'copy book.party (customer_id, party_id, party_number, kind, name_sealed, name_hint, name_digest, language) from stdin',
    rows.parties,
  )
  await tx.copyIn('copy book.loan_party (customer_id, loan_id, party_id, role) from stdin', rows.roles)
  await tx.copyIn(
    'copy book.endpoint (customer_id, endpoint_id, party_id, kind, value_sealed, value_digest, value_hint) from stdin',
    rows.endpoints,
  )
}

function addPerson(
  rows: Rows,
  sealer: FieldSealer,
  loan: Wanted,
  { person, place, lender }: { person: FictionalPerson; place: number; lender: string },
): void {
  const { customer_id: customer, loan_number: number } = loan
  const partyNumber = `${number}/${place + 1}`
  const party = derivedId('party', lender, number, partyNumber)
  const name: CopyValue[] = [
    sealer.seal(customer, 'party.name', person.name),
    maskName(person.name),
    sealer.digest('party.name', normalText(person.name)),
  ]
  rows.parties.push(copyLine([customer, party, partyNumber, 'person', ...name, person.language]))
  rows.roles.push(copyLine([customer, loan.loan_id, party, place === 0 ? 'borrower' : 'co_borrower']))
  const endpoints: (readonly [EndpointKind, string])[] = [
    ['phone', person.phone],
    ['email', person.email],
  ]
  for (const [kind, value] of endpoints) {
    const digest = sealer.digest('endpoint.value', normalEndpoint(kind, value))
    const id = derivedId('endpoint', lender, number, partyNumber, kind, Buffer.from(digest).toString('hex'))
    rows.endpoints.push(
      copyLine([
        customer,
        id,
        party,
        kind,
        sealer.seal(customer, 'endpoint.value', value),
        digest,
        maskEndpoint(kind, value),
      ]),
    )
  }
}
