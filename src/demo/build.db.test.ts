import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../../test/kit/index.ts'
import { recomputeArrears } from '../book/index.ts'
import { loadCustomerKeys } from '../evidence/index.ts'
import { FieldSealer } from '../identity/index.ts'
import { addDays } from '../kernel/index.ts'
import { ROOT } from '../platform/index.ts'
import { buildDemo, DEMO_AS_OF } from './build.ts'
import { isVin } from './vin.ts'

/** Every table of a book with what is compared of it: sealed values and keys are random by design and left out. */
const COMPARED: Readonly<Record<string, string>> = {
  'book.portfolio': 'code, name, lender, jurisdiction, currency, minor_unit, time_zone, day_count, business_date',
  'book.customer': '*',
  'book.party': 'customer_id, party_id, party_number, kind, name_hint, name_digest, language',
  'book.endpoint': 'customer_id, endpoint_id, party_id, kind, value_digest, value_hint, is_usable',
  'book.vehicle':
    'customer_id, vehicle_id, vehicle_number, vin_hint, vin_digest, plate_hint, plate_digest, engine_number_hint, engine_number_digest, make, model, model_year, is_new, value_minor, value_on, value_source',
  'book.loan':
    'customer_id, loan_id, loan_number, vehicle_id, product, status, is_repossessed, opened_on, first_due_on, matures_on, term_months, principal_minor, annual_rate, payment_minor, credit_score, credit_score_kind, payment_to_income',
  'book.loan_party': '*',
  'book.instalment': '*',
  'book.receipt': '*',
  'book.arrears':
    'customer_id, loan_id, oldest_unpaid_due_on, due_minor, balance_minor, next_due_on, next_due_minor, aged_on, basis',
  'book.overdue_spell': '*',
  'permission.flag': '*',
  'resolution.promise': '*',
}

