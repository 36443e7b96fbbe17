import type { Page } from 'playwright-core'
import { z } from 'zod'
import { until } from '../support/until.ts'

/** When the window first showed something, in ms since the address was opened. */
export async function firstPaintMs(page: Page): Promise<number> {
  const found = await page.evaluate(
    "performance.getEntriesByType('paint').find(({ name }) => name === 'first-contentful-paint').startTime",
  )
  return z.number().parse(found)
}

/** Notes when the list of the queue has its first rows (those that can be selected: jobs), from before anything of the page runs. */
export async function watchFirstRows(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(`{
    const observer = new MutationObserver(() => {
      if (document.querySelector('[role=row][aria-selected]') === null) return
      observer.disconnect()
      requestAnimationFrame(() => { globalThis.firstRowsMs = performance.now() })
    })
    observer.observe(document, { childList: true, subtree: true })
  }`)
  return async () => {
    // Functions of the page's own are beyond its content policy: it is asked from outside, again and again.
    const found = (): Promise<unknown> => page.evaluate('globalThis.firstRowsMs ?? null')
    await until(async () => (await found()) !== null, 'the first rows')
    return z.number().parse(await found())
  }
}

/** A page with nothing in it that scrolls as far: what the machine can do at this moment. */
export const TALL_PAGE = '<!doctype html><div style="height: 5000000px"></div>'

export const FrameCount = z.object({ frames: z.number(), longestMs: z.number(), medianMs: z.number() })
export type FrameCount = z.output<typeof FrameCount>

/**
 * Scrolls an element from top to bottom in so many milliseconds, a step a frame, and counts what was drawn.
 * @param selector of the element that scrolls
 */
export async function scrollThrough(page: Page, selector: string, durationMs: number): Promise<FrameCount> {
  const counted = await page.evaluate(`new Promise((resolve) => {
    const element = document.querySelector(${JSON.stringify(selector)})
    const gaps = []
    const startMs = performance.now()
    let lastMs = startMs
    const step = (nowMs) => {
      gaps.push(nowMs - lastMs)
      lastMs = nowMs
      const share = Math.min(1, (nowMs - startMs) / ${durationMs})
      element.scrollTop = share * (element.scrollHeight - element.clientHeight)
      if (share < 1) requestAnimationFrame(step)
      else {
        const sorted = gaps.slice(1).sort((a, b) => a - b)
        resolve({ frames: gaps.length, longestMs: sorted.at(-1), medianMs: sorted[sorted.length >> 1] })
      }
    }
    requestAnimationFrame(step)
  })`)
  return FrameCount.parse(counted)
}
