import { describe, expect, it } from 'vitest'
import { readCursor, writeCursor } from './cursor.ts'

describe('the cursor of a page of tasks', () => {
  const key = {
    priority: -3,
    currency: 'CNY',
    arrearsMinor: 9_223_372_036_854_775_807n,
    customerId: 9_007_199_254_740_993n,
    portfolioId: 2,
    businessDate: '2026-03-31',
    decidedSeq: 1,
  }

  it('keeps every digit of ids and amounts beyond 2^53', () => {
    expect(readCursor(writeCursor(key))).toEqual(key)
  })

  it.each([
    ['text that is no cursor', 'page2'],
    ['JSON of another shape', Buffer.from('{"a":1}').toString('base64url')],
    ['a date that is none', Buffer.from('[1,"CNY","1","1",1,"2026-02-30",1]').toString('base64url')],
    ['SQL', Buffer.from(`[1,"CNY","1","1; drop table x",1,"2026-02-01",1]`).toString('base64url')],
    ['nothing', ''],
  ])('refuses %s', (_, text) => {
    expect(readCursor(text)).toBeNull()
  })
})
