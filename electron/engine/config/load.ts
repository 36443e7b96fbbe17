import { access, constants, mkdir, readFile } from 'node:fs/promises'
import { say, told } from '../../../shared/phrase.ts'
import { whatOf } from '../../../shared/problem.ts'
import path from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { Config } from '../../../shared/config.ts'
import { errorCode, errorText } from '../errors.ts'
import { ConfigError, type ConfigProblem, invalidConfig, type Mistake } from './config-error.ts'
import { absolutePath, withAbsolutePaths } from './config-paths.ts'
import { readConfigText } from './config-text.ts'
import { crossMistakes } from './cross-mistakes.ts'
import { schemaMistakes } from './schema-mistakes.ts'
import { tableMistakes } from './table-mistakes.ts'
import { templateMistakes } from './template-mistakes.ts'

export { ConfigError, placeText, type ConfigProblem } from './config-error.ts'
export { defaultConfigFile, defaultDataDir } from './config-paths.ts'
export { configJsonSchema } from './known-keys.ts'

function unreadable(file: string, error: unknown): ConfigError {
  switch (errorCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new ConfigError(
        'config-missing',
        say`There is no configuration at ${file}.`,
        say`Write one there, or name another file with --config.`,
      )
    case 'EISDIR':
      return new ConfigError(
        'config-unreadable',
        say`${file} is a folder, not a file.`,
        say`Name the file inside it.`,
      )
    case 'EACCES':
    case 'EPERM':
      return new ConfigError(
        'config-unreadable',
        say`The configuration ${file} may not be read by this user.`,
        say`Give read permission to the user who runs Sluice.`,
      )
    default:
      return new ConfigError(
        'config-unreadable',
        say`The configuration ${file} cannot be read (${errorText(error)}).`,
        say`Check the disk it is on and try again.`,
      )
  }
}

async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw unreadable(file, error)
  })
  if (bytes.includes(0)) {
    throw new ConfigError(
      'config-invalid',
      say`${file} is not a text in UTF-8.`,
      say`Save it again as UTF-8.`,
    )
  }
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  if (text.trim() === '') {
    throw new ConfigError('config-invalid', say`${file} is empty.`, say`At the least it must hold {}.`)
  }
  return text
}

/**
 * @param absolute where the text is, or is to be
 * @returns the configuration with absolute paths
 * @throws ConfigError with every mistake
 */
async function checkText(absolute: string, text: string): Promise<Config> {
  const read = readConfigText(text)
  if (!('root' in read)) throw invalidConfig(absolute, [read])
  const baseDir = path.dirname(absolute)
  const parsed = Config.safeParse(read.root)
  const config = parsed.success ? withAbsolutePaths(parsed.data, baseDir) : null
  const mistakes = [
    ...(config === null ? schemaMistakes(read.root) : []),
    ...(await crossMistakes(read.root, baseDir)),
    ...(config === null ? [] : [...templateMistakes(config), ...(await tableMistakes(config))]),
  ]
  const [first, ...others] = read.place(mistakes)
  if (first !== undefined) throw invalidConfig(absolute, [first, ...others])
  if (config === null) throw new Error('The schema refuses what none of its mistakes explains')
  return config
}

/**
 * Reads and checks the configuration. The file is JSON; comments and trailing commas are accepted, and so is a
 * byte order mark. Paths in the result are absolute; relative ones in the file start at the file's own folder.
 * @throws ConfigError with one sentence about the first mistake and a list of all of them
 */
export async function loadConfig(file: string): Promise<Config> {
  const absolute = absolutePath(file, process.cwd())
  return await checkText(absolute, await readText(absolute))
}

/** A configuration as it stands in its file, mistakes included. */
export interface ConfigDraft {
  /** Without defaults and with paths as written; an empty object when there is no file, or one that cannot be read. */
  root: unknown
  isThere: boolean
  /** Null unless everything is right. Its paths are absolute. */
  config: Config | null
  problems: readonly ConfigProblem[]
}

/** Reads the configuration for somebody who wants to mend it. @throws ConfigError only when the disk refuses */
export async function readDraft(file: string): Promise<ConfigDraft> {
  const absolute = absolutePath(file, process.cwd())
  try {
    const text = await readText(absolute)
    const read = readConfigText(text)
    const root = 'root' in read ? read.root : {}
    return { root, isThere: true, ...(await checkedDraft(absolute, text)) }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    if (error.problem.code === 'config-unreadable') throw error
    const isThere = error.problem.code !== 'config-missing'
    const problems = isThere ? [{ line: 1, column: 1, path: '', ...told(whatOf(error.problem)) }] : []
    return { root: {}, isThere, config: null, problems }
  }
}

/** Says what is wrong with a configuration that is not saved yet; nothing when all is right. */
export async function draftProblems(file: string, root: unknown): Promise<readonly ConfigProblem[]> {
  const absolute = absolutePath(file, process.cwd())
  return (await checkedDraft(absolute, draftText(root))).problems
}

function draftText(root: unknown): string {
  return `${JSON.stringify(root ?? null, null, 2)}\n`
}

async function checkedDraft(
  absolute: string,
  text: string,
): Promise<{ config: Config | null; problems: readonly ConfigProblem[] }> {
  try {
    const config = await checkText(absolute, text)
    const unusable = await unreadableCertificates(config)
    if (unusable.length > 0) return { config: null, problems: placed(text, unusable) }
    return { config, problems: [] }
  } catch (error) {
    if (error instanceof ConfigError && error.problems.length > 0)
      return { config: null, problems: error.problems }
    throw error
  }
}

/** No engine opens without them, and a window that could not be opened could not tell. */
async function unreadableCertificates({ destinations }: Config): Promise<Mistake[]> {
  const mistakes = destinations.map(async (destination, index): Promise<Mistake[]> => {
    if (destination.ca === undefined) return []
    const { ca } = destination
    return await access(ca, constants.R_OK).then(
      () => [],
      () => [{ path: ['destinations', index, 'ca'], words: say`names "${ca}", which cannot be read` }],
    )
  })
  return (await Promise.all(mistakes)).flat()
}

function placed(text: string, mistakes: readonly Mistake[]): readonly ConfigProblem[] {
  const read = readConfigText(text)
  return 'root' in read ? read.place(mistakes) : [read]
}

/**
 * Checks and writes a configuration as it is in one step: a crash leaves the old file or the new one. Keeps the mode of
 * the file; comments in it are not kept.
 * @throws ConfigError when the configuration is not valid or the disk refuses; then the old file stays
 */
export async function saveDraft(file: string, root: unknown): Promise<void> {
  const absolute = absolutePath(file, process.cwd())
  const text = draftText(root)
  const [first, ...others] = (await checkedDraft(absolute, text)).problems
  if (first !== undefined) throw invalidConfig(absolute, [first, ...others])
  try {
    await mkdir(path.dirname(absolute), { recursive: true })
    await writeFileAtomic(absolute, text)
  } catch (error) {
    throw new ConfigError(
      'config-unwritable',
      say`The configuration ${absolute} cannot be written (${errorText(error)}).`,
      say`Check the disk and the rights on its folder, then save again.`,
    )
  }
}
