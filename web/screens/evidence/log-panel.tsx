// The name and key of the log, and how somebody else checks it.

import { Trans } from '@lingui/react/macro'
import type { Evidence } from '../../client/api.ts'
import { FactLine, FactList } from '../../ui/fact-list.tsx'
import { CommandLine } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'

export function LogPanel({ evidence: { origin, vkey } }: { readonly evidence: Evidence }) {
  return (
    <Panel title={<Trans>Checked by anybody</Trans>}>
      <div className="flex max-w-4xl flex-col gap-3 px-3 sm:px-4 pb-4 text-sm">
        <FactList>
          <FactLine name={<Trans>Log</Trans>}>{origin}</FactLine>
          <FactLine name={<Trans>Key of the log</Trans>}>
            <code className="font-mono text-xs break-all">{vkey ?? '–'}</code>
          </FactLine>
          <FactLine name={<Trans>Published here</Trans>}>
            <a href="/log/checkpoint" className="font-mono text-xs text-accent underline">
              {`${location.origin}/log`}
            </a>
          </FactLine>
        </FactList>
        <p className="text-pretty text-soft">
          <Trans>
            The log is a tree of hashes in the form of C2SP tlog-tiles: programs that nobody here wrote can check it. As
            files, and checked with the checker alone:
          </Trans>
        </p>
        <p className="flex flex-col items-start gap-2">
          <CommandLine>./bin/curebook evidence publish --to ./log</CommandLine>
          <CommandLine>node curebook-verify.mjs ./log --vkey log.vkey</CommandLine>
        </p>
      </div>
    </Panel>
  )
}
