// A one-line bar on a terminal; silent where standard error is a file or a pipe, because a log is not a screen.

import { terminalIsPlain } from '../platform/index.ts'

const WIDTH = 28

export type ProgressBar = {
  readonly show: (label: string, share: number, note: string) => void
  readonly clear: () => void
}

export function progressBar(stream: {
  readonly write: (text: string) => unknown
  readonly isTTY?: boolean
}): ProgressBar {
  if (!stream.isTTY || terminalIsPlain()) return { show: () => undefined, clear: () => undefined }
  return {
    show: (label, share, note) => {
      const full = Math.round(Math.min(1, share) * WIDTH)
      stream.write(
        `\r\u001b[K${label} ${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${String(Math.floor(share * 100)).padStart(3)} %  ${note}`,
      )
    },
    clear: () => stream.write('\r\u001b[K'),
  }
}
