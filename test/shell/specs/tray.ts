import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { until } from '../../support/until.ts'
import { AppPlace, ask, jobs } from '../app-place.ts'
import { answerDialog, clickTray, press, recorded, windowState } from '../recording.ts'

const Paths = z.array(z.string())

/** Whether the window asks where a file from outside is to go. */
async function isAskedAbout(page: Page, name: string): Promise<boolean> {
  const dialogs = "[...document.querySelectorAll('[role=dialog]')]"
  const question = `${dialogs}.some((dialog) => dialog.textContent.includes(${JSON.stringify(name)}))`
  return z.boolean().parse(await page.evaluate(question))
}

/** Tray, files from outside, and what is told to a person. */
export function traySpecs(main: () => string): void {
  test('the tray pauses and resumes, tells the last deliveries and opens the window', async () => {
    const place = await AppPlace.make(main())
    const { app, page } = await place.start()
    await press(app, 'close')
    await place.drop('first & last.jpg', 'a picture')
    await place.archived(1)
    await until(
      async () => (await recorded(app)).menu.some((line) => line.startsWith('first && last.jpg')),
      'the delivery is in the menu',
    )
    await clickTray(app, 'first && last.jpg → archive')
    await until(async () => (await recorded(app)).shown.length === 1, 'the file is shown')
    expect((await recorded(app)).shown).toEqual([path.join(place.hot, 'first & last.jpg')])
    await clickTray(app, 'Pause')
    await until(async () => (await recorded(app)).menu.includes('Resume'), 'the menu offers to resume')
    expect(await ask(page, 'engine.status')).toMatchObject({ isPaused: true })
    await clickTray(app, 'Resume')
    await until(async () => (await recorded(app)).menu.includes('Pause'), 'the menu offers to pause')
    expect(await ask(page, 'engine.status')).toMatchObject({ isPaused: false })
    await clickTray(app, 'Open Sluice')
    expect(await windowState(app)).toMatchObject({ isVisible: true })
  })

  test('files picked from the tray reach the window, which sends them', async () => {
    const place = await AppPlace.make(main())
    const { app, page } = await place.start()
    const picked = path.join(place.dir, 'picked.jpg')
    await writeFile(picked, 'picked by hand')
    await press(app, 'close')
    // The menu is made when something has changed.
    await ask(page, 'engine.pause')
    await until(async () => (await recorded(app)).menu.includes('Resume'), 'the menu offers to resume')
    await ask(page, 'engine.resume')
    await answerDialog(app, [])
    await clickTray(app, 'Upload files…')
    await answerDialog(app, [picked])
    await clickTray(app, 'Upload files…')
    await until(() => isAskedAbout(page, 'picked.jpg'), 'the window asks about the files')
    expect(await windowState(app)).toMatchObject({ isVisible: true })
    await ask(page, 'upload.add', { paths: [picked], destination: 'archive' })
    expect(await place.archived(1)).toEqual(['picked.jpg'])
  })

  test('a folder from the tray is handed over as a folder', async () => {
    const place = await AppPlace.make(main())
    const { app, page } = await place.start()
    const folder = path.join(place.dir, 'shoot')
    await mkdir(folder)
    await ask(page, 'engine.pause')
    await answerDialog(app, [folder])
    await clickTray(app, 'Upload folder…')
    await until(() => isAskedAbout(page, 'shoot'), 'the window asks about the folder')
  })

  test('a second start hands its files over to the first, shows its window, and ends', async () => {
    const place = await AppPlace.make(main())
    const { app, page } = await place.start()
    await press(app, 'close')
    const file = path.join(place.dir, 'opened with.jpg')
    await writeFile(file, 'opened with Sluice')
    const second = await place.launch([file]).catch((error: unknown) => error)
    // Electron ends so early that nothing can be launched; that is the point.
    if (!(second instanceof Error)) {
      const child = (second as Awaited<ReturnType<AppPlace['launch']>>).process()
      if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve))
    }
    await until(async () => (await windowState(app)).isVisible, 'the window is shown')
    await until(() => isAskedAbout(page, path.basename(file)), 'the window asks about the file')
  })

  test('files that come while a hidden start is under way bring its window up', async () => {
    const place = await AppPlace.make(main())
    const file = path.join(place.dir, 'early.jpg')
    await writeFile(file, 'opened with Sluice')
    const app = await place.launch(['--hidden'])
    await app.evaluate(({ app: electronApp }, name) => {
      electronApp.emit('second-instance', {}, [], '', { files: [name], isHidden: false })
    }, file)
    const page = await app.firstWindow()
    await until(
      () => isAskedAbout(page, path.basename(file)).catch(() => false),
      'the window asks about the file',
    )
  })

  test('a start at login while the app runs disturbs nobody', async () => {
    const place = await AppPlace.make(main())
    const { app } = await place.start()
    await press(app, 'close')
    await app.evaluate(({ app: electronApp }) => {
      electronApp.emit('second-instance', {}, [], '', { files: [], isHidden: true })
    })
    expect(await windowState(app)).toMatchObject({ isVisible: false })
  })

  test('files named at the start wait until the page asks for them', async () => {
    const place = await AppPlace.make(main())
    const file = path.join(place.dir, 'at the start.jpg')
    await writeFile(file, 'opened with Sluice')
    const { page } = await place.start([file])
    await until(() => isAskedAbout(page, path.basename(file)), 'the window asks about the file')
    expect(await jobs(page)).toEqual([])
  })

  test('a file that is dropped onto the window is known by its path', async () => {
    const place = await AppPlace.make(main())
    const { page } = await place.start()
    const file = path.join(place.dir, 'dropped.jpg')
    await writeFile(file, 'dropped')
    await page.evaluate(`(() => {
      const input = document.createElement('input')
      input.type = 'file'
      input.id = 'carrier'
      document.body.append(input)
    })()`)
    // Playwright would hand over the bytes of a file, not the file.
    const session = await page.context().newCDPSession(page)
    const { root } = await session.send('DOM.getDocument')
    const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector: '#carrier' })
    await session.send('DOM.setFileInputFiles', { nodeId, files: [file] })
    const paths = "window.sluice.pathsOf([...document.querySelector('#carrier').files])"
    await until(async () => Paths.parse(await page.evaluate(paths)).length > 0, 'the path is known')
    expect(await page.evaluate(paths)).toEqual([file])
    expect(await page.evaluate("window.sluice.pathsOf([new File(['x'], 'made.txt')])")).toEqual([])
  })

  test('what needs a person is told once, with a badge; files that arrive well are not', async () => {
    const place = await AppPlace.make(main())
    const { app, page } = await place.start()
    await press(app, 'close')
    await press(app, 'blur')
    await place.drop('well.jpg', 'arrives')
    await place.archived(1)
    await until(async () => (await recorded(app)).badge === 0, 'no badge')
    expect((await recorded(app)).notices).toEqual([])
    place.server.faults.add({ on: 'create', kind: 'status-403', times: 50 })
    await place.drop('locked out.jpg', 'does not arrive')
    await until(async () => (await recorded(app)).notices.length > 0, 'a notification')
    await place.drop('locked out too.jpg', 'does not arrive either')
    await until(async () => (await jobs(page)).length === 3, 'the next file is queued')
    await until(async () => (await recorded(app)).badge === 1, 'the badge')
    const { notices } = await recorded(app)
    expect(notices).toHaveLength(1)
  })
}
