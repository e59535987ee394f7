// Base64 read strictly: one text for the same bytes, or a file could be changed without its meaning changing.

/** Standard alphabet with padding (RFC 4648 section 4). */
export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

/** Groups of four, the last one without stray bits. */
const STRICT = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=|[A-Za-z0-9+/][AQgw]==)?$/

/** Null for anything but the one way of writing: white space, missing padding, stray bits in the last character. */
export function fromBase64(text: string): Uint8Array | null {
  if (!STRICT.test(text)) return null
  const characters = atob(text)
  const bytes = new Uint8Array(characters.length)
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = characters.charCodeAt(at)
  return bytes
}

const URL_ALPHABET = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')

/** Alphabet for addresses, without padding (RFC 4648 section 5). By hand, because every leaf of a log that is checked asks for it. */
export function toBase64Url(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [one = 0, two = 0, three = 0] = [bytes[at], bytes[at + 1], bytes[at + 2]]
    text += `${URL_ALPHABET[one >> 2]}${URL_ALPHABET[((one & 3) << 4) | (two >> 4)]}`
    if (at + 1 < bytes.length) text += URL_ALPHABET[((two & 15) << 2) | (three >> 6)]
    if (at + 2 < bytes.length) text += URL_ALPHABET[three & 63]
  }
  return text
}

const URL_CODES = Uint8Array.from(URL_ALPHABET, character => character.charCodeAt(0))

/** Whether the text is how these bytes are written, without writing them: every link of every dossier of a log that is checked asks for it. */
export function isBase64UrlOf(text: string, bytes: Uint8Array): boolean {
  if (text.length !== Math.ceil((bytes.length * 4) / 3)) return false
  for (let at = 0, place = 0; at < bytes.length; at += 3, place += 4) {
    const [one, two, three] = [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0]
    if (text.charCodeAt(place) !== URL_CODES[one >> 2]) return false
    if (text.charCodeAt(place + 1) !== URL_CODES[((one & 3) << 4) | (two >> 4)]) return false
    if (at + 1 < bytes.length && text.charCodeAt(place + 2) !== URL_CODES[((two & 15) << 2) | (three >> 6)])
      return false
    if (at + 2 < bytes.length && text.charCodeAt(place + 3) !== URL_CODES[three & 63]) return false
  }
  return true
}

export function fromBase64Url(text: string): Uint8Array | null {
  if (!/^[\w-]*$/.test(text)) return null
  const padding = '='.repeat((4 - (text.length % 4)) % 4)
  return fromBase64(text.replaceAll('-', '+').replaceAll('_', '/') + padding)
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}

/** Lower-case digits, two a byte; null for anything else. */
export function fromHex(text: string): Uint8Array | null {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return null
  return Uint8Array.from({ length: text.length / 2 }, (_, at) => Number.parseInt(text.slice(at * 2, at * 2 + 2), 16))
}
