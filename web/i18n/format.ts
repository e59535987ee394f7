// Numbers, money and dates as the reader writes them. Amounts arrive as minor units in decimal text and stay exact: they are never made
// into a JavaScript number.

const MINOR_DIGITS: Readonly<Record<string, number>> = { JPY: 0 }

export type Format = ReturnType<typeof formatFor>

export function formatFor(locale: string) {
  const whole = new Intl.NumberFormat(locale)
  const share = new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const seconds = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const milliseconds = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 })
  const rate = new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 4 })
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  return {
    count: (value: number) => whole.format(value),
    percent: (part: number, all: number) => (all === 0 ? '–' : share.format(part / all)),
    /** The share of one amount in another; cut after a millionth, which is more than is shown. */
    percentMinor: (part: string, all: string) =>
      BigInt(all) === 0n ? '–' : share.format(Number((BigInt(part) * 1_000_000n) / BigInt(all)) / 1_000_000),
    /** A yearly rate that arrives as a fraction in decimal text. */
    rate: (fraction: string) => rate.format(fraction as Intl.StringNumericLiteral),
    seconds: (value: number) => (value < 10 ? milliseconds : seconds).format(value),
    /** A business date, which has no time zone. */
    day: (date: string) => day.format(new Date(`${date}T00:00:00Z`)),
    moment: (instant: string) => moment.format(new Date(instant)),
    money: (minor: string, currency: string) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency }).format(major(minor, currency)),
    /** An amount that is already in major units, as facts are. */
    majorMoney: (value: string | number, currency: string) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency }).format(value as Intl.StringNumericLiteral),
    decimal: (value: string | number) => decimal.format(value as Intl.StringNumericLiteral),
    /** From ten thousand on with one decimal of 万, K or M, below in whole units. The exact amount belongs beside or behind it. */
    moneyShort: (minor: string, currency: string) => {
      const amount = major(minor, currency)
      const isLarge = Math.abs(Number(amount)) >= 10_000
      return new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        ...(isLarge ? { notation: 'compact', minimumFractionDigits: 1 } : { minimumFractionDigits: 0 }),
        maximumFractionDigits: isLarge ? 1 : 0,
        useGrouping: 'always',
      }).format(amount)
    },
  }
}

/** Decimal text of an amount: '-7' minor units of CNY is '-0.07'. Intl reads such text exactly. */
export function major(minor: string, currency: string): Intl.StringNumericLiteral {
  const digits = MINOR_DIGITS[currency] ?? 2
  const sign = minor.startsWith('-') ? '-' : ''
  const text = minor.replace('-', '').padStart(digits + 1, '0')
  const decimal = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
  return `${sign}${decimal}` as Intl.StringNumericLiteral
}

export function sumMinor(amounts: readonly string[]): string {
  return amounts.reduce((sum, amount) => sum + BigInt(amount), 0n).toString()
}

export function compareMinor(a: string, b: string): number {
  const difference = BigInt(a) - BigInt(b)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}
