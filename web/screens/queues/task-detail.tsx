// Why a task is there: the treatment, the facts that the table's row looked at, and which row of which version it was.

import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import type { Task } from '../../client/api.ts'
import { useWords } from '../../i18n/use-words.ts'
import { Named } from '../../ui/named.tsx'
import { StageMark } from '../night/stage-mark.tsx'
import { useFactText } from './fact-text.ts'

/** The pane beside the list. It announces a new task politely, because focus stays in the list. */
export function TaskDetail({ task, isMissing }: { readonly task: Task | null; readonly isMissing: boolean }) {
  const { t } = useLingui()
  return (
    <aside
      aria-label={t`The chosen task`}
      aria-live="polite"
      className="w-80 shrink-0 self-start rounded-lg border border-line bg-surface shadow-sm 2xl:w-96"
    >
      {task === null ? (
        <p className="px-4 py-10 text-center text-sm text-faint">
          {isMissing ? (
            <Trans>The task of this address is not among those loaded. Perhaps it is done. Choose another.</Trans>
          ) : (
            <Trans>Click a task, or walk the list with the arrow keys, to see why it is there.</Trans>
          )}
        </p>
      ) : (
        <>
          <h2 className="px-4 pt-3 text-lg">
            <TreatmentName task={task} />
          </h2>
          <Facts task={task} />
        </>
      )}
    </aside>
  )
}

/** The same from the bottom of a small screen. */
export function TaskSheet({ task, onClose }: { readonly task: Task | null; readonly onClose: () => void }) {
  const { t } = useLingui()
  return (
    <ModalOverlay
      isOpen={task !== null}
      onOpenChange={isOpen => {
        if (!isOpen) onClose()
      }}
      isDismissable
      className="fixed inset-0 z-10 flex items-end bg-black/40"
    >
      <Modal className="max-h-[85dvh] w-full overflow-auto rounded-t-lg border-t border-line bg-raised shadow-float">
        <Dialog className="outline-none">
          {task === null ? null : (
            <>
              <header className="flex items-start justify-between gap-4 px-4 pt-3">
                <Heading slot="title" className="text-lg">
                  <TreatmentName task={task} />
                </Heading>
                <Button
                  onPress={onClose}
                  aria-label={t`Close`}
                  className="grid size-8 place-items-center rounded-md text-xl leading-none text-soft"
                >
                  ×
                </Button>
              </header>
              <Facts task={task} />
            </>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function TreatmentName({ task }: { readonly task: Task }) {
  const { name } = useWords()
  return <Named code={task.treatment} name={name('treatment', task.treatment)} />
}

function Facts({ task }: { readonly task: Task }) {
  const { format, name } = useWords()
  const factText = useFactText(task.portfolio.currency)
  const { currency } = task.portfolio
  return (
    <div className="px-4 pb-4 text-sm">
      <p className="text-soft">
        {task.loanNumber}
        {task.nameHint === null ? null : <> · {task.nameHint}</>}
      </p>
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
                <span className="shrink-0">{text.name}</span>
                <span className="text-end font-semibold tabular-nums">= {text.value}</span>
              </li>
            )
          })}
        </ul>
      )}
      <h3 className="mt-4 mb-1 text-faint">
        <Trans>Case</Trans>
      </h3>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        <Line name={<Trans>Stage</Trans>}>{task.stage === null ? '–' : <StageMark stage={task.stage} />}</Line>
        <Line name={<Trans>Arrears</Trans>}>{format.money(task.arrearsMinor, currency)}</Line>
        <Line name={<Trans>Balance</Trans>}>
          {task.balanceMinor === null ? '–' : format.money(task.balanceMinor, currency)}
        </Line>
        <Line name={<Trans>Risk class</Trans>}>
          {task.riskClass === null ? '–' : name('riskClass', task.riskClass)}
        </Line>
        <Line name={<Trans>Channel</Trans>}>{task.channel === null ? '–' : name('channel', task.channel)}</Line>
        <Line name={<Trans>Priority</Trans>}>{format.count(task.priority)}</Line>
        <Line name={<Trans>Portfolio</Trans>}>{task.portfolio.name}</Line>
        <Line name={<Trans>Business date</Trans>}>{format.day(task.businessDate)}</Line>
      </dl>
      <h3 className="mt-4 mb-1 text-faint">
        <Trans>Decided by</Trans>
      </h3>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        <Line name={<Trans>Decision table</Trans>}>{task.rule.table}</Line>
        <Line name={<Trans>Version</Trans>}>{String(task.rule.version)}</Line>
        <Line name={<Trans>Row</Trans>}>
          <code className="font-mono text-xs break-all">{task.rule.ruleId}</code>
        </Line>
      </dl>
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

function Line({ name, children }: { readonly name: ReactNode; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="text-end tabular-nums">{children}</dd>
    </>
  )
}
