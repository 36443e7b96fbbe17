import Database from 'better-sqlite3'
import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ProblemError } from '../../../electron/engine/errors.ts'
import { createDeliveries } from '../../../electron/engine/store/deliveries.ts'
import { databaseFile, openDatabase } from '../../../electron/engine/store/open.ts'
import type { Problem } from '../../../shared/problem.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { someDelivery } from './rows.ts'
import { holdElsewhere, isRoot, openElsewhere } from './run-open.ts'
import { tinyDisk } from './tiny-disk.ts'

function problemOf(dataDir: string): Problem | null {
  try {
    openDatabase(dataDir, 'test').database.close()
    return null
  } catch (error) {
    if (error instanceof ProblemError) return error.problem
    throw error
  }
}

test('a new data folder is made for its owner only', async () => {
  const dataDir = path.join(await temporaryFolder(), 'deep', 'data')
  const { database, notice } = openDatabase(dataDir, 'test')
  expect(notice).toBeNull()
  expect(database.pragma('journal_mode', { simple: true })).toBe('wal')
  database.close()
  expect((await stat(dataDir)).mode & 0o777).toBe(0o700)
  expect(await readdir(dataDir)).toEqual(['sluice.db'])
  expect(problemOf(dataDir)).toBeNull()
})

test('an open database leaves flushing to whoever waits for it: a commit does not hold up the event loop', async () => {
  const { database } = openDatabase(await temporaryFolder(), 'test')
  // https://sqlite.org/pragma.html#pragma_synchronous: 1 is NORMAL, 2 is FULL, which flushes at every commit.
  expect(database.pragma('synchronous', { simple: true })).toBe(1)
  database.close()
})

test('a second opening is refused by name, in this process and in another', async () => {
  const dataDir = await temporaryFolder()
  const { database } = openDatabase(dataDir, 'test')
  expect(problemOf(dataDir)).toMatchObject({ code: 'data-folder-in-use' })
  const other = await holdElsewhere(dataDir, 0)
  expect(other.opened.problem).toMatchObject({
    code: 'data-folder-in-use',
    what: expect.stringContaining(dataDir) as unknown,
  })
  await other.kill()
  database.close()
  expect(problemOf(dataDir)).toBeNull()
})

test('after kill -9 the lock is free and what was committed is there, though it was only in the log', async () => {
  const dataDir = await temporaryFolder()
  const holder = await holdElsewhere(dataDir, 40)
  expect(problemOf(dataDir)).toMatchObject({ code: 'data-folder-in-use' })
  await holder.kill()
  expect((await stat(`${databaseFile(dataDir)}-wal`)).size).toBeGreaterThan(40 * 4096)
  const { database, notice } = openDatabase(dataDir, 'test')
  expect(notice).toBeNull()
  expect(createDeliveries(database).search(undefined, undefined, 100)).toHaveLength(40)
  database.close()
})

test('an empty file, as a process leaves it that was killed at its first start, is filled', async () => {
  const dataDir = await temporaryFolder()
  await writeFile(databaseFile(dataDir), '')
  expect(problemOf(dataDir)).toBeNull()
  // The header was written, the shape was not.
  const half = await temporaryFolder()
  const database = new Database(databaseFile(half))
  database.pragma('application_id = 1399616873')
  database.close()
  expect(problemOf(half)).toBeNull()
})

test('the database of another program is refused and left as it is', async () => {
  const dataDir = await temporaryFolder()
  const database = new Database(databaseFile(dataDir))
  database.exec('CREATE TABLE recipes (name TEXT)')
  database.close()
  const before = await stat(databaseFile(dataDir))
  expect(problemOf(dataDir)).toMatchObject({
    code: 'data-folder-unusable',
    what: expect.stringContaining('another program') as unknown,
  })
  expect((await stat(databaseFile(dataDir))).mtimeMs).toBe(before.mtimeMs)
  expect(await readdir(dataDir)).toEqual(['sluice.db'])
})

test('a database from the future is refused and left as it is', async () => {
  const dataDir = await temporaryFolder()
  const { database } = openDatabase(dataDir, 'test')
  createDeliveries(database).insert(someDelivery(1))
  database.pragma('user_version = 99')
  database.close()
  expect(problemOf(dataDir)).toMatchObject({ code: 'database-from-the-future' })
  expect(await readdir(dataDir)).toEqual(['sluice.db'])
})

test('a file where the data folder should be', async () => {
  const file = path.join(await temporaryFolder(), 'data')
  await writeFile(file, 'not a folder')
  expect(problemOf(file)).toMatchObject({
    code: 'data-folder-unusable',
    what: expect.stringContaining(file) as unknown,
    remedy: expect.stringContaining('--data') as unknown,
  })
})

test('a folder that may not be written is told as that, new or in use before', async () => {
  const root = await temporaryFolder()
  await chmod(root, 0o755)
  const empty = path.join(root, 'empty')
  const used = path.join(root, 'used')
  await mkdir(empty)
  openDatabase(used, 'test').database.close()
  await chmod(databaseFile(used), 0o444)
  for (const dataDir of [empty, used]) await chmod(dataDir, 0o555)
  for (const dataDir of [empty, used, path.join(empty, 'new')]) {
    const { problem } = await openElsewhere(dataDir)
    expect(problem).toMatchObject({ code: 'data-folder-unusable' })
    expect(problem?.detail).not.toBe('')
  }
  expect((await openElsewhere(path.join(empty, 'new'))).problem?.what).toContain('may not write')
  expect((await openElsewhere(used)).problem?.what).toContain('may not write')
  for (const dataDir of [empty, used]) await chmod(dataDir, 0o755)
})

test.skipIf(!isRoot)('a full disk at the start is told as that, and nothing is broken by it', async () => {
  const disk = await tinyDisk(1024)
  const dataDir = path.join(disk.root, 'data')
  openDatabase(dataDir, 'test').database.close()
  await disk.fill()
  expect(problemOf(dataDir)).toMatchObject({
    code: 'data-folder-unusable',
    what: expect.stringMatching(/disk .* is full/) as unknown,
    remedy: expect.stringContaining('Make space') as unknown,
  })
  expect(problemOf(path.join(disk.root, 'other'))).toMatchObject({
    what: expect.stringMatching(/full/) as unknown,
  })
  await disk.empty()
  expect(problemOf(dataDir)).toBeNull()
})
