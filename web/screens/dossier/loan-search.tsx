// Finds loans by the beginning of their number, as it is typed.

import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import { loansQuery } from '../../client/api.ts'

export function LoanSearch() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const number = useDeferredValue(typed.trim())
  const { data, isFetching } = useQuery({ ...loansQuery(number), placeholderData: keepPreviousData })
  const loans = number === '' ? [] : (data?.loans ?? []).filter(({ loanNumber }) => loanNumber.startsWith(number))
  const items = loans.map(loan => ({ ...loan, id: JSON.stringify([loan.portfolio, loan.loanNumber]) }))
  // A number that is pasted opens the list too, before anything is in it.
  const opensEmpty = typed !== ''
  return (
    <ComboBox
      aria-label={t`Loan number`}
      inputValue={typed}
      onInputChange={setTyped}
      selectedKey={null}
      onSelectionChange={key => {
        const chosen = items.find(({ id }) => id === key)
        if (!chosen) return
        setTyped('')
        void navigate({ to: '/dossiers', search: { loan: chosen.loanNumber, portfolio: chosen.portfolio } })
      }}
      items={items}
      menuTrigger="input"
      allowsCustomValue
      allowsEmptyCollection={opensEmpty}
      className="relative w-full sm:w-72"
    >
      <Label className="sr-only">{t`Loan number`}</Label>
      <Input
        placeholder={t`Find a loan by its number`}
        autoComplete="off"
        spellCheck={false}
        className="w-full rounded-md border border-line-strong bg-surface px-3 py-1.5 text-sm placeholder:text-faint"
      />
      <Popover className="w-(--trigger-width) overflow-auto rounded-md border border-line bg-raised shadow-float">
        <ListBox
          className="max-h-80 overflow-auto py-1 text-sm outline-none"
          renderEmptyState={() => (
            <p className="px-3 py-2 text-soft">
              {isFetching ? <Trans>Loading …</Trans> : null}
              {isFetching || number === '' ? null : <Trans>No loan number begins so.</Trans>}
            </p>
          )}
        >
          {(item: (typeof items)[number]) => (
            <ListBoxItem
              id={item.id}
              textValue={item.loanNumber}
              className="flex cursor-default justify-between gap-3 px-3 py-1.5 data-focused:bg-sunk"
            >
              <span className="tabular-nums">{item.loanNumber}</span>
              <span className="truncate text-faint">
                {item.nameHint} {item.portfolio}
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
