import { readFile, readdir, readlink, realpath, stat } from 'node:fs/promises'
import { type Phrase, say } from '../../../shared/phrase.ts'
import path from 'node:path'
import type { FindWriters } from './find-writers.ts'

const PROCESSES_AT_ONCE = 4

/** The files asked for, by real path and by name. */
interface Wanted {
  byPath: ReadonlyMap<string, readonly string[]>
  byName: ReadonlyMap<string, readonly string[]>
}

/**
 * Linux: one pass over /proc/<pid>/fd (proc_pid_fd(5)) for all paths together, a few processes at a time and never
 * blocking. Processes of other users cannot be looked into unless we are root.
 */
export const linuxWriters: FindWriters = async (paths) => {
  const held = new Map<string, Phrase | string>()
  if (paths.length === 0) return held
  const wanted = await prepare(paths)
  const waiting = (await list('/proc')).filter((name) => /^\d+$/.test(name))
  const lookOnAndOn = async (): Promise<void> => {
    for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) await lookInto(pid, wanted, held)
  }
  await Promise.all(Array.from({ length: PROCESSES_AT_ONCE }, lookOnAndOn))
  return held
}

async function lookInto(pid: string, wanted: Wanted, held: Map<string, Phrase | string>): Promise<void> {
  const handles = `/proc/${pid}/fd`
  for (const handle of await list(handles)) {
    const target = await orNull(readlink(`${handles}/${handle}`))
    const found = target === null ? [] : await match(target, `${handles}/${handle}`, wanted)
    if (found.length === 0 || !(await isForWriting(pid, handle))) continue
    const name = (await orNull(readFile(`/proc/${pid}/comm`, 'utf8')))?.trim() ?? say`process ${pid}`
    for (const wantedPath of found) held.set(wantedPath, name)
  }
}

/** The paths asked for that this open file is. */
async function match(target: string, handle: string, wanted: Wanted): Promise<readonly string[]> {
  const direct = wanted.byPath.get(target)
  if (direct !== undefined) return direct
  // A program in a container sees another path to the same file: the name gives it away, the inode proves it.
  const candidates = wanted.byName.get(path.posix.basename(target))
  if (candidates === undefined) return []
  const [open, ...files] = await Promise.all(
    [handle, ...candidates].map((at) => orNull(stat(at, { bigint: true }))),
  )
  if (open === null || open === undefined) return []
  return candidates.filter((_, index) => {
    const file = files[index]
    return file?.ino === open.ino && file.dev === open.dev
  })
}

async function isForWriting(pid: string, handle: string): Promise<boolean> {
  const info = await orNull(readFile(`/proc/${pid}/fdinfo/${handle}`, 'utf8'))
  const flags = info === null ? undefined : /^flags:\s*([0-7]+)/m.exec(info)?.[1]
  return flags !== undefined && (Number.parseInt(flags, 8) & 3) !== 0
}

async function prepare(paths: readonly string[]): Promise<Wanted> {
  const directories = [...new Set(paths.map((file) => path.dirname(file)))]
  const real = new Map(
    await Promise.all(directories.map(async (at) => [at, (await orNull(realpath(at))) ?? at] as const)),
  )
  const realOf = (file: string): string => path.join(real.get(path.dirname(file)) ?? '', path.basename(file))
  return {
    byPath: Map.groupBy(paths, realOf),
    byName: Map.groupBy(paths, (file) => path.basename(file)),
  }
}

async function list(directory: string): Promise<string[]> {
  return (await orNull(readdir(directory))) ?? []
}

/** Processes and handles vanish while they are looked at, and others' may not be looked at. */
async function orNull<T>(promise: Promise<T>): Promise<T | null> {
  try {
    return await promise
  } catch {
    return null
  }
}
