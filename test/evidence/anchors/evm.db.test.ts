// Checkpoints in a chain: what is kept was read back from the chain and says offline who sent which bytes; a crash, a slow chain and a chain that goes another
// way neither lose a transaction nor pay for a second one; every trouble is told plainly and nothing secret with it.

import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hexToBytes, keccak256, parseTransaction, recoverTransactionAddress, type TransactionSerialized } from 'viem'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { anchorStates } from '../../../src/evidence/anchors/anchor-states.ts'
import { attestCheckpoint } from '../../../src/evidence/anchors/attest-checkpoint.ts'
import { evmChain } from '../../../src/evidence/anchors/evm/evm-chain.ts'
import { readSent, sentPath } from '../../../src/evidence/anchors/evm/sent-transactions.ts'
import { bringLogUpToDate } from '../../../src/evidence/index.ts'
import { tlog } from '../../../src/kernel/index.ts'
import { systemClock } from '../../../src/platform/index.ts'
import { transactionData } from '../../../verify/rlp.ts'
import { testDatabase, testFolder } from '../../kit/index.ts'
import { recordEntries } from '../small-log.ts'
import { type LocalChain, RICH_KEY, startLocalChain } from './local-chain.ts'

const RICH = '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266'

type Stored = {
  chainId: number
  transactionHash: `0x${string}`
  rawTransaction: TransactionSerialized
  blockNumber: number
  blockHash: string
  blockTime: string
  transactionIndex: number
}

