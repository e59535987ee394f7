// The people on a customer's loans and the ways to reach them, as rows.

import { maskEndpoint, maskName, normalEndpoint, normalText } from '../identity/index.ts'
import { derivedId } from '../kernel/index.ts'
import { drawAddress, drawPerson, emailOf } from './people.ts'
import type { DemoPortfolio } from './portfolios.ts'
import type { Random } from './random.ts'
import type { RosterCustomer } from './roster.ts'
import type { SliceInput, SliceRows } from './slice-rows.ts'

type PartyInput = {
  readonly customer: RosterCustomer
  readonly number: string
  readonly portfolio: DemoPortfolio
  readonly role: 'borrower' | 'second'
}

/** Adds a party and returns its id. Borrowers have a phone, an e-mail and an address; second parties a phone. No identity numbers are
 * made up: one that passes its check may be somebody's. */
export function addParty(rows: SliceRows, party: PartyInput, input: SliceInput, random: Random): bigint {
  const { customer, number, portfolio } = party
  const { sealer } = input
  const { customerId } = customer
  const person = drawPerson(portfolio.jurisdiction, random)
  const partyNumber = party.role === 'borrower' ? number : `${number}-2`
  const partyId = derivedId('party', portfolio.lender, number, partyNumber)
  rows.book.party.push({
    customer_id: customerId,
    party_id: partyId,
    party_number: partyNumber,
    kind: 'person',
    name_sealed: sealer.seal(customerId, 'party.name', person.name),
    name_hint: maskName(person.name),
    name_digest: input.digests.of('party.name', normalText(person.name)),
    language: person.language,
  })
  const addEndpoint = (place: bigint, kind: 'phone' | 'email' | 'address', value: string) => {
    rows.book.endpoint.push({
      customer_id: customerId,
      endpoint_id: place,
      party_id: partyId,
      kind,
      value_sealed: sealer.seal(customerId, 'endpoint.value', value),
      value_digest: input.digests.of('endpoint.value', normalEndpoint(kind, value)),
      value_hint: maskEndpoint(kind, value),
    })
  }
  if (party.role === 'second') {
    addEndpoint(4n, 'phone', person.phone)
    return partyId
  }
  addEndpoint(1n, 'phone', person.phone)
  addEndpoint(2n, 'email', emailOf(number))
  addEndpoint(3n, 'address', drawAddress(portfolio.jurisdiction, random))
  return partyId
}
