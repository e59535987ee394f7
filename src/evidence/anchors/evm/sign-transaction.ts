// The transaction that carries a checkpoint: the three signed lines as its data, sent by the account to itself with no value. No contract is needed for bytes
// to be in a chain.

import { bytesToHex, formatEther, keccak256 } from 'viem'
import type { privateKeyToAccount } from 'viem/accounts'
import { Fault, tlog } from '../../../kernel/index.ts'
import type { ChainNode, Fees } from './chain-node.ts'
import type { Sent } from './sent-transactions.ts'

export type Payer = ReturnType<typeof privateKeyToAccount>

type Order = {
  readonly name: string
  readonly node: ChainNode
  readonly payer: Payer
  readonly chainId: number
  readonly nonce: number
  readonly text: string
  readonly fees: Fees
}

/** Throws `Fault` 'evidence.anchor_unfunded' when the account cannot pay what it may cost. */
export async function signTransaction(order: Order): Promise<Sent['transactions'][number]> {
  const { name, node, payer, chainId, nonce, text, fees } = order
  const to = payer.address
  const data = bytesToHex(tlog.utf8(text))
  const [gas, balance] = [await node.gas(payer.address, to, data), await node.balance(payer.address)]
  const cost = gas * priceOf(fees)
  if (balance < cost)
    throw new Fault(
      'evidence.anchor_unfunded',
      `The account ${payer.address} of ${name} has ${formatEther(balance)} and a transaction may cost ${formatEther(cost)} of the chain's coin: send it some.`,
      { retryable: true },
    )
  const raw = await payer.signTransaction({ chainId, nonce, to, value: 0n, data, gas, ...fees })
  return { raw, hash: keccak256(raw), text }
}

/** What replaces a transaction that offers `before`: null when it offers as much as the chain asks now. A node takes a replacement only for a tenth more;
 * an eighth is on the safe side. */
export function raisedFees(before: Fees, now: Fees): Fees | null {
  const raise = (offered: bigint, asked: bigint) => {
    const least = offered + offered / 8n + 1n
    return asked > least ? asked : least
  }
  if (before.type === 'legacy' || now.type === 'legacy') {
    const asked = priceOf(now)
    return asked > priceOf(before) ? { type: 'legacy', gasPrice: raise(priceOf(before), asked) } : null
  }
  if (now.maxFeePerGas <= before.maxFeePerGas && now.maxPriorityFeePerGas <= before.maxPriorityFeePerGas) return null
  return {
    type: 'eip1559',
    maxFeePerGas: raise(before.maxFeePerGas, now.maxFeePerGas),
    maxPriorityFeePerGas: raise(before.maxPriorityFeePerGas, now.maxPriorityFeePerGas),
  }
}

/** Wei for a unit of gas at most. */
function priceOf(fees: Fees): bigint {
  return fees.type === 'legacy' ? fees.gasPrice : fees.maxFeePerGas
}
