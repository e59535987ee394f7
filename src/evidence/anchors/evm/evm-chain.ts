// An EVM chain as an anchor: the checkpoint as data of a plain transaction. Whether bytes in a chain persuade anybody depends on the chain; that they were
// there when its block was made, anybody can look up.

import { Fault, tlog } from '../../../kernel/index.ts'
import type { Clock } from '../../../platform/index.ts'
import type { Remembered } from '../../log/last-signed.ts'
import type { Anchor } from '../anchor.ts'
import type { ChainSettings } from './attest-on-chain.ts'
import { readSent, sentPath } from './sent-transactions.ts'

type Surroundings = { readonly home: string; readonly clock: Clock }

/** Nothing is signed while a program that starts waits for this. */
const LATEST_SECONDS_MAX = 10

export function evmChain(settings: ChainSettings, surroundings: Surroundings): Anchor {
  const { name, everyMinutes } = settings
  let known: Remembered | null = null
  let isAsked = false
  const remember = (found: Remembered | null) => {
    if (found && found.size >= (known?.size ?? 0)) known = { size: found.size, root: found.root }
  }
  return {
    name,
    kind: 'evm',
    everyMinutes,
    attest: async (checkpoint, { stopping, attestedSize }) => {
      // The library is large and needed here only.
      const { attestOnChain } = await import('./attest-on-chain.ts')
      const attestation = await attestOnChain({ settings, ...surroundings, checkpoint, attestedSize, stopping })
      remember(tlog.parseCheckpointText(attestation.attests ?? ''))
      return attestation
    },
    latest: async ({ key, unasked }) => {
      if (isAsked) return known
      isAsked = true
      for (const tell of [sentBefore, inChain])
        try {
          for (const checkpoint of await tell(settings, surroundings, key.name)) remember(checkpoint)
        } catch (error) {
          // Away, or without history: the log goes on.
          if (!(error instanceof Fault)) throw error
          await unasked(error)
        }
      return known
    },
    files: (_, { response }) => ({ 'evm.json': response }),
  }
}

type Tell = (settings: ChainSettings, surroundings: Surroundings, origin: string) => Promise<tlog.Checkpoint[]>

/** What was sent last, by the memory of the home: it may still be on its way. */
const sentBefore: Tell = async ({ name }, { home }, origin) =>
  (readSent(sentPath(home, name))?.transactions ?? []).flatMap(({ text }) => {
    const checkpoint = tlog.parseCheckpointText(text)
    return checkpoint?.origin === origin ? [checkpoint] : []
  })

const inChain: Tell = async (settings, _, origin) => {
  const { lastAttested } = await import('./attest-on-chain.ts')
  const found = await lastAttested(settings, origin, AbortSignal.timeout(LATEST_SECONDS_MAX * 1_000))
  return found ? [found] : []
}
