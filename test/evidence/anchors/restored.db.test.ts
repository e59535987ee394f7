// Before anything is signed, the log is compared with the most that any anchor attested of it, wherever that is known: an old backup that was put back is stopped for
// every kind of anchor by the memory of the home, and without the home by those outside who can be asked.

import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Anchor } from '../../../src/evidence/anchors/anchor.ts'
import { attestCheckpoint } from '../../../src/evidence/anchors/attest-checkpoint.ts'
import { evmChain } from '../../../src/evidence/anchors/evm/evm-chain.ts'
import { timeStampAuthority } from '../../../src/evidence/anchors/rfc3161/time-stamp-authority.ts'
import { witness } from '../../../src/evidence/anchors/witness/witness.ts'
import { anchorStates, bringLogUpToDate, currentLogKey } from '../../../src/evidence/index.ts'
import { treeState } from '../../../src/evidence/log/sequencer.ts'
import { must, tlog } from '../../../src/kernel/index.ts'
import { systemClock } from '../../../src/platform/index.ts'
import { testDatabase, testFolder } from '../../kit/index.ts'
import { backUp, emptyLog, putBack } from '../put-back.ts'
import { recordEntries } from '../small-log.ts'
import { startForgetfulNode } from './forgetful-node.ts'
import { type LocalChain, RICH_KEY, startLocalChain } from './local-chain.ts'
import { type OpensslAuthority, startOpensslAuthority } from './openssl-authority.ts'
import { type StrictWitness, startStrictWitness } from './strict-witness.ts'

const AWAY = 'http://127.0.0.1:1/'

