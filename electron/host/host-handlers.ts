import type { Dirent } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { ConfigMistake, HostHandlers, Output } from '../../shared/contract.ts'
import {
  ConfigError,
  type ConfigProblem,
  draftProblems,
  readDraft,
  saveDraft,
} from '../engine/config/load.ts'
import type { Engine } from '../engine/engine.ts'
import { errorText, ProblemError } from '../engine/errors.ts'
import { logDir } from '../engine/node-ports.ts'
import type { Ports } from '../engine/ports.ts'
import { makeBundle } from './diagnostics/bundle.ts'
import { say } from '../../shared/phrase.ts'

export interface HostWorld {
  dataDir: string
  configFile: string
  ports: Ports
  engine(): Engine
  /** Goes on with the configuration as it was saved. */
  restart(): Promise<void>
}

/** The end of a log that is read to show its newest lines. */
const TAIL_BYTES = 512 * 1024
/** Folders and files of one folder that are told; more are no help in picking one. */
const ENTRIES_MAX = 2_000

type Own = Exclude<keyof HostHandlers, `face.${string}`>

/** What is asked of the program around the engine: its configuration, secrets and log. */
export function hostHandlers(world: HostWorld): Pick<HostHandlers, Own> {
  const { configFile, ports } = world
  return {
    'config.get': async () => {
      const { root, isThere, problems } = await readDraft(configFile)
      return { file: configFile, root, isThere, mistakes: problems.map(mistake) }
    },
    'config.check': async ({ root }) => ({
      mistakes: (await draftProblems(configFile, root)).map(mistake),
    }),
    'config.save': async ({ root }) => {
      try {
        await saveDraft(configFile, root)
      } catch (error) {
        if (!(error instanceof ConfigError) || error.problems.length === 0) throw error
        return { mistakes: error.problems.map(mistake) }
      }
      await world.restart()
      return { mistakes: [] }
    },
    'secrets.set': async ({ name, value }) => {
      await ports.secrets.set(name, value)
      // A destination that was locked for want of it is tried again.
      await world.engine().call('jobs.retry', { ids: [] })
      return {}
    },
    'secrets.known': async ({ names }) => {
      const known = await Promise.all(
        names.map(async (name) => [name, (await ports.secrets.get(name)) !== null] as const),
      )
      return { known: known.filter(([, isThere]) => isThere).map(([name]) => name) }
    },
    'log.tail': async ({ lines }) => ({ lines: await tail(world.dataDir, lines) }),
    'diagnostics.bundle': () =>
      makeBundle({
        ...world,
        engineTexts: async () => (await world.engine().call('diagnostics.collect', {})).files,
      }),
    'places.list': ({ path: place }) => listPlace(place ?? os.homedir()),
  }
}

function mistake({ path: at, words, said, line, column }: ConfigProblem): ConfigMistake {
  return { path: at, words, said, line, column }
}

async function tail(dataDir: string, lines: number): Promise<string[]> {
  const handle = await open(path.join(logDir(dataDir), 'sluice.log'), 'r').catch(() => null)
  if (handle === null) return []
  try {
    const { size } = await handle.stat()
    const bytes = Buffer.alloc(Math.min(size, TAIL_BYTES))
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, size - bytes.length)
    const all = bytes.toString('utf8', 0, bytesRead).split('\n')
    // The first one may be cut.
    if (bytes.length < size) all.shift()
    return all.filter((line) => line !== '').slice(-lines)
  } finally {
    await handle.close()
  }
}

async function listPlace(place: string): Promise<Output<'places.list'>> {
  const absolute = path.resolve(place)
  const entries = await readdir(absolute, { withFileTypes: true }).catch((error: unknown) => {
    throw new ProblemError({
      code: 'place-unreadable',
      what: say`${absolute} cannot be opened (${errorText(error)}).`,
      remedy: say`Choose another folder, or give the user who runs Sluice permission to read it.`,
      isRetried: false,
    })
  })
  const visible = entries.filter(({ name }) => !name.startsWith('.'))
  const kinds = await Promise.all(visible.map((entry) => kindOf(absolute, entry)))
  // Cut off only when they are in order: which ones a disk names first is chance.
  const names = (wanted: Kind): string[] =>
    visible
      .filter((_, index) => kinds[index] === wanted)
      .map(({ name }) => name)
      .toSorted((one, other) => one.localeCompare(other, undefined, { numeric: true }))
      .slice(0, ENTRIES_MAX)
  const parent = path.dirname(absolute)
  return {
    path: absolute,
    parent: parent === absolute ? null : parent,
    folders: names('folder'),
    files: names('file'),
  }
}

type Kind = 'folder' | 'file' | 'other'

/** A link counts as what it leads to: folders of pictures often lie on another disk. */
async function kindOf(folder: string, entry: Dirent): Promise<Kind> {
  const found = entry.isSymbolicLink() ? await stat(path.join(folder, entry.name)).catch(() => null) : entry
  if (found === null) return 'other'
  return found.isDirectory() ? 'folder' : found.isFile() ? 'file' : 'other'
}
