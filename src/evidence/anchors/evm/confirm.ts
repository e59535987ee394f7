// Waits until a transaction is in the chain deep enough, and reads it back: what is kept was seen in the chain, byte for byte, not only sent to it.

import { bytesToHex } from 'viem'
import { Fault, tlog } from '../../../kernel/index.ts'
import type { Clock } from '../../../platform/index.ts'
import type { ChainNode } from './chain-node.ts'
import type { Sent } from './sent-transactions.ts'

type Transaction = Sent['transactions'][number]

export type Mined = {
  readonly transaction: Transaction
  readonly block: {
    readonly hash: `0x${string}`
    readonly number: bigint
    readonly index: number
    /** Since 1970. */
    readonly seconds: bigint
  }
}

type Patience = {
  readonly name: string
  readonly confirmations: number
  readonly clock: Clock
  readonly stopping: AbortSignal
}

const LOOK_EVERY_MS = 2_000
/** Three minutes, and a quarter of one for each block: chains make one every 12 seconds or faster. Afterwards the wait is told as trouble, and goes on. */
const LOOKS = 90
const LOOKS_A_BLOCK = 8

/** Sends what the node does not know (also after the chain threw out its block), and waits. Throws `Fault` 'evidence.anchor_unconfirmed' (retryable) when
 * it takes too long, 'evidence.anchor_does_not_hold' when the chain shows other bytes than were signed. */
export async function confirmedTransaction(node: ChainNode, sent: Sent, patience: Patience): Promise<Mined> {
  const { name, confirmations, clock, stopping } = patience
  const stopped = new Promise<void>(resolve => stopping.addEventListener('abort', () => resolve(), { once: true }))
  let waits = 'is in no block yet'
  for (let look = 0; look < LOOKS + confirmations * LOOKS_A_BLOCK && !stopping.aborted; look += 1) {
    const mined = await minedOf(node, sent, name)
    const depth = mined ? (await node.height()) - mined.block.number + 1n : 0n
    if (mined && depth >= confirmations) return mined
    if (mined) waits = `has ${depth} of ${confirmations} confirmations`
    else await sendUnknown(node, sent)
    await Promise.race([clock.sleep(LOOK_EVERY_MS), stopped])
  }
  throw new Fault('evidence.anchor_unconfirmed', `The transaction ${newest(sent).hash} of ${name} ${waits}.`, {
    retryable: true,
  })
}

/** The one of the transactions that is in the chain. */
async function minedOf(node: ChainNode, sent: Sent, name: string): Promise<Mined | null> {
  for (const transaction of sent.transactions) {
    const shown = await node.shown(transaction.hash)
    if (!shown?.block) continue
    const block = await node.block(shown.block.hash, shown.block.number)
    // the chain went another way between the two questions
    if (!block) continue
    const isSame = shown.input === bytesToHex(tlog.utf8(transaction.text)) && shown.from.toLowerCase() === sent.from
    if (!isSame || block.transactions[shown.block.index] !== transaction.hash)
      throw new Fault(
        'evidence.anchor_does_not_hold',
        `What the node of ${name} shows as transaction ${transaction.hash} is not what was signed.`,
      )
    return { transaction, block: { ...shown.block, seconds: block.seconds } }
  }
  return null
}

async function sendUnknown(node: ChainNode, sent: Sent): Promise<void> {
  const { hash, raw } = newest(sent)
  if ((await node.shown(hash)) !== null) return
  try {
    await node.send(raw)
  } catch (error) {
    // a node that takes it twice may call that a mistake; what it shows afterwards counts
    if ((await node.shown(hash)) === null) throw error
  }
}

function newest(sent: Sent): Transaction {
  const transaction = sent.transactions.at(-1)
  if (!transaction) throw new Fault('evidence.defect', 'What was sent has a transaction.')
  return transaction
}
