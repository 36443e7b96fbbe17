import { chmod, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { isTrayShown } from '../../../electron/shell/tray-place.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** A folder with programs that answer so. */
async function programs(answers: Readonly<Record<string, string>>): Promise<string> {
  const dir = await temporaryFolder()
  for (const [name, script] of Object.entries(answers)) {
    await writeFile(path.join(dir, name), `#!/bin/sh\n${script}\n`)
    await chmod(path.join(dir, name), 0o755)
  }
  return dir
}

test.skipIf(process.platform === 'win32').each([
  ['GNOME', { 'dbus-send': 'echo "   boolean false"' }, false],
  ['ubuntu:GNOME', { 'dbus-send': 'echo "   boolean true"' }, true],
  ['GNOME', { busctl: 'echo "b true"' }, true],
  ['GNOME', { 'dbus-send': 'exit 1', busctl: 'echo "b false"' }, false],
  ['GNOME', {}, false],
  ['KDE', { 'dbus-send': 'echo "   boolean true"' }, true],
  // Its panel shows trays of the older kind.
  ['XFCE', { 'dbus-send': 'echo "   boolean false"' }, true],
  ['', {}, true],
] as const)('on «%s» with %j a tray is seen: %s', async (desktop, answers, expected) => {
  const env = { PATH: await programs(answers), XDG_CURRENT_DESKTOP: desktop }
  expect(await isTrayShown(env, 'linux')).toBe(expected)
})

test('elsewhere there always is one', async () => {
  expect(await isTrayShown({}, 'darwin')).toBe(true)
  expect(await isTrayShown({}, 'win32')).toBe(true)
})
