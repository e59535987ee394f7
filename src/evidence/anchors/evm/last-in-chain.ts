// What a chain knows of a log: the checkpoint that the account put into it last. Nodes do not list what an account sent, but they say how many transactions it had
// sent by any block that they keep; so the block of the last one is looked for from the newest on back, which is where it usually is.

import type { Hex } from 'viem'
import { Fault, must, tlog } from '../../../kernel/index.ts'
import type { ChainNode } from './chain-node.ts'

/** The account may carry other logs too. */
const TRANSACTIONS_LOOKED_AT = 8
/** Blocks that are asked for at once: a chain of a hundred million blocks is searched in ten rounds, one that was used within the hour in four or five. */
const BLOCKS_A_ROUND = 8n

/**
 * Null when the account sent nothing about the log lately. Throws `Fault` 'evidence.anchor_without_history' when what it sent last is further back than the node
 * keeps, and what asking the node throws.
 */
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

/** The transaction was sent by block `to`, and not yet by block `before`, which is -1 where there is none. */
type Between = { readonly before: bigint; readonly to: bigint }

/** The first block after which the account has sent transaction number `nonce`, at most `newest`. */
async function blockOf(node: ChainNode, account: Hex, nonce: number, newest: bigint): Promise<bigint> {
  /** As close as the answers for these blocks allow, which descend. */
  const narrowed = async ({ before, to }: Between, blocks: readonly bigint[]): Promise<Between> => {
    const asked = blocks.filter(block => block > before)
    const found = await Promise.all(asked.map(block => isSentBy(node, account, nonce, block)))
    const at = found.findIndex(isSent => isSent !== true)
    if (found[at] === 'unknown') throw withoutHistory(must(asked[at], 'the block was asked for'))
    const sentBy = at === -1 ? asked : asked.slice(0, at)
    return { before: asked[at] ?? before, to: sentBy.at(-1) ?? to }
  }
  const back = Array.from({ length: 8 }, (_, power) => newest - BLOCKS_A_ROUND ** BigInt(power))
  let between = await narrowed({ before: -1n, to: newest }, back)
  while (between.to - between.before > 1n) {
    const { before, to } = between
    const width = (to - before + BLOCKS_A_ROUND - 1n) / BLOCKS_A_ROUND
    const blocks = Array.from({ length: Number(BLOCKS_A_ROUND) - 1 }, (_, part) => to - width * BigInt(part + 1))
    between = await narrowed(between, blocks)
  }
  return between.to
}

/** Nodes without history know the newest blocks only, and refuse to say what was before. */
async function isSentBy(node: ChainNode, account: Hex, nonce: number, block: bigint): Promise<boolean | 'unknown'> {
  try {
    return (await node.nextNonceAt(account, block)) > nonce
  } catch (error) {
    if (error instanceof Fault && error.code === 'evidence.anchor_refused') return 'unknown'
    throw error
  }
}

function withoutHistory(block: bigint): Fault {
  return new Fault(
    'evidence.anchor_without_history',
    `its node does not say what the account had sent by block ${block}: it keeps no history. Name a node that does.`,
  )
}
