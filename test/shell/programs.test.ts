import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { closureOf, bundledModules } from '../../build/packed-modules.ts'
import { packageConfig } from '../../build/package-config.ts'
import { electronProgram, hasScreen, npm, passedOn, startOf } from '../../build/start.ts'
import { UNBUNDLED } from '../../build/unbundled.ts'
import { sluiceVersion } from '../../electron/engine/node-ports.ts'
import { startFotowareServer } from '../servers/fotoware/server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { practiceArchive } from '../support/practice-archive.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const CLI = path.join(ROOT, 'dist/cli/main.js')
const run = promisify(execFile)

test('the bundled command line delivers, with its threads and migrations', async () => {
  const dir = await temporaryFolder()
  const server = await startFotowareServer({ storeDir: path.join(dir, 'store') })
  try {
    const hot = path.join(dir, 'hot')
    await mkdir(hot)
    // Large enough for the thread that digests.
    await writeFile(path.join(hot, 'large.jpg'), Buffer.alloc(3_000_000, 'x'))
    const config = path.join(dir, 'config.json')
    const destinations = [practiceArchive(server.url)]
    const folders = [{ name: 'hot', path: hot, to: ['archive'], settleMs: 200, sidecarGraceMs: 0 }]
    await writeFile(config, JSON.stringify({ destinations, folders }))
    const args = ['--data', path.join(dir, 'data'), '--config', config, 'run', '--once']
    const { stderr } = await run(process.execPath, [CLI, ...args], {
      env: { ...process.env, SLUICE_SECRETS: 'file' },
    })
    expect(stderr).not.toMatch(/error/i)
    expect(server.assets().map(({ filename }) => filename)).toEqual(['large.jpg'])
  } finally {
    await server.close()
  }
})

test('the bundled command line knows its version', async () => {
  const { stdout } = await run(process.execPath, [CLI, '--version'])
  expect(stdout.trim()).toBe(sluiceVersion())
})

/** As much of Electron as electron-updater asks for before it looks. */
const BARE_ELECTRON = `export const app = {
  isPackaged: true, getVersion: () => '1.0.0', getName: () => 'Sluice', whenReady: async () => {}, once() {},
}
export const session = {}
export const net = {}
export const autoUpdater = { on() {} }`
const HOOK = `import { registerHooks } from 'node:module'
registerHooks({ resolve: (name, context, next) => name === 'electron'
  ? { url: new URL('./electron.mjs', import.meta.url).href, format: 'module', shortCircuit: true }
  : next(name, context) })`

test('the bundled app brings electron-updater along, and only loads it when it looks for updates', async () => {
  const shell = path.join(ROOT, 'dist/shell')
  const main = await readFile(path.join(shell, 'main.js'), 'utf8')
  expect(main).not.toContain('class AppImageUpdater')
  const [, chunk = ''] = /AppImageUpdater[^;]*import\("\.\/([^"]+)"\)/.exec(main) ?? []
  const dir = await temporaryFolder()
  await writeFile(path.join(dir, 'electron.mjs'), BARE_ELECTRON)
  await writeFile(path.join(dir, 'hook.mjs'), HOOK)
  const program = `const { default: all } = await import(process.argv[1])
    const updaters = [new all.AppImageUpdater(), new all.NsisUpdater()]
    console.log(typeof all.MacUpdater, ...updaters.map((updater) => updater.isUpdaterActive()))`
  const args = ['--import', path.join(dir, 'hook.mjs'), '--input-type=module', '-e', program]
  const { stdout } = await run(process.execPath, [...args, '--', path.join(shell, chunk)], {
    env: { ...process.env, APPIMAGE: '/sluice.AppImage' },
  })
  expect(stdout.trim()).toBe('function true true')
})

