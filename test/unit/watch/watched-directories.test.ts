import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { OpenWatch, WatchEvents } from '../../../electron/engine/watch/directory-watch.ts'
import { HintBatch } from '../../../electron/engine/watch/hint-batch.ts'
import type { HintDoubt } from '../../../electron/engine/watch/hints.ts'
import { limitWords } from '../../../electron/engine/watch/watch-limits.ts'
import { WatchedDirectories } from '../../../electron/engine/watch/watched-directories.ts'
import { type TemporaryFolder, temporaryFolder } from './temporary-folder.ts'

let folder: TemporaryFolder
let doubts: HintDoubt[]
let hinted: string[]

beforeEach(async () => {
  folder = await temporaryFolder()
  doubts = []
  hinted = []
})

afterEach(async () => {
  vi.restoreAllMocks()
  await folder.remove()
})

/** A system that has `room` watches and no more. */
function crowded(room: number, code = 'ENOSPC'): { open: OpenWatch; tries: string[]; events: WatchEvents[] } {
  const tries: string[] = []
  const events: WatchEvents[] = []
  const open: OpenWatch = (directory, report) => {
    tries.push(path.basename(directory))
    if (events.length >= room) return Promise.reject(Object.assign(new Error(`${code}: no more`), { code }))
    events.push(report)
    return Promise.resolve({ close: () => Promise.resolve() })
  }
  return { open, tries, events }
}

async function directories(count: number): Promise<string[]> {
  const made = Array.from({ length: count }, (_, n) => path.join(folder.root, `d${n}`))
  for (const directory of made) await mkdir(directory)
  return made
}

function watchedBy(open: OpenWatch): WatchedDirectories {
  return new WatchedDirectories(
    { onHint: (at) => hinted.push(at), onDoubt: (doubt) => doubts.push(doubt) },
    open,
  )
}

test('out of watches: one doubt for all directories, and no storm of attempts', async () => {
  const system = crowded(2)
  const hints = watchedBy(system.open)
  const all = await directories(10)
  for (const directory of all) hints.watch(directory)
  await hints.settled()
  expect([hints.watched, system.tries.length]).toEqual([2, 3])
  expect(doubts).toMatchObject([{ code: 'ENOSPC', isPermanent: true }])
  expect(doubts[0]?.words.text).toContain('8 directories are looked through at intervals')
  for (const directory of all) hints.watch(directory)
  await hints.settled()
  expect([system.tries.length, doubts.length]).toEqual([3, 1])
  await hints.close()
})

test('out of watches: tries again after a while', async () => {
  const system = crowded(1)
  const hints = watchedBy(system.open)
  const [first = '', second = ''] = await directories(2)
  hints.watch(first)
  hints.watch(second)
  await hints.settled()
  const nowMs = Date.now()
  vi.spyOn(Date, 'now').mockReturnValue(nowMs + 700_000)
  system.events.length = 0
  hints.watch(second)
  await hints.settled()
  expect(hints.watched).toBe(2)
  await hints.close()
})

test('a directory that may not be read is left to the scan', async () => {
  const hints = watchedBy(crowded(0, 'EACCES').open)
  for (const directory of await directories(3)) hints.watch(directory)
  await hints.settled()
  expect([hints.watched, doubts]).toEqual([0, []])
  await hints.close()
})

test('what else cannot be watched is one doubt, not one each', async () => {
  const hints = watchedBy(crowded(0, 'ENOSYS').open)
  for (const directory of await directories(3)) hints.watch(directory)
  await hints.settled()
  expect(doubts).toMatchObject([{ code: 'ENOSYS', isPermanent: true }])
  await hints.close()
})

test('a watch that breaks is told and can be asked for anew', async () => {
  const system = crowded(5)
  const hints = watchedBy(system.open)
  const [directory = ''] = await directories(1)
  hints.watch(directory)
  await hints.settled()
  system.events[0]?.onError(Object.assign(new Error('broken'), { code: 'EPERM' }))
  expect([hints.watched, doubts[0]?.isPermanent]).toEqual([0, false])
  await expect.poll(() => hinted).toContain(directory)
  hints.watch(directory)
  await hints.settled()
  expect(hints.watched).toBe(1)
  await hints.close()
})

test('a directory forgotten while its watch is being opened is closed again', async () => {
  const called = Promise.withResolvers<undefined>()
  const opening = Promise.withResolvers<undefined>()
  const close = vi.fn(() => Promise.resolve())
  const hints = watchedBy(async () => {
    called.resolve(undefined)
    await opening.promise
    return { close }
  })
  const [directory = ''] = await directories(1)
  hints.watch(directory)
  await called.promise
  hints.forget(directory)
  opening.resolve(undefined)
  await hints.settled()
  expect([hints.watched, close.mock.calls.length]).toEqual([0, 1])
  await hints.close()
})

test('a batch hints once for each path and tells when too much came at once', async () => {
  let overflows = 0
  const batch = new HintBatch(
    (at) => hinted.push(at),
    () => (overflows += 1),
  )
  batch.suspiciousEvents = 5
  for (const at of ['a', 'b', 'a', 'a']) batch.add(at)
  await expect.poll(() => hinted).toEqual(['a', 'b'])
  expect(overflows).toBe(0)
  for (const at of ['c', 'c', 'c', 'c', 'c']) batch.add(at)
  await expect.poll(() => overflows).toBe(1)
})

test('the limit is told in words that help', () => {
  const limits = { watches: 8_192, queuedEvents: 16_384 }
  expect(limitWords('ENOSPC', limits, 1).text).toBe(
    'Linux allows 8192 watches (fs.inotify.max_user_watches), and they are used up: 1 directory is looked through at ' +
      'intervals instead. To lift it: sudo sysctl fs.inotify.max_user_watches=524288',
  )
  expect(limitWords('ENOSPC', { ...limits, watches: 524_288 }, 5).text).toContain('max_user_watches=2097152')
  expect(limitWords('EMFILE', limits, 5).text).toContain('ulimit -n')
})
