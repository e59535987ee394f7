// The entry of the log behind a line, and whether this browser proved it.

import { useLingui } from '@lingui/react/macro'
import type { TimelineLine } from '../../client/api.ts'
import { cx } from '../../ui/class-names.ts'
import type { Verified } from './verify-dossier.ts'

type Props = { readonly line: TimelineLine; readonly verified: Verified | undefined }

export function EvidenceBadge({ line, verified }: Props) {
  const { t } = useLingui()
  const { entry } = line
  if (entry === null)
    return (
      <span className="text-xs text-faint" title={t`No entry of the evidence log stands behind this line.`}>
        {t`no entry`}
      </span>
    )
  const meaning = {
    own: t`The entry is about this line.`,
    file: t`The entry is about the import of the file that this line came in.`,
    row: t`The line is one of the rows that the entry seals.`,
  }[entry.vouches]
  if (entry.leafIndex === null)
    return (
      <span className="text-xs text-soft" title={meaning}>
        {t`waits for the log`}
      </span>
    )
  // An entry that is proved says nothing of a line that it was not compared with.
  const proved = verified?.entries.get(entry.leafIndex)
  const isProved = proved?.isCompared === true
  const about = isProved
    ? t`Verified here, by your browser: the line says what the log proves.`
    : proved
      ? t`The entry is proved. The line itself was not compared with it.`
      : ''
  return (
    <span
      title={`${about} ${meaning}`.trim()}
      className={cx(
        'inline-flex items-center gap-1 rounded-full border px-2 py-px text-xs whitespace-nowrap tabular-nums',
        isProved ? 'border-accent bg-accent-soft text-accent' : 'border-line text-soft',
      )}
    >
      {isProved ? <span aria-hidden="true">✓</span> : null}
      {isProved ? <span className="sr-only">{t`verified`} </span> : null}#{entry.leafIndex}
      {entry.vouches === 'own' ? null : (
        <span className="text-faint">{entry.vouches === 'file' ? t`file` : t`sealed`}</span>
      )}
    </span>
  )
}
