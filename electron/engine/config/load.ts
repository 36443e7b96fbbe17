import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { Config } from '../../../shared/config.ts'
import { errorCode, errorText } from '../errors.ts'
import { ConfigError, invalidConfig } from './config-error.ts'
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
        `There is no configuration at ${file}.`,
        'Write one there, or name another file with --config.',
      )
    case 'EISDIR':
      return new ConfigError(
        'config-unreadable',
        `${file} is a folder, not a file.`,
        'Name the file inside it.',
      )
    case 'EACCES':
    case 'EPERM':
      return new ConfigError(
        'config-unreadable',
        `The configuration ${file} may not be read by this user.`,
        'Give read permission to the user who runs Sluice.',
      )
    default:
      return new ConfigError(
        'config-unreadable',
        `The configuration ${file} cannot be read (${errorText(error)}).`,
        'Check the disk it is on and try again.',
      )
  }
}

async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw unreadable(file, error)
  })
  if (bytes.includes(0)) {
    throw new ConfigError('config-invalid', `${file} is not a text in UTF-8.`, 'Save it again as UTF-8.')
  }
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  if (text.trim() === '') {
    throw new ConfigError('config-invalid', `${file} is empty.`, 'At the least it must hold {}.')
  }
  return text
}

async function checkText(file: string, text: string): Promise<Config> {
  const read = readConfigText(text)
  if (!('root' in read)) throw invalidConfig(file, [read])
  const baseDir = path.dirname(file)
  const mistakes = [...schemaMistakes(read.root), ...(await crossMistakes(read.root, baseDir))]
  const parsed = Config.safeParse(read.root)
  if (parsed.success) {
    const config = withAbsolutePaths(parsed.data, baseDir)
    mistakes.push(...templateMistakes(config), ...(await tableMistakes(config)))
  }
  const [first, ...others] = read.place(mistakes)
  if (first !== undefined) throw invalidConfig(file, [first, ...others])
  return Config.parse(read.root)
}

/**
 * Reads and checks the configuration. The file is JSON; comments and trailing commas are accepted, and so is a
 * byte order mark. Paths in the result are absolute; relative ones in the file start at the file's own folder.
 * @throws ConfigError with one sentence about the first mistake and a list of all of them
 */
export async function loadConfig(file: string): Promise<Config> {
  const absolute = absolutePath(file, process.cwd())
  const config = await checkText(absolute, await readText(absolute))
  return withAbsolutePaths(config, path.dirname(absolute))
}

/**
 * Checks and writes the configuration in one step: a crash leaves the old file or the new one. Keeps the mode of
 * the file; comments in it are not kept.
 * @throws ConfigError when the configuration is not valid or the disk refuses; then the old file stays
 */
export async function saveConfig(file: string, config: Config): Promise<void> {
  const absolute = absolutePath(file, process.cwd())
  const text = `${JSON.stringify(config, null, 2)}\n`
  await checkText(absolute, text)
  try {
    await mkdir(path.dirname(absolute), { recursive: true })
    await writeFileAtomic(absolute, text)
  } catch (error) {
    throw new ConfigError(
      'config-unwritable',
      `The configuration ${absolute} cannot be written (${errorText(error)}).`,
      'Check the disk and the rights on its folder, then save again.',
    )
  }
}
