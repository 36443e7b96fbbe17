import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { defaultConfigFile, defaultDataDir } from '../engine/config/load.ts'

/** How the app was started. */
export interface StartOptions {
  dataDir: string
  configFile: string
  /** Into the tray, without a window: at login. */
  isHidden: boolean
  /** Absolute paths of files and folders to upload. */
  files: string[]
  /** What names data folder and configuration where these are not the usual ones: a later start needs it again. */
  place: string[]
  /** Switches of Electron and Chromium. */
  switches: string[]
}

/**
 * Reads a command line of the app: `[--data DIR] [--config FILE] [--hidden] [files…]`. Switches of Electron and
 * Chromium are passed over.
 * @param args without the program and, in development, without the app's own path
 */
export function startOptions(args: readonly string[], cwd: string): StartOptions {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: { data: { type: 'string' }, config: { type: 'string' }, hidden: { type: 'boolean' } },
  })
  const dataDir = path.resolve(cwd, textOf(values['data']) ?? defaultDataDir())
  const configFile = textOf(values['config'])
  const config = configFile === null ? defaultConfigFile(dataDir) : path.resolve(cwd, configFile)
  const foreign = tokens.flatMap((token) =>
    token.kind === 'option' && !OWN.has(token.name) ? [args[token.index]] : [],
  )
  return {
    dataDir,
    configFile: config,
    isHidden: values['hidden'] === true,
    files: positionals.flatMap((text) => fileOf(text, cwd)),
    place: [
      ...(dataDir === defaultDataDir() ? [] : ['--data', dataDir]),
      ...(config === defaultConfigFile(dataDir) ? [] : ['--config', config]),
    ],
    switches: [...new Set(foreign)].filter((text) => text !== undefined),
  }
}

const OWN: ReadonlySet<string> = new Set(['data', 'config', 'hidden'])

/** Desktops on Linux name files as addresses. Other addresses are no files. */
function fileOf(text: string, cwd: string): string[] {
  if (text === '') return []
  if (!/^[a-z][a-z\d+.-]+:\/\//i.test(text)) return [path.resolve(cwd, text)]
  try {
    return [fileURLToPath(text)]
  } catch {
    return []
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

const HandedOver = z.object({ files: z.array(z.string()), isHidden: z.boolean() })

/** A second start, as it told the first one; somebody who wants to see the window when it makes no sense. */
export function handedOver(data: unknown): Pick<StartOptions, 'files' | 'isHidden'> {
  const parsed = HandedOver.safeParse(data)
  return parsed.success ? parsed.data : { files: [], isHidden: false }
}
