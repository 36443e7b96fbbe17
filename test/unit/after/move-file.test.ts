import { existsSync, renameSync } from 'node:fs'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { freeNumber, numberedName } from '../../../electron/engine/after/free-name.ts'
import { moveFile, NotTheDeliveredFile } from '../../../electron/engine/after/move-file.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { failureOf } from '../../support/until.ts'
import { deliveredFile, texts } from './delivered-file.ts'

const AS_IS = { stem: 'a', first: 0 }

/** A folder on another disk than the temporary one, where there is one. */
async function otherDisk(): Promise<string | null> {
  const candidates = ['/dev/shm', os.homedir()]
  const { dev } = await stat(os.tmpdir())
  for (const candidate of candidates) {
    const found = await stat(candidate).catch(() => null)
    if (found === null || found.dev === dev) continue
    const folder = await mkdtemp(path.join(candidate, 'sluice-test-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    return folder
  }
  return null
}

describe.each(['the same disk', 'another disk'])('to %s', (disk) => {
  async function folders(): Promise<{ hot: string; target: string }> {
    const hot = await temporaryFolder()
    const elsewhere = disk === 'another disk' ? await otherDisk() : await temporaryFolder()
    return { hot, target: path.join(elsewhere ?? (await temporaryFolder()), 'sent', 'deep') }
  }

  test('a file is moved with its time, and the folders for it are made', async () => {
    const { hot, target } = await folders()
    const moved = await deliveredFile(path.join(hot, 'a.jpg'), 'picture')
    expect(await moveFile(moved, target, AS_IS)).toBe(path.join(target, 'a.jpg'))
    expect([await texts(hot), await texts(target)]).toEqual([{}, { 'a.jpg': 'picture' }])
    expect((await stat(path.join(target, 'a.jpg'))).mtimeMs).toBe(1_700_000_000_250)
  })

  test('a name that is taken is never written over', async () => {
    const { hot, target } = await folders()
    await deliveredFile(path.join(target, 'a.jpg'), 'first')
    await deliveredFile(path.join(target, 'a (1).jpg'), 'second')
    const moved = await deliveredFile(path.join(hot, 'a.jpg'), 'third')
    expect(await moveFile(moved, target, AS_IS)).toBe(path.join(target, 'a (2).jpg'))
    expect(await texts(target)).toEqual({ 'a.jpg': 'first', 'a (1).jpg': 'second', 'a (2).jpg': 'third' })
  })

  test('many at once with one name each get a place', async () => {
    const { hot, target } = await folders()
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, number) =>
        deliveredFile(path.join(hot, String(number), 'a.jpg'), String(number)),
      ),
    )
    // Two with one name at the same moment share the name of the partial copy on another disk: the engine moves one
    // after the other, and so does this test there.
    if (disk === 'the same disk') await Promise.all(all.map((moved) => moveFile(moved, target, AS_IS)))
    else for (const moved of all) await moveFile(moved, target, AS_IS)
    const found = await texts(target)
    expect(
      Object.values(found)
        .map(Number)
        .toSorted((a, b) => a - b),
    ).toEqual(all.map((_, number) => number))
  })

  test('a file that has changed since stays, and nothing is left in the target', async () => {
    const { hot, target } = await folders()
    const moved = await deliveredFile(path.join(hot, 'a.jpg'), 'picture')
    await writeFile(moved.file, 'changed')
    expect(await failureOf(moveFile(moved, target, AS_IS))).toBeInstanceOf(NotTheDeliveredFile)
    expect(await texts(hot)).toEqual({ 'a.jpg': 'changed' })
    expect(await texts(path.dirname(path.dirname(target)))).toEqual({})
  })

  test('a file that is gone is told as that', async () => {
    const { hot, target } = await folders()
    const moved = await deliveredFile(path.join(hot, 'a.jpg'), 'picture')
    await rm(moved.file)
    expect(await failureOf(moveFile(moved, target, AS_IS))).toMatchObject({ code: 'ENOENT' })
    expect(await texts(path.dirname(path.dirname(target)))).toEqual({})
  })

  test('whenever another program replaces the file, neither content is lost', async () => {
    const { hot, target } = await folders()
    const outcomes = new Set<string>()
    for (let round = 0; round < 150; round++) {
      const name = `${String(round)}.jpg`
      const file = path.join(hot, name)
      const moved = await deliveredFile(file, `old ${String(round)}`)
      await writeFile(path.join(hot, `.${name}`), `new ${String(round)}`)
      const race = { isOver: false }
      const moving = moveFile(moved, target, { stem: String(round), first: 0 })
        .then(
          () => 'moved',
          (error: unknown) => (error instanceof NotTheDeliveredFile ? 'kept' : String(error)),
        )
        .finally(() => (race.isOver = true))
      const moments = [
        () => true,
        () => existsSync(path.join(target, `.sluice-${name}.part`)),
        () => existsSync(path.join(target, name)),
        () => !existsSync(file),
        () => false,
      ]
      const isMoment = moments[round % moments.length] ?? (() => true)
      // A few turns more, so that the replacement falls between any two steps.
      for (let turns = round % 7; turns > 0 && !race.isOver; turns -= isMoment() ? 1 : 0) await turn()
      renameSync(path.join(hot, `.${name}`), file)
      const outcome = await moving
      outcomes.add(outcome)
      expect([round, outcome, Object.values(await texts(hot))]).toEqual([
        round,
        expect.stringMatching(/^(moved|kept)$/),
        [`new ${String(round)}`],
      ])
      const sent = Object.values(await texts(target).catch(() => ({})))
      expect(sent).not.toContain(`new ${String(round)}`)
      if (outcome === 'moved') expect(sent).toContain(`old ${String(round)}`)
      for (const place of Object.keys(await texts(hot))) await rm(path.join(hot, place))
    }
    expect([...outcomes].toSorted()).toEqual(['kept', 'moved'])
  })
})

