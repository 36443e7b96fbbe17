import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { Log } from '../../../electron/engine/ports.ts'
import { WindowMemory } from '../../../electron/shell/window-memory.ts'
import type { WindowPlace } from '../../../electron/shell/window-place.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const at = (x: number): WindowPlace => ({ x, y: 20, width: 900, height: 600, isMaximized: x > 1000 })

async function scene() {
  const dataDir = await temporaryFolder()
  const clock = new FakeClock()
  const warned: string[] = []
  const nothing = (): undefined => undefined
  const log: Log = { debug: nothing, info: nothing, warn: (words) => warned.push(words), error: nothing }
  return {
    dataDir,
    clock,
    warned,
    file: path.join(dataDir, 'window-place.json'),
    open: () => new WindowMemory({ dataDir, clock, log }),
  }
}

test('a window that is dragged is written down once, when it stands still, and found by the next start', async () => {
  const { dataDir, clock, open, file } = await scene()
  const memory = open()
  expect(memory.recall()).toBeNull()
  for (let x = 0; x < 200; x++) {
    memory.changed(at(x))
    await clock.advance(10)
  }
  expect(await readdir(dataDir)).toEqual([])
  expect(clock.timers).toBe(1)
  await clock.advance(500)
  await memory.flush()
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(at(199))
  expect(await readdir(dataDir)).toEqual(['window-place.json'])
  expect(open().recall()).toEqual(at(199))
})

test('what is not written yet when the app ends is written then', async () => {
  const { open } = await scene()
  const memory = open()
  memory.changed(at(1200))
  expect(memory.recall()).toEqual(at(1200))
  await memory.flush()
  expect(open().recall()).toEqual(at(1200))
})

test('what is the same is not written again', async () => {
  const { open, file } = await scene()
  const first = open()
  first.changed(at(1))
  await first.flush()
  const memory = open()
  memory.recall()
  await rm(file)
  memory.changed(at(1))
  await memory.flush()
  await expect(readFile(file)).rejects.toThrow('ENOENT')
})

test.each(['', '{"x":', '{"x":1}', '{"x":1,"y":1,"width":0,"height":5,"isMaximized":false}', '[]'])(
  'a file that says %j is passed over',
  async (text) => {
    const { open, file } = await scene()
    await writeFile(file, text)
    expect(open().recall()).toBeNull()
  },
)

test('a disk that refuses is told in the log, and tried again at the next change', async () => {
  const { dataDir, open, warned, file } = await scene()
  await rm(dataDir, { recursive: true })
  await writeFile(dataDir, 'a file in the place of the folder')
  const memory = open()
  memory.changed(at(1))
  await memory.flush()
  expect(warned).toHaveLength(1)
  await rm(dataDir)
  memory.changed(at(1))
  await memory.flush()
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(at(1))
})
