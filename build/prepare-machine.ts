import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Another installation may be under way: it is waited for, in seconds. */
const APT_OPTIONS = ['-o', 'DPkg::Lock::Timeout=120', '-y']

export interface PrepareOptions {
  /** Told before anything is installed. */
  say?: (words: string) => void
  env?: NodeJS.ProcessEnv
  /** Only root may install packages. */
  isRoot?: boolean
}

/** A program that comes from a package of Debian. */
interface Wanted {
  /** The package. */
  name: string
  isThere: (env: NodeJS.ProcessEnv) => Promise<boolean>
  /** What is wrong while it is not there. */
  lack: string
  /** What is wrong when nobody can install it here. */
  lackWithoutApt: string
  /** What is wrong when it was installed in vain. */
  stillLack: string
}

const PERL: Wanted = {
  name: 'perl',
  // Debian's perl-base brings perl itself, but not all of the core modules that ExifTool uses.
  isThere: (env) => succeeds('perl', ['-MPOSIX', '-MFile::Find', '-MTime::Local', '-e', '1'], env),
  lack: 'Perl is missing or incomplete',
  lackWithoutApt: 'Perl with its core modules is missing',
  stillLack: 'Perl still lacks core modules',
}

/**
 * Makes sure of a perl that can run ExifTool, which writes the metadata of practice photos. Installs it where that is
 * possible: as root on Debian and its relatives.
 * @throws Error with one sentence that says what to do
 */
export async function ensurePerl(options: PrepareOptions = {}): Promise<void> {
  // ExifTool for Windows brings its own perl.
  if (process.platform !== 'win32') await ensure(PERL, options)
}

/** Where Debian and its relatives put it. */
const CHROMIUM_FILE = '/usr/bin/chromium'

/**
 * Makes sure of a Chromium, in which the window is tested: the one that `CHROMIUM_PATH` names, else Debian's. Installs
 * it where that is possible: as root on Debian and its relatives.
 * @returns its path
 * @throws Error with one sentence that says what to do
 */
export async function ensureChromium(options: PrepareOptions & { file?: string } = {}): Promise<string> {
  const { env = process.env, file = CHROMIUM_FILE } = options
  const named = env['CHROMIUM_PATH']
  if (named !== undefined && named !== '') {
    if (await succeeds(named, ['--version'], env)) return named
    throw new Error(`CHROMIUM_PATH names ${named}, which is no Chromium that runs: correct it and try again.`)
  }
  await ensure(
    {
      name: 'chromium',
      isThere: () => succeeds(file, ['--version'], env),
      lack: 'Chromium is missing',
      lackWithoutApt: 'Chromium is missing, and CHROMIUM_PATH does not name one',
      stillLack: 'Chromium still does not run',
    },
    options,
  )
  return file
}

async function ensure(wanted: Wanted, options: PrepareOptions): Promise<void> {
  const { say = () => undefined, env = process.env, isRoot = process.getuid?.() === 0 } = options
  const { name, isThere, lack, lackWithoutApt, stillLack } = wanted
  const byHand = `apt-get install ${name}`
  if (await isThere(env)) return
  const hasApt = await succeeds('apt-get', ['--version'], env)
  if (!hasApt) throw new Error(`${lackWithoutApt}: install the package «${name}» and try again.`)
  if (!isRoot) throw new Error(`${lack}: run «sudo ${byHand}» and try again.`)
  say(`${lack}: installing it (${byHand}).`)
  await install(name, env)
  if (!(await isThere(env))) throw new Error(`${stillLack} after «${byHand}»: repair it and try again.`)
}

async function install(name: string, env: NodeJS.ProcessEnv): Promise<void> {
  const quiet = { ...env, DEBIAN_FRONTEND: 'noninteractive' }
  // A fresh machine knows no packages yet; an old list may still do when there is no newer one.
  await succeeds('apt-get', [...APT_OPTIONS, 'update'], quiet)
  try {
    await run('apt-get', [...APT_OPTIONS, 'install', '--no-install-recommends', name], { env: quiet })
  } catch (cause) {
    const title = name.charAt(0).toUpperCase() + name.slice(1)
    throw new Error(
      `${title} could not be installed: run «apt-get install ${name}» by hand to see why, then try again.`,
      { cause },
    )
  }
}

async function succeeds(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<boolean> {
  try {
    await run(program, args, { env })
    return true
  } catch {
    return false
  }
}
