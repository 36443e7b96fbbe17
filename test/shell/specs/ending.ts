import { existsSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { until } from '../../support/until.ts'
import { AppPlace, ask, jobs } from '../app-place.ts'
import { recorded } from '../recording.ts'

const CHUNK = 256 * 1024
const CHUNKS = 16
/** Slow enough that the upload is half way for a while. */
const SLOWLY = { limits: { uploadKBps: 1000 } }

async function sentBytes(page: Parameters<typeof jobs>[0]): Promise<number> {
  return (await jobs(page))[0]?.sentBytes ?? 0
}

/** Ending, sleep and secrets. */
export function endingSpecs(main: () => string): void {
  test('quitting waits for the chunk in flight, never for the file; the next start goes on', async () => {
    const place = await AppPlace.make(main(), { config: SLOWLY, server: { chunkSize: CHUNK } })
    const content = randomBytes(CHUNK * CHUNKS)
    const { app, page } = await place.start()
    await ask(page, 'upload.add', { paths: [await big(place, content)], destination: 'archive' })
    await until(async () => (await sentBytes(page)) >= CHUNK * 2, 'two chunks are there')
    expect(await app.quit()).toBe(0)
    expect(place.server.assets()).toEqual([])
    const before = place.server.bytesReceived
    expect(before).toBeLessThan(content.length)
    await place.start()
    expect(await place.archived(1)).toEqual(['big.jpg'])
    // What was accepted is not sent again; the rest of a request is its frame.
    expect(place.server.bytesReceived).toBeLessThan(content.length + CHUNK)
    const [asset] = place.server.assets()
    expect(await readFile(asset?.filePath ?? '')).toEqual(content)
  })

  test('a start while the app ends is not lost: the app comes again, with its files', async () => {
    const place = await AppPlace.make(main(), { config: SLOWLY, server: { chunkSize: CHUNK } })
    const { app, page } = await place.start()
    await ask(page, 'upload.add', {
      paths: [await big(place, randomBytes(CHUNK * CHUNKS))],
      destination: 'archive',
    })
    await until(async () => (await sentBytes(page)) >= CHUNK, 'a chunk is there')
    let words = ''
    app.process().stderr?.on('data', (text) => (words += String(text)))
    const ended = new Promise((resolve) => app.process().once('close', resolve))
    const isVisible = await app.evaluate(({ app: electronApp, BrowserWindow }, file) => {
      const quit = { defaultPrevented: false, preventDefault: () => undefined }
      electronApp.relaunch = (options) => {
        process.stderr.write(`[relaunch] ${JSON.stringify(options)}\n`)
      }
      electronApp.emit('before-quit', quit)
      electronApp.emit('second-instance', {}, [], '', { files: [file], isHidden: false })
      return BrowserWindow.getAllWindows().some((window) => window.isVisible())
    }, '/photos/late.jpg')
    expect(isVisible).toBe(false)
    expect(await ended).toBe(0)
    const told = z
      .object({ args: z.array(z.string()) })
      .parse(JSON.parse(/^\[relaunch\] (.*)$/m.exec(words)?.[1] ?? '{}'))
    expect(told.args.slice(-3)).toEqual(['--data', place.dataDir, '/photos/late.jpg'])
  })

  test('the system that shuts down waits for the chunk in flight, and quits once', async () => {
    const place = await AppPlace.make(main())
    const { app } = await place.start()
    const ended = new Promise((resolve) => app.process().once('close', resolve))
    const isHeld = await app.evaluate(({ powerMonitor }) => {
      let isPrevented = false
      const event = { preventDefault: () => (isPrevented = true) }
      powerMonitor.emit('shutdown', event)
      powerMonitor.emit('shutdown', event)
      return isPrevented
    })
    expect(isHeld).toBe(true)
    expect(await ended).toBe(0)
    const log = await readFile(path.join(place.dataDir, 'logs', 'sluice.log'), 'utf8')
    expect(log).toContain('Sluice has ended')
  })

  test('quitting twice does not wait, and loses nothing', async () => {
    const place = await AppPlace.make(main(), { config: SLOWLY, server: { chunkSize: CHUNK } })
    const content = randomBytes(CHUNK * 4)
    const { app, page } = await place.start()
    await ask(page, 'upload.add', { paths: [await big(place, content)], destination: 'archive' })
    await until(async () => (await jobs(page))[0]?.state === 'uploading', 'the upload has begun')
    void app.quit()
    expect(await app.quit()).toBe(0)
    await place.start()
    await place.archived(1)
    const [asset, ...others] = place.server.assets()
    expect(others).toEqual([])
    expect(await readFile(asset?.filePath ?? '')).toEqual(content)
  })

  test('the computer stays awake while something is sent, and only then', async () => {
    const place = await AppPlace.make(main(), { config: SLOWLY, server: { chunkSize: CHUNK } })
    const { app, page } = await place.start()
    await ask(page, 'upload.add', {
      paths: [await big(place, randomBytes(CHUNK * 12))],
      destination: 'archive',
    })
    await until(async () => (await recorded(app)).blockers.length === 1, 'sleep is held off')
    const isHeld = (): Promise<unknown> =>
      app.evaluate(({ powerSaveBlocker }) => [0, 1, 2].some((id) => powerSaveBlocker.isStarted(id)))
    expect(await isHeld()).toBe(true)
    await place.archived(1)
    await until(async () => (await isHeld()) === false, 'sleep is allowed again')
    expect((await recorded(app)).blockers).toEqual(['prevent-app-suspension'])
  })

  test('sleep pauses, waking goes on, and a pause of a person stays', async () => {
    const place = await AppPlace.make(main())
    const { app, page } = await place.start()
    const mark = path.join(place.dataDir, 'paused-by-sleep')
    const power = async (event: 'suspend' | 'resume'): Promise<void> => {
      await app.evaluate(({ powerMonitor }, name) => {
        powerMonitor.emit(name)
      }, event)
    }
    const isPaused = async (): Promise<boolean> =>
      ((await ask(page, 'engine.status')) as { isPaused: boolean }).isPaused
    await power('suspend')
    await until(isPaused, 'paused for the night')
    await place.drop('night.jpg', 'arrived in the night')
    await power('resume')
    await until(async () => !(await isPaused()), 'going on')
    expect(await place.archived(1)).toEqual(['night.jpg'])
    await until(() => !existsSync(mark), 'the mark is gone')
    await ask(page, 'engine.pause')
    await power('suspend')
    await power('resume')
    await until(async () => (await jobs(page)).length === 1, 'the app has answered')
    expect(await isPaused()).toBe(true)
    // Ended while it slept: the pause does not outlive the night.
    await ask(page, 'engine.resume')
    await power('suspend')
    await until(() => existsSync(mark), 'paused again')
    await app.quit()
    const { page: later } = await place.start()
    await until(
      async () => !((await ask(later, 'engine.status')) as { isPaused: boolean }).isPaused,
      'going on after the start',
    )
  })

  test('a secret is kept encrypted, for this user alone', async () => {
    const place = await AppPlace.make(main())
    const { page } = await place.start()
    await ask(page, 'secrets.set', { name: 'archive', value: 'open sesame' })
    const file = path.join(place.dataDir, 'secrets.encrypted.json')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readFile(file, 'utf8')).not.toContain('open sesame')
    expect(await ask(page, 'secrets.known', { names: ['archive', 'other'] })).toEqual({ known: ['archive'] })
  })

  test('where a secret would lie on the disk as plain text, it is refused in words', async () => {
    const place = await AppPlace.make(main())
    const { app, page } = await place.start()
    await app.evaluate(({ safeStorage }) => {
      safeStorage.getSelectedStorageBackend = () => 'basic_text'
    })
    await expect(ask(page, 'secrets.set', { name: 'archive', value: 'open sesame' })).rejects.toThrow(
      /secrets-unprotected: The secret was not stored/,
    )
    expect(existsSync(path.join(place.dataDir, 'secrets.encrypted.json'))).toBe(false)
    expect(existsSync(path.join(place.dataDir, 'secrets.json'))).toBe(false)
    expect(await ask(page, 'engine.status')).toMatchObject({
      secrets: expect.stringMatching(/cannot be stored/) as unknown,
    })
  })
}

async function big(place: AppPlace, content: Uint8Array): Promise<string> {
  const file = path.join(place.dir, 'big.jpg')
  await writeFile(file, content)
  return file
}
