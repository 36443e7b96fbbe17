import path from 'node:path'
import { parseArgs } from 'node:util'
import { build, type CliOptions, Platform } from 'electron-builder'
import { packageConfig } from './package-config.ts'

/**
 * `npm run package`: makes the package for this platform from what `npm run build` has made.
 * `--dir` stops before the installers; `--electron-dist FOLDER` takes an Electron that lies there already.
 */

export interface PackageOptions {
  /** Such as `dir` (only the unpacked folder) or `deb`; null is all of this platform. */
  targets: readonly string[] | null
  /** A folder with Electron's program; null downloads it. */
  electronDist: string | null
  /** Where the result goes; null is `dist/package`. */
  output: string | null
  env: Readonly<Record<string, string | undefined>>
}

/** @throws Error with one sentence when something that the package needs is missing */
export async function makePackage({ targets, electronDist, output, env }: PackageOptions): Promise<string[]> {
  const isDebian = process.platform === 'linux' && (targets ?? ['deb']).includes('deb')
  if (isDebian && (env['SLUICE_HOMEPAGE'] ?? '') === '')
    throw new Error('Packages for Debian name a homepage: set SLUICE_HOMEPAGE, or build with --dir.')
  const config = packageConfig(env)
  const options: CliOptions = {
    targets: Platform.current().createTarget(targets === null ? null : [...targets]),
    projectDir: path.resolve(import.meta.dirname, '..'),
    publish: 'never',
    config: {
      ...config,
      ...(output === null ? {} : { directories: { ...config.directories, output } }),
      ...(electronDist === null ? {} : { electronDist }),
    },
  }
  return await build(options)
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: {
      dir: { type: 'boolean', default: false },
      'electron-dist': { type: 'string' },
      output: { type: 'string' },
    },
  })
  try {
    const made = await makePackage({
      targets: values.dir ? ['dir'] : null,
      electronDist: values['electron-dist'] ?? null,
      output: values.output ?? null,
      env: process.env,
    })
    for (const file of made) console.log(file)
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
