// The anchors that the settings name.

import { type Clock, type Config, systemClock } from '../../platform/index.ts'
import type { Anchor } from './anchor.ts'
import { evmChain } from './evm/evm-chain.ts'
import { timeStampAuthority } from './rfc3161/time-stamp-authority.ts'
import { witness } from './witness/witness.ts'

export function openAnchors({ anchors, home }: Pick<Config, 'anchors' | 'home'>, clock: Clock = systemClock): Anchor[] {
  return anchors.map(settings => {
    switch (settings.kind) {
      case 'rfc3161':
        return timeStampAuthority(settings)
      case 'witness':
        return witness(settings)
      default:
        return evmChain(settings, { home, clock })
    }
  })
}
