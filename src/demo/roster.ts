// Who is in the synthetic book: how N loans fall on two portfolios and on customers, and the order in which they are made. Customers are
// made in the order of their ids, so that rows land in the heap in key order (a night's slice then reads neighbouring pages) and every
// index grows at its right end.

import { customerId } from '../kernel/index.ts'
import { portfolioAt } from './portfolios.ts'
import { Random } from './random.ts'

export type RosterCustomer = {
  readonly customerId: bigint
  /** 0 CN-DEMO, 1 US-DEMO. */
  readonly portfolioIndex: number
  /** Place of the customer in the portfolio, from 0. */
  readonly ordinal: number
  /** Places of the loans in the portfolio, from 0. */
  readonly loanOrdinals: readonly number[]
}

/** Of eight loans, two are one customer's. */
const LOANS_A_BLOCK = 8
const CUSTOMERS_A_BLOCK = 7

export type Roster = {
  readonly customerCount: number
  readonly loanCount: number
  /** Customers in ascending order of their ids, in slices of about the given size. Calls are independent of each other. */
  readonly slices: () => Generator<readonly RosterCustomer[]>
}

export function customerNumber(portfolioIndex: number, ordinal: number): string {
  return `${portfolioAt(portfolioIndex).prefix}C${String(ordinal + 1).padStart(8, '0')}`
}

/** Lays out `loans` loans: the first portfolio gets half, rounded up. Memory: 12 bytes a customer. */
export function layOutRoster(input: { loans: number; seed: number; customersASlice: number }): Roster {
  const counts = [Math.ceil(input.loans / 2), Math.floor(input.loans / 2)].map(customersOf)
  const [first = 0, second = 0] = counts
  const total = first + second
  const ids = new BigUint64Array(total)
  for (let index = 0; index < total; index++) {
    const [portfolioIndex, ordinal] = index < first ? [0, index] : [1, index - first]
    ids[index] = customerId(portfolioAt(portfolioIndex).lender, customerNumber(portfolioIndex, ordinal))
  }
  const sliceCount = Math.max(1, Math.ceil(total / input.customersASlice))
  const { starts, members } = distribute(ids, sliceCount)
  return {
    customerCount: total,
    loanCount: input.loans,
    slices: function* () {
      for (let slice = 0; slice < sliceCount; slice++) {
        const inSlice = [...members.subarray(starts[slice], starts[slice + 1])]
        inSlice.sort((a, b) => compare(ids[a] ?? 0n, ids[b] ?? 0n))
        yield inSlice.map(index => {
          const [portfolioIndex, ordinal] = index < first ? [0, index] : [1, index - first]
          const loans = portfolioIndex === 0 ? Math.ceil(input.loans / 2) : Math.floor(input.loans / 2)
          return {
            customerId: ids[index] ?? 0n,
            portfolioIndex,
            ordinal,
            loanOrdinals: loanOrdinals({ loans, ordinal, seed: input.seed + portfolioIndex }),
          }
        })
      }
    },
  }
}

function customersOf(loans: number): number {
  return CUSTOMERS_A_BLOCK * Math.floor(loans / LOANS_A_BLOCK) + (loans % LOANS_A_BLOCK)
}

/** Seven customers share a block of eight loans; chance says which of them has two. Loans beyond the last whole block are one each. */
function loanOrdinals({ loans, ordinal, seed }: { loans: number; ordinal: number; seed: number }): readonly number[] {
  const block = Math.floor(ordinal / CUSTOMERS_A_BLOCK)
  const wholeBlocks = Math.floor(loans / LOANS_A_BLOCK)
  if (block >= wholeBlocks) return [wholeBlocks * LOANS_A_BLOCK + ordinal - wholeBlocks * CUSTOMERS_A_BLOCK]
  const place = ordinal % CUSTOMERS_A_BLOCK
  const withTwo = new Random(seed, 'block', block).between(0, CUSTOMERS_A_BLOCK - 1)
  const first = block * LOANS_A_BLOCK + place + (place > withTwo ? 1 : 0)
  return place === withTwo ? [first, first + 1] : [first]
}

/** Counting sort of customers into slices of the id space: ids are hashes, so equal ranges hold nearly equal numbers. */
function distribute(ids: BigUint64Array, sliceCount: number): { starts: Uint32Array; members: Uint32Array } {
  const starts = new Uint32Array(sliceCount + 1)
  const sliceOf = (id: bigint) => Math.min(sliceCount - 1, Math.floor((Number(id) / 2 ** 63) * sliceCount))
  for (const id of ids) {
    const end = sliceOf(id) + 1
    starts[end] = (starts[end] ?? 0) + 1
  }
  for (let slice = 1; slice <= sliceCount; slice++) starts[slice] = (starts[slice] ?? 0) + (starts[slice - 1] ?? 0)
  const next = starts.slice()
  const members = new Uint32Array(ids.length)
  ids.forEach((id, index) => {
    const slice = sliceOf(id)
    const at = next[slice] ?? 0
    members[at] = index
    next[slice] = at + 1
  })
  return { starts, members }
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}
