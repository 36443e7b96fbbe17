import { copyFile, mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { z } from 'zod'
import { en } from '../../renderer/texts/en.ts'
import { startPracticeProcess } from '../support/practice-process.ts'
import { until } from '../support/until.ts'
import { LOOP_FILE_VARIABLE, LoopSample } from './loop-samples.ts'
import { type RecordedInput, SHORTEST_TOLD_MS, watchInput } from './page-input.ts'
import { quantile, spread } from './quantiles.ts'
import { machineLoad, row, say } from './window-report.ts'
import { type BenchPlace, configure, LIST, makePlace, WindowRun } from './window-run.ts'

const VIEWPORT = { width: 1280, height: 800 }
const RECORDER = pathToFileURL(path.join(import.meta.dirname, 'loop-recorder.ts')).href
/** Half of the files come at once, as from a fast disk; the others at this pace, so that arriving and sending mix. */
const AT_ONCE = 8
const PACE_MS = 5
const IDLE_MS = 20_000
const PRESS_EVERY_MS = 80
const DELIVERED_WITHIN_MS = 900_000
/** A person's eye and hand: what holds either side up for longer is told one by one. */
const LONG_MS = 50
const TOLD = 8

export interface ArrivalsOptions {
  photos: string
  names: readonly string[]
  hasTemplate: boolean
}

interface Span {
  fromMs: number
  toMs: number
}

const TEMPLATE = {
  name: 'press',
  fields: [
    { field: 'Headline', value: '{stem}', onlyIfEmpty: true },
    { field: 'Keywords', value: ['{folder}', '{taken:yyyy|default:"undated"}'] },
    { field: 'Credit', value: 'Staff' },
  ],
}

/**
 * Photos arrive and are sent while somebody works in the queue: how late the engine's main thread is, and how long a
 * press waits in the page, beside the same page at rest afterwards.
 */
export async function benchArrivals(dir: string, browser: Browser, options: ArrivalsOptions): Promise<void> {
  const { names, hasTemplate } = options
  say(
    `\n${names.length.toLocaleString('en')} photos arrive and are sent, ${hasTemplate ? 'with' : 'without'} a template`,
  )
  const place = await makePlace(dir)
  const server = await startPracticeProcess({ storeDir: path.join(dir, 'store') })
  try {
    await configure(place, server.url, {
      folder: { settleMs: 200, sidecarGraceMs: 0, ...(hasTemplate ? { template: TEMPLATE.name } : {}) },
      ...(hasTemplate ? { config: { templates: [TEMPLATE] } } : {}),
    })
    const { busy, idle, samples, input } = await measured(place, browser, options)
    const seconds = (busy.toMs - busy.fromMs) / 1000
    row('delivered', `in ${seconds.toFixed(1)} s, ${(names.length / seconds).toFixed(0)} files/s`)
    tellLoop(samples, busy, idle)
    tellInput(input, busy, idle)
  } finally {
    await server.stop()
  }
}

interface Measured {
  busy: Span
  idle: Span
  samples: LoopSample[]
  input: RecordedInput
}

async function measured(
  place: BenchPlace,
  browser: Browser,
  { photos, names }: ArrivalsOptions,
): Promise<Measured> {
  const loopFile = path.join(place.dir, 'loop.json')
  const nodeOptions = `${process.env['NODE_OPTIONS'] ?? ''} --import ${RECORDER}`
  const run = await WindowRun.start(place, { NODE_OPTIONS: nodeOptions, [LOOP_FILE_VARIABLE]: loopFile })
  const page = await browser.newPage({ viewport: VIEWPORT })
  try {
    const recorded = await watchInput(page)
    await page.goto(run.url)
    await page.getByText(en.queue.empty.title).waitFor()
    const loadBefore = await machineLoad()
    const isDelivered = async (): Promise<boolean> => (await run.status()).counts.done.jobs === names.length
    const busy = await spanOf(async () => {
      const copied = copyAll(photos, names, place.hot)
      await page.locator(`${LIST} [role=row]`).first().waitFor()
      await pressUntil(page, isDelivered, DELIVERED_WITHIN_MS)
      await copied
    })
    row('load of the machine, before and after', `${loadBefore}; ${await machineLoad()}`)
    const idleEndMs = performance.now() + IDLE_MS
    const idle = await spanOf(() => pressUntil(page, () => performance.now() > idleEndMs, IDLE_MS * 2))
    const input = await recorded()
    await run.end()
    const samples = z.array(LoopSample).parse(JSON.parse(await readFile(loopFile, 'utf8')))
    return { busy, idle, samples, input }
  } finally {
    await page.close()
    await run.end()
  }
}

async function copyAll(photos: string, names: readonly string[], hot: string): Promise<void> {
  for (const folder of new Set(names.map((name) => path.dirname(name))))
    await mkdir(path.join(hot, folder), { recursive: true })
  const half = Math.floor(names.length / 2)
  const copy = (name: string): Promise<void> => copyFile(path.join(photos, name), path.join(hot, name))
  const waiting = names.slice(0, half).values()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const name of waiting) await copy(name)
    }),
  )
  for (const name of names.slice(half)) {
    await copy(name)
    await new Promise((resolve) => setTimeout(resolve, PACE_MS))
  }
}

