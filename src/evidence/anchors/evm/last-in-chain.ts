// What a chain knows of a log: the checkpoint that the account put into it last. Nodes do not list what an account sent, but they say how many transactions it had
// sent by any block; so the block of the last one is found by halving.

import type { Hex } from 'viem'
import { tlog } from '../../../kernel/index.ts'
import type { ChainNode } from './chain-node.ts'

/** The account may carry other logs too. */
const TRANSACTIONS_LOOKED_AT = 8

/** Null when the account sent nothing about the log lately. Throws as the node does: one that keeps no history refuses to say what was at an old block. */
export async function lastInChain(node: ChainNode, account: Hex, origin: string): Promise<tlog.Checkpoint | null> {
  const next = await node.nextNonce(account, 'latest')
  let height = await node.height()
  for (let nonce = next - 1; nonce >= Math.max(0, next - TRANSACTIONS_LOOKED_AT); nonce -= 1) {
    height = await blockOf(node, account, nonce, height)
    const input = await node.inputOf(account, nonce, height)
    const checkpoint = input && tlog.parseCheckpointText(tlog.fromUtf8(Buffer.from(input.slice(2), 'hex')) ?? '')
    if (checkpoint?.origin === origin) return checkpoint
  }
  return null
}

/** The first block after which the account has sent transaction number `nonce`, at most `newest`. */
async function blockOf(node: ChainNode, account: Hex, nonce: number, newest: bigint): Promise<bigint> {
  let [from, to] = [0n, newest]
  while (from < to) {
    const middle = (from + to) / 2n
    if ((await node.nextNonceAt(account, middle)) > nonce) to = middle
    else from = middle + 1n
  }
  return to
}
