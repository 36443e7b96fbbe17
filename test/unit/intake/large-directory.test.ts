import { expect, test } from 'vitest'
import { FolderScan, type ScanWorld } from '../../../electron/engine/intake/folder-scan.ts'
import type { Listing } from '../../../electron/engine/watch/scan.ts'
import { type KnownFiles, knownFiles } from './known-files.ts'

const NOW = 5_000
const FILES = 700
const LISTING: Listing = {
  directory: 'd',
  files: [],
  directories: [],
  ignored: [],
  unreadable: [],
  failed: null,
  isLast: true,
}

async function largeDirectory(): Promise<KnownFiles & { scan: FolderScan; present: () => number }> {
  const known = await knownFiles()
  const { store, folderId } = known
  const seen = Array.from({ length: FILES }, (_none, index) => known.see(`d/IMG_${String(index)}.jpg`, index))
  await Promise.all(seen)
  const world: ScanWorld = {
    store,
    folderId,
    folderName: 'hot',
    goesByName: false,
    root: '/hot',
    rootDev: 1n,
    nowMs: () => NOW,
    watch: () => undefined,
    forget: () => undefined,
    emit: () => undefined,
    isNews: () => true,
    onStall: () => undefined,
    onJobs: () => undefined,
  }
  const present = (): number => store.files.counts(folderId).arriving ?? 0
  return { ...known, scan: new FolderScan(world, 2), present }
}

function sighted(index: number): Listing['files'][number] {
  return {
    name: `IMG_${String(index)}.jpg`,
    identity: `1:${String(index)}:10:99`,
    sizeBytes: 10,
    changedMs: 99,
    mtimeMs: 99,
  }
}

test('files that have left a large directory are noted bit by bit, and others write in between', async () => {
  const { store, scan, present } = await largeDirectory()
  const heard: number[] = []
  const end = { isReached: false }
  const over = scan.take(LISTING).finally(() => {
    end.isReached = true
  })
  while (!end.isReached) heard.push(await store.write(present))
  await over
  expect(present()).toBe(0)
  expect(new Set(heard.filter((count) => count > 0 && count < FILES)).size).toBeGreaterThanOrEqual(2)
})

test('of a listing in pieces only what none of them names has left', async () => {
  const { scan, row, present } = await largeDirectory()
  const pieces = [
    { ...LISTING, files: Array.from({ length: 300 }, (_none, at) => sighted(at)), isLast: false },
    { ...LISTING, files: Array.from({ length: 300 }, (_none, at) => sighted(300 + at)) },
  ]
  for (const piece of pieces) await scan.take(piece)
  expect(present()).toBe(600)
  expect(row('d/IMG_599.jpg')).toMatchObject({ gone_ms: null })
  expect(row('d/IMG_600.jpg')).toMatchObject({ gone_ms: NOW })
})

test('a large directory that has gone takes all of its files along, and is forgotten when nothing was ever in it', async () => {
  const { store, folderId, scan, present } = await largeDirectory()
  await store.write(() => store.files.directory(folderId, 'empty', 1))
  await scan.finish()
  expect(present()).toBe(0)
  expect(store.files.directoryId(folderId, 'd')).not.toBeNull()
  expect(store.files.directoryId(folderId, 'empty')).toBeNull()
})
