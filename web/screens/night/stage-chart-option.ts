// What the picture of stages is made of, as ECharts wants it: a bar chart of loans and one of arrears on the same names. Pure: sizes, colours and texts
// are given, so that it can be made again for another width.

export type Bar = {
  readonly name: string
  readonly colour: string
  readonly loans: number
  readonly loansText: string
  /** In major units, for the length of the bar only; the text is exact. */
  readonly arrears: number
  readonly arrearsText: string
}

export type Look = {
  readonly width: number
  readonly height: number
  /** Decides what the colours of the style sheet are; the picture is drawn again when it changes. */
  readonly scheme: 'light' | 'dark'
  readonly font: string
  readonly ink: string
  readonly faint: string
  readonly loansTitle: string
  readonly arrearsTitle: string
}

const GAP = 12
const TOP = 28
// A band of one stage and the bar in it are not higher than this, however few stages there are.
const BAND = 40
const BAR = 22

export function stageChartOption(bars: readonly Bar[], look: Look) {
  // Below this width the two stand one above the other.
  const isNarrow = look.width < 480
  const names = isNarrow ? 84 : 112
  const width = isNarrow ? look.width - names : Math.max(60, (look.width - names - GAP) / 2)
  const height = Math.min((isNarrow ? look.height / 2 : look.height) - TOP - 4, bars.length * BAND)
  const places = [
    { left: names, top: TOP },
    isNarrow ? { left: names, top: TOP + look.height / 2 } : { left: names + width + GAP, top: TOP },
  ] as const
  const text = { color: look.ink, fontFamily: look.font, fontSize: 12 }
  const title = { color: look.faint, fontFamily: look.font, fontSize: 12, fontWeight: 400 as const }
  const series = (side: 0 | 1, values: readonly number[], labels: readonly string[]) => ({
    type: 'bar' as const,
    xAxisIndex: side,
    yAxisIndex: side,
    barWidth: '58%',
    barMaxWidth: BAR,
    label: {
      ...text,
      show: true,
      position: 'right' as const,
      formatter: ({ dataIndex }: { dataIndex: number }) => labels[dataIndex] ?? '',
    },
    data: values.map((value, index) => ({
      value,
      itemStyle: { color: bars[index]?.colour ?? look.faint, borderRadius: [0, 2, 2, 0] },
    })),
  })
  const nameAxis = (side: 0 | 1) => ({
    type: 'category' as const,
    gridIndex: side,
    inverse: true,
    data: bars.map(bar => bar.name),
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { ...text, show: side === 0 || isNarrow, interval: 0 },
  })
  const valueAxis = (side: 0 | 1, values: readonly number[]) => ({
    type: 'value' as const,
    gridIndex: side,
    show: false,
    // Room behind the longest bar for its own figure, which is as wide on a telephone as on a desk.
    max: Math.max(1, ...values) * (width / Math.max(20, width - 76)),
  })
  const loans = bars.map(bar => bar.loans)
  const arrears = bars.map(bar => bar.arrears)
  return {
    // A report is read, not watched; and a picture of the page is right at any moment.
    animation: false,
    grid: places.map(place => ({ ...place, width, height })),
    title: [
      { text: look.loansTitle, left: places[0].left, top: places[0].top - TOP, padding: [5, 0], textStyle: title },
      { text: look.arrearsTitle, left: places[1].left, top: places[1].top - TOP, padding: [5, 0], textStyle: title },
    ],
    xAxis: [valueAxis(0, loans), valueAxis(1, arrears)],
    yAxis: [nameAxis(0), nameAxis(1)],
    series: [
      series(
        0,
        loans,
        bars.map(bar => bar.loansText),
      ),
      series(
        1,
        arrears,
        bars.map(bar => bar.arrearsText),
      ),
    ],
  }
}
