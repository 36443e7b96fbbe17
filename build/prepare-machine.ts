import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Debian's perl-base brings perl itself, but not all of the core modules that ExifTool uses. */
const PERL_PROBE = ['-MPOSIX', '-MFile::Find', '-MTime::Local', '-e', '1']
const BY_HAND = 'apt-get install perl'
/** Another installation may be under way: it is waited for, in seconds. */
const APT_OPTIONS = ['-o', 'DPkg::Lock::Timeout=120', '-y']

export interface PrepareOptions {
  /** Told before anything is installed. */
  say?: (words: string) => void
  env?: NodeJS.ProcessEnv
  /** Only root may install packages. */
  isRoot?: boolean
}

/**
 * Makes sure of a perl that can run ExifTool, which writes the metadata of practice photos. Installs it where that is
 * possible: as root on Debian and its relatives.
 * @throws Error with one sentence that says what to do
 */
export async function ensurePerl(options: PrepareOptions = {}): Promise<void> {
  // ExifTool for Windows brings its own perl.
  if (process.platform === 'win32') return
  const { say = () => undefined, env = process.env, isRoot = process.getuid?.() === 0 } = options
  if (await succeeds('perl', PERL_PROBE, env)) return
  const hasApt = await succeeds('apt-get', ['--version'], env)
  if (!hasApt)
    throw new Error('Perl with its core modules is missing: install the package «perl» and try again.')
  if (!isRoot) throw new Error(`Perl is missing or incomplete: run «sudo ${BY_HAND}» and try again.`)
  say(`Perl is missing or incomplete: installing it (${BY_HAND}).`)
  await installPerl(env)
  if (!(await succeeds('perl', PERL_PROBE, env)))
    throw new Error(`Perl still lacks core modules after «${BY_HAND}»: repair it and try again.`)
}

async function installPerl(env: NodeJS.ProcessEnv): Promise<void> {
  const quiet = { ...env, DEBIAN_FRONTEND: 'noninteractive' }
  // A fresh machine knows no packages yet; an old list may still do when there is no newer one.
  await succeeds('apt-get', [...APT_OPTIONS, 'update'], quiet)
  try {
    await run('apt-get', [...APT_OPTIONS, 'install', '--no-install-recommends', 'perl'], { env: quiet })
  } catch (cause) {
    throw new Error(`Perl could not be installed: run «${BY_HAND}» by hand to see why, then try again.`, {
      cause,
    })
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
