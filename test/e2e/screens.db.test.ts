// The screens as a person meets them: built, served and opened in a real browser, in both languages, wide and narrow.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { silentLog } from '../../src/platform/index.ts'
import { buildWeb, type Serving, serve } from '../../src/server/index.ts'
import { testDatabase } from '../kit/index.ts'
import { launchBrowser, openPage } from './browser.ts'
import { writeSmallNight } from './small-night.ts'

// As the address names a task of the small night.
const taskOf = (customer: number) => `${customer}.CN-AUTO.2026-03-31`

describe('the screens', () => {
  const test = testDatabase()
  let serving: Serving
  let browser: Browser

  beforeAll(async () => {
    serving = await serve({ config: { host: '127.0.0.1', port: 0 }, db: test.db, log: silentLog })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await serving?.close()
  })

  it('are not built again when nothing changed', async () => {
    expect(await buildWeb(silentLog)).toBe(false)
  })

  it('say plainly what to run when there is no night yet', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(serving.url)
    await page.getByText('尚未运行过夜批。').waitFor()
    expect(await page.locator('main').innerText()).toContain('bin/curebook night run --date')
    await page.goto(`${serving.url}/queues`)
    await page.getByText('没有待办任务。').waitFor()
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('show the report of both portfolios with exact figures, in Chinese and in English', async () => {
    await writeSmallNight(test.db, 1_000)
    const { page, complaints } = await openPage(browser)
    await page.goto(serving.url)
    const main = page.locator('main')
    await main.getByRole('tab', { name: /示例汽车金融/ }).waitFor()
    await main.getByRole('row', { name: /M5\+ 46 0\.6% 46 ¥1,417,765\.42/ }).waitFor()
    const chinese = await main.innerText()
    for (const figure of ['8,000', '10.8%', '858 笔', '¥583.6万', '732', '¥6,823,422.88'])
      expect(chinese).toContain(figure)
    // The table's total also counts what is due today or charged off: the row below it leads to the headline's amount.
    await main.getByRole('row', { name: '其中未结清且逾期 858 858 ¥5,835,922.88' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN')

    await page.getByRole('button', { name: /语言/ }).click()
    await page.getByRole('option', { name: 'English' }).click()
    await page.getByRole('heading', { level: 1, name: 'Night report' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    await main.getByRole('tab', { name: /Example Auto Trust/ }).click()
    await main.getByRole('row', { name: /M4 13 0\.7% 13 \$39,017\.75/ }).waitFor()
    expect(new URL(page.url()).searchParams.get('portfolio')).toBe('US-AUTO')
    // A stage that only this lender knows is shown by its code, and its loans count among those past due.
    await main.getByRole('row', { name: /soft_calls 77 3\.9% 77 \$31,204\.55/ }).waitFor()
    expect(await main.innerText()).toMatch(/Past-due rate\s+11\.9%\s+237 loans/)

    await page.reload()
    await page.getByRole('heading', { level: 1, name: 'Night report' }).waitFor()
    await main.getByRole('row', { name: /M4 13 0\.7% 13 \$39,017\.75/ }).waitFor()
    expect(await main.innerText()).not.toMatch(/undefined|NaN|\[object/)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('sort a table by its header, with the order told to screen readers', async () => {
    const { page } = await openPage(browser, { locale: 'en' })
    await page.goto(serving.url)
    const table = page.getByRole('table', { name: 'Treatments' })
    const header = table.getByRole('columnheader', { name: 'Due and unpaid' })
    await header.getByRole('button').click()
    expect(await header.getAttribute('aria-sort')).toBe('descending')
    expect(await table.getByRole('row').nth(1).innerText()).toContain('CN¥1,417,765.42')
    await page.context().close()
  })

  it('let the keyboard walk the tasks: one tab stop, arrows, and the reasons follow', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(`${serving.url}/queues?queue=late_calls`)
    const grid = page.getByRole('grid')
    await grid.getByRole('row', { name: /CN2400000001/ }).waitFor()
    await page.getByRole('option', { name: /后期电话/ }).focus()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.closest('[role=grid]') !== null)).toBe(true)
    for (let step = 0; step < 40; step += 1) await page.keyboard.press('ArrowDown')
    const focused = await page.evaluate(() => document.activeElement?.textContent ?? '')
    expect(focused).toMatch(/^CN24000000(4\d)/)
    const detail = page.getByRole('complementary')
    await detail.getByText(focused.slice(0, 12)).waitFor()
    // The rows that are not in view are not there: a queue of a hundred thousand is as quick as one of ten.
    expect(await grid.getByRole('row').count()).toBeLessThan(80)
    await page.keyboard.press('Home')
    await detail.getByText('CN2400000001').waitFor()
    const why = await detail.innerText()
    for (const words of [
      '逾期已过提醒期',
      '逾期天数',
      '5 天',
      '¥49,999.50',
      '否',
      '未知',
      'cn treatment',
      'treatment_row_2',
    ])
      expect(why).toContain(words)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.closest('[role=grid]') === null)).toBe(true)
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('show one portfolio’s work from its report, and all of it again', async () => {
    const { page, complaints } = await openPage(browser, { locale: 'en' })
    await page.goto(`${serving.url}/?portfolio=CN-AUTO`)
    await page.getByRole('table', { name: 'Open tasks by queue' }).getByRole('link', { name: 'Late calls' }).click()
    await page.getByRole('row', { name: /CN2400000001/ }).waitFor()
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ queue: 'late_calls', portfolio: 'CN-AUTO' })
    const choice = page.getByRole('button', { name: /Portfolio$/ })
    await choice.click()
    await page.getByRole('option', { name: /Example Auto Trust/ }).click()
    await page.getByText('No work is waiting.').waitFor()
    await choice.click()
    await page.getByRole('option', { name: 'All portfolios' }).click()
    await page.getByRole('row', { name: /CN2400000001/ }).waitFor()
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('keep the chosen task in the address, so that a reload shows it', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(`${serving.url}/queues?queue=late_calls`)
    await page.getByRole('row', { name: /CN2400000003/ }).click()
    await page.waitForURL(/task=/)
    const detail = page.getByRole('complementary')
    await page.reload()
    await detail.getByText('CN2400000003').waitFor()
    expect(await page.getByRole('row', { name: /CN2400000003/ }).getAttribute('aria-selected')).toBe('true')
    // One that is further down is looked for; one that is nowhere is said to be.
    await page.goto(`${serving.url}/queues?queue=late_calls&task=${taskOf(400)}`)
    await detail.getByText('CN2400000400').waitFor()
    await page.goto(`${serving.url}/queues?queue=late_calls&task=${taskOf(5_000)}`)
    await detail.getByText('可能已经完成').waitFor()
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('say what is wrong with an address instead of showing something else under it', async () => {
    const { page, complaints } = await openPage(browser, { locale: 'en' })
    await page.goto(`${serving.url}/queues?queue=xyz`)
    await page.getByText('There is no queue xyz.').waitFor()
    await page.goto(`${serving.url}/queues?portfolio=UNKNOWN`)
    await page.getByText('There is no portfolio UNKNOWN.').waitFor()
    await page.goto(`${serving.url}/?portfolio=UNKNOWN`)
    await page.getByText('There is no night of a portfolio UNKNOWN. Shown is 示例汽车金融 2024-1.').waitFor()
    await page.goto(`${serving.url}/no-such-page`)
    await page.getByRole('link', { name: 'Go to the night report' }).click()
    await page.getByRole('table', { name: 'Stages' }).waitFor()
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('offer the latest night where the address asks for one that was never run', async () => {
    const { page } = await openPage(browser, { locale: 'en' })
    await page.goto(`${serving.url}/?date=2020-01-01`)
    await page.getByText('There is no night for this date.').waitFor()
    await page.getByRole('link', { name: 'Show the latest night' }).click()
    await page.getByRole('table', { name: 'Stages' }).waitFor()
    await page.context().close()
  })

  it('cut no figure off between a telephone and a desk', async () => {
    for (const width of [768, 1024, 1280]) {
      const { page } = await openPage(browser, { locale: 'en', width })
      for (const path of ['/', '/queues?queue=late_calls']) {
        await page.goto(serving.url + path)
        await page.getByRole('row').nth(1).waitFor()
        const cut = await page.evaluate(() =>
          [...document.querySelectorAll('main *')].flatMap(element =>
            getComputedStyle(element).overflowX === 'auto' && element.scrollWidth > element.clientWidth + 1
              ? [element.textContent.slice(0, 30)]
              : [],
          ),
        )
        expect(cut, `${path} at ${width}`).toEqual([])
      }
      await page.context().close()
    }
  })

  it('load the next page of tasks as the reader comes near the end', async () => {
    const { page } = await openPage(browser)
    await page.goto(`${serving.url}/queues?queue=late_calls`)
    await page.getByRole('row', { name: /CN2400000001/ }).waitFor()
    await page.getByRole('option', { name: /后期电话/ }).focus()
    await page.keyboard.press('Tab')
    // The last of the first page, and, when the next has come, the last of that.
    const last = async () => {
      await page.keyboard.press('End')
      return page.evaluate(() => document.activeElement?.textContent?.slice(0, 12))
    }
    expect(await last()).toBe('CN2400000111')
    await expect.poll(last).toBe('CN2400000222')
    await page.context().close()
  })

  it('work on a telephone: no sideways scrolling, tasks open in a sheet that Escape closes', async () => {
    const { page, complaints } = await openPage(browser, { width: 390, height: 844 })
    for (const path of ['/?lang=en', '/', '/queues']) {
      await page.goto(serving.url + path)
      await page.getByRole('row').nth(1).waitFor()
      // Neither the page nor a table in it; only the strip of portfolios may be wider than the screen.
      const wide = await page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll('table')].flatMap(element =>
          element.scrollWidth > document.documentElement.clientWidth ? [element.textContent.slice(0, 20)] : [],
        ),
      )
      expect(wide, path).toEqual([])
    }
    await page.goto(serving.url)
    await page.getByRole('tab', { name: /Example Auto Trust/ }).click()
    const strip = page.getByRole('tablist')
    const cut = () =>
      page.getByRole('tab', { selected: true }).evaluate(tab => tab.getBoundingClientRect().right > innerWidth)
    await expect.poll(cut).toBe(false)
    await page.reload()
    await page.getByRole('tab', { selected: true, name: /Example Auto Trust/ }).waitFor()
    await expect.poll(cut).toBe(false)
    expect(await strip.evaluate(element => element.scrollHeight - element.clientHeight)).toBe(0)
    await page.goto(`${serving.url}/queues`)
    await page.getByRole('row', { name: /CN2400000001/ }).click()
    const sheet = page.getByRole('dialog')
    await sheet.getByText('逾期已过提醒期').waitFor()
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('show a night that starts while the page is open, and its report when it ends', async () => {
    const { page, complaints } = await openPage(browser, { locale: 'en' })
    await page.goto(`${serving.url}/?portfolio=US-AUTO`)
    await page.getByText('2,000').first().waitFor()
    const { NIGHT_LOCK } = await import('../../src/night/index.ts')
    const night = await test.db.connect()
    await night.query('select pg_advisory_lock($1, 2)', [NIGHT_LOCK])
    await night.query(`insert into night.run (portfolio_id, business_date, slice_count) values (2, '2026-04-01', 4)`)
    await night.query(
      `insert into night.slice (run_id, step, slice_number, state, eligible_count, done_count)
       select 3, step, n, 'done', 500, 500 from unnest(array['age', 'decide']) step, generate_series(0, 1) n`,
    )
    const bar = page.getByRole('progressbar', { name: /Example Auto Trust/ })
    await bar.waitFor()
    expect(await bar.getAttribute('aria-valuenow')).toBe('40')
    await night.query(
      `update night.run set state = 'finished', finished_at = now(),
         report = (select jsonb_set(jsonb_set(report, '{businessDate}', '"2026-04-01"'), '{loans}', '2001') from night.run where run_id = 2)
       where run_id = 3`,
    )
    await page.getByText('2,001').first().waitFor()
    await bar.waitFor({ state: 'detached' })
    await night.end()
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('say in the reader’s language that the database is down', async () => {
    const { page } = await openPage(browser)
    await page.route('**/api/queues', route =>
      route.fulfill({
        status: 503,
        json: { error: { code: 'api.unavailable', message: 'The database does not answer.' } },
      }),
    )
    await page.goto(`${serving.url}/queues`)
    const alert = page.getByRole('alert')
    await alert.getByText('数据库没有响应。').waitFor()
    expect(await alert.innerText()).not.toContain('database')
    await page.context().close()
  })

  it('say that the server is gone instead of an empty page', async () => {
    const { page } = await openPage(browser, { locale: 'en' })
    await page.route('**/api/queues', route => route.abort())
    await page.goto(`${serving.url}/queues`)
    await page.getByRole('alert').getByText('The server does not answer.').waitFor()
    await page.context().close()
  })
})
