// What cannot reach anybody: a telephone number without digits, a number that a spreadsheet has shortened, an e-mail address without its sign.
// Whether it does reach somebody only a call tells.

const DIGITS_MIN = 5
/** ITU-T E.164: fifteen digits; an extension may follow. */
const DIGITS_MAX = 15

/** Why the value of an endpoint of this kind is none; null when it may be one. */
export function whyNoEndpoint(kind: string, value: string): string | null {
  if (kind === 'phone') return whyNoPhone(value)
  if (kind === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) return 'is not an e-mail address'
  return null
}

function whyNoPhone(value: string): string | null {
  if (/^\d(?:[.,]\d+)?e[+-]?\d+$/i.test(value)) return 'is not a telephone number: it was shortened by a spreadsheet'
  const [number = '', extension] = value.split(/\s*(?:ext\.?|x|#|转|分机)\s*/i)
  const digits = number.replaceAll(/\D/g, '').length
  const isNumber = /^\+?[\d\s().\-/]+$/.test(number) && digits >= DIGITS_MIN && digits <= DIGITS_MAX
  return isNumber && (extension === undefined || /^\d{1,8}$/.test(extension)) ? null : 'is not a telephone number'
}
