// A headless Chromium for the browser tests that needs nothing installed: the npm package brings it and its libraries. Console errors,
// failed requests and broken security policy are collected, because a page that complains is not right.

import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sparticuz, { inflate } from '@sparticuz/chromium'
import { type Browser, chromium, type Page } from 'playwright-core'
import { ROOT } from '../../src/platform/index.ts'

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
  const folder = await unpacked()
  const executablePath = join(folder, 'chromium')
  const env = {
    ...process.env,
    ...(needsLibraries(executablePath) ? { LD_LIBRARY_PATH: join(folder, 'al2023/lib') } : {}),
  }
  return chromium.launch({ executablePath, args: ARGUMENTS, headless: true, env })
}

// Unpacked once a machine. It appears under its name only when it is whole, so that a run that was killed leaves no broken browser and
// two runs at once do not write one file.
async function unpacked(): Promise<string> {
  const packs = join(ROOT, 'node_modules/@sparticuz/chromium/bin')
  // Another version of the package has a pack of another size.
  const { size } = statSync(join(packs, 'chromium.br'))
  const folder = join(tmpdir(), `curebook-test-browser-${size}`)
  if (existsSync(folder)) return folder
  const making = mkdtempSync(`${folder}.making-`)
  const before = process.env['TMPDIR']
  // The package unpacks to the temporary folder, wherever that is.
  process.env['TMPDIR'] = making
  try {
    await sparticuz.executablePath()
    await inflate(join(packs, 'al2023.tar.br'))
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
  try {
    renameSync(making, folder)
  } catch (error) {
    rmSync(making, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
  return folder
}

/** True where the machine lacks a library that the browser is linked to (NSS on most servers): the package brings those too. */
function needsLibraries(executablePath: string): boolean {
  try {
    return execFileSync('ldd', [executablePath], { encoding: 'utf8' }).includes('not found')
  } catch {
    return true
  }
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
  // only for what never comes: a busy machine may need long for what comes
  context.setDefaultTimeout(300_000)
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
