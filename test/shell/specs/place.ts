import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { WindowPlace } from '../../../electron/shell/window-place.ts'
import type { LaunchedApp } from '../../support/electron-host/launch.ts'
import { until } from '../../support/until.ts'
import { AppPlace } from '../app-place.ts'
import { electronBinary } from '../launch-app.ts'
import { press } from '../recording.ts'

const WAS = { x: 60, y: 80, width: 900, height: 600 }
const TWO_DISPLAYS = { SLUICE_STAND_IN_DISPLAYS: '1920x1080+0+0 1280x1024+1920+0' }

async function seen(app: LaunchedApp): Promise<WindowPlace> {
  return WindowPlace.parse(
    await app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      return { ...window?.getNormalBounds(), isMaximized: window?.isMaximized() }
    }),
  )
}

async function move(app: LaunchedApp, bounds: typeof WAS): Promise<void> {
  await app.evaluate(({ BrowserWindow }, to) => {
    for (const window of BrowserWindow.getAllWindows()) window.setBounds(to)
  }, bounds)
}

const fileOf = (place: AppPlace): string => path.join(place.dataDir, 'window-place.json')

async function remembered(place: AppPlace): Promise<WindowPlace | null> {
  return await readFile(fileOf(place), 'utf8').then(
    (text) => WindowPlace.parse(JSON.parse(text)),
    () => null,
  )
}

/** Where the window is, from one start to the next. */
export function placeSpecs(main: () => string): void {
  test('the window opens where it was and as large as it was, after a quit and after a crash', async () => {
    const place = await AppPlace.make(main())
    const { app } = await place.start()
    await move(app, WAS)
    expect(await app.quit()).toBe(0)
    expect(await remembered(place)).toEqual({ ...WAS, isMaximized: false })
    const { app: second } = await place.start()
    expect(await seen(second)).toEqual({ ...WAS, isMaximized: false })
    const later = { ...WAS, x: 140, width: 1000 }
    await move(second, later)
    await until(async () => (await remembered(place))?.x === later.x, 'written while it runs')
    const ended = new Promise((resolve) => second.process().once('close', resolve))
    second.process().kill('SIGKILL')
    await ended
    const { app: third } = await place.start()
    expect(await seen(third)).toEqual({ ...later, isMaximized: false })
  })

  test('a maximised window opens maximised, and knows its size of before', async ({ skip }) => {
    skip(electronBinary() !== null, 'needs a window manager')
    const place = await AppPlace.make(main())
    const { app } = await place.start()
    await move(app, WAS)
    await app.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.maximize()
    })
    await press(app, 'close')
    expect(await app.quit()).toBe(0)
    const { app: second } = await place.start()
    await until(async () => (await seen(second)).isMaximized, 'maximised')
    expect(await seen(second)).toEqual({ ...WAS, isMaximized: true })
  })

  test('a window whose display is gone opens on one that is there, and goes back when it returns', async ({
    skip,
  }) => {
    skip(electronBinary() !== null, 'displays cannot be taken away')
    const place = await AppPlace.make(main())
    const far = { ...WAS, x: 2000 }
    const { app } = await place.start([], TWO_DISPLAYS)
    await move(app, far)
    expect(await app.quit()).toBe(0)
    const { app: second } = await place.start()
    const now = await seen(second)
    expect(now).toMatchObject({ width: far.width, height: far.height })
    expect(now.x + now.width).toBeLessThanOrEqual(1920)
    expect(await second.quit()).toBe(0)
    const { app: third } = await place.start([], TWO_DISPLAYS)
    expect(await seen(third)).toMatchObject(far)
  })

  test('a place that makes no sense is no reason not to start', async () => {
    const place = await AppPlace.make(main())
    for (const text of ['{"x":', '{"x":-90000,"y":-90000,"width":90000,"height":9,"isMaximized":false}']) {
      await writeFile(fileOf(place), text)
      const { app } = await place.start()
      const area = z
        .object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
        .parse(await app.evaluate(({ screen }) => ({ ...screen.getPrimaryDisplay().workArea })))
      const { x, y, width } = await seen(app)
      expect(x + width).toBeGreaterThan(area.x)
      expect(y).toBeGreaterThanOrEqual(area.y)
      expect(await app.quit()).toBe(0)
    }
  })
}
