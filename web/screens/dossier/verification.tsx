// What the reader's own browser found when it checked the dossier against the signed log.

import { Trans, useLingui } from '@lingui/react/macro'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ApiRefused } from '../../client/api.ts'
import { useWords } from '../../i18n/use-words.ts'
import { cx } from '../../ui/class-names.ts'
import { FactLine, FactList } from '../../ui/fact-list.tsx'
import type { Verified } from './verify-dossier.ts'

export function Verification({ verification }: { readonly verification: UseQueryResult<Verified> }) {
  const { data, error } = verification
  if (data) return <Result verified={data} />
  const isUnsigned = error instanceof ApiRefused && error.code === 'api.log_unsigned'
  return (
    <Box tone="quiet">
      {isUnsigned ? (
        <Trans>Nothing of the evidence log is signed yet, so there is nothing to check.</Trans>
      ) : error ? (
        <Trans>The dossier could not be checked: what is needed for it did not arrive.</Trans>
      ) : (
        <Trans>Your browser checks the dossier …</Trans>
      )}
    </Box>
  )
}

function Result({ verified: { check, vkey } }: { readonly verified: Verified }) {
  const { i18n } = useLingui()
  const { format } = useWords()
  const isChinese = i18n.locale === 'zh-CN'
  const gap = isChinese ? '' : ' '
  const { entries, rows, told, lines, size } = check
  return (
    <Box tone={check.ok ? 'good' : 'bad'}>
      <p className="font-semibold">
        {check.ok ? <Trans>✓ Verified here, by your browser</Trans> : <Trans>✗ The dossier does not hold</Trans>}
      </p>
      {check.ok ? (
        <p className="mt-0.5 text-pretty text-soft">
          {entries === 0 ? (
            <Trans>
              No entry is about this loan alone. What vouches for its lines is in the signed log of {format.count(size)}{' '}
              entries. Sealed decisions: {format.count(rows)}.
            </Trans>
          ) : (
            <Trans>
              What stands behind its lines is in the signed log of {format.count(size)} entries, unchanged and without a
              gap. Entries of this dossier: {format.count(entries)}. Sealed decisions: {format.count(rows)}.
            </Trans>
          )}
          {gap}
          {told === null ? null : (
            <Trans>
              The log itself told of {format.count(told.count)} entries on {format.moment(told.at)}, and none is
              missing.
            </Trans>
          )}
          {gap}
          {lines === null ? null : (
            <Trans>
              Lines that say what the log proves: {format.count(lines.compared)}. Lines from imported files, of which
              the log proves the file: {format.count(lines.fromFiles)}.
            </Trans>
          )}
        </p>
      ) : (
        <ul className="mt-1 list-disc pl-5 text-soft">
          {check.findings.map(({ code, where, en, zh }) => (
            <li key={`${code} ${where}`}>
              <span className="font-mono text-xs">{where}</span>: {isChinese ? zh : en}
            </li>
          ))}
        </ul>
      )}
      <details className="mt-2 text-sm">
        <summary className="cursor-default text-soft">
          <Trans>What it was checked with</Trans>
        </summary>
        <FactList className="mt-2 max-w-3xl">
          <FactLine name={<Trans>Log</Trans>}>{check.origin}</FactLine>
          <FactLine name={<Trans>Key of the log</Trans>}>
            <code className="font-mono text-xs break-all">{vkey}</code>
          </FactLine>
          <FactLine name={<Trans>Name of the dossier in the log</Trans>}>
            <code className="font-mono text-xs break-all">{check.did ?? '–'}</code>
          </FactLine>
        </FactList>
        <p className="mt-2 max-w-3xl text-pretty text-soft">
          <Trans>
            The key came with this page. Whoever must be sure compares it with the one that the lender published
            elsewhere, or checks a court bundle with the checker alone.
          </Trans>
        </p>
      </details>
    </Box>
  )
}

const TONES = {
  good: 'border-accent bg-accent-soft',
  bad: 'border-danger bg-danger-soft',
  quiet: 'border-line bg-surface text-soft',
}

function Box({ tone, children }: { readonly tone: keyof typeof TONES; readonly children: ReactNode }) {
  return (
    <section aria-live="polite" className={cx('rounded-lg border px-4 py-3 shadow-sm', TONES[tone])}>
      {children}
    </section>
  )
}
