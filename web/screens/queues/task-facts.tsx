// Why a task is there: what is owed, the facts that the table's row looked at, and which row of which version it was.

import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Task } from '../../client/api.ts'
import { useWords } from '../../i18n/use-words.ts'
import { FactLine, FactList } from '../../ui/fact-list.tsx'
import { StageMark } from '../../ui/stage-mark.tsx'
import { useFactText } from './fact-text.ts'

export function TaskFacts({ task }: { readonly task: Task }) {
  const { format, name } = useWords()
  const factText = useFactText(task.portfolio.currency)
  const { currency } = task.portfolio
  return (
    <div className="px-4 pb-4 text-sm">
      <p className="text-soft">
        <Link
          to="/dossiers"
          search={{ loan: task.loanNumber, portfolio: task.portfolio.code }}
          className="text-accent underline"
        >
          {task.loanNumber}
        </Link>
        {task.nameHint === null ? null : <> · {task.nameHint}</>}
      </p>
      <dl className="mt-3 grid grid-cols-2 gap-x-4 border-t border-line pt-2">
        <Headline name={<Trans>Arrears</Trans>}>{format.money(task.arrearsMinor, currency)}</Headline>
        <Headline name={<Trans>Days past due</Trans>}>
          {task.daysPastDue === null ? '–' : format.count(task.daysPastDue)}
        </Headline>
      </dl>
      <h3 className="mt-4 mb-1 text-faint">
        <Trans>Because</Trans>
      </h3>
      <Note task={task} />
      {task.reasons.length === 0 ? (
        <p>
          <Trans>The row that answered looks at no fact: it applies to every loan.</Trans>
        </p>
      ) : (
        <ul className="divide-y divide-line rounded-md border border-line bg-sunk">
          {task.reasons.map(reason => {
            const text = factText(reason)
            return (
              <li key={reason.fact} className="flex justify-between gap-4 px-3 py-1.5" title={text.meaning}>
                <span>{text.name}</span>
                <span className="text-end font-semibold tabular-nums">{text.value}</span>
              </li>
            )
          })}
        </ul>
      )}
      <h3 className="mt-4 mb-1 text-faint">
        <Trans>Case</Trans>
      </h3>
      <FactList>
        <FactLine name={<Trans>Stage</Trans>}>{task.stage === null ? '–' : <StageMark stage={task.stage} />}</FactLine>
        <FactLine name={<Trans>Balance</Trans>}>
          {task.balanceMinor === null ? '–' : format.money(task.balanceMinor, currency)}
        </FactLine>
        <FactLine name={<Trans>Risk class</Trans>}>
          {task.riskClass === null ? '–' : name('riskClass', task.riskClass)}
        </FactLine>
        <FactLine name={<Trans>Channel</Trans>}>{task.channel === null ? '–' : name('channel', task.channel)}</FactLine>
        <FactLine name={<Trans>Priority</Trans>}>{format.count(task.priority)}</FactLine>
        <FactLine name={<Trans>Portfolio</Trans>}>{task.portfolio.name}</FactLine>
        <FactLine name={<Trans>Task since</Trans>}>{format.day(task.businessDate)}</FactLine>
      </FactList>
      <h3 className="mt-4 mb-1 text-faint">
        <Trans>Decided by</Trans>
      </h3>
      <FactList>
        <FactLine name={<Trans>Decision table</Trans>}>{task.rule.table}</FactLine>
        <FactLine name={<Trans>Version</Trans>}>{String(task.rule.version)}</FactLine>
        <FactLine name={<Trans>Row</Trans>}>
          <code className="font-mono text-xs break-all">{task.rule.ruleId}</code>
        </FactLine>
      </FactList>
    </div>
  )
}

/** The table author's own words for this row, in the reader's language when there are. */
function Note({ task }: { readonly task: Task }) {
  const { locale } = useWords()
  const isChinese = (text: string) => /\p{Script=Han}/u.test(text)
  const { notes } = task.rule
  const note = notes.find(({ text }) => isChinese(text) === (locale === 'zh-CN')) ?? notes[0]
  if (note === undefined) return null
  return (
    <p lang={isChinese(note.text) ? 'zh-CN' : 'en'} className="mb-2 text-base text-pretty">
      {note.text}
    </p>
  )
}

/** What one looks for first. */
function Headline({ name, children }: { readonly name: ReactNode; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="text-soft">{name}</dt>
      <dd className="text-lg font-semibold tabular-nums">{children}</dd>
    </div>
  )
}
