// A person who was erased stays erased: what the lender's system still has does not come back with the next tape, and no import runs beside an erasure. Made-up
// people only.

import { describe, expect, it } from 'vitest'
import { erasePerson } from '../../src/book/index.ts'
import { customerId } from '../../src/kernel/index.ts'
import { LOAN_HEADER, LOANS } from './loan-tape.ts'
import { smallTapes } from './small-tapes.ts'

const PARTIES = {
  kind: 'party',
  currency: 'CNY',
  fields: { customer_number: 'c', party_number: 'p', name: 'name', identity_number: 'id', language: 'language' },
}
const ENDPOINTS = {
  kind: 'endpoint',
  currency: 'CNY',
  fields: { customer_number: 'c', party_number: 'p', kind: 'kind', value: 'value' },
}
const VEHICLES = {
  kind: 'vehicle',
  currency: 'CNY',
  fields: { customer_number: 'c', vehicle_number: 'v', vin: 'vin', plate: 'plate', make: 'make' },
}

describe('a person who was erased', () => {
  const tapes = smallTapes()
  const { file, load } = tapes
  const party = (customer: string, language = 'zh-CN') =>
    load(file(`c,p,name,id,language\n${customer},P1,张虚构,110101190001010011,${language}\n`), PARTIES)
  const endpoint = (customer: string, value: string) =>
    load(file(`c,p,kind,value\n${customer},P1,phone,${value}\n`), ENDPOINTS)
  const vehicle = (customer: string, plate = '沪A00001') =>
    load(file(`c,v,vin,plate,make\n${customer},V1,LSVAA0000A0000001,${plate},虚构汽车\n`), VEHICLES)
  const loan = (number: string, customer: string, openedOn: string) =>
    load(file(`${LOAN_HEADER}\n${number},${customer},,${openedOn},300,0\n`), LOANS)
  const idOf = (customer: string) => customerId(tapes.portfolio, customer)
  const erase = (customer: string) =>
    erasePerson(tapes.db, {
      customerId: idOf(customer),
      reason: 'asked for',
      by: 'Ann Example',
      approvedBy: 'Ben Example',
    })
  /** What the book has of the customer in clear. */
  const inClear = (customer: string) =>
    tapes.db.query(
      `select name_hint as value from book.party where customer_id = $1 and name_hint is not null
       union all select identity_number_hint from book.party where customer_id = $1 and identity_number_hint is not null
       union all select value_hint from book.endpoint where customer_id = $1 and value_hint is not null
       union all select vin_hint from book.vehicle where customer_id = $1 and vin_hint is not null
       union all select plate_hint from book.vehicle where customer_id = $1 and plate_hint is not null`,
      [idOf(customer)],
    )

  /** A loan of long ago with everything about its borrower. */
  async function known(customer: string): Promise<void> {
    await loan(`L-${customer}`, customer, '2020年12月1日')
    await party(customer)
    await endpoint(customer, '13800000001')
    await vehicle(customer)
    expect(await inClear(customer)).toHaveLength(5)
  }

  it('does not come back with the next tape, whatever changed in it', async () => {
    await known('C1')
    expect(await erase('C1')).toMatchObject({ ok: true })
    expect(await inClear('C1')).toEqual([])
    // as before: by its keyed digests the same
    expect(await party('C1')).toMatchObject({ taken: 0n, duplicates: 1n })
    expect(await endpoint('C1', '13800000001')).toMatchObject({ taken: 0n, duplicates: 1n })
    expect(await vehicle('C1')).toMatchObject({ taken: 0n, duplicates: 1n })
    for (const report of [
      await vehicle('C1', '沪A00002'),
      await party('C1', 'en'),
      await endpoint('C1', '13800000002'),
    ]) {
      expect(report).toMatchObject({ taken: 0n, rejected: 1n })
      expect(report.problems[0]).toMatch(
        /: customer_number 'C1' was erased on \d{4}-\d\d-\d\d; what is said about the person comes back only with a loan that was opened since$/,
      )
    }
    expect(await inClear('C1')).toEqual([])
    expect(await tapes.db.query('select from vault.customer_key where customer_id = $1', [idOf('C1')])).toEqual([])
  })

  it('is taken in anew with a new loan', async () => {
    await known('C2')
    expect(await erase('C2')).toMatchObject({ ok: true })
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10).split('-').map(Number)
    await loan('L2-NEW', 'C2', `${tomorrow[0]}年${tomorrow[1]}月${tomorrow[2]}日`)
    // the same as before, by its keyed digests: what went with the person comes back, sealed with a new key
    for (const report of [await party('C2'), await endpoint('C2', '13800000001'), await vehicle('C2')])
      expect(report).toMatchObject({ taken: 1n, duplicates: 0n })
    expect(await inClear('C2')).toHaveLength(5)
    for (const report of [await party('C2'), await endpoint('C2', '13800000001'), await vehicle('C2')])
      expect(report).toMatchObject({ taken: 0n, duplicates: 1n })
  })

  it('leaves the tapes of others alone', async () => {
    await known('C3')
    await known('C4')
    expect(await erase('C3')).toMatchObject({ ok: true })
    expect(await party('C4', 'en')).toMatchObject({ taken: 1n, rejected: 0n })
  })

  it('is not erased beside an import, which could have read about the person before', async () => {
    await known('C5')
    await tapes.db.transaction(async tx => {
      await tx.query('select pg_advisory_xact_lock(7210002, portfolio_id) from book.portfolio where code = $1', [
        tapes.portfolio,
      ])
      expect(await erase('C5')).toMatchObject({
        ok: false,
        refusal: { code: 'book.import_running', message: expect.stringContaining('when it has ended') },
      })
    })
    expect(await erase('C5')).toMatchObject({ ok: true })
  })
})
