// Where the log of the settings is kept, and who attests it.

import type { Config } from '../platform/index.ts'
import { openAnchors } from './anchors/open-anchors.ts'
import type { LogHome } from './log/keep-log.ts'

/** Once in a program: what its anchors tell about the log, they remember. */
export function openLogHome(config: Pick<Config, 'home' | 'logOrigin' | 'anchors'>): LogHome {
  return { home: config.home, origin: config.logOrigin, anchors: openAnchors(config) }
}
