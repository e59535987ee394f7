// The queues to choose from: a list beside the tasks where there is room, else a select.

import { Trans, useLingui } from '@lingui/react/macro'
import { ListBox, ListBoxItem } from 'react-aria-components'
import type { Queue } from '../../client/api.ts'
import { useWords } from '../../i18n/use-words.ts'
import { Choice } from '../../ui/choice.tsx'
import { useMedia, WIDER } from '../../ui/media.ts'
import { Named } from '../../ui/named.tsx'

type QueueListProps = {
  readonly queues: readonly Queue[]
  readonly shown: string
  readonly onShow: (queue: string) => void
}

export function QueueList({ queues, shown, onShow }: QueueListProps) {
  const { t } = useLingui()
  const { format, pick } = useWords()
  const isWider = useMedia(WIDER)
  if (!isWider) {
    return (
      <Choice
        label={t`Queue`}
        isLabelShown
        value={shown}
        options={queues.map(row => ({ id: row.queue, name: pick(row), remark: format.count(row.tasks) }))}
        onChange={onShow}
      />
    )
  }
  return (
    <ListBox
      aria-label={t`Queues`}
      items={queues.map(row => ({ ...row, id: row.queue }))}
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      selectedKeys={[shown]}
      onSelectionChange={keys => {
        const [key] = keys === 'all' ? [] : keys
        if (key !== undefined) onShow(String(key))
      }}
      className="w-52 shrink-0 space-y-0.5 self-start 2xl:w-60"
    >
      {row => (
        <ListBoxItem
          textValue={pick(row)}
          className="cursor-default rounded-md px-3 py-2 data-hovered:bg-sunk data-selected:bg-accent-soft data-selected:text-ink"
        >
          <span className="flex items-baseline justify-between gap-3">
            <span className="truncate">
              <Named code={row.queue} name={pick(row)} />
            </span>
            <span className="text-sm font-semibold tabular-nums">{format.count(row.tasks)}</span>
          </span>
          <span className="block text-xs text-faint tabular-nums">
            {row.amounts.length === 0 ? (
              <Trans>empty</Trans>
            ) : (
              row.amounts.map(amount => format.moneyShort(amount.arrearsMinor, amount.currency)).join(' · ')
            )}
          </span>
        </ListBoxItem>
      )}
    </ListBox>
  )
}
