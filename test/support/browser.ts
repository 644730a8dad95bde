/** A Chromium for tests: Debian's when it is installed, else the one that comes as a package, unpacked on first use. */
import { existsSync } from 'node:fs'
import packaged from '@sparticuz/chromium'
import { chromium, type Browser, type Locator, type Page } from 'playwright-core'

const DEBIAN = '/usr/bin/chromium'

export async function launchBrowser(): Promise<Browser> {
  if (existsSync(DEBIAN) && process.env['TEST_BROWSER'] !== 'packaged')
    return chromium.launch({ executablePath: DEBIAN, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
  // One process for all pages, as the package proposes, ends the browser with its first closed page.
  const args = packaged.args.filter((argument) => argument !== '--single-process')
  return chromium.launch({ executablePath: await packaged.executablePath(), args })
}

/** The text of what has the focus. */
export async function focusedText(page: Page): Promise<string> {
  return String(await page.evaluate('document.activeElement.textContent.trim()'))
}

/** Presses the button of a form and waits for the page that comes of it: what is read sooner may be the old page or none. */
export async function submit(page: Page, button: string): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.click(button)])
}

/** All that the page holds, read again when the page is on its way to another one (which `page.content()` refuses). */
export function markup(page: Page): Promise<string> {
  return page.locator('html').innerHTML()
}

/** Whether all of it is on the screen now. */
export async function isOnScreen(page: Page, what: Locator): Promise<boolean> {
  const box = await what.boundingBox()
  return box !== null && box.y >= 0 && box.y + box.height <= (page.viewportSize()?.height ?? 0)
}
