import { appendFile, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type DirectoryHints,
  type HintDoubt,
  type HintListener,
  chokidarHints,
  nativeHints,
} from '../../../electron/engine/watch/directory-hints.ts'
import { type TemporaryFolder, temporaryFolder } from './temporary-folder.ts'

const DEADLINE = { timeout: 5_000 }
let folder: TemporaryFolder
let hinted: Set<string>
let doubts: HintDoubt[]
let hints: DirectoryHints

beforeEach(async () => {
  folder = await temporaryFolder()
  hinted = new Set()
  doubts = []
})

afterEach(async () => {
  await hints.close()
  await folder.remove()
})

const listener: HintListener = {
  onHint: (at) => void hinted.add(at),
  onDoubt: (doubt) => void doubts.push(doubt),
}

async function watchAll(...directories: string[]): Promise<void> {
  for (const directory of directories) hints.watch(directory)
  await hints.settled()
  hinted.clear()
}

const at = (name: string): string => path.join(folder.root, name)

describe.each([
  { kind: 'chokidar', start: () => chokidarHints(listener) },
  { kind: 'native', start: () => nativeHints(listener) },
])('$kind', ({ start }) => {
  beforeEach(() => {
    hints = start()
  })

  test('hints at files that come, grow, are renamed and go', async () => {
    await watchAll(folder.root)
    await writeFile(at('1.jpg'), 'x')
    await expect.poll(() => hinted, DEADLINE).toContain(at('1.jpg'))
    hinted.clear()
    await appendFile(at('1.jpg'), 'y')
    await expect.poll(() => hinted, DEADLINE).toContain(at('1.jpg'))
    await rename(at('1.jpg'), at('2.jpg'))
    await expect.poll(() => hinted, DEADLINE).toContain(at('2.jpg'))
    hinted.clear()
    await rm(at('2.jpg'))
    await expect.poll(() => hinted, DEADLINE).toContain(at('2.jpg'))
    expect(doubts).toEqual([])
  })

  test('hints at new directories, and at what is in them once they are watched', async () => {
    await watchAll(folder.root)
    await mkdir(at('day 1'))
    await expect.poll(() => hinted, DEADLINE).toContain(at('day 1'))
    await watchAll(at('day 1'))
    await writeFile(at('day 1/1.jpg'), 'x')
    await expect.poll(() => hinted, DEADLINE).toContain(at('day 1/1.jpg'))
    expect(hints.watched).toBe(2)
  })

  test('a directory that changed lately is hinted at when its watch begins', async () => {
    await folder.write('day 1/1.jpg')
    hints.watch(at('day 1'))
    await hints.settled()
    await expect.poll(() => hinted, DEADLINE).toContain(at('day 1'))
  })

  test('one watch however often it is asked for; none after it is forgotten', async () => {
    await watchAll(folder.root, folder.root)
    hints.watch(folder.root)
    await hints.settled()
    expect(hints.watched).toBe(1)
    hints.forget(folder.root)
    hints.forget(at('never'))
    expect(hints.watched).toBe(0)
    hints.watch(folder.root)
    hints.forget(folder.root)
    await hints.settled()
    expect(hints.watched).toBe(0)
  })

  test('a directory that is removed is hinted at and forgotten', async () => {
    await mkdir(at('a'))
    await watchAll(folder.root, at('a'))
    await rm(at('a'), { recursive: true })
    await expect.poll(() => hints.watched, DEADLINE).toBe(1)
    await expect.poll(() => hinted, DEADLINE).toContain(at('a'))
    await mkdir(at('a'))
    await watchAll(at('a'))
    await writeFile(at('a/1.jpg'), 'x')
    await expect.poll(() => hinted, DEADLINE).toContain(at('a/1.jpg'))
  })

  test('a directory that is renamed is forgotten under its old name', async () => {
    await mkdir(at('a'))
    await watchAll(folder.root, at('a'))
    await rename(at('a'), at('b'))
    await expect.poll(() => hinted, DEADLINE).toContain(at('b'))
    await expect.poll(() => hints.watched, DEADLINE).toBe(1)
  })

  test('a file named like its directory does not end the watch', async () => {
    await mkdir(at('a'))
    await watchAll(at('a'))
    await writeFile(at('a/a'), 'x')
    await expect.poll(() => hinted, DEADLINE).toContain(at('a/a'))
    await writeFile(at('a/1.jpg'), 'x')
    await expect.poll(() => hinted, DEADLINE).toContain(at('a/1.jpg'))
    expect(hints.watched).toBe(1)
  })

  test('a root that is a link is watched under its own name', async () => {
    await mkdir(at('real'))
    await symlink(at('real'), at('link'))
    await watchAll(at('link'))
    await writeFile(at('real/1.jpg'), 'x')
    await expect.poll(() => hinted, DEADLINE).toContain(at('link/1.jpg'))
  })

  test('a directory that is not there is hinted at, not watched', async () => {
    hints.watch(at('none'))
    await hints.settled()
    await expect.poll(() => hinted, DEADLINE).toContain(at('none'))
    expect([hints.watched, doubts]).toEqual([0, []])
  })

  test('a burst loses no file', async () => {
    const directories = Array.from({ length: 20 }, (_, n) => at(`d${n}`))
    for (const directory of directories) await mkdir(directory)
    await watchAll(...directories)
    const files = Array.from({ length: 2_000 }, (_, n) => at(`d${n % 20}/${n}.jpg`))
    for (const file of files) await writeFile(file, '')
    await expect.poll(() => files.filter((file) => !hinted.has(file)), DEADLINE).toEqual([])
    expect(hints.watched).toBe(20)
  })

  test('says nothing after it is closed', async () => {
    await watchAll(folder.root)
    await writeFile(at('1.jpg'), 'x')
    await hints.close()
    hinted.clear()
    hints.watch(folder.root)
    await writeFile(at('2.jpg'), 'x')
    await new Promise((resolve) => setImmediate(resolve))
    expect([hinted.size, hints.watched]).toEqual([0, 0])
  })
})

test('beyond a number of directories Node’s own watches take over', async () => {
  hints = chokidarHints(listener, 1)
  await mkdir(at('a'))
  await watchAll(folder.root, at('a'))
  await writeFile(at('a/1.jpg'), 'x')
  await writeFile(at('1.jpg'), 'x')
  await expect.poll(() => hinted, DEADLINE).toContain(at('a/1.jpg'))
  await expect.poll(() => hinted, DEADLINE).toContain(at('1.jpg'))
})

test.skipIf(path.sep === '\\')('a directory with a backslash in its name is watched', async () => {
  hints = chokidarHints(listener)
  await mkdir(at('a\\b'))
  await watchAll(at('a\\b'))
  await writeFile(at('a\\b/1.jpg'), 'x')
  await expect.poll(() => hinted, DEADLINE).toContain(at('a\\b/1.jpg'))
})
