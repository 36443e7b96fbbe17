import { access, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { autostartEntry, writeAutostart } from '../../../electron/shell/autostart.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { failureOf } from '../../support/until.ts'

test('the entry starts the app hidden, and goes again', async () => {
  const home = await temporaryFolder()
  const file = path.join(home, 'autostart', 'sluice.desktop')
  await writeAutostart(home, '/opt/Sluice/sluice', ['--hidden'])
  expect(await readFile(file, 'utf8')).toMatch(/^Exec="\/opt\/Sluice\/sluice" --hidden$/m)
  await writeAutostart(home, '/opt/New/sluice', ['--hidden'])
  expect(await readFile(file, 'utf8')).toMatch(/New/)
  await writeAutostart(home, null, ['--hidden'])
  await failureOf(access(file))
  // Not there already.
  await writeAutostart(home, null, ['--hidden'])
})

test('a path with odd letters stays one word', () => {
  // Desktop Entry Specification, section «The Exec key».
  expect(autostartEntry('/home/my "apps"/100% $x/Sluice.AppImage', ['--hidden'])).toContain(
    String.raw`Exec="/home/my \\"apps\\"/100%% \\$x/Sluice.AppImage" --hidden`,
  )
})

test('another data folder is started as such, and leaves the entry of the usual one alone', async () => {
  const home = await temporaryFolder()
  const file = path.join(home, 'autostart', 'sluice.desktop')
  const other = ['--hidden', '--data', '/srv/press photos']
  await writeAutostart(home, '/opt/Sluice/sluice', ['--hidden'])
  await writeAutostart(home, null, other)
  expect(await readFile(file, 'utf8')).toMatch(/ --hidden$/m)
  await writeAutostart(home, '/opt/Sluice/sluice', other)
  expect(await readFile(file, 'utf8')).toMatch(
    /^Exec="\/opt\/Sluice\/sluice" --hidden --data "\/srv\/press photos"$/m,
  )
  await writeAutostart(home, null, ['--hidden'])
  await access(file)
  await writeAutostart(home, null, other)
  await failureOf(access(file))
})
