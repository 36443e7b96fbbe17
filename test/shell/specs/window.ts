import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { EventBatch } from '../../../shared/wire.ts'
import { openEngine } from '../../../electron/engine/engine.ts'
import { createNodePorts } from '../../../electron/engine/node-ports.ts'
import { connectControl } from '../../../electron/control/control-client.ts'
import { Config } from '../../../shared/config.ts'
import { forkStandIn } from '../../support/electron-host/launch.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { until } from '../../support/until.ts'
import { AppPlace, ask } from '../app-place.ts'
import { electronBinary } from '../launch-app.ts'
import { press, windowState } from '../recording.ts'

/** The window: that it comes, stays and goes. @param main the app's built main file */
export function windowSpecs(main: () => string): void {
  test('the app starts with its window, which is the built page with a working bridge', async () => {
    const place = await AppPlace.make(main())
    const { app, page } = await place.start()
    await until(async () => (await page.locator('main').count()) === 1, 'the page is drawn')
    expect(await windowState(app)).toEqual({ count: 1, isVisible: true, isMinimized: false })
    expect(await ask(page, 'engine.status')).toMatchObject({ isRunning: true, isPaused: false })
    expect(await ask(page, 'face.info')).toMatchObject({
      kind: 'desktop',
      hasDialogs: true,
      updates: 'none',
    })
    await page.evaluate(
      '(() => { window.told = []; window.sluice.onEvents((batch) => window.told.push(batch)) })()',
    )
    await place.drop('one.jpg', 'the first picture')
    expect(await place.archived(1)).toEqual(['one.jpg'])
    await until(async () => (await page.evaluate('window.told.length')) !== 0, 'events reach the page')
    const batches = EventBatch.array().parse(await page.evaluate('window.told'))
    const first = batches[0]?.sequence ?? 0
    expect(batches.map(({ sequence }) => sequence)).toEqual(batches.map((_, index) => first + index))
    expect(await app.quit()).toBe(0)
  })

  test('a wrong input is refused in words, and so is a request that does not exist', async () => {
    const place = await AppPlace.make(main())
    const { page } = await place.start()
    await expect(ask(page, 'jobs.list', { limit: 'many' })).rejects.toThrow(/bad-request/)
    await expect(ask(page, 'engine.explode')).rejects.toThrow(/bad-request/)
    await expect(ask(page, 'face.openUrl', { url: 'file:///etc/passwd' })).rejects.toThrow(/address-refused/)
  })

  test('closing the window keeps the app in the tray; it goes on delivering', async () => {
    const place = await AppPlace.make(main())
    const { app } = await place.start()
    await press(app, 'close')
    expect(await windowState(app)).toMatchObject({ count: 1, isVisible: false })
    await place.drop('later.jpg', 'taken while the window is closed')
    expect(await place.archived(1)).toEqual(['later.jpg'])
    await app.evaluate(({ app: electronApp }) => electronApp.emit('activate'))
    expect(await windowState(app)).toMatchObject({ count: 1, isVisible: true })
  })

  test('where the desktop has no tray, closing minimises the window instead', async ({ skip }) => {
    skip(electronBinary() !== null, 'only the stand-in can do without a tray')
    const place = await AppPlace.make(main())
    const { app } = await place.start(['--hidden'], { SLUICE_STAND_IN_TRAY: 'none' })
    await press(app, 'close')
    expect(await windowState(app)).toEqual({ count: 1, isVisible: true, isMinimized: true })
    expect(await app.quit()).toBe(0)
  })

  test('where the desktop does not show the tray, as plain GNOME, closing minimises the window instead', async ({
    skip,
  }) => {
    skip(process.platform !== 'linux', 'desktops elsewhere show it')
    const place = await AppPlace.make(main())
    const programs = path.join(place.dir, 'programs')
    await mkdir(programs)
    const asked = path.join(programs, 'dbus-send')
    await writeFile(asked, '#!/bin/sh\necho "   boolean false"\n')
    await chmod(asked, 0o755)
    const PATH = `${programs}${path.delimiter}${process.env['PATH'] ?? ''}`
    const { app } = await place.start(['--hidden'], { PATH, XDG_CURRENT_DESKTOP: 'ubuntu:GNOME' })
    await press(app, 'close')
    expect(await windowState(app)).toEqual({ count: 1, isVisible: true, isMinimized: true })
    expect(await app.quit()).toBe(0)
  })

  test('a page that ends is loaded anew, not without end, and once more when somebody wants to see it', async () => {
    const place = await AppPlace.make(main())
    const { app } = await place.start()
    const fallen = await app.evaluate(({ BrowserWindow, app: electronApp }) => {
      const [window] = BrowserWindow.getAllWindows()
      if (window === undefined) return null
      let reloads = 0
      window.webContents.reload = () => {
        reloads++
      }
      for (let time = 0; time < 6; time++)
        window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
      const before = reloads
      electronApp.emit('activate')
      electronApp.emit('activate')
      return { before, after: reloads }
    })
    expect(fallen).toEqual({ before: 3, after: 4 })
  })

  test('a page that did not come is loaded when somebody wants to see it', async () => {
    const place = await AppPlace.make(main())
    const app = await place.launch(['--hidden'])
    const reloads = (): Promise<number> =>
      app.evaluate(({ app: electronApp, BrowserWindow }) => {
        BrowserWindow.prototype.loadURL = () => Promise.reject(new Error('nothing there'))
        const [window] = BrowserWindow.getAllWindows()
        const count = { reloads: 0 }
        if (window !== undefined)
          window.webContents.reload = () => {
            count.reloads++
          }
        electronApp.emit('activate')
        return count.reloads
      })
    await until(async () => (await reloads()) === 1, 'the page is loaded anew')
  })

  test('an error that nobody expected is written down before the app ends', async () => {
    const place = await AppPlace.make(main())
    const { app } = await place.start()
    const ended = new Promise((resolve) => app.process().once('close', resolve))
    await app.evaluate(({ dialog }) => {
      dialog.showErrorBox = () => undefined
      setTimeout(() => {
        throw new Error('a beam has broken')
      })
    })
    expect(await ended).toBe(1)
    const log = await readFile(path.join(place.dataDir, 'logs', 'sluice.log'), 'utf8')
    expect(log).toMatch(/error Sluice fell over error="a beam has broken" stack=".* at /)
  })

  test('where the data folder cannot be used, the app says so and ends', async ({ skip }) => {
    skip(electronBinary() !== null, 'nobody closes the dialog')
    const file = path.join(await temporaryFolder(), 'no folder')
    await writeFile(file, '')
    const child = forkStandIn({ args: [main(), '--data', path.join(file, 'data')], env: {} })
    let words = ''
    child.stderr?.on('data', (text) => (words += String(text)))
    const code = await new Promise((resolve) => child.once('close', resolve))
    expect(words).toMatch(/The data folder .*no folder.* cannot be used/)
    expect(code).toBe(1)
  })

  test('at login it starts without a window and delivers', async () => {
    const place = await AppPlace.make(main())
    await place.drop('night.jpg', 'arrived before anybody was there')
    const app = await place.launch(['--hidden'])
    await place.archived(1)
    expect(await windowState(app)).toMatchObject({ count: 0 })
    expect(await app.quit()).toBe(0)
  })

  test('an AppImage that has just taken the place of another starts nothing', async () => {
    const place = await AppPlace.make(main())
    const app = await place.launch([], { APPIMAGE_EXIT_AFTER_INSTALL: 'true' }).catch(() => null)
    // Electron ends so early that nothing can be launched; that is the point.
    if (app !== null && app.process().exitCode === null)
      await new Promise((resolve) => app.process().once('exit', resolve))
    expect(existsSync(path.join(place.dataDir, 'logs'))).toBe(false)
  })

  test('the command line can speak to the app', async () => {
    const place = await AppPlace.make(main())
    const { app } = await place.start()
    const client = await connectControl(place.dataDir)
    expect(await client?.call('engine.status', {})).toMatchObject({ isRunning: true })
    client?.close()
    expect(await app.quit()).toBe(0)
    expect(await connectControl(place.dataDir)).toBeNull()
  })

  test('where another Sluice works with the data folder, the app says so and ends', async () => {
    const place = await AppPlace.make(main())
    const env = { SLUICE_SECRETS: 'file' }
    const ports = createNodePorts({ dataDir: place.dataDir, env, logToStderr: false, logLevel: 'error' })
    const engine = await openEngine({ dataDir: place.dataDir, config: Config.parse({}), ports })
    try {
      const app = await place.launch()
      let words = ''
      app.process().stderr?.on('data', (text) => (words += String(text)))
      const code = await new Promise((resolve) => app.process().once('close', resolve))
      expect(code).toBe(1)
      expect(words).toMatch(/Another Sluice/)
    } finally {
      await engine.stop()
    }
  })

  test('a configuration that cannot be used is no reason not to start: it is mended in the window', async () => {
    const place = await AppPlace.make(main(), { config: { foldersss: [] } })
    const { page } = await place.start()
    const { mistakes } = (await ask(page, 'config.get')) as { mistakes: unknown[] }
    expect(mistakes).not.toEqual([])
    await rm(path.join(place.dataDir, 'config.json'))
    expect(await ask(page, 'config.get')).toMatchObject({ isThere: false })
  })
}