test('what stays a package is packed with all that it needs, and nothing else is', () => {
  const kept = closureOf(ROOT, UNBUNDLED)
  for (const name of UNBUNDLED) expect(kept).toContain(`node_modules/${name}`)
  expect([...kept].some((folder) => folder.startsWith('node_modules/@img/sharp-libvips-'))).toBe(true)
  const bundled = bundledModules(ROOT, UNBUNDLED)
  expect(bundled).toEqual(expect.arrayContaining(['got', 'zod', 'fastify', 'chokidar']))
  for (const name of ['better-sqlite3', 'exiftool-vendored', 'luxon', 'semver'])
    expect(bundled).not.toContain(name)
})

test('a package takes updates from a safe address only', () => {
  expect(packageConfig({}).publish).toBeNull()
  const url = 'https://example.org/feed'
  expect(packageConfig({ SLUICE_UPDATE_URL: url }).publish).toEqual([{ provider: 'generic', url }])
  expect(() => packageConfig({ SLUICE_UPDATE_URL: 'http://example.org/feed' })).toThrow('https://')
})

test('without Electron’s program the window is shown in a browser, and a sentence says so', async () => {
  expect(startOf('/bin/electron', '/app', ['--data', 'd'])).toEqual({
    words: null,
    command: '/bin/electron',
    args: ['/app', '--data', 'd'],
  })
  const instead = startOf(null, '/app', ['--data', 'd'])
  expect(instead.words).toMatch(/^Electron could not be downloaded[^.]*\.$/)
  expect(instead.args).toEqual([path.join('/app', 'electron/cli/main.ts'), '--data', 'd', 'run', '--ui'])
  expect(startOf('/bin/electron', '/app', [], false)).toMatchObject({
    words: expect.stringMatching(/^There is no screen here[^.]*\.$/) as unknown,
    args: [path.join('/app', 'electron/cli/main.ts'), 'run', '--ui'],
  })
  const dir = await temporaryFolder()
  expect(electronProgram(dir)).toBeNull()
  await writeFile(path.join(dir, 'path.txt'), 'electron')
  // Named, but its download was cut off.
  expect(electronProgram(dir)).toBeNull()
  await mkdir(path.join(dir, 'dist'))
  await writeFile(path.join(dir, 'dist', 'electron'), '')
  expect(electronProgram(dir)).toBe(path.join(dir, 'dist', 'electron'))
})

test('a computer without a screen is known by its environment', () => {
  expect(hasScreen('linux', {})).toBe(false)
  expect(hasScreen('linux', { DISPLAY: '' })).toBe(false)
  expect(hasScreen('linux', { DISPLAY: ':0' })).toBe(true)
  expect(hasScreen('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true)
  expect(hasScreen('darwin', {})).toBe(true)
})

test('npm is started as a program of Node, as Windows needs it', () => {
  const script = '/usr/lib/node_modules/npm/bin/npm-cli.js'
  expect(npm({ npm_execpath: script }, ['run', 'build'])).toEqual({
    command: process.execPath,
    args: [script, 'run', 'build'],
  })
  expect(npm({}, ['run'])).toEqual({ command: 'npm', args: ['run'] })
})

test('Ctrl-C in a terminal counts once, so that the chunk in flight is finished', () => {
  expect(passedOn(true)).toEqual(['SIGTERM'])
  expect(passedOn(false)).toEqual(expect.arrayContaining(['SIGTERM', 'SIGINT', 'SIGHUP']))
})

test('«Open with» offers the app, and nothing is opened with it unasked', async () => {
  const { linux, mac } = packageConfig({})
  expect(linux?.mimeTypes).toContain('image/jpeg')
  expect(linux?.mimeTypes).not.toContain('inode/directory')
  expect(mac?.extendInfo).toMatchObject({
    CFBundleDocumentTypes: [
      { LSHandlerRank: 'Alternate', LSItemContentTypes: expect.arrayContaining(['public.image']) as unknown },
      { LSHandlerRank: 'None' },
    ],
  })
  const windows = await readFile(path.join(ROOT, 'build/installer.nsh'), 'utf8')
  expect(windows).toContain('!insertmacro offerSluiceFor "jpg"')
  // The class of a file says what opens it.
  expect(windows).not.toMatch(/Classes\\\./)
})
