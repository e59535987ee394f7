// The masked form of a personal value that a screen may show to everyone, and the normal form that a digest is taken of.

/** `张*`, `欧***`, `M**** D**`: the first letter of each word. */
export function maskName(name: string): string {
  return name
    .trim()
    .split(/\s+/)
    .map(word => {
      const [first = '', ...rest] = Array.from(word)
      return first + '*'.repeat(Math.min(rest.length, 4))
    })
    .join(' ')
}

/** `138****0199`: the first three and last four digits; of a short number only the last two. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '')
  if (digits.length < 10) return `****${digits.slice(-2)}`
  return `${digits.slice(0, 3)}${'*'.repeat(digits.length - 7)}${digits.slice(-4)}`
}

/** `j***@example.com` */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return at < 1 ? '***' : `${Array.from(email)[0]}***${email.slice(at)}`
}

/** Six characters (a city), nothing that finds a door. */
export function maskAddress(address: string): string {
  return `${Array.from(address.trim()).slice(0, 6).join('')}***`
}

/** Only the last four characters. */
export function maskNumber(number: string): string {
  const characters = Array.from(number.trim())
  return '*'.repeat(Math.max(0, characters.length - 4)) + characters.slice(-4).join('')
}

/** Digits only. The country code of a Chinese mobile or a North American number is left off, so that its spellings meet. */
export function normalPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '')
  const international = /^\s*(?:\+|00)/.test(phone) ? digits.replace(/^00/, '') : null
  if (international !== null) return international.replace(/^86(?=1\d{10}$)|^1(?=\d{10}$)/, '')
  // without a plus, 1 3… to 1 9… is a Chinese mobile; 1 2… can only be North American
  return digits.replace(/^86(?=1\d{10}$)|^1(?=2\d{9}$)/, '')
}

/** Compatibility forms folded, spaces collapsed, lower case. */
export function normalText(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()
}

/** Identity numbers: no spaces or hyphens, upper case. */
export function normalNumber(number: string): string {
  return number.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
}

export type EndpointKind = 'phone' | 'email' | 'address' | 'messaging'

const ENDPOINT: Readonly<Record<EndpointKind, { mask: (value: string) => string; normal: (value: string) => string }>> =
  {
    phone: { mask: maskPhone, normal: normalPhone },
    email: { mask: maskEmail, normal: normalText },
    address: { mask: maskAddress, normal: normalText },
    messaging: { mask: maskNumber, normal: normalText },
  }

export function maskEndpoint(kind: EndpointKind, value: string): string {
  return ENDPOINT[kind].mask(value)
}

export function normalEndpoint(kind: EndpointKind, value: string): string {
  return ENDPOINT[kind].normal(value)
}