describe('demo build', () => {
  const database = testDatabase()
  const build = (loans: number, seed = 1, customersASlice = 4_000) =>
    buildDemo(database.db, { loans, seed, asOf: DEMO_AS_OF, customersASlice })

  beforeEach(empty)

  async function empty(): Promise<void> {
    await database.db.query(
      `truncate book.portfolio, book.customer, book.overdue_spell, permission.flag, resolution.promise cascade`,
    )
    // keys go only by an erasure, so whoever takes them otherwise has to switch the triggers off
    await database.db.transaction(async tx => {
      await tx.query(`set local session_replication_role = 'replica'`)
      await tx.query('delete from vault.customer_key')
    })
  }

  async function digests(): Promise<Record<string, string>> {
    const found: Record<string, string> = {}
    for (const [table, columns] of Object.entries(COMPARED)) {
      const [row] = await database.db.query<{ rows: string }>(
        `select count(*) || ' ' || md5(coalesce(string_agg(line, E'\\n' order by line), '')) as rows
         from (select row(${columns === '*' ? `t.*` : columns})::text as line from ${table} t) lines`,
      )
      found[table] = row?.rows ?? ''
    }
    return found
  }

  it('makes the same rows from the same seed, whatever the slices, and other rows from another seed', async () => {
    await build(600)
    const first = await digests()
    for (const [table, rows] of Object.entries(first)) expect(rows, table).not.toMatch(/^0 /)
    await empty()
    await build(600, 1, 37)
    expect(await digests()).toEqual(first)
    await empty()
    await build(600, 2)
    expect((await digests())['book.receipt']).not.toBe(first['book.receipt'])
  })

  it('brings the arrears, spells and statuses that the book works out from the instalments and receipts themselves', async () => {
    await build(1_500)
    const simulated = await digests()
    const loans = await recomputeArrears(database.db, { businessDate: addDays(DEMO_AS_OF, -1) })
    expect(loans).toBe(1_500)
    expect(await digests()).toEqual(simulated)
  })

  it('makes exactly the loans asked for, lays them out in key order, leaves no orphan and records itself once', async () => {
    const built = await build(2_001)
    expect(built.loans).toBe(2_001)
    const { db } = database
    const counts = await db.query(
      `select p.code, count(*)::int as loans from book.loan l join book.portfolio p using (portfolio_id) group by p.code order by p.code`,
    )
    expect(counts).toEqual([
      { code: 'CN-DEMO', loans: 1_001 },
      { code: 'US-DEMO', loans: 1_000 },
    ])
    // Row checks may be off while it builds: every foreign key is proved here.
    const keys = await db.query<{ name: string; child: string; parent: string; link: string }>(
      `select c.conname as name, c.conrelid::regclass::text as child, c.confrelid::regclass::text as parent,
         (select string_agg(format('p.%I = c.%I', pa.attname, ca.attname), ' and ')
          from unnest(c.conkey, c.confkey) as k(child, parent)
          join pg_attribute ca on ca.attrelid = c.conrelid and ca.attnum = k.child
          join pg_attribute pa on pa.attrelid = c.confrelid and pa.attnum = k.parent) as link
       from pg_constraint c where c.contype = 'f' and c.connamespace = 'book'::regnamespace`,
    )
    expect(keys.length).toBeGreaterThan(8)
    for (const key of keys) {
      const columns = key.link.match(/c\.(\w+)/g) ?? []
      const given = columns.map(column => `${column} is not null`).join(' and ')
      const orphans = await db.query(
        `select from ${key.child} c where ${given} and not exists (select from ${key.parent} p where ${key.link}) limit 1`,
      )
      expect(orphans, key.name).toHaveLength(0)
    }
    const [order] = await db.query<{ sorted: boolean }>(
      `select bool_and(customer_id >= before) as sorted from (select customer_id, lag(customer_id) over (order by ctid) as before from book.instalment) rows`,
    )
    expect(order?.sorted).toBe(true)
    const [entry] = await db.query<{ body: string }>(
      `select convert_from(content, 'UTF8') as body from evidence.entry where kind = 'demo.built' order by entry_id desc limit 1`,
    )
    expect(JSON.parse(entry?.body ?? '')).toMatchObject({
      kind: 'demo.built',
      loans: '2001',
      seed: '1',
      asOf: DEMO_AS_OF,
    })
  })

  it('ends with about 12 % of open loans past due, worse scores among them, and valid vehicle numbers', async () => {
    const built = await build(6_000)
    expect(built.lateLoans / built.openLoans).toBeGreaterThan(0.105)
    expect(built.lateLoans / built.openLoans).toBeLessThan(0.14)
    const { db } = database
    const [scores] = await db.query<{ late: number; fine: number }>(
      `select avg(credit_score) filter (where a.oldest_unpaid_due_on < $1::date - 30)::float8 as late,
         avg(credit_score) filter (where a.oldest_unpaid_due_on is null)::float8 as fine
       from book.loan l join book.arrears a using (customer_id, loan_id) where l.status = 'open'`,
      [DEMO_AS_OF],
    )
    expect((scores?.fine ?? 0) - (scores?.late ?? 0)).toBeGreaterThan(40)
    const vehicles = await db.query<{ customer_id: bigint; vin_sealed: Buffer }>(
      'select customer_id, vin_sealed from book.vehicle',
    )
    const sealer = new FieldSealer(await db.masterKey())
    await loadCustomerKeys(
      db,
      sealer,
      vehicles.map(row => row.customer_id),
    )
    const vins = vehicles.map(row => sealer.open(row.customer_id, 'vehicle.vin', row.vin_sealed))
    expect(new Set(vins).size).toBe(6_000)
    expect(vins.filter(isVin)).toHaveLength(6_000)
    const [flags] = await db.query<{ kinds: number }>('select count(distinct kind)::int as kinds from permission.flag')
    expect(flags?.kinds).toBeGreaterThan(4)
    const outcomes = await db.query<{ outcome: string | null }>('select distinct outcome from resolution.promise')
    expect(outcomes).toHaveLength(4)
  })

  it('grades promises as the receipts say', async () => {
    await build(1_500)
    const wrong = await database.db.query(
      `with came as (
         select p.customer_id, p.promise_id, p.amount_minor, p.outcome, coalesce(sum(r.amount_minor), 0) as amount
         from resolution.promise p
         left join book.receipt r on r.customer_id = p.customer_id and r.loan_id = p.loan_id and r.value_on between p.promised_on and p.due_on
           and r.reverses_receipt_id is null
           and not exists (select from book.receipt u where u.customer_id = r.customer_id and u.loan_id = r.loan_id and u.reverses_receipt_id = r.receipt_id)
         where p.outcome is not null
         group by p.customer_id, p.promise_id)
       select * from came
       where outcome <> case when amount >= amount_minor then 'kept' when amount > 0 then 'partly_kept' else 'broken' end`,
    )
    expect(wrong).toEqual([])
  })

  it('seals names and numbers so that only the master key of the home opens them', async () => {
    await build(40)
    const { db } = database
    const [endpoint] = await db.query<{ customer_id: bigint; value_sealed: Buffer }>(
      `select e.customer_id, e.value_sealed from book.endpoint e join book.customer c using (customer_id)
       where e.kind = 'phone' and c.customer_number like 'US%' limit 1`,
    )
    const sealer = new FieldSealer(await db.masterKey())
    const customerId = endpoint?.customer_id ?? 0n
    await loadCustomerKeys(db, sealer, [customerId])
    expect(sealer.open(customerId, 'endpoint.value', endpoint?.value_sealed ?? new Uint8Array())).toMatch(
      /^\+1\d{3}55501\d{2}$/,
    )
  })

  it('refuses to build twice and changes nothing then', async () => {
    await build(20)
    const before = await digests()
    await expect(build(20)).rejects.toMatchObject({ code: 'demo.portfolio_exists' })
    expect(await digests()).toEqual(before)
  })

  it('leaves nothing when it is told to stop', async () => {
    await expect(
      buildDemo(database.db, { loans: 500, seed: 1, asOf: DEMO_AS_OF, stopping: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'demo.stopped' })
    expect(await database.db.query('select from book.portfolio')).toHaveLength(0)
  })

  it('leaves nothing when it is killed, and the next build is whole', async () => {
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `import { buildDemo, DEMO_AS_OF } from ${JSON.stringify(join(ROOT, 'src/demo/index.ts'))}
       import { masterKeyOfHome, openDatabase } from ${JSON.stringify(join(ROOT, 'src/platform/index.ts'))}
       await buildDemo(openDatabase(process.argv[1], { keys: masterKeyOfHome({ home: process.argv[2] }) }), { loans: 200000, seed: 1, asOf: DEMO_AS_OF, customersASlice: 200,
         onProgress: at => process.stdout.write(at.note + '\\n') })`,
        database.url,
        database.home,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    // The second note comes when a slice is in the database, uncommitted.
    let notes = 0
    for await (const _ of child.stdout) {
      notes += 1
      if (notes === 2) break
    }
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    const built = await build(300)
    expect(built.loans).toBe(300)
    const [loans] = await database.db.query('select count(*)::int as loans from book.loan')
    expect(loans).toEqual({ loans: 300 })
  })
})
