import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { access, constants, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify, stripVTControlCharacters } from 'node:util'
import { errorText, ProblemError } from '../engine/errors.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
/** What the window is made from. */
const SOURCES = ['renderer', 'shared', 'vite.config.ts', 'package.json']
const run = promisify(execFile)

/**
 * The folder with the window's files. In a checkout they are built when they are missing or older than what they are
 * made from; elsewhere they came along.
 * @param say told before they are built
 * @throws ProblemError `window-not-built`
 */
export async function windowFiles(say: (words: string) => void, root = ROOT): Promise<string> {
  const files = path.join(root, 'dist/renderer')
  const isThere = existsSync(path.join(files, 'index.html'))
  if (!existsSync(path.join(root, 'vite.config.ts'))) {
    if (isThere) return files
    throw notBuilt('The files of the window are missing in this installation.', 'Install Sluice again.')
  }
  if (isThere && (await isFresh(root, files))) return files
  const program = bundlerOf(root)
  // Times of files say little where a tree was copied, and a server may have neither tools nor the right to write.
  if (isThere && (program === null || !(await isWritable(path.dirname(files))))) return files
  if (program === null)
    throw notBuilt('The window has not been built yet.', 'Run «npm ci», then «npm run build».')
  say('The window is being built; this takes a few seconds.')
  await build(root, files, program)
  return files
}

async function isFresh(root: string, files: string): Promise<boolean> {
  const builtMs = await changedMs(path.join(files, 'index.html'))
  const sources = await Promise.all(SOURCES.map((name) => newestMs(path.join(root, name))))
  return builtMs >= Math.max(...sources)
}

/** Null where only what runs was installed. */
function bundlerOf(root: string): string | null {
  try {
    const vite = createRequire(path.join(root, 'package.json')).resolve('vite/package.json')
    return path.join(path.dirname(vite), 'bin/vite.js')
  } catch {
    return null
  }
}

async function isWritable(folder: string): Promise<boolean> {
  return await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  )
}

/** In a process of its own, because the tools need much memory; beside the old files, because these may be in use. */
async function build(root: string, files: string, program: string): Promise<void> {
  const fresh = `${files}.${process.pid}.new`
  try {
    await run(
      process.execPath,
      [program, 'build', '--logLevel', 'error', '--outDir', fresh, '--emptyOutDir'],
      { cwd: root },
    )
    await replace(files, fresh)
  } catch (error) {
    throw notBuilt(
      'The window could not be built.',
      'Run «npm ci», then «npm run build», which says more.',
      error,
    )
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

async function replace(files: string, fresh: string): Promise<void> {
  const old = `${files}.${process.pid}.old`
  await mkdir(path.dirname(files), { recursive: true })
  await rename(files, old).catch(() => undefined)
  // Another Sluice may have built the same at this moment: its files are as good.
  await rename(fresh, files).catch((error: unknown) => {
    if (!existsSync(path.join(files, 'index.html'))) throw error
  })
  await rm(old, { recursive: true, force: true })
}

async function newestMs(place: string): Promise<number> {
  const found = await stat(place).catch(() => null)
  if (found === null || !found.isDirectory()) return found?.mtimeMs ?? 0
  const entries = await readdir(place, { recursive: true, withFileTypes: true })
  const inside = entries.map((entry) => changedMs(path.join(entry.parentPath, entry.name)))
  return Math.max(found.mtimeMs, ...(await Promise.all(inside)))
}

async function changedMs(file: string): Promise<number> {
  return (await stat(file).catch(() => null))?.mtimeMs ?? 0
}

function notBuilt(what: string, remedy: string, cause?: unknown): ProblemError {
  const detail = firstMistake(cause)
  return new ProblemError(
    { code: 'window-not-built', what, remedy, isRetried: false, ...(detail === null ? {} : { detail }) },
    { cause },
  )
}

/** What tools say goes on for pages; their own command shows all of it. */
function firstMistake(cause: unknown): string | null {
  const lines = stripVTControlCharacters(errorText(cause)).split('\n')
  return lines.find((line) => /^\[[A-Z_]+\]|^\w*Error: /.test(line))?.slice(0, 200) ?? null
}
