import { cp, rm } from 'node:fs/promises'
import path from 'node:path'
import { build, type InlineConfig, type Plugin } from 'vite'
import { UNBUNDLED } from './unbundled.ts'

/**
 * Makes the programs of the package: no TypeScript and no sources are needed where they run.
 * `dist/shell/` (the desktop app with its preload script) and `dist/cli/` (the command line).
 */

const ROOT = path.resolve(import.meta.dirname, '..')
const MIGRATIONS = 'electron/engine/store/migrations'
/** Files that are started as threads: each stays a file of its own, beside the program that starts it. */
const WORKERS = {
  'scan-worker': 'electron/engine/watch/scan-worker.ts',
  'digest-worker': 'electron/engine/destinations/digest-worker.ts',
}
const WORKER_URL = /new URL\('\.\/([\w-]+)\.ts', import\.meta\.url\)/g

/** Chunks lie flat beside the program, so that addresses relative to any of them are right. */
function workersAsFiles(): Plugin {
  const found = new Set<string>()
  return {
    name: 'workers-as-files',
    enforce: 'pre',
    transform(code, id) {
      if (!id.startsWith(path.join(ROOT, 'electron')) || code.search(WORKER_URL) === -1) return null
      return code.replaceAll(WORKER_URL, (_, name: string) => {
        if (!Object.hasOwn(WORKERS, name))
          throw new Error(`${id} starts ${name}, which build/bundle.ts omits`)
        found.add(name)
        return `new URL('./${name}.js', import.meta.url)`
      })
    },
    buildEnd(error) {
      const missing = Object.keys(WORKERS).filter((name) => !found.has(name))
      if (error === undefined && missing.length > 0)
        throw new Error(
          `Nothing starts ${missing.join(', ')}: build/bundle.ts knows another way of starting it`,
        )
    },
  }
}

function nodeProgram(entry: string, outDir: string): InlineConfig {
  return {
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    plugins: [workersAsFiles()],
    // CommonJS packages that become part of an ES module.
    define: { __filename: 'import.meta.filename', __dirname: 'import.meta.dirname' },
    // Everything but natives is bundled, so that the package holds what is used and nothing else.
    ssr: { noExternal: true, external: [...UNBUNDLED], target: 'node' },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node22',
      minify: false,
      sourcemap: false,
      // It is read from the disk, not over a network.
      chunkSizeWarningLimit: 10_000,
      rolldownOptions: {
        input: { main: entry, ...WORKERS },
        external: ['electron', /^node:/, ...UNBUNDLED.map((name) => new RegExp(`^${name}($|/)`))],
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  }
}

function preload(outDir: string): InlineConfig {
  return {
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      target: 'chrome130',
      minify: false,
      rolldownOptions: {
        input: { preload: 'electron/shell/preload.ts' },
        external: ['electron'],
        // A sandboxed preload script is one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  }
}

/** Builds the command line into `outDir`. */
export async function bundleCli(outDir: string): Promise<void> {
  await build(nodeProgram('electron/cli/main.ts', outDir))
  await copyMigrations(outDir)
}

/** Builds the desktop app's own part into `outDir`; the page is built by vite.config.ts. */
export async function bundleShell(outDir: string): Promise<void> {
  await build(nodeProgram('electron/shell/main.ts', outDir))
  await build(preload(outDir))
  await copyMigrations(outDir)
  await cp(path.join(ROOT, 'build/icons/tray'), path.join(outDir, 'icons'), { recursive: true })
  await cp(path.join(ROOT, 'build/icons/app/256x256.png'), path.join(outDir, 'icons/window.png'))
}

async function copyMigrations(outDir: string): Promise<void> {
  await rm(path.join(outDir, 'migrations'), { recursive: true, force: true })
  await cp(path.join(ROOT, MIGRATIONS), path.join(outDir, 'migrations'), { recursive: true })
}

if (process.argv[1] === import.meta.filename) {
  await bundleShell(path.join(ROOT, 'dist/shell'))
  await bundleCli(path.join(ROOT, 'dist/cli'))
}
