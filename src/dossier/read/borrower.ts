// Part of the borrower and everyone else on the loan. Names and numbers are masked, or opened for a document that shows them.

import { readErasure } from '../../evidence/index.ts'
import { must } from '../../kernel/index.ts'
import type { Database } from '../../platform/index.ts'
import type { DossierBorrower, DossierParty } from '../dossier.ts'
import type { FoundLoan } from './find-loan.ts'
import { opener } from './opener.ts'

type PartyRow = {
  readonly party_id: bigint
  readonly role: string
  readonly kind: string
  readonly name_sealed: Uint8Array | null
  readonly name_hint: string | null
  readonly identity_number_sealed: Uint8Array | null
  readonly identity_number_hint: string | null
  readonly language: string | null
}
type EndpointRow = {
  readonly party_id: bigint
  readonly kind: string
  readonly value_sealed: Uint8Array
  readonly value_hint: string | null
  readonly is_usable: boolean
}

export async function readBorrower(db: Database, loan: FoundLoan, isOpened: boolean): Promise<DossierBorrower> {
  const { customerId, loanId } = loan
  const [customer] = await db.query<{ customer_number: string; is_fictional: boolean }>(
    'select customer_number, is_fictional from book.customer where customer_id = $1',
    [customerId],
  )
  const { customer_number: customerNumber, is_fictional: isFictional } = must(customer, 'a loan has a customer')
  const isErased = await readErasure(db, customerId)
  const parties = await db.query<PartyRow>(
    `select party_id, role, kind, name_sealed, name_hint, identity_number_sealed, identity_number_hint, language
     from book.loan_party join book.party using (customer_id, party_id)
     where customer_id = $1 and loan_id = $2
     order by array_position(array['borrower', 'co_borrower', 'guarantor', 'spouse'], role) nulls last, party_number`,
    [customerId, loanId],
  )
  const endpoints = await db.query<EndpointRow>(
    `select party_id, kind, value_sealed, value_hint, is_usable from book.endpoint where customer_id = $1 order by kind, endpoint_id`,
    [customerId],
  )
  const open = isOpened ? await opener(db, customerId) : () => null
  return {
    customerNumber,
    isFictional,
    isErased: parties.some(({ name_sealed: name }) => name !== null && isErased(name)),
    parties: parties.map(
      (party): DossierParty => ({
        role: party.role,
        kind: party.kind,
        name: open('party.name', party.name_sealed),
        nameHint: party.name_hint,
        identityNumber: open('party.identity_number', party.identity_number_sealed),
        identityNumberHint: party.identity_number_hint,
        language: party.language,
        endpoints: endpoints
          .filter(endpoint => endpoint.party_id === party.party_id)
          .map(({ kind, value_sealed: sealed, value_hint: hint, is_usable: isUsable }) => ({
            kind,
            value: open('endpoint.value', sealed),
            hint,
            isUsable,
          })),
      }),
    ),
  }
}