test('on another disk a copy that is not what was delivered is thrown away and the source stays', async () => {
  const target = await otherDisk()
  if (target === null) return
  const hot = await temporaryFolder()
  const moved = await deliveredFile(path.join(hot, 'a.jpg'), 'picture')
  const error = await failureOf(moveFile({ ...moved, sha256: '0'.repeat(64) }, target, AS_IS))
  expect(error).toBeInstanceOf(NotTheDeliveredFile)
  expect([await texts(hot), await texts(target)]).toEqual([{ 'a.jpg': 'picture' }, {}])
})

test('a file whose digest nobody knows proves its copy on another disk itself', async () => {
  const target = await otherDisk()
  if (target === null) return
  const hot = await temporaryFolder()
  const moved = await deliveredFile(path.join(hot, 'a.jpg'), 'picture')
  expect(await moveFile({ ...moved, sha256: null }, target, AS_IS)).toBe(path.join(target, 'a.jpg'))
  expect([await texts(hot), await texts(target)]).toEqual([{}, { 'a.jpg': 'picture' }])
})

test('what a crash left of a copy is written over', async () => {
  const target = await otherDisk()
  if (target === null) return
  const hot = await temporaryFolder()
  await writeFile(path.join(target, '.sluice-a.jpg.part'), 'half of an older and much longer copy')
  const moved = await deliveredFile(path.join(hot, 'a.jpg'), 'picture')
  await moveFile(moved, target, AS_IS)
  expect(await texts(target)).toEqual({ 'a.jpg': 'picture' })
})

test('the files of one parcel get one number, and still belong together', async () => {
  expect(numberedName('IMG.CR2', 'IMG', 0)).toBe('IMG.CR2')
  expect(numberedName('IMG.CR2', 'IMG', 3)).toBe('IMG (3).CR2')
  expect(numberedName('IMG.CR2.xmp', 'IMG', 3)).toBe('IMG (3).CR2.xmp')
  expect(numberedName('img.XMP', 'IMG', 3)).toBe('img (3).XMP')
  expect(numberedName('other.xmp', 'IMG', 3)).toBe('other (3).xmp')
  expect(numberedName('noextension', 'noextension', 1)).toBe('noextension (1)')
  const directory = await temporaryFolder()
  expect(await freeNumber(directory, ['IMG.CR2', 'IMG.xmp'], 'IMG')).toBe(0)
  await writeFile(path.join(directory, 'IMG.CR2'), '')
  await writeFile(path.join(directory, 'IMG (1).xmp'), '')
  expect(await freeNumber(directory, ['IMG.CR2', 'IMG.xmp'], 'IMG')).toBe(2)
})
