import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createPackage } from '@electron/asar'

/** @electron/fuses finds the switches in Electron's program behind this text. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const FUSE_VERSION = 1
const FUSES = 9
const ENABLED = '1'

/**
 * A folder that electron-builder takes for an unpacked Electron: as much of one as packing and the setting of fuses look
 * at. It cannot be run.
 */
export async function makeElectronDist(dir: string, electronPackage: string): Promise<string> {
  const dist = path.join(dir, 'electron-dist')
  const empty = path.join(dir, 'default-app')
  for (const folder of [path.join(dist, 'resources'), path.join(dist, 'locales'), empty])
    await mkdir(folder, { recursive: true })
  const program = Buffer.concat([
    Buffer.from('\x7fELF not a program '),
    Buffer.from(SENTINEL),
    Buffer.from([FUSE_VERSION, FUSES]),
    Buffer.from(ENABLED.repeat(FUSES)),
    Buffer.from(' the end'),
  ])
  const file = path.join(dist, 'electron')
  await writeFile(file, program)
  await chmod(file, 0o755)
  const { version } = JSON.parse(await readFile(path.join(electronPackage, 'package.json'), 'utf8')) as {
    version: string
  }
  await writeFile(path.join(dist, 'version'), version)
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak'])
    await writeFile(path.join(dist, name), 'in the place of the real one')
  await writeFile(path.join(empty, 'main.js'), '')
  await createPackage(empty, path.join(dist, 'resources', 'default_app.asar'))
  return dist
}

/** Stands in for the program that makes .deb files: writes down what it was told, and makes an empty one. */
export async function makePackager(dir: string): Promise<{ program: string; told: string }> {
  const program = path.join(dir, 'packager.sh')
  const told = path.join(dir, 'packager-was-told.txt')
  const script = `#!/bin/sh
printf '%s\\n' "$@" > '${told}'
while [ $# -gt 0 ]; do
  if [ "$1" = --package ]; then : > "$2"; fi
  shift
done
`
  await writeFile(program, script)
  await chmod(program, 0o755)
  return { program, told }
}
