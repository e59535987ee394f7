// A node of an EVM chain, asked over JSON-RPC by viem. What goes wrong becomes a `Fault` with words of ours: viem's messages repeat the address, and
// addresses of hosted nodes hold a secret.

import { BaseError, createPublicClient, type Hash, type Hex, http, type PublicClient, RpcRequestError } from 'viem'
import { Fault } from '../../../kernel/index.ts'

const ANSWER_MS_MAX = 30_000
const ANSWER_BYTES_MAX = 4 * 1024 * 1024

/** What a transaction offers for each unit of gas, in wei: chains before EIP-1559 know one price, later ones two. */
export type Fees =
  | { readonly type: 'legacy'; readonly gasPrice: bigint }
  | { readonly type: 'eip1559'; readonly maxFeePerGas: bigint; readonly maxPriorityFeePerGas: bigint }

/** A transaction as the node shows it; `block` is null while it waits for one. */
export type Shown = {
  readonly input: Hex
  readonly from: Hex
  readonly block: { readonly hash: Hash; readonly number: bigint; readonly index: number } | null
}

/** Every call throws `Fault` 'evidence.anchor_unreachable' or 'evidence.anchor_refused', both retryable. */
export class ChainNode {
  private readonly name: string
  private readonly client: PublicClient

  constructor(name: string, url: string, stopping: AbortSignal) {
    this.name = name
    const transport = http(url, {
      fetchOptions: { redirect: 'error', signal: stopping },
      timeout: ANSWER_MS_MAX,
      maxResponseBodySize: ANSWER_BYTES_MAX,
      // who calls tries again in a rhythm of its own
      retryCount: 0,
    })
    this.client = createPublicClient({ transport, cacheTime: 0 })
  }

  chainId(): Promise<number> {
    return this.ask(() => this.client.getChainId())
  }

  /** The number of the next transaction of the account: by the blocks, or with those that wait for one. */
  nextNonce(address: Hex, counting: 'latest' | 'pending'): Promise<number> {
    return this.ask(() => this.client.getTransactionCount({ address, blockTag: counting }))
  }

  /** The same as it was after a block; a node that keeps no history refuses for old ones. */
  nextNonceAt(address: Hex, blockNumber: bigint): Promise<number> {
    return this.ask(() => this.client.getTransactionCount({ address, blockNumber }))
  }

  /** The data of the transaction with this number that the account has in the block; null when it is not there. */
  async inputOf(address: Hex, nonce: number, blockNumber: bigint): Promise<Hex | null> {
    const { transactions } = await this.ask(() => this.client.getBlock({ blockNumber, includeTransactions: true }))
    return (
      transactions.find(({ from, nonce: found }) => from.toLowerCase() === address && found === nonce)?.input ?? null
    )
  }

  balance(address: Hex): Promise<bigint> {
    return this.ask(() => this.client.getBalance({ address }))
  }

  height(): Promise<bigint> {
    return this.ask(() => this.client.getBlockNumber())
  }

  gas(account: Hex, to: Hex, data: Hex): Promise<bigint> {
    return this.ask(() => this.client.estimateGas({ account, to, data }))
  }

  async fees(): Promise<Fees> {
    const { baseFeePerGas } = await this.ask(() => this.client.getBlock())
    if (baseFeePerGas === null) return { type: 'legacy', gasPrice: await this.ask(() => this.client.getGasPrice()) }
    const { maxFeePerGas, maxPriorityFeePerGas } = await this.ask(() => this.client.estimateFeesPerGas())
    return { type: 'eip1559', maxFeePerGas, maxPriorityFeePerGas }
  }

  send(raw: Hex): Promise<Hash> {
    return this.ask(() => this.client.sendRawTransaction({ serializedTransaction: raw }))
  }

  /** Null when the node does not know it. */
  async shown(hash: Hash): Promise<Shown | null> {
    const found = await this.askFor('TransactionNotFoundError', () => this.client.getTransaction({ hash }))
    if (found === null) return null
    const { input, from, blockHash, blockNumber, transactionIndex: index } = found
    const isInBlock = blockHash !== null && blockNumber !== null && index !== null
    return { input, from, block: isInBlock ? { hash: blockHash, number: blockNumber, index } : null }
  }

  /** Time (seconds since 1970) and transactions of the block; null when it is not, or no longer, in the chain. */
  async block(hash: Hash, number: bigint): Promise<{ seconds: bigint; transactions: readonly Hash[] } | null> {
    // by its number: a node still shows a block by its hash that the chain left
    const block = await this.askFor('BlockNotFoundError', () => this.client.getBlock({ blockNumber: number }))
    return block?.hash === hash ? { seconds: block.timestamp, transactions: block.transactions } : null
  }

  private async askFor<T>(absence: string, question: () => Promise<T>): Promise<T | null> {
    return this.ask(async () => {
      try {
        return await question()
      } catch (error) {
        if (error instanceof BaseError && error.name === absence) return null
        throw error
      }
    })
  }

  private async ask<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question()
    } catch (error) {
      throw this.faultOf(error)
    }
  }

  private faultOf(error: unknown): Fault {
    const retryable = { retryable: true }
    const refusal = error instanceof BaseError ? error.walk(cause => cause instanceof RpcRequestError) : null
    if (refusal instanceof RpcRequestError)
      return new Fault('evidence.anchor_refused', `The node of ${this.name} refused: ${refusal.details}`, retryable)
    const names = error instanceof BaseError ? namesOf(error) : []
    const status = error instanceof BaseError ? error.walk(cause => statusOf(cause) !== undefined) : null
    const why = names.includes('TimeoutError')
      ? `not within ${ANSWER_MS_MAX / 1000} seconds`
      : statusOf(status) === undefined
        ? 'no connection, or no JSON-RPC'
        : `HTTP status ${statusOf(status)}`
    return new Fault('evidence.anchor_unreachable', `${this.name} did not answer: ${why}.`, retryable)
  }
}

function namesOf(error: BaseError): string[] {
  const names: string[] = []
  error.walk(cause => {
    if (cause instanceof Error) names.push(cause.name)
    return false
  })
  return names
}

function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : undefined
}