/** Keys and clicks as of somebody who looks through the queue, at a steady pace. */
async function pressUntil(
  page: Page,
  isOver: () => Promise<boolean> | boolean,
  withinMs: number,
): Promise<void> {
  const { keyboard, mouse } = page
  const chip = (words: string) =>
    page.getByRole('group', { name: en.queue.filter }).getByRole('button', { name: words })
  const presses = [
    () => mouse.click(600, 420),
    ...['ArrowDown', 'ArrowDown', 'ArrowDown', 'PageDown', 'PageDown', 'ArrowUp'].map(
      (key) => () => keyboard.press(key),
    ),
    () => mouse.click(600, 520),
    ...['End', 'PageUp', 'ArrowUp', 'Home'].map((key) => () => keyboard.press(key)),
    () => chip(en.queue.filters.done).click(),
    () => mouse.click(600, 470),
    ...['ArrowDown', 'PageDown', 'End', 'Home'].map((key) => () => keyboard.press(key)),
    () => chip(en.queue.filters.all).click(),
  ]
  let round = 0
  await until(
    async () => {
      for (const press of presses) {
        await press()
        await new Promise((resolve) => setTimeout(resolve, PRESS_EVERY_MS))
      }
      round++
      return await isOver()
    },
    `the presses end (${round} rounds)`,
    withinMs,
  )
}

async function spanOf(work: () => Promise<void>): Promise<Span> {
  const fromMs = performance.timeOrigin + performance.now()
  await work()
  return { fromMs, toMs: performance.timeOrigin + performance.now() }
}

function tellLoop(samples: readonly LoopSample[], busy: Span, idle: Span): void {
  for (const [words, span] of [
    ['delay of the event loop', busy],
    ['… at rest', idle],
  ] as const) {
    const within = samples.filter(({ atMs }) => atMs >= span.fromMs && atMs <= span.toMs)
    row(words, spread(within.map(({ lateMs }) => lateMs)))
    row('  work of the main thread in between', spread(within.map(({ workedMs }) => workedMs)))
    const longest = within
      .filter(({ lateMs }) => lateMs > LONG_MS)
      .toSorted((one, other) => other.workedMs - one.workedMs)
    const told = longest
      .slice(0, TOLD)
      .map(({ lateMs, workedMs, stoodMs }) => [lateMs, workedMs, stoodMs].map(Math.round).join('/'))
    row(`  over ${LONG_MS} ms: late/worked/stood`, [longest.length, ...told].join(' '))
  }
}

function tellInput({ presses, longTasks }: RecordedInput, busy: Span, idle: Span): void {
  const within = <T extends { atMs: number }>({ fromMs, toMs }: Span, of: readonly T[]): T[] =>
    of.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
  for (const [words, span] of [
    ['', busy],
    ['… at rest', idle],
  ] as const) {
    const pressed = within(span, presses)
    const delays = pressed.map(({ delayMs }) => delayMs)
    const pictures = pressed.map(({ pictureMs }) => pictureMs)
    row(words || 'input delay of the page', `${spread(delays)} of ${pressed.length}`)
    row(
      words || 'from a press to the picture after it',
      `${spread(pictures)} (≤ ${SHORTEST_TOLD_MS} is not told)`,
    )
    const tasks = within(span, longTasks).map(({ tookMs }) => tookMs)
    row(
      words || `tasks of the page over ${LONG_MS} ms`,
      `${tasks.length}, longest ${tasks.length === 0 ? '–' : `${quantile(tasks, 1).toFixed(0)} ms`}`,
    )
  }
}
