// Loans to be worked and their arrears by stage, side by side on one axis of stages: many loans owe little early, few owe much late. The table beside it
// says the same in figures, so the picture is hidden from screen readers.

import { useLingui } from '@lingui/react/macro'
import { type CSSProperties, useEffect, useMemo, useRef } from 'react'
import { useColourScheme } from '../../app/theme.ts'
import type { NightReport } from '../../client/api.ts'
import { major } from '../../i18n/format.ts'
import { useWords } from '../../i18n/use-words.ts'
import { resolveColour } from '../../ui/colour.ts'
import { stageColour } from '../../ui/order.ts'
import { stageChartOption } from './stage-chart-option.ts'

export function StageChart({ report }: { readonly report: NightReport }) {
  const { t } = useLingui()
  const { format, name } = useWords()
  const scheme = useColourScheme()
  const place = useRef<HTMLDivElement>(null)
  const { currency } = report.portfolio
  // All others would dwarf them.
  const rows = useMemo(
    () => report.stages.flatMap(({ stage, inScope }) => (inScope.loans > 0 ? [{ stage, ...inScope }] : [])),
    [report.stages],
  )

  useEffect(() => {
    const element = place.current
    if (!element) return undefined
    const bars = rows.map(row => ({
      name: name('stage', row.stage),
      colour: resolveColour(element, stageColour(row.stage)),
      loans: row.loans,
      loansText: format.count(row.loans),
      arrears: Number(major(row.arrearsMinor, currency)),
      arrearsText: row.arrearsMinor === '0' ? '–' : format.moneyShort(row.arrearsMinor, currency),
    }))
    const look = {
      scheme,
      font: getComputedStyle(element).fontFamily,
      ink: resolveColour(element, 'var(--ink-soft)'),
      faint: resolveColour(element, 'var(--ink-faint)'),
      loansTitle: t`Loans`,
      arrearsTitle: t`Due and unpaid`,
    }
    return drawOn(element, (width, height) => stageChartOption(bars, { ...look, width, height }))
  }, [rows, currency, format, name, t, scheme])

  return rows.length === 0 ? (
    <div />
  ) : (
    <div
      ref={place}
      aria-hidden="true"
      className="mx-4 my-2 min-h-[min(16rem,calc(var(--stages)*2.5rem+2rem))] min-w-0 max-sm:min-h-[calc(var(--stages)*3rem+4.5rem)]"
      style={{ '--stages': rows.length } as CSSProperties}
    />
  )
}

/** Draws now, again when the width changes, and when the Chinese fallback font has arrived. Returns how to stop. */
function drawOn(
  element: HTMLElement,
  optionFor: (width: number, height: number) => ReturnType<typeof stageChartOption>,
): () => void {
  const stopping = new AbortController()
  const begin = async () => {
    const { echarts } = await import('../../ui/echarts.ts')
    if (stopping.signal.aborted) return
    const chart = echarts.init(element)
    const draw = () => {
      chart.resize()
      chart.setOption(optionFor(element.clientWidth, element.clientHeight))
    }
    const observer = new ResizeObserver(draw)
    observer.observe(element)
    document.fonts.addEventListener('loadingdone', draw, { signal: stopping.signal })
    stopping.signal.addEventListener('abort', () => {
      observer.disconnect()
      chart.dispose()
    })
  }
  void begin()
  return () => stopping.abort()
}
