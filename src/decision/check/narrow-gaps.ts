// Single values between two intervals that no rule names: `[31..59]` beside `[61..90]` leaves 60 to whatever row tests nothing. With a
// catch-all row that is no gap, yet hardly meant, so it is a note.

import type { Constant } from '../sfeel/constant.ts'
import { decimalText } from '../sfeel/decimal.ts'
import { type Span, setOf, type ValueSet } from '../sfeel/value-set.ts'
import { isEmptyBits, takeOut } from '../space/bit-set.ts'
import type { Dimension, Space } from '../space/table-space.ts'

export type NarrowGap = { readonly label: string; readonly value: ValueSet }

/** The whole numbers and days that stand alone between values which rules name, in inputs that any rule tests. */
export function narrowGaps(space: Space): NarrowGap[] {
  return space.dimensions.flatMap(dimension => {
    if (dimension.domain.type !== 'number' && dimension.domain.type !== 'date') return []
    return [...dimension.classes.entries()].flatMap(([classIndex, { spans }]) =>
      isNamed(dimension, classIndex)
        ? []
        : spans.flatMap(span => {
            const only = onlyWhole(span)
            return only === null ? [] : [{ label: dimension.label, value: setOf(dimension.domain.type, [only]) }]
          }),
    )
  })
}

/** Whether a rule that tests this input takes the class. */
function isNamed(dimension: Dimension, classIndex: number): boolean {
  const naming = dimension.takers[classIndex]?.slice() ?? dimension.indifferent.slice()
  takeOut(naming, dimension.indifferent)
  return !isEmptyBits(naming)
}

/** The one whole number or day of a span that is bounded on both sides; null where there is none or more than one. */
function onlyWhole({ low, high, lowIncluded, highIncluded }: Span): Span | null {
  if (low === undefined || high === undefined) return null
  if (low.type === 'date' || high.type === 'date')
    return low.type === 'date' && high.type === 'date' && low.value === high.value
      ? { low, lowIncluded, high, highIncluded }
      : null
  const [from, to] = [numberOf(low), numberOf(high)]
  if (from === null || to === null) return null
  const first = lowIncluded && Number.isInteger(from) ? from : Math.floor(from) + 1
  const last = highIncluded && Number.isInteger(to) ? to : Math.ceil(to) - 1
  if (first !== last) return null
  const whole: Constant = { type: 'number', value: { coefficient: BigInt(first), scale: 0 } }
  return { low: whole, lowIncluded: true, high: whole, highIncluded: true }
}

function numberOf(constant: Constant): number | null {
  if (constant.type !== 'number') return null
  const value = Number(decimalText(constant.value))
  return Number.isSafeInteger(Math.trunc(value)) ? value : null
}
