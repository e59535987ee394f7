// A small select: a button that shows what is chosen and a list to choose another.

import { Button, type Key, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components'
import { cx } from './class-names.ts'

export type Option = { readonly id: string; readonly name: string; readonly remark?: string }

type ChoiceProps = {
  readonly label: string
  /** When false, the label is for screen readers only. */
  readonly isLabelShown?: boolean
  readonly options: readonly Option[]
  readonly value: string
  readonly onChange: (id: string) => void
  readonly className?: string
}

export function Choice({ label, isLabelShown = false, options, value, onChange, className }: ChoiceProps) {
  return (
    <Select
      value={value}
      onChange={(key: Key | null) => {
        if (key !== null) onChange(String(key))
      }}
      className={cx('inline-flex items-center gap-2', className)}
    >
      <Label className={isLabelShown ? 'shrink-0 text-sm text-soft' : 'sr-only'}>{label}</Label>
      <Button className="inline-flex min-h-8 w-full min-w-0 items-center justify-between gap-2 rounded-md border border-line-strong bg-surface px-2.5 py-1 text-sm hover:bg-sunk">
        <SelectValue className="truncate">{({ selectedText }) => selectedText}</SelectValue>
        <svg aria-hidden="true" viewBox="0 0 12 12" className="size-3 shrink-0 text-faint">
          <path d="M2.5 4.5 6 8l3.5-3.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
        </svg>
      </Button>
      <Popover
        offset={4}
        className="max-h-80 min-w-(--trigger-width) overflow-auto rounded-md border border-line bg-raised p-1 shadow-float"
      >
        <ListBox items={options} className="outline-none">
          {option => (
            <ListBoxItem
              textValue={option.name}
              className="flex cursor-default items-baseline justify-between gap-4 rounded-sm px-2.5 py-1.5 text-sm outline-none data-focused:bg-accent-soft data-selected:font-semibold data-selected:text-accent-strong"
            >
              {option.name}
              {option.remark === undefined ? null : (
                <span className="numeric text-xs font-normal text-faint">{option.remark}</span>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  )
}
