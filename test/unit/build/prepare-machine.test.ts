import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ensureChromium, ensurePerl } from '../../../build/prepare-machine.ts'

// A machine is its PATH here: programs of our own in place of perl and apt-get, so that nothing is really installed.
let binDir: string
let said: string[]
beforeEach(async () => {
  binDir = await mkdtemp(path.join(os.tmpdir(), 'sluice-machine-'))
  said = []
})
afterEach(() => rm(binDir, { recursive: true, force: true }))

async function program(name: string, script: string): Promise<void> {
  const file = path.join(binDir, name)
  await writeFile(file, `#!/bin/sh\n${script}\n`)
  await chmod(file, 0o755)
}

const prepare = (isRoot: boolean): Promise<void> =>
  ensurePerl({ env: { PATH: binDir, BIN: binDir }, isRoot, say: (words) => said.push(words) })
const aptLog = (): Promise<string> => readFile(path.join(binDir, 'apt.log'), 'utf8')

// What Debian's perl-base answers to the probe.
const INCOMPLETE_PERL = `echo "Can't locate POSIX.pm in @INC" >&2; exit 2`
// Packages are only known after an update; the installed perl is there at once.
const APT = `echo "$DEBIAN_FRONTEND $*" >> "$BIN/apt.log"
case "$*" in
  *update) : > "$BIN/lists" ;;
  *install*) test -e "$BIN/lists" || exit 100; echo '#!/bin/sh' > "$BIN/perl" ;;
esac`

test('a complete perl is left as it is', async () => {
  await program('perl', 'exit 0')
  await prepare(true)
  expect(said).toEqual([])
})

test('an incomplete perl is completed on Debian as root, and that is said', async () => {
  await program('perl', INCOMPLETE_PERL)
  await program('apt-get', APT)
  await prepare(true)
  expect(said).toEqual(['Perl is missing or incomplete: installing it (apt-get install perl).'])
  const last = (await aptLog()).trim().split('\n').at(-1)
  expect(last).toBe('noninteractive -o DPkg::Lock::Timeout=120 -y install --no-install-recommends perl')
})

test('whoever may not install gets the command', async () => {
  await program('apt-get', 'exit 0')
  await expect(prepare(false)).rejects.toThrow(
    'Perl is missing or incomplete: run «sudo apt-get install perl» and try again.',
  )
})

test('without apt-get the package is named', async () => {
  await expect(prepare(true)).rejects.toThrow(
    'Perl with its core modules is missing: install the package «perl» and try again.',
  )
})

test.each([
  ['exit 100', 'Perl could not be installed: run «apt-get install perl» by hand to see why, then try again.'],
  ['exit 0', 'Perl still lacks core modules after «apt-get install perl»: repair it and try again.'],
])('an installation that fails is told: %s', async (script, words) => {
  await program('apt-get', `case "$*" in *install*) ${script} ;; esac`)
  await expect(prepare(true)).rejects.toThrow(words)
})

const CHROMIUM_APT = APT.replace('"$BIN/perl"', '"$BIN/chromium"; chmod +x "$BIN/chromium"')
const prepareChromium = (env: NodeJS.ProcessEnv = {}, isRoot = true): Promise<string> =>
  ensureChromium({
    env: { PATH: `${binDir}:/bin`, BIN: binDir, ...env },
    isRoot,
    say: (words) => said.push(words),
    file: path.join(binDir, 'chromium'),
  })

test('the Chromium that CHROMIUM_PATH names is used', async () => {
  await program('mine', 'exit 0')
  const mine = path.join(binDir, 'mine')
  expect(await prepareChromium({ CHROMIUM_PATH: mine })).toBe(mine)
  expect(said).toEqual([])
})

test('a wrong CHROMIUM_PATH is told, and nothing is installed in its place', async () => {
  await expect(prepareChromium({ CHROMIUM_PATH: '/nowhere/chromium' })).rejects.toThrow(
    'CHROMIUM_PATH names /nowhere/chromium, which is no Chromium that runs',
  )
})

test('a missing Chromium is installed on Debian as root, and that is said', async () => {
  await program('apt-get', CHROMIUM_APT)
  expect(await prepareChromium()).toBe(path.join(binDir, 'chromium'))
  expect(said).toEqual(['Chromium is missing: installing it (apt-get install chromium).'])
})

test('whoever may not install Chromium gets the command', async () => {
  await program('apt-get', 'exit 0')
  await expect(prepareChromium({}, false)).rejects.toThrow(
    'Chromium is missing: run «sudo apt-get install chromium» and try again.',
  )
})
