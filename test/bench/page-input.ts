import type { Page } from 'playwright-core'
import { z } from 'zod'

/** A press of a key or a button: when (in ms since 1970), how long before the page began with it, how long until the picture after it. */
const Press = z.object({ atMs: z.number(), delayMs: z.number(), pictureMs: z.number() })
const LongTask = z.object({ atMs: z.number(), tookMs: z.number() })
const Recorded = z.object({ presses: z.array(Press), longTasks: z.array(LongTask) })
export type RecordedInput = z.output<typeof Recorded>

/** Events that took less until the next picture are not told by the browser (W3C Event Timing, its least threshold). */
export const SHORTEST_TOLD_MS = 16

/** Notes every press and every long task of a page, from before anything of it runs. */
export async function watchInput(page: Page): Promise<() => Promise<RecordedInput>> {
  await page.addInitScript(`{
    const presses = []
    const told = new Map()
    const longTasks = []
    const origin = performance.timeOrigin
    const note = (event) => {
      presses.push({ type: event.type, startMs: event.timeStamp, delayMs: performance.now() - event.timeStamp })
    }
    for (const type of ['keydown', 'pointerdown']) addEventListener(type, note, { capture: true })
    new PerformanceObserver((list) => {
      for (const { name, startTime, duration } of list.getEntries()) told.set(name + startTime, duration)
    }).observe({ type: 'event', durationThreshold: ${SHORTEST_TOLD_MS} })
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        longTasks.push({ atMs: origin + startTime, tookMs: duration })
    }).observe({ type: 'longtask', buffered: true })
    globalThis.recordedInput = () => ({
      presses: presses.map(({ type, startMs, delayMs }) => ({
        atMs: origin + startMs, delayMs, pictureMs: told.get(type + startMs) ?? ${SHORTEST_TOLD_MS},
      })),
      longTasks,
    })
  }`)
  return async () => Recorded.parse(await page.evaluate('recordedInput()'))
}
