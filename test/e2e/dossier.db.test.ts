// The dossier in a real browser, which checks it itself: what holds is said to, what was changed is found out, and a phone shows it too.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bringLogUpToDate } from '../../src/evidence/index.ts'
import { silentLog } from '../../src/platform/index.ts'
import { type Serving, serve } from '../../src/server/index.ts'
import { writeLivedLoan } from '../evidence/lived-loan.ts'
import { testDatabase, testFolder } from '../kit/index.ts'
import { launchBrowser, openPage } from './browser.ts'

describe('the dossier on a screen', () => {
  const test = testDatabase()
  const home = testFolder()
  let serving: Serving
  let browser: Browser
  let loan = ''

  beforeAll(async () => {
    loan = await writeLivedLoan(test.db)
    serving = await serve({ config: { host: '127.0.0.1', port: 0 }, db: test.db, log: silentLog })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await serving?.close()
  })

  it('says that nothing is signed yet', async () => {
    const { page } = await openPage(browser)
    await page.goto(`${serving.url}/dossiers?loan=${loan}`)
    await page.getByText('存证日志尚未签名，暂无可验证的内容。').waitFor()
    await page.context().close()
    await bringLogUpToDate(test.db, { home, origin: 'log.example/1' })
  })

  it('is found by its number, shown whole, and verified by the browser', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(`${serving.url}/dossiers`)
    await page.getByRole('combobox').fill(loan.slice(0, -1))
    await page.getByRole('option', { name: loan }).click()
    await page.getByText('✓ 已在此由您的浏览器验证').waitFor()
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ loan, portfolio: 'CN-DEMO' })
    const main = page.locator('main')
    const text = await main.innerText()
    for (const part of ['借款人', '贷款', '车辆', '还款与逾期记录', '催收与联系', '法律行动与特殊情形', '时间线'])
      expect(text).toContain(part)
    expect(text).not.toMatch(/undefined|NaN|\[object/)
    // receipts by their own entries, decisions by the seal; of what came in a file only the file is proved, and no more is said
    const lines = main.getByRole('listitem').filter({ has: page.locator('time') })
    const proved = lines.filter({ hasText: '已验证' })
    expect(await proved.count()).toBe(3)
    expect(await proved.filter({ hasText: '决策' }).count()).toBe(1)
    expect(await lines.filter({ hasText: '文件' }).count()).toBeGreaterThan(3)
    await lines.filter({ hasText: '冲销 R1' }).getByText('#').waitFor()
    await lines.filter({ hasText: '决策' }).first().getByText('封存').waitFor()
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('shows one kind of lines, and keeps the choice in the address', async () => {
    const { page } = await openPage(browser, { locale: 'en' })
    await page.goto(`${serving.url}/dossiers?loan=${loan}`)
    await page.getByRole('button', { name: /Show$/ }).click()
    await page.getByRole('option', { name: 'Receipt', exact: true }).click()
    await page.waitForURL(/show=receipt/)
    await page.reload()
    const lines = page.getByRole('listitem').filter({ has: page.locator('time') })
    await lines.filter({ hasText: 'takes back R1' }).waitFor()
    expect(await lines.filter({ hasText: 'Instalment due' }).count()).toBe(0)
    await page.context().close()
  })

  it('says that it does not hold when the server sends something else than was signed', async () => {
    const { page } = await openPage(browser, { locale: 'en' })
    await page.route('**/api/dossiers/evidence?*', async route => {
      const response = await route.fetch()
      const { files } = (await response.json()) as { files: Record<string, string> }
      const leaf = Buffer.from(files['0001.bin'] ?? '', 'base64').toString()
      const other = leaf.replace('"actor":"curebook"', '"actor":"curebooo"')
      await route.fulfill({ json: { files: { ...files, '0001.bin': Buffer.from(other).toString('base64') } } })
    })
    await page.goto(`${serving.url}/dossiers?loan=${loan}`)
    await page.getByText('✗ The dossier does not hold').waitFor()
    await page.getByText('the proof does not lead from the entry to the signed root').waitFor()
    expect(await page.getByText('verified', { exact: true }).count()).toBe(0)
    await page.context().close()
  })

  it.each([
    ['decision', /"daysPastDue":(\d+)/g, '"daysPastDue":9$1'],
    ['receipt', /"amountMinor":"50000"/g, '"amountMinor":"60000"'],
  ])(
    'says that it does not hold when a %s on the page says something else than the log proves',
    async (show, said, other) => {
      const { page } = await openPage(browser, { locale: 'en' })
      await page.route('**/api/dossiers?*', async route => {
        const response = await route.fetch()
        await route.fulfill({
          contentType: 'application/json',
          body: (await response.text()).replaceAll(said, other),
        })
      })
      await page.goto(`${serving.url}/dossiers?loan=${loan}&show=${show}`)
      await page.getByText('✗ The dossier does not hold').waitFor()
      await page.getByText('it does not say what the log proves').first().waitFor()
      expect(await page.getByText('✓').count()).toBe(0)
      await page.context().close()
    },
  )

  it('fits a telephone', async () => {
    const { page, complaints } = await openPage(browser, { locale: 'en', width: 390, height: 800 })
    await page.goto(`${serving.url}/dossiers?loan=${loan}`)
    await page.getByText('✓ Verified here, by your browser').waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('the log has a screen: how far it is signed, and that nobody outside attests it', async () => {
    const { page, complaints } = await openPage(browser, { locale: 'en' })
    await page.goto(`${serving.url}/evidence`)
    await page.getByText('None is set.').waitFor()
    const text = await page.locator('main').innerText()
    expect(text).toContain('log.example/1')
    expect(text).toMatch(/Waiting\s+0\s+nothing waits/)
    expect(complaints).toEqual([])
    await page.context().close()
  })
})
