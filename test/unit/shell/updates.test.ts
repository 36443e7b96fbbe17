import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Log } from '../../../electron/engine/ports.ts'
import { type Updater, Updates, updateWay } from '../../../electron/shell/updates.ts'
import { driveAppImageUpdater } from '../../support/appimage-updater.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { until } from '../../support/until.ts'
import { startUpdateFeed, type UpdateFeed } from '../../support/update-feed.ts'

const DAY_MS = 24 * 3600 * 1000
const OLD = '#!/bin/sh\necho old\n'
const NEW = '#!/bin/sh\necho new\n'

/** `Updates` over the real electron-updater, a feed on loopback and an AppImage that is a script. */
async function scene() {
  const dir = await temporaryFolder()
  const image = path.join(dir, 'Sluice.AppImage')
  await writeFile(image, OLD, { mode: 0o755 })
  vi.stubEnv('APPIMAGE', image)
  onTestFinished(() => {
    vi.unstubAllEnvs()
  })
  const feed = await startUpdateFeed()
  const driven = await driveAppImageUpdater(dir, feed.url)
  const clock = new FakeClock()
  const warned: string[] = []
  const ready: string[] = []
  const settings = { isOn: true }
  const nothing = (): undefined => undefined
  const log: Log = {
    ...{ debug: nothing, info: nothing, error: nothing },
    warn: (words, fields) => warned.push(`${words} ${JSON.stringify(fields)}`),
  }
  const updates = new Updates({
    open: () => Promise.resolve(driven.updater),
    clock,
    log,
    isOn: () => settings.isOn,
    onReady: (version) => ready.push(version),
  })
  const looks = (): number => feed.asked.filter((name) => name === '/latest-linux.yml').length
  return { image, feed, driven, clock, warned, ready, settings, updates, looks }
}

test('a newer version is downloaded, told once, and takes the place of the old one at the end', async () => {
  const { image, feed, driven, clock, ready, updates, warned } = await scene()
  feed.offer('1.1.0', NEW)
  updates.follow()
  await until(() => ready.length > 0, 'the newer version is ready')
  expect(updates.ready).toBe('1.1.0')
  expect(await readFile(image, 'utf8')).toBe(OLD)
  await until(() => clock.timers === 1, 'the next look is planned')
  await clock.advance(DAY_MS)
  await until(() => clock.timers === 1, 'looked again')
  expect(ready).toEqual(['1.1.0'])
  driven.appQuits(0)
  expect(await readFile(image, 'utf8')).toBe(NEW)
  expect(warned).toEqual([])
})

test('an end with an error installs nothing', async () => {
  const { image, feed, driven, ready, updates } = await scene()
  feed.offer('1.1.0', NEW)
  updates.follow()
  await until(() => ready.length > 0, 'ready')
  driven.appQuits(1)
  expect(await readFile(image, 'utf8')).toBe(OLD)
})

test('it looks at the start and once a day, and takes what it has already for nothing new', async () => {
  const { feed, clock, ready, updates, looks } = await scene()
  feed.offer('1.0.0', NEW)
  updates.follow()
  updates.follow()
  for (let day = 1; day <= 3; day++) {
    await until(() => clock.timers === 1, 'the next look is planned')
    expect(looks()).toBe(day)
    await clock.advance(DAY_MS - 1)
    expect(looks()).toBe(day)
    await clock.advance(1)
  }
  expect(ready).toEqual([])
})

test('switched off it asks nobody; switched off later it installs nothing, and on again it does', async () => {
  const { image, feed, driven, clock, ready, settings, updates, looks } = await scene()
  feed.offer('1.1.0', NEW)
  settings.isOn = false
  updates.follow()
  expect([looks(), clock.timers]).toEqual([0, 0])
  settings.isOn = true
  updates.follow()
  await until(() => ready.length > 0 && clock.timers === 1, 'ready')
  settings.isOn = false
  updates.follow()
  expect([updates.ready, clock.timers]).toEqual([null, 0])
  driven.appQuits(0)
  expect(await readFile(image, 'utf8')).toBe(OLD)
  settings.isOn = true
  updates.follow()
  await until(() => clock.timers === 1, 'looked again')
  expect([updates.ready, ready]).toEqual(['1.1.0', ['1.1.0']])
  driven.appQuits(0)
  expect(await readFile(image, 'utf8')).toBe(NEW)
})

const ruined: Record<string, (feed: UpdateFeed) => Promise<void> | void> = {
  'a download that is not what the feed promises': (feed) => {
    feed.offer('1.1.0', NEW, 'AAAA')
  },
  'a feed that is not there': () => undefined,
  'a server that is not there': (feed) => feed.close(),
}

test.each([
  ['a download that is not what the feed promises', /sha512/],
  ['a feed that is not there', /404/],
  ['a server that is not there', /ECONNREFUSED/],
])('%s is told in the log only, and tried again the next day', async (what, words) => {
  const { image, feed, driven, clock, ready, updates, warned } = await scene()
  await ruined[what]?.(feed)
  updates.follow()
  await until(() => clock.timers === 1, 'the next look is planned')
  expect(warned).toHaveLength(1)
  expect(warned[0]).toMatch(words)
  await clock.advance(DAY_MS)
  await until(() => warned.length === 2, 'tried again')
  driven.appQuits(0)
  expect(ready).toEqual([])
  expect(await readFile(image, 'utf8')).toBe(OLD)
})

test('electron-updater that cannot be loaded is no reason to fall', async () => {
  const clock = new FakeClock()
  const warned: string[] = []
  const nothing = (): undefined => undefined
  const updates = new Updates({
    open: () => Promise.reject<Updater>(new Error('cannot be loaded')),
    clock,
    log: { debug: nothing, info: nothing, error: nothing, warn: (words) => warned.push(words) },
    isOn: () => true,
    onReady: nothing,
  })
  updates.follow()
  await until(() => clock.timers === 1, 'the next look is planned')
  expect(warned).toHaveLength(1)
  updates.end()
  expect(clock.timers).toBe(0)
})

describe('how a Sluice comes to a newer version', () => {
  test.each([
    ['from the sources', false, 'linux', { APPIMAGE: '/x' }, true, 'none'],
    ['an AppImage', true, 'linux', { APPIMAGE: '/x' }, true, 'itself'],
    ['a Debian package', true, 'linux', {}, true, 'package-manager'],
    ['for Windows', true, 'win32', {}, true, 'itself'],
    ['for macOS', true, 'darwin', {}, true, 'itself'],
    ['built without a feed', true, 'darwin', {}, false, 'none'],
  ] as const)('%s', async (_, isPackaged, platform, env, hasFeed, way) => {
    const resourcesDir = path.join(await temporaryFolder(), 'resources')
    await mkdir(resourcesDir)
    if (hasFeed) await writeFile(path.join(resourcesDir, 'app-update.yml'), '')
    expect(updateWay({ isPackaged, resourcesDir, platform, env })).toBe(way)
  })
})
