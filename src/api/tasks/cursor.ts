// Where a page of tasks ended, as opaque text: the sort key of its last row. Pages by key stay right while tasks are added and closed,
// and the thousandth page costs what the first does.

import { z } from 'zod'

const CURSOR = z.tuple([
  z.int(),
  z.string().regex(/^[A-Z]{3}$/),
  z.string().regex(/^-?\d{1,19}$/),
  z.string().regex(/^\d{1,19}$/),
  z.int(),
  z.iso.date(),
  z.int(),
])

export type TaskKey = {
  readonly priority: number
  readonly currency: string
  readonly arrearsMinor: bigint
  readonly customerId: bigint
  readonly portfolioId: number
  readonly businessDate: string
  readonly decidedSeq: number
}

export function writeCursor(key: TaskKey): string {
  const parts: z.output<typeof CURSOR> = [
    key.priority,
    key.currency,
    String(key.arrearsMinor),
    String(key.customerId),
    key.portfolioId,
    key.businessDate,
    key.decidedSeq,
  ]
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/** Null when the text is no cursor of ours. */
export function readCursor(text: string): TaskKey | null {
  const parsed = CURSOR.safeParse(parsedJson(Buffer.from(text, 'base64url').toString('utf8')))
  if (!parsed.success) return null
  const [priority, currency, arrearsMinor, customerId, portfolioId, businessDate, decidedSeq] = parsed.data
  return {
    priority,
    currency,
    arrearsMinor: BigInt(arrearsMinor),
    customerId: BigInt(customerId),
    portfolioId,
    businessDate,
    decidedSeq,
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
