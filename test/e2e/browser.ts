import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, onTestFinished } from 'vitest'
import { launchChromium } from './chromium.ts'

const SCREENSHOTS = path.resolve(import.meta.dirname, '../../dist/screenshots')
export const THEMES = ['light', 'dark'] as const

export interface TestBrowser {
  /** A visitor with cookies of their own. */
  visitor: (options?: BrowserContextOptions) => Promise<BrowserContext>
  /** A page of a new visitor that has signed in. Whatever goes wrong on it fails the test. */
  signedIn: (url: string, options?: BrowserContextOptions) => Promise<Page>
}

/** One Chromium for all tests of a file. */
export function useBrowser(): TestBrowser {
  let browser: Browser | null = null
  beforeAll(async () => {
    browser = await launchChromium(inject('chromium'))
  })
  afterAll(() => browser?.close())
  const visitor = async (options: BrowserContextOptions = {}): Promise<BrowserContext> => {
    if (browser === null) throw new Error('The browser has not started yet')
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'en-US',
      ...options,
    })
    onTestFinished(() => context.close())
    return context
  }
  return {
    visitor,
    signedIn: async (url, options = {}) => {
      const page = await (await visitor(options)).newPage()
      expectNoTrouble(page)
      await page.goto(url)
      return page
    },
  }
}

/** What a person would find in the console: errors, and what the content policy has refused. */
function expectNoTrouble(page: Page): void {
  const trouble: string[] = []
  page.on('pageerror', (error) => trouble.push(error.stack ?? error.message))
  page.on('console', (message) => {
    // While Sluice is away, or is just ending, the browser says so, as it should.
    const isAway = /net::ERR_|status of 503/.test(message.text())
    if (message.type() === 'error' && !isAway) trouble.push(message.text())
  })
  onTestFinished(async ({ task }) => {
    // What has failed already says more by itself, and a picture more than that.
    if (task.result?.state === 'fail') await screenshot(page, `failed-${task.id}`)
    else expect(trouble).toEqual([])
  })
}

/** Keeps a picture in `dist/screenshots`, for people to look at. */
export async function screenshot(page: Page, name: string): Promise<void> {
  await mkdir(SCREENSHOTS, { recursive: true })
  await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`) })
}
