// Exact decimals for constants: FEEL numbers are decimals, so comparing two constants of a table (overlap of `< 0.3` and
// `>= 0.3`) must never go through a binary fraction.

/** `coefficient × 10^-scale`, scale ≥ 0, no trailing zeros in the fraction. */
export type Decimal = { readonly coefficient: bigint; readonly scale: number }

/** Exponents beyond this make numbers of absurd length; FEEL's own limit is 6144. */
const EXPONENT_MAX = 6144

/** Reads `12`, `.5`, `1.2e-3`; null when the text is no FEEL number, or one beyond FEEL's exponents. */
export function parseDecimal(text: string): Decimal | null {
  const match = /^(-?)(?:(\d+)(?:\.(\d+))?|\.(\d+))(?:[eE]([+-]?\d+))?$/.exec(text)
  if (!match) return null
  const fraction = match[3] ?? match[4] ?? ''
  const exponent = Number(match[5] ?? '0')
  if (Math.abs(exponent) > EXPONENT_MAX) return null
  let coefficient = BigInt((match[2] ?? '') + fraction)
  let scale = fraction.length - exponent
  if (scale < 0) {
    coefficient *= 10n ** BigInt(-scale)
    scale = 0
  }
  const value = reduced(match[1] === '-' ? -coefficient : coefficient, scale)
  return isTooLarge(value) ? null : value
}

/** Whether it is 1E6145 or more either way, which FEEL's numbers are not. */
export function isTooLarge({ coefficient, scale }: Decimal): boolean {
  const digits = coefficient.toString().length - (coefficient < 0n ? 1 : 0)
  return digits - scale > EXPONENT_MAX + 1
}

/** Plain text without exponent, as SQL and JSON read it. */
export function decimalText(value: Decimal): string {
  const sign = value.coefficient < 0n ? '-' : ''
  const digits = (value.coefficient < 0n ? -value.coefficient : value.coefficient)
    .toString()
    .padStart(value.scale + 1, '0')
  return value.scale === 0 ? sign + digits : `${sign}${digits.slice(0, -value.scale)}.${digits.slice(-value.scale)}`
}

/** Negative, zero or positive as a < b, a = b, a > b. */
export function compareDecimal(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale)
  const [left, right] = [scaled(a, scale), scaled(b, scale)]
  return left < right ? -1 : left > right ? 1 : 0
}

export function negateDecimal(value: Decimal): Decimal {
  return { coefficient: -value.coefficient, scale: value.scale }
}

export function addDecimal(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale)
  return reduced(scaled(a, scale) + scaled(b, scale), scale)
}

export function multiplyDecimal(a: Decimal, b: Decimal): Decimal {
  return reduced(a.coefficient * b.coefficient, a.scale + b.scale)
}

/** The largest whole number ≤ value. */
export function floorDecimal(value: Decimal): bigint {
  const unit = 10n ** BigInt(value.scale)
  const quotient = value.coefficient / unit
  return value.coefficient < 0n && quotient * unit !== value.coefficient ? quotient - 1n : quotient
}

function scaled(value: Decimal, scale: number): bigint {
  return scale === value.scale ? value.coefficient : value.coefficient * 10n ** BigInt(scale - value.scale)
}

function reduced(coefficient: bigint, scale: number): Decimal {
  let [rest, places] = [coefficient, scale]
  while (places > 0 && rest % 10n === 0n) {
    rest /= 10n
    places -= 1
  }
  return { coefficient: rest, scale: places }
}
