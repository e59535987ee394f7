// The chosen task: a pane beside the list where there is room, else a sheet from the bottom of the screen.

import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import type { Task } from '../../client/api.ts'
import { useWords } from '../../i18n/use-words.ts'
import { Named } from '../../ui/named.tsx'
import { TaskFacts } from './task-facts.tsx'

/** The pane beside the list. It announces a new task politely, because focus stays in the list. */
export function TaskDetail({ task, isMissing }: { readonly task: Task | null; readonly isMissing: boolean }) {
  const { t } = useLingui()
  return (
    <aside
      aria-label={t`The chosen task`}
      aria-live="polite"
      className="w-72 shrink-0 xl:w-80 self-start rounded-lg border border-line bg-surface shadow-sm 2xl:w-96"
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
          <TaskFacts task={task} />
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
              <TaskFacts task={task} />
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