describe('a chain as an anchor', () => {
  const test = testDatabase()
  const home = testFolder()
  const folder = testFolder()
  const keyFile = join(folder, 'account.key')
  let chain: LocalChain

  // hurried: a wait of seconds is one of milliseconds
  const clock = { ...systemClock, sleep: (ms: number) => systemClock.sleep(ms / 100) }
  const anchor = (more: Partial<Parameters<typeof evmChain>[0]> = {}) =>
    evmChain(
      { name: 'chain-1', url: chain.url, chainId: 31_337, keyFile, confirmations: 1, everyMinutes: 60, ...more },
      { home, clock },
    )
  const checkpoint = () => bringLogUpToDate(test.db, { home, origin: 'log.example/1' })
  const attempt = async (by = anchor(), stopping = new AbortController().signal) =>
    attestCheckpoint(test.db, by, await checkpoint(), stopping)
  const state = async () => (await anchorStates(test.db, [anchor()]))[0]
  const stored = async (): Promise<Stored[]> => {
    const rows = await test.db.query<{ response: Uint8Array }>(
      'select response from evidence.anchor order by anchor_id',
    )
    return rows.map(({ response }) => JSON.parse(Buffer.from(response).toString()) as Stored)
  }
  const sentSoFar = async () => Number(await chain.ask('eth_getTransactionCount', RICH, 'latest'))
  /** Until the transaction waits in the node. */
  const waiting = async () => {
    for (;;) {
      const { pending } = (await chain.ask('txpool_status')) as { pending: string }
      if (Number(pending) > 0) return
      await systemClock.sleep(10)
    }
  }

  beforeAll(async () => {
    chain = await startLocalChain()
  })
  afterAll(() => chain.stop())
  beforeEach(async () => {
    writeFileSync(keyFile, `0x${RICH_KEY}\n`, { mode: 0o600 })
    chmodSync(keyFile, 0o600)
    await chain.ask('evm_setAutomine', true)
    await recordEntries(test.db, 10)
  })

  it('carries the checkpoint: what is kept says offline who sent which bytes, and the chain has the same', async () => {
    const { note, size, ...rest } = await checkpoint()
    expect(await attempt()).not.toBeNull()
    expect(await state()).toMatchObject({ kind: 'evm', size, unanchoredSince: null, trouble: null })
    const [kept] = await stored()
    if (!kept) throw new Error('nothing was kept')

    const text = tlog.checkpointText({ size, ...rest })
    expect(Buffer.from(note).toString()).toContain(text)
    expect(keccak256(kept.rawTransaction)).toBe(kept.transactionHash)
    expect((await recoverTransactionAddress({ serializedTransaction: kept.rawTransaction })).toLowerCase()).toBe(RICH)
    const { data, chainId, value } = parseTransaction(kept.rawTransaction)
    expect([Buffer.from(hexToBytes(data ?? '0x')).toString(), chainId, value ?? 0n]).toEqual([text, kept.chainId, 0n])
    // the checker finds the same without a library
    expect(Buffer.from(transactionData(hexToBytes(kept.rawTransaction)) ?? []).toString()).toBe(text)

    const onChain = await chain.ask('eth_getTransactionByHash', kept.transactionHash)
    expect(onChain).toMatchObject({ input: data, blockHash: kept.blockHash })
    const block = (await chain.ask('eth_getBlockByHash', kept.blockHash, false)) as Record<string, string | string[]>
    expect(block['transactions']?.[kept.transactionIndex]).toBe(kept.transactionHash)
    expect(Number(block['number'])).toBe(kept.blockNumber)
    expect(Date.parse(kept.blockTime)).toBe(Number(block['timestamp']) * 1000)
    expect(Date.parse((await state())?.attestedAt ?? '')).toBe(Date.parse(kept.blockTime))
  })

  it('is not paid twice for what it carries', async () => {
    expect(await attempt()).not.toBeNull()
    const before = await sentSoFar()
    expect(await attempt()).not.toBeNull()
    expect(await sentSoFar()).toBe(before)
  })

  it('that took a transaction before a crash is not paid again, and what it took is kept', async () => {
    await chain.ask('evm_setAutomine', false)
    const stopping = new AbortController()
    const cut = attempt(anchor(), stopping.signal)
    await waiting()
    const { size } = await checkpoint()
    stopping.abort()
    await expect(cut).rejects.toMatchObject({ code: expect.stringMatching(/^evidence\.anchor_/) })
    const before = { rows: (await stored()).length, sent: await sentSoFar() }
    await chain.ask('evm_mine')
    // the log grew meanwhile: the transaction is about the checkpoint from before the crash, and is kept as that
    await recordEntries(test.db, 5)
    expect(await attempt()).not.toBeNull()
    expect(await sentSoFar()).toBe(before.sent + 1)
    expect(await stored()).toHaveLength(before.rows + 1)
    expect(await state()).toMatchObject({ size, unanchoredSince: expect.any(String) })
    await chain.ask('evm_setAutomine', true)
    expect(await attempt()).not.toBeNull()
    expect(await state()).toMatchObject({ size: size + 5, unanchoredSince: null })
  })

  it('that never got what was signed before a crash gets the same bytes again', async () => {
    await chain.ask('evm_setAutomine', false)
    const stopping = new AbortController()
    const cut = attempt(anchor(), stopping.signal)
    await waiting()
    stopping.abort()
    await expect(cut).rejects.toThrow()
    await chain.ask('anvil_dropAllTransactions')
    await chain.ask('evm_setAutomine', true)
    const before = await sentSoFar()
    expect(await attempt()).not.toBeNull()
    expect(await sentSoFar()).toBe(before + 1)
  })

  it('whose prices rose gets one offer more with the same number, and takes one of the two', async () => {
    await chain.ask('evm_setAutomine', false)
    const stopping = new AbortController()
    const cut = attempt(anchor(), stopping.signal)
    await waiting()
    stopping.abort()
    await expect(cut).rejects.toThrow()
    const before = { rows: (await stored()).length, sent: await sentSoFar() }
    await chain.ask('anvil_setNextBlockBaseFeePerGas', '0x174876e800')
    await chain.ask('evm_mine')
    expect(await sentSoFar()).toBe(before.sent)
    await recordEntries(test.db, 5)
    await chain.ask('evm_setAutomine', true)
    expect(await attempt()).not.toBeNull()
    expect(await sentSoFar()).toBe(before.sent + 1)
    expect(await stored()).toHaveLength(before.rows + 1)
    expect(readSent(sentPath(home, 'chain-1'))?.transactions.map(({ hash }) => hash)).toEqual([
      expect.any(String),
      (await stored()).at(-1)?.transactionHash,
    ])
    expect(await state()).toMatchObject({ size: (await checkpoint()).size })
  })

  it('that throws out the block before it is deep enough gets the transaction again, in another block', async () => {
    const snapshot = await chain.ask('evm_snapshot')
    const before = await sentSoFar()
    const attempted = attempt(anchor({ confirmations: 3 }))
    while ((await sentSoFar()) === before) await systemClock.sleep(10)
    const first = (await chain.ask('eth_getBlockByNumber', 'latest', false)) as { hash: string }
    await chain.ask('evm_revert', snapshot)
    // another block of the same height, so that no block is what it was
    await chain.ask('evm_increaseTime', 1_000)
    while ((await sentSoFar()) === before) await systemClock.sleep(10)
    await chain.ask('anvil_mine', '0x2')
    expect(await attempted).not.toBeNull()
    const kept = (await stored()).at(-1)
    expect(kept?.blockHash).not.toBe(first.hash)
    expect(await chain.ask('eth_getBlockByHash', kept?.blockHash, false)).toMatchObject({
      transactions: [kept?.transactionHash],
    })
    expect(await sentSoFar()).toBe(before + 1)
  })

  it('that is slow is told of, and the same transaction is waited for again', async () => {
    const before = await sentSoFar()
    expect(await attempt(anchor({ confirmations: 2 }))).toBeNull()
    expect((await state())?.trouble).toMatch(/transaction 0x[0-9a-f]{64} of chain-1 has 1 of 2 confirmations/)
    await chain.ask('evm_mine')
    expect(await attempt(anchor({ confirmations: 2 }))).not.toBeNull()
    expect(await sentSoFar()).toBe(before + 1)
    expect((await state())?.trouble).toBeNull()
  })

  it('that is away is told of and tried again; its address, which may hold a secret, is not repeated', async () => {
    const away = anchor({ url: 'http://127.0.0.1:1/v3/s3cret' })
    expect(await attempt(away)).toBeNull()
    expect(await state()).toMatchObject({ trouble: expect.stringContaining('chain-1 did not answer: no connection') })
    expect((await state())?.trouble).not.toContain('s3cret')
    expect(await attempt()).not.toBeNull()
    expect((await state())?.trouble).toBeNull()
  })

  it('of another number gets nothing', async () => {
    const before = await sentSoFar()
    expect(await attempt(anchor({ chainId: 1 }))).toBeNull()
    expect((await state())?.trouble).toContain('is of chain 31337, not 1: nothing was sent')
    expect(await sentSoFar()).toBe(before)
  })

  it('is not used with an account that cannot pay; the account is named', async () => {
    writeFileSync(keyFile, '11'.repeat(32))
    expect(await attempt()).toBeNull()
    expect((await state())?.trouble).toMatch(
      /0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A of chain-1 has 0 and .* send it some/,
    )
  })

  it.each([
    ['may be read by others', () => chmodSync(keyFile, 0o640), 'may be read by others'],
    ['is damaged', () => writeFileSync(keyFile, `${RICH_KEY}00`), 'does not hold 64 hexadecimal digits'],
    ['is no key', () => writeFileSync(keyFile, '0'.repeat(64)), 'is no private key'],
    ['is missing', () => rmSync(keyFile), 'cannot be read'],
  ])('gets nothing when the key %s, and the key is not repeated', async (_, spoil, says) => {
    spoil()
    const before = await sentSoFar()
    expect(await attempt()).toBeNull()
    expect((await state())?.trouble).toContain(says)
    expect((await state())?.trouble).not.toContain(RICH_KEY.slice(0, 16))
    expect(await sentSoFar()).toBe(before)
  })

  it('whose memory of what was sent is damaged is told of, with what to do', async () => {
    expect(existsSync(sentPath(home, 'chain-1'))).toBe(true)
    writeFileSync(sentPath(home, 'chain-1'), '{')
    expect(await attempt()).toBeNull()
    expect((await state())?.trouble).toContain('Remove it')
    rmSync(sentPath(home, 'chain-1'))
    expect(await attempt()).not.toBeNull()
  })
})

