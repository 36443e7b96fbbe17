import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { screenshot, THEMES } from './browser.ts'

/** What makes a view unusable for somebody (https://www.deque.com/axe/core-documentation/api-documentation/). */
async function barriers(page: Page): Promise<string[]> {
  const { violations, passes } = await new AxeBuilder({ page }).analyze()
  // Where there is nothing to look at nothing is found either.
  expect(passes.length).toBeGreaterThan(10)
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** Keeps a picture of a view in both themes, and says what is in the way of somebody. */
export async function looked(page: Page, view: string): Promise<string[]> {
  const found: string[] = []
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme })
    found.push(...(await barriers(page)).map((barrier) => `${view}, ${theme}: ${barrier}`))
    await screenshot(page, `${view}-${theme}`)
  }
  return found
}
