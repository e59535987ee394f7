// Bytes as JSON carries them.

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), sign => sign.codePointAt(0) ?? 0)
}

export function fromUtf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

export function toUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