describe('a chain from before EIP-1559', () => {
  const test = testDatabase()
  const home = testFolder()

  it('is paid in its way', async () => {
    const chain = await startLocalChain('--hardfork', 'berlin')
    try {
      const keyFile = join(home, 'account.key')
      writeFileSync(keyFile, RICH_KEY, { mode: 0o600 })
      await recordEntries(test.db, 3)
      const checkpoint = await bringLogUpToDate(test.db, { home, origin: 'log.example/1' })
      const settings = { name: 'old', url: chain.url, chainId: 31_337, keyFile, confirmations: 1, everyMinutes: 60 }
      const proof = await evmChain(settings, { home, clock: systemClock }).attest(checkpoint, {
        stopping: new AbortController().signal,
        attestedSize: 0,
        proveFrom: async () => [],
        logSize: async () => checkpoint.size,
      })
      const { rawTransaction } = JSON.parse(Buffer.from(proof.response).toString()) as Stored
      expect(parseTransaction(rawTransaction)).toMatchObject({ type: 'legacy', chainId: 31_337 })
      const data = transactionData(hexToBytes(rawTransaction))
      expect(Buffer.from(data ?? []).toString()).toBe(tlog.checkpointText(checkpoint))
    } finally {
      await chain.stop()
    }
  })
})