describe('an old backup that was put back', () => {
  const test = testDatabase()
  const folder = testFolder()
  const keyFile = join(folder, 'account.key')
  const clock = { ...systemClock, sleep: (ms: number) => systemClock.sleep(ms / 100) }
  let authority: OpensslAuthority
  let other: StrictWitness
  let chain: LocalChain
  let home = ''
  let number = 0

  const anchors = {
    rfc3161: (url = authority.url) =>
      timeStampAuthority({ name: 'tsa-1', url, caFile: authority.caFile, everyMinutes: 60 }),
    witness: (url = other.url) => witness({ name: 'witness-1', url, vkey: other.vkey, everyMinutes: 60 }),
    evm: (url = chain.url) =>
      evmChain({ name: 'chain-1', url, chainId: 31_337, keyFile, confirmations: 1, everyMinutes: 60 }, { home, clock }),
  }
  const bring = (by: Anchor[] = []) => bringLogUpToDate(test.db, { home, origin: `log.example/${number}`, anchors: by })
  const forget = (part: 'log' | 'anchors') => rmSync(join(home, part), { recursive: true, force: true })

  /** 30 entries in the backup; 40 of which the anchor attested. */
  const attestedAndPutBack = async (anchor: Anchor) => {
    await recordEntries(test.db, 30)
    await bring()
    other.trust(tlog.printVerifierKey(must(await currentLogKey(test.db), 'the log is signed').key))
    await backUp(test.db)
    await recordEntries(test.db, 10)
    expect(await attestCheckpoint(test.db, anchor, await bring(), new AbortController().signal)).not.toBeNull()
    await putBack(test.db)
    await recordEntries(test.db, 20)
  }
  const stops = async (by: Anchor, whoKnows: RegExp) => {
    await expect(bring([by])).rejects.toMatchObject({
      code: 'evidence.log_behind',
      message: expect.stringMatching(whoKnows),
    })
    expect((await treeState(test.db)).size).toBe(30)
    expect(await test.db.query('select from evidence.checkpoint where size > 30')).toEqual([])
  }

  beforeAll(async () => {
    authority = await startOpensslAuthority(join(folder, 'tsa'))
    other = await startStrictWitness()
    chain = await startLocalChain()
    writeFileSync(keyFile, RICH_KEY, { mode: 0o600 })
  })
  afterAll(async () => {
    await authority.stop()
    await other.stop()
    await chain.stop()
  })
  beforeEach(async () => {
    number += 1
    home = testFolder()
    other.known = null
    await emptyLog(test.db)
  })

  it.each(['rfc3161', 'witness', 'evm'] as const)('is stopped by the home: %s, which is away', async kind => {
    await attestedAndPutBack(anchors[kind]())
    await stops(anchors[kind](AWAY), /has 30 entries in its log; .*\.checkpoint knows 40/)
  })

  it('is stopped by what was sent to a chain, though nobody can be asked', async () => {
    await attestedAndPutBack(anchors.evm())
    forget('log')
    await stops(anchors.evm(AWAY), /chain-1 knows 40/)
  })

  describe('without the home', () => {
    it('is stopped by a witness', async () => {
      await attestedAndPutBack(anchors.witness())
      forget('log')
      await stops(anchors.witness(), /witness-1 knows 40/)
    })

    it('is stopped by a chain, wherever in it the checkpoint is, and whatever else the account sent', async () => {
      await chain.ask('anvil_mine', '0x25')
      await attestedAndPutBack(anchors.evm())
      forget('log')
      forget('anchors')
      await chain.ask('anvil_mine', '0x40')
      const { address } = privateKeyToAccount(`0x${RICH_KEY}`)
      // nothing, and the checkpoint of another log
      for (const data of ['0x', `0x${Buffer.from(`log.example/other\n900\n${'A'.repeat(43)}=\n`).toString('hex')}`])
        await chain.ask('eth_sendTransaction', { from: address, to: address, data })
      await chain.ask('anvil_mine', '0x3')
      await stops(anchors.evm(), /chain-1 knows 40/)
    })

    it('is not known by time-stamps, which nobody can be asked for', async () => {
      await attestedAndPutBack(anchors.rfc3161())
      forget('log')
      // as docs/evidence says: what would know is another anchor, or a published copy
      await expect(bring([anchors.rfc3161()])).resolves.toMatchObject({ size: 50 })
    })
  })

  const trouble = async (anchor: Anchor) => (await anchorStates(test.db, [anchor]))[0]?.trouble

  it.each(['witness', 'evm'] as const)(
    '%s that never heard of the log, or is away, stops nothing, and the second is told',
    async kind => {
      await recordEntries(test.db, 30)
      await bring([anchors[kind]()])
      expect(await trouble(anchors[kind]())).toBeNull()
      await recordEntries(test.db, 30)
      await expect(bring([anchors[kind](AWAY)])).resolves.toMatchObject({ size: 60 })
      expect(await trouble(anchors[kind]())).toMatch(
        /^(witness|chain)-1 could not be asked what it knows of this log: .* did not answer/,
      )
    },
  )

  it('a chain whose node keeps no history knows what it carried lately, and says so of what was before', async () => {
    const node = await startForgetfulNode(chain, 20)
    try {
      await attestedAndPutBack(anchors.evm())
      forget('log')
      forget('anchors')
      await chain.ask('anvil_mine', '0x5')
      await stops(anchors.evm(node.url), /chain-1 knows 40/)
      await chain.ask('anvil_mine', '0x40')
      await expect(bring([anchors.evm(node.url)])).resolves.toMatchObject({ size: 50 })
      expect(await trouble(anchors.evm())).toMatch(
        /its node does not say what the account had sent by block \d+: it keeps no history\./,
      )
    } finally {
      await node.stop()
    }
  })

  it('a chain that carries another tree of the same name stops the log', async () => {
    await attestedAndPutBack(anchors.evm())
    // not put back, but another database: as many entries and more, and no memory
    forget('log')
    forget('anchors')
    await bring()
    forget('log')
    await expect(bring([anchors.evm()])).rejects.toMatchObject({
      code: 'evidence.log_forked',
      message: expect.stringContaining('chain-1 knows another root'),
    })
  })
})
