import { realpath } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import envPaths from 'env-paths'
import type { Config, FolderConfig } from '../../../shared/config.ts'

/** Where Sluice keeps its queue, history and logs unless told otherwise. */
export function defaultDataDir(): string {
  return envPaths('sluice', { suffix: '' }).data
}

/** The configuration that goes with a data folder. */
export function defaultConfigFile(dataDir: string): string {
  return path.join(dataDir, 'config.json')
}

/** A path of the configuration made absolute: `~/` is the home directory, all else is relative to `baseDir`. */
export function absolutePath(text: string, baseDir: string): string {
  if (text === '~' || /^~[/\\]/.test(text)) return path.join(os.homedir(), text.slice(1))
  return path.resolve(baseDir, text)
}

/** A copy of the configuration in which every path is absolute. */
export function withAbsolutePaths(config: Config, baseDir: string): Config {
  return {
    ...config,
    destinations: config.destinations.map((destination) => ({
      ...destination,
      ...(destination.ca === undefined ? {} : { ca: absolutePath(destination.ca, baseDir) }),
      ...('people' in destination && destination.people !== null
        ? { people: absolutePath(destination.people, baseDir) }
        : {}),
    })),
    codeTables: config.codeTables.map((table) => ({ ...table, path: absolutePath(table.path, baseDir) })),
    folders: config.folders.map((folder) => absoluteFolder(folder, baseDir)),
  }
}

function absoluteFolder(folder: FolderConfig, baseDir: string): FolderConfig {
  const { after, rejected } = folder
  const hot = absolutePath(folder.path, baseDir)
  return {
    ...folder,
    path: hot,
    after: after.action === 'move' ? { ...after, to: absolutePath(after.to, baseDir) } : after,
    rejected: rejected.action === 'move' ? { ...rejected, to: absolutePath(rejected.to, hot) } : rejected,
  }
}

/** The path with its links resolved as far as it exists, so that two names of one folder are found equal. */
export async function realPath(absolute: string): Promise<string> {
  try {
    return await realpath(absolute)
  } catch {
    const parent = path.dirname(absolute)
    return parent === absolute ? absolute : path.join(await realPath(parent), path.basename(absolute))
  }
}

/** True when `inner` is `outer` or lies below it. Both real and absolute. */
export function isSameOrInside(inner: string, outer: string, platform = process.platform): boolean {
  const hasCaseFoldedNames = platform === 'win32' || platform === 'darwin'
  const fold = (text: string): string => (hasCaseFoldedNames ? text.toLowerCase() : text)
  const relative = path.relative(fold(outer), fold(inner))
  return relative === '' || (relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative))
}
