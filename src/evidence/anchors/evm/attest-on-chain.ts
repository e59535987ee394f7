// One attempt to have a chain carry a checkpoint: what was sent before is followed up first, so that a crash or a slow chain neither loses a transaction nor
// pays for a second one.

import { parseTransaction } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { Fault, fromDayNumber, tlog } from '../../../kernel/index.ts'
import type { AnchorSettings, Clock } from '../../../platform/index.ts'
import type { SignedCheckpoint } from '../../log/sign-checkpoint.ts'
import type { Attestation } from '../anchor.ts'
import { readAccountKey } from './account-key.ts'
import { ChainNode, type Fees } from './chain-node.ts'
import { confirmedTransaction, type Mined } from './confirm.ts'
import { lastInChain } from './last-in-chain.ts'
import { readSent, rememberSent, type Sent, sentPath } from './sent-transactions.ts'
import { type Payer, raisedFees, signTransaction } from './sign-transaction.ts'

export type ChainSettings = Omit<Extract<AnchorSettings, { kind: 'evm' }>, 'kind'>

type Attempt = {
  readonly settings: ChainSettings
  readonly home: string
  readonly clock: Clock
  readonly checkpoint: SignedCheckpoint
  readonly attestedSize: number
  readonly stopping: AbortSignal
}

export async function attestOnChain(attempt: Attempt): Promise<Attestation> {
  const { settings, home, clock, checkpoint, stopping } = attempt
  const { name, chainId, confirmations } = settings
  const payer = payerOf(settings)
  const node = await nodeOf(settings, stopping)
  const path = sentPath(home, name)
  const before = await stillUnderWay(node, readSent(path), payer, attempt)
  const sent = before
    ? await withHigherOffer(node, before, payer, attempt)
    : await firstOffer(node, payer, { name, chainId, text: tlog.checkpointText(checkpoint) })
  if (sent !== before) rememberSent(path, sent)
  const mined = await confirmedTransaction(node, sent, { name, confirmations, clock, stopping })
  return proofOf(chainId, mined)
}

/** What the account put into the chain last of the log of this name; throws as the node and the key file do. */
export async function lastAttested(
  settings: ChainSettings,
  origin: string,
  stopping: AbortSignal,
): Promise<tlog.Checkpoint | null> {
  const payer = payerOf(settings)
  return lastInChain(await nodeOf(settings, stopping), accountOf(payer), origin)
}

async function nodeOf({ name, url, chainId }: ChainSettings, stopping: AbortSignal): Promise<ChainNode> {
  const node = new ChainNode(name, url, stopping)
  const found = await node.chainId()
  if (found === chainId) return node
  throw new Fault(
    'evidence.anchor_wrong_chain',
    `The node of ${name} is of chain ${found}, not ${chainId}: nothing was sent. Put its url or chainId right.`,
  )
}

function payerOf({ name, keyFile }: ChainSettings): Payer {
  const key = readAccountKey(name, keyFile)
  try {
    return privateKeyToAccount(key)
  } catch {
    // without its cause, which may repeat the key
    throw new Fault('evidence.anchor_key_damaged', `${keyFile}, the key of ${name}, is no private key of an account.`)
  }
}

/** What was sent, is not recorded yet and can still be in the chain or come into it. */
async function stillUnderWay(node: ChainNode, sent: Sent | null, payer: Payer, attempt: Attempt): Promise<Sent | null> {
  const { settings, checkpoint, attestedSize } = attempt
  if (sent?.chainId !== settings.chainId || sent.from !== accountOf(payer)) return null
  const attested = sent.transactions.map(({ text }) => tlog.parseCheckpointText(text))
  if (!attested.every(it => it?.origin === checkpoint.origin && it.size > attestedSize)) return null
  // asked in this order: what comes into a block in between is found
  const next = await node.nextNonce(payer.address, 'latest')
  const isOpen = next <= sent.nonce
  for (const { hash } of sent.transactions) if ((await node.shown(hash))?.block) return sent
  return isOpen ? sent : null
}

async function firstOffer(
  node: ChainNode,
  payer: Payer,
  { name, chainId, text }: { name: string; chainId: number; text: string },
): Promise<Sent> {
  const nonce = await node.nextNonce(payer.address, 'pending')
  const transaction = await signTransaction({ name, node, payer, chainId, nonce, text, fees: await node.fees() })
  return { chainId, from: accountOf(payer), nonce, transactions: [transaction] }
}

/** A transaction that the chain may never take, because prices rose, is replaced by one that offers more and attests the newest checkpoint. */
async function withHigherOffer(node: ChainNode, sent: Sent, payer: Payer, attempt: Attempt): Promise<Sent> {
  const last = sent.transactions.at(-1)
  if (!last) return sent
  for (const { hash } of sent.transactions) if ((await node.shown(hash))?.block) return sent
  const fees = raisedFees(feesOf(last.raw), await node.fees())
  if (fees === null) return sent
  const { name, chainId } = attempt.settings
  const text = tlog.checkpointText(attempt.checkpoint)
  const next = await signTransaction({ name, node, payer, chainId, nonce: sent.nonce, text, fees })
  return { ...sent, transactions: [...sent.transactions, next] }
}

/** Without the checksum that capital letters in an address are. */
function accountOf({ address }: Payer): `0x${string}` {
  return `0x${address.slice(2).toLowerCase()}`
}

function feesOf(raw: `0x${string}`): Fees {
  const { gasPrice, maxFeePerGas, maxPriorityFeePerGas } = parseTransaction(raw)
  return maxFeePerGas === undefined
    ? { type: 'legacy', gasPrice: gasPrice ?? 0n }
    : { type: 'eip1559', maxFeePerGas, maxPriorityFeePerGas: maxPriorityFeePerGas ?? 0n }
}

/** All that a stranger needs: the raw transaction says offline who sent what to which chain, the rest is looked up in any node or explorer of the chain. */
function proofOf(chainId: number, { transaction, block }: Mined): Attestation {
  const attestedAt = instantOf(Number(block.seconds))
  const response = {
    chainId,
    transactionHash: transaction.hash,
    rawTransaction: transaction.raw,
    blockNumber: Number(block.number),
    blockHash: block.hash,
    blockTime: attestedAt,
    transactionIndex: block.index,
  }
  return {
    request: null,
    response: tlog.utf8(`${JSON.stringify(response, null, 2)}\n`),
    attestedAt,
    attests: transaction.text,
  }
}

const DAY_SECONDS = 86_400

function instantOf(seconds: number): string {
  const ofDay = seconds % DAY_SECONDS
  const [hours, minutes, rest] = [Math.floor(ofDay / 3600), Math.floor(ofDay / 60) % 60, ofDay % 60].map(part =>
    String(part).padStart(2, '0'),
  )
  return `${fromDayNumber(Math.floor(seconds / DAY_SECONDS))}T${hours}:${minutes}:${rest}Z`
}
