import { describe, expect, it } from 'vitest'
import { stageChartOption } from './stage-chart-option.ts'

describe('the picture of stages', () => {
  const bars = [
    { name: 'M1', colour: 'red', loans: 352, loansText: '352', arrears: 1_329_043.77, arrearsText: '¥132.9万' },
    { name: 'M2', colour: 'blue', loans: 0, loansText: '0', arrears: 0, arrearsText: '–' },
  ]
  const look = {
    scheme: 'light',
    font: 'f',
    ink: 'i',
    faint: 'g',
    loansTitle: 'Loans',
    arrearsTitle: 'Arrears',
  } as const

  it.each([
    [358, 480],
    [700, 256],
    [40, 256],
  ])('keeps both charts and the figure behind the longest bar inside %i px', (width, height) => {
    const { grid, xAxis } = stageChartOption(bars, { ...look, width, height })
    for (const [index, place] of grid.entries()) {
      if (width > 200) expect(place.left + place.width).toBeLessThanOrEqual(width)
      expect(place.top + place.height).toBeLessThanOrEqual(height)
      const longest = Math.max(...bars.map(bar => (index === 0 ? bar.loans : bar.arrears)))
      const room = place.width * (1 - longest / (xAxis[index]?.max ?? 0))
      if (width > 200) expect(room).toBeGreaterThanOrEqual(75)
      expect(Number.isFinite(xAxis[index]?.max)).toBe(true)
    }
  })

  it('stands the charts one above the other on a telephone', () => {
    const { grid } = stageChartOption(bars, { ...look, width: 358, height: 480 })
    expect(grid[0]?.left).toBe(grid[1]?.left)
    expect(grid[1]?.top).toBeGreaterThan((grid[0]?.top ?? 0) + (grid[0]?.height ?? 0))
  })
})
