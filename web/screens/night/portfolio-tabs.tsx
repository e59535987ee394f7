// The portfolios as a strip of tabs. On a telephone it is wider than the screen: it scrolls sideways, and the chosen tab is brought into view.

import { useLingui } from '@lingui/react/macro'
import { type ReactNode, useEffect, useRef } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import type { Portfolio } from '../../client/api.ts'

type PortfolioTabsProps = {
  readonly portfolios: readonly Portfolio[]
  readonly selected: string
  readonly onChoose: (code: string) => void
  /** What is shown of the selected portfolio. */
  readonly children: ReactNode
}

export function PortfolioTabs({ portfolios, selected, onChoose, children }: PortfolioTabsProps) {
  const { t } = useLingui()
  const strip = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // The tabs themselves appear one pass after the strip, and all are wider once the Chinese font has arrived: one that grows moves the others.
    const chosen = () => strip.current?.querySelector(`[data-code="${CSS.escape(selected)}"]`)
    const observer = new ResizeObserver(() => chosen()?.scrollIntoView({ block: 'nearest', inline: 'nearest' }))
    const frame = requestAnimationFrame(() => {
      for (const tab of strip.current?.children ?? []) observer.observe(tab)
    })
    return () => {
      cancelAnimationFrame(frame)
      observer.disconnect()
    }
  }, [selected])
  return (
    <Tabs selectedKey={selected} onSelectionChange={key => onChoose(String(key))} className="flex grow flex-col">
      <TabList
        ref={strip}
        aria-label={t`Portfolios`}
        // The line is a shadow and the tabs end on it: a strip that is higher inside than outside would swallow the mouse wheel.
        className="mb-4 flex gap-1 overflow-x-auto overflow-y-hidden inset-shadow-[0_-1px_0_var(--line)] [scrollbar-width:none]"
      >
        {portfolios.map(portfolio => (
          <Tab
            key={portfolio.code}
            id={portfolio.code}
            data-code={portfolio.code}
            className="shrink-0 scroll-mx-6 cursor-default border-b-2 border-transparent px-3 py-2 text-soft -outline-offset-2 data-hovered:text-ink data-selected:border-accent data-selected:font-semibold data-selected:text-ink"
          >
            {portfolio.name}
            <span className="ml-2 text-xs font-normal text-faint">
              {portfolio.jurisdiction} · {portfolio.currency}
            </span>
          </Tab>
        ))}
      </TabList>
      {portfolios.map(({ code }) => (
        <TabPanel key={code} id={code} className="-outline-offset-1">
          {children}
        </TabPanel>
      ))}
    </Tabs>
  )
}
