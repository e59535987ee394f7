// The example mappings for a Chinese lender, on files as its core system would export them: GB18030, thousands commas, Chinese headings and dates.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { expect, it } from 'vitest'
import { addPortfolio, importCsv, readMapping } from '../../src/book/index.ts'
import { runNight } from '../../src/night/index.ts'
import { ROOT, silentLog, systemClock } from '../../src/platform/index.ts'
import { testDatabase, testFolder } from '../kit/index.ts'

const database = testDatabase()
const folder = testFolder()

const FILES = {
  'cn-loans': `借据号,客户号,还款方式,状态,放款日,首期还款日,期数,放款金额,年利率,门店
J001,K001,等额本息,正常,2025年1月5日,2025年2月5日,12,"120,000.00",7.25,示例一店
J002,K002,先息后本,正常,2025年1月5日,2025年2月5日,12,"80,000.00",6%,示例二店
J003,K003,等额本金,结清,2024年1月5日,2024年2月5日,12,"60,000.00",6.5,示例一店
J004,K001,随借随还,正常,2025年1月5日,2025年2月5日,12,"1,000.00",6.5,示例一店
`,
  'cn-parties': `客户号,关联人编号,姓名,证件号码,借据号,角色
K001,G001,示例甲,,J001,借款人
K002,G002,示例乙𠮷,,J002,借款人
K002,G003,示例丙,,J002,担保人
`,
  'cn-instalments': `借据号,期次,应还日,应还本金,应还利息,应还费用
J001,1,2025-02-05,"9,674.00",725.00,0
J001,2,2025-03-05,"9,732.45",666.55,0
J002,1,2025-02-05,0,400.00,0
J002,2,2025-03-05,0,400.00,50.00
J003,1,2024-02-05,"5,000.00",325.00,0
`,
  'cn-receipts': `借据号,流水号,入账日,金额,冲正流水号,备注
J001,L1,2025-02-05,"10,399.00",,线上还款
J002,L2,2025-02-05,400.00,,
J002,L3,2025-02-06,400.00,L2,银行退回
`,
} as const

it('load as they stand, reject what they cannot read, and are decided', async () => {
  const { db } = database
  await addPortfolio(db, { code: 'CN-EX', currency: 'CNY', jurisdiction: 'CN', lender: '示例汽车金融' })
  const reports: Record<string, unknown> = {}
  for (const [name, text] of Object.entries(FILES)) {
    const path = join(folder, `${name}.csv`)
    writeFileSync(path, iconv.encode(text, 'gb18030'))
    const mapping = readMapping(join(ROOT, 'docs/imports', `${name}.json`))
    const report = await importCsv(db, {
      path,
      mapping,
      portfolio: 'CN-EX',
      rejectFolder: folder,
      isDryRun: false,
    })
    const { read, taken, rejected, problems } = report
    reports[name] = { read, taken, rejected, problems }
  }
  expect(reports).toEqual({
    'cn-loans': {
      read: 4n,
      taken: 3n,
      rejected: 1n,
      problems: [expect.stringMatching(/line 5: .*'随借随还'/)],
    },
    'cn-parties': { read: 3n, taken: 3n, rejected: 0n, problems: [] },
    'cn-instalments': { read: 5n, taken: 5n, rejected: 0n, problems: [] },
    'cn-receipts': { read: 3n, taken: 3n, rejected: 0n, problems: [] },
  })
  const night = { portfolio: 'CN-EX', businessDate: '2025-03-20', workers: 1, clock: systemClock, log: silentLog }
  expect(await runNight(db, night)).toMatchObject({ state: 'finished', loans: 3, pastDue: { loans: 2 } })
  const rows = await db.query(
    `select loan_number, status, product, annual_rate, principal_minor, due_minor, oldest_unpaid_due_on, l.attributes ->> '门店' as shop,
       (select count(*) from book.loan_party p where p.customer_id = l.customer_id and p.loan_id = l.loan_id) as parties
     from book.loan l join book.arrears using (customer_id, loan_id) order by loan_number`,
  )
  expect(rows).toEqual([
    {
      loan_number: 'J001',
      status: 'open',
      product: 'level_payment',
      annual_rate: '0.072500',
      principal_minor: 12_000_000n,
      due_minor: 1_039_900n,
      oldest_unpaid_due_on: '2025-03-05',
      shop: '示例一店',
      parties: 1n,
    },
    {
      loan_number: 'J002',
      status: 'open',
      product: 'interest_first_balloon',
      annual_rate: '0.060000',
      principal_minor: 8_000_000n,
      // the payment of February bounced
      due_minor: 85_000n,
      oldest_unpaid_due_on: '2025-02-05',
      shop: '示例二店',
      parties: 2n,
    },
    {
      loan_number: 'J003',
      status: 'paid_off',
      product: 'equal_principal',
      annual_rate: '0.065000',
      principal_minor: 6_000_000n,
      due_minor: 0n,
      oldest_unpaid_due_on: null,
      shop: '示例一店',
      parties: 0n,
    },
  ])
})
