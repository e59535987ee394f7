// `policy check`: the document it prints, what it says where no rulebook speaks, and of facts that are none.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { permissionCommands } from '../../src/cli/permission.ts'
import { printedBy, testDatabase, testFolder } from '../kit/index.ts'

const LEASE = {
  id: 'lease',
  kind: 'recovery_step',
  jurisdiction: 'CN',
  asOf: '2026-11-23T10:00:00+08:00',
  facts: {
    step: 'terminate_and_retake',
    product: 'finance_lease',
    unpaidRents: 1,
    unpaidSharePercent: 8,
    terminationClause: false,
    demandDeliveredOn: '2026-10-08',
    reasonablePeriodEndedOn: '2026-11-07',
  },
} as const
const CLAIM = {
  id: 'claim',
  kind: 'limitation',
  jurisdiction: 'CN',
  asOf: '2026-11-23T10:00:00+08:00',
  facts: { lastInstalmentDueOn: '2020-02-29', interruptions: [] as readonly object[] },
} as const

type Printed = Readonly<Record<string, unknown>> & { readonly rules: readonly { readonly id: string }[] }

describe('policy check', () => {
  const test = testDatabase()
  const home = testFolder()

  function check(cases: unknown, ...words: string[]): Promise<string> {
    const file = join(home, 'cases.json')
    writeFileSync(file, JSON.stringify(cases))
    return printedBy(permissionCommands, 'policy check', ['--facts', file, ...words], { db: test.db, home })
  }

  async function answers(...cases: unknown[]): Promise<readonly Printed[]> {
    return JSON.parse(await check(cases, '--json')) as readonly Printed[]
  }

  it('answers cases of several kinds in the order given', async () => {
    const [claim, lease] = await answers(CLAIM, LEASE)
    expect(claim).toMatchObject({
      id: 'claim',
      decision: 'computed',
      result: { expiresOn: '2023-02-28', timeBarred: true, courtMayRaiseIt: false },
    })
    expect(lease).toMatchObject({ id: 'lease', decision: 'deny', missing: [], conditions: [], result: {} })
    expect(lease?.rules[0]).toMatchObject({
      id: 'CN-REPO-03',
      outcome: 'deny',
      reason: 'THRESHOLD_NOT_MET',
      status: 'confirmed',
      version: 'cn/recovery-step.dmn',
    })
  })

  it('says the same to a person', async () => {
    expect(await check([LEASE])).toMatch(
      /^lease: deny\n {2}CN-REPO-03 THRESHOLD_NOT_MET \(融资租赁解释.*; confirmed\)\n$/,
    )
    expect(await check([CLAIM])).toContain('  expiresOn: 2023-02-28\n')
  })

  it.each([
    ['a demand in time starts it anew', [['demand_reached', '2022-05-01']], '2025-05-01', true],
    ['a demand after its end does not', [['demand_reached', '2023-03-01']], '2023-02-28', false],
    ['a demand on its last day does', [['demand_reached', '2023-02-28']], '2026-02-28', true],
    ['a payment after its end does', [['part_payment', '2024-06-01']], '2027-06-01', false],
    [
      'what came too late counts for nothing after it either',
      [
        ['demand_reached', '2023-03-01'],
        ['suit', '2025-01-01'],
      ],
      '2023-02-28',
      false,
    ],
    [
      'each in its turn, in whatever order they are told',
      [
        ['demand_reached', '2024-12-01'],
        ['demand_reached', '2022-01-01'],
      ],
      '2027-12-01',
      true,
    ],
    ['one that is yet to come does not', [['acknowledgement', '2026-11-24']], '2023-02-28', false],
    ['one before the last instalment does not shorten it', [['demand_reached', '2019-01-01']], '2023-02-28', false],
  ])('counts limitation: %s', async (_, interruptions, expiresOn, isInterrupted) => {
    const told = interruptions.map(([kind, on]) => ({ kind, on, proof: 'delivery_receipt' }))
    const [answer] = await answers({ ...CLAIM, facts: { ...CLAIM.facts, interruptions: told } })
    expect(answer?.result).toMatchObject({ expiresOn, timeBarred: expiresOn < '2026-11-23' })
    const ids = (answer?.rules ?? []).map(({ id }) => id)
    expect(ids.includes('CN-SOL-02')).toBe(isInterrupted)
  })

  it('asks counsel where no rulebook of the place speaks', async () => {
    const [answer] = await answers({ ...LEASE, jurisdiction: 'IN' })
    expect(answer).toMatchObject({ decision: 'review', rules: [{ id: 'X-07', reason: 'COUNSEL_REVIEW' }] })
  })

  it('names what is not known, and allows nothing on it', async () => {
    const { unpaidRents: _, ...without } = LEASE.facts
    const [answer] = await answers({ ...LEASE, facts: without })
    expect(answer).toMatchObject({ decision: 'deny', missing: ['facts.unpaidRents'] })
  })

  it.each([
    [
      'a kind that is none',
      [{ ...LEASE, kind: 'recovery' }],
      /fact 0 \(lease\), kind, value "recovery": one of recovery_step, /,
    ],
    [
      'a fact of another kind',
      [{ ...LEASE, facts: { ...LEASE.facts, mailedOn: '2026-01-01' } }],
      /facts\.mailedOn, value "2026-01-01": there is no such fact/,
    ],
  ])('refuses %s', async (_, cases, message) => {
    await expect(check(cases)).rejects.toMatchObject({
      code: 'permission.facts',
      message: expect.stringMatching(message) as unknown,
    })
  })
})
