import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { FolderWatch } from '../../../electron/engine/intake/folder-watch.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { until } from '../../support/until.ts'

const IGNORE = (): undefined => undefined

test('a directory that changed before it was watched is listed, also when the one above it is listed as well', async () => {
  const root = await temporaryFolder()
  await mkdir(path.join(root, 'new'))
  const watch = new FolderWatch(root, new FakeClock(), IGNORE, IGNORE)
  onTestFinished(() => watch.close())
  // Both have just changed: what came into them before their watches stood is only found by listing them.
  watch.watch('')
  watch.watch('new')
  const listed = new Set<string>()
  await until(() => {
    const hints = watch.takeHints()
    if (hints.kind === 'places') for (const directory of hints.directories) listed.add(directory)
    return listed.size === 2
  }, 'both are to be listed')
  expect([...listed].toSorted()).toEqual(['', 'new'])
})
