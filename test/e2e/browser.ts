// A headless Chromium for the browser tests that needs nothing installed: the npm package brings it and its libraries. Console errors,
// failed requests and broken security policy are collected, because a page that complains is not right.

import { existsSync } from 'node:fs'
import sparticuz from '@sparticuz/chromium'
import { type Browser, chromium, type Page } from 'playwright-core'

// The package's own arguments run everything in one process without web security: a test under them proves little.
const ARGUMENTS = [
  '--no-sandbox',
  '--no-zygote',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--force-color-profile=srgb',
]

export async function launchBrowser(): Promise<Browser> {
  const path = await sparticuz.executablePath()
  if (!existsSync(path)) throw new Error(`the test browser did not unpack to ${path}`)
  return chromium.launch({ executablePath: path, args: ARGUMENTS, headless: true })
}

export type Opened = { readonly page: Page; readonly complaints: string[] }

type PageOptions = {
  readonly locale?: string
  readonly width?: number
  readonly height?: number
  readonly scheme?: 'light' | 'dark'
}

/** A page in a context of its own (no cookies, no storage from other tests). */
export async function openPage(browser: Browser, options: PageOptions = {}): Promise<Opened> {
  const context = await browser.newContext({
    locale: options.locale ?? 'zh-CN',
    viewport: { width: options.width ?? 1280, height: options.height ?? 900 },
    colorScheme: options.scheme ?? 'light',
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(String(error)))
  page.on('requestfailed', request => {
    const reason = request.failure()?.errorText ?? 'failed'
    // Leaving a page ends its event stream; that is no fault.
    if (reason !== 'net::ERR_ABORTED') complaints.push(`${request.url()} ${reason}`)
  })
  return { page, complaints }
}
