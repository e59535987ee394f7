// The data of a signed Ethereum transaction, from its raw bytes (RLP, Ethereum yellow paper appendix B; transaction types: EIP-2718, EIP-1559).

type Item = { readonly isList: boolean; readonly content: Uint8Array; readonly next: number }

/** The bytes that a plain or an EIP-1559 transaction carries; null for anything else. */
export function transactionData(raw: Uint8Array): Uint8Array | null {
  const isTyped = raw[0] === 2
  const list = readItem(raw, isTyped ? 1 : 0)
  if (!list?.isList || list.next !== raw.length) return null
  const fields: Item[] = []
  for (let at = 0; at < list.content.length; ) {
    const field = readItem(list.content, at)
    if (!field) return null
    fields.push(field)
    at = field.next
  }
  const data = isTyped && fields.length === 12 ? fields[7] : !isTyped && fields.length === 9 ? fields[5] : undefined
  return data && !data.isList ? data.content : null
}

function readItem(bytes: Uint8Array, at: number): Item | null {
  const first = bytes[at]
  if (first === undefined) return null
  if (first < 0x80) return { isList: false, content: bytes.subarray(at, at + 1), next: at + 1 }
  const isList = first >= 0xc0
  const short = first - (isList ? 0xc0 : 0x80)
  const width = short > 55 ? short - 55 : 0
  if (width > 4) return null
  const length = width === 0 ? short : bytes.subarray(at + 1, at + 1 + width).reduce((sum, byte) => sum * 256 + byte, 0)
  const from = at + 1 + width
  return from + length > bytes.length
    ? null
    : { isList, content: bytes.subarray(from, from + length), next: from + length }
}
