import {
  existsSync,
  openSync,
  closeSync,
  writeSync,
  readFileSync,
  statSync,
  truncateSync,
  copyFileSync,
} from 'node:fs'
import { readdir, rename, writeFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createDeliveries, type DeliveryRecord } from '../../../electron/engine/store/deliveries.ts'
import { databaseFile, openDatabase, type OpenedDatabase } from '../../../electron/engine/store/open.ts'
import { openStore } from '../../../electron/engine/store/store.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { failureOf } from '../../support/until.ts'
import { someDelivery } from './rows.ts'
import { holdElsewhere, isRoot } from './run-open.ts'
import { tinyDisk } from './tiny-disk.ts'

const PAGE_BYTES = 4096
const DELIVERIES = 2_000

/** A data folder with a history, closed properly. Some receipts are longer than a page. */
function fillHistory(dataDir: string, count = DELIVERIES): void {
  const { database } = openDatabase(dataDir, 'test')
  const deliveries = createDeliveries(database)
  database.transaction(() => {
    for (let number = 1; number <= count; number++) {
      const note = number % 500 === 0 ? 'long '.repeat(4_000) : 'short'
      const receipt = { ...(JSON.parse(someDelivery(number).receipt) as object), note }
      deliveries.insert(someDelivery(number, { receipt: JSON.stringify(receipt) }))
    }
  })()
  database.close()
}

async function history(count = DELIVERIES): Promise<string> {
  const dataDir = await temporaryFolder()
  fillHistory(dataDir, count)
  return dataDir
}

function overwrite(file: string, offset: number, bytes: Buffer): void {
  const handle = openSync(file, 'r+')
  writeSync(handle, bytes, 0, bytes.length, offset)
  closeSync(handle)
}

function reopen(dataDir: string): OpenedDatabase & { history: DeliveryRecord[] } {
  const opened = openDatabase(dataDir, 'now')
  onTestFinished(() => {
    opened.database.close()
  })
  return {
    ...opened,
    history: createDeliveries(opened.database).search(undefined, undefined, DELIVERIES * 2),
  }
}

/** Every row that is there is one of those that were written, word for word. */
function expectTrue(found: readonly DeliveryRecord[]): void {
  for (const row of found) {
    const { receipt, ...expected } = someDelivery(row.job_id)
    expect(row).toMatchObject(expected)
    expect(JSON.parse(row.receipt)).toMatchObject(JSON.parse(receipt) as object)
  }
}

describe('a damaged database is copied aside, told, and its history carried over', () => {
  test.each<[string, (file: string) => void, number]>([
    ['the first 16 bytes are gone', (file) => overwrite(file, 0, Buffer.alloc(16)), DELIVERIES],
    ['the header is noise', (file) => overwrite(file, 0, randomBytes(100)), DELIVERIES],
    ['the whole first page is noise', (file) => overwrite(file, 0, randomBytes(PAGE_BYTES)), DELIVERIES],
    ['only the mark of Sluice is gone', (file) => overwrite(file, 68, Buffer.alloc(4)), DELIVERIES],
    ['only the number of its shape is gone', (file) => overwrite(file, 60, Buffer.alloc(4)), DELIVERIES],
    [
      'pages in the middle are noise',
      (file) => overwrite(file, middle(file), randomBytes(8 * PAGE_BYTES)),
      1_900,
    ],
    [
      'pages in the middle are zero',
      (file) => overwrite(file, middle(file), Buffer.alloc(8 * PAGE_BYTES)),
      1_900,
    ],
    ['the last pages are missing', (file) => truncateSync(file, statSync(file).size - 5 * PAGE_BYTES), 1_900],
    ['half of it is missing', (file) => truncateSync(file, Math.floor(statSync(file).size / 2)), 500],
    ['every tenth page is noise', noiseInEveryTenthPage, 1_500],
    ['it is a text', (file) => overwrite(file, 0, Buffer.from('Dear diary,\n'.repeat(20))), DELIVERIES],
  ])('%s', async (_what, damage, atLeast) => {
    const dataDir = await history()
    const file = databaseFile(dataDir)
    damage(file)
    const damaged = readFileSync(file)
    const { notice, history: found } = reopen(dataDir)
    expect(notice).toMatchObject({ code: 'database-was-damaged' })
    expect(notice?.what).toContain(`${found.length} deliveries`)
    expect(readFileSync(`${file}.damaged-now`).equals(damaged)).toBe(true)
    expect(found.length).toBeGreaterThanOrEqual(atLeast)
    expectTrue(found)
    expect((await readdir(dataDir)).sort()).toEqual([
      'sluice.db',
      'sluice.db-wal',
      'sluice.db.damaged-now',
      'sluice.db.mending',
    ])
  })

  test('and the second start finds nothing to mend', async () => {
    const dataDir = await history(50)
    overwrite(databaseFile(dataDir), 0, randomBytes(100))
    openDatabase(dataDir, 'first').database.close()
    const { notice, history: found } = reopen(dataDir)
    expect([notice, found.length]).toEqual([null, 50])
  })
})

/** In the middle of the pages of deliveries. */
function middle(file: string): number {
  return Math.floor(statSync(file).size / PAGE_BYTES / 2) * PAGE_BYTES
}

function noiseInEveryTenthPage(file: string): void {
  for (let at = PAGE_BYTES * 9; at < statSync(file).size; at += PAGE_BYTES * 10)
    overwrite(file, at, randomBytes(PAGE_BYTES))
}

describe('the log of the last changes', () => {
  test('is read as well: what was not yet in the damaged database itself', async () => {
    const dataDir = await temporaryFolder()
    await (await holdElsewhere(dataDir, 60)).kill()
    const file = databaseFile(dataDir)
    overwrite(file, 0, randomBytes(PAGE_BYTES))
    // With a sound log SQLite mends the page by itself.
    overwrite(`${file}-wal`, 0, randomBytes(32))
    const { notice, history: found } = reopen(dataDir)
    expect(notice?.code).toBe('database-was-damaged')
    expect(found).toHaveLength(60)
    expectTrue(found)
    expect(existsSync(`${databaseFile(dataDir)}.damaged-now-wal`)).toBe(true)
  })

  test.each(['empty', 'gone'])('is not thrown away with a database that is %s', async (how) => {
    const dataDir = await temporaryFolder()
    await (await holdElsewhere(dataDir, 60)).kill()
    if (how === 'empty') truncateSync(databaseFile(dataDir), 0)
    else await rename(databaseFile(dataDir), `${dataDir}/elsewhere`)
    const { notice, history: found } = reopen(dataDir)
    expect(notice?.code).toBe('database-was-damaged')
    expect(found).toHaveLength(60)
  })

  test('that is broken at its end costs only its end', async () => {
    const dataDir = await temporaryFolder()
    await (await holdElsewhere(dataDir, 60)).kill()
    const log = `${databaseFile(dataDir)}-wal`
    truncateSync(log, statSync(log).size - 10_000)
    const { notice, history: found } = reopen(dataDir)
    expect(notice).toBeNull()
    expect(found.length).toBeGreaterThan(40)
    expectTrue(found)
  })
})

test('jobs and parcels after a recovery do not take the numbers that the history names', async () => {
  const dataDir = await history(50)
  overwrite(databaseFile(dataDir), 0, randomBytes(100))
  const { database } = reopen(dataDir)
  const next = database.prepare<[], { id: number }>(
    `INSERT INTO parcel (folder_id, root, path, identity, size_bytes, created_ms, after_state)
     VALUES (0, '/', 'a', 'b', 1, 1, 'none') RETURNING id`,
  )
  expect(next.get()?.id).toBe(51)
})

test('two processes that start at once do not both mend it', async () => {
  const dataDir = await history(300)
  overwrite(databaseFile(dataDir), 0, randomBytes(100))
  const holders = await Promise.all([holdElsewhere(dataDir, 0), holdElsewhere(dataDir, 0)])
  const codes = holders.map(({ opened }) => opened.problem?.code ?? opened.notice?.code)
  expect(codes.toSorted()).toEqual(['data-folder-in-use', 'database-was-damaged'])
  for (const holder of holders) await holder.kill()
  expect(reopen(dataDir).history).toHaveLength(300)
})

describe('when the process dies while it mends', () => {
  test('a new database that was finished takes its place at the next start', async () => {
    const dataDir = await history(50)
    const file = databaseFile(dataDir)
    copyFileSync(file, `${file}.mended`)
    overwrite(file, 0, randomBytes(PAGE_BYTES))
    await writeFile(`${file}-wal`, 'the log of the damaged one')
    const { history: found } = reopen(dataDir)
    expect(found).toHaveLength(50)
    expect((await readdir(dataDir)).sort()).toEqual(['sluice.db', 'sluice.db-wal', 'sluice.db.mending'])
  })

  test('one that was not finished is made again', async () => {
    const dataDir = await history(50)
    const file = databaseFile(dataDir)
    overwrite(file, 0, randomBytes(100))
    await writeFile(`${file}.new`, randomBytes(5_000))
    await writeFile(`${file}.new-wal`, randomBytes(5_000))
    await writeFile(`${file}.mending`, '')
    const { notice, history: found } = reopen(dataDir)
    expect([notice?.code, found.length]).toEqual(['database-was-damaged', 50])
    expect((await readdir(dataDir)).sort()).toEqual([
      'sluice.db',
      'sluice.db-wal',
      'sluice.db.damaged-now',
      'sluice.db.mending',
    ])
  })
})

test.skipIf(!isRoot)(
  'a disk too full to mend on is told, and nothing is touched until there is space',
  async () => {
    const disk = await tinyDisk(4096)
    fillHistory(disk.root, 500)
    const file = databaseFile(disk.root)
    overwrite(file, 0, randomBytes(100))
    const damaged = readFileSync(file)
    await disk.fill(600)
    expect(() => openDatabase(disk.root, 'full')).toThrow(/is full/)
    expect(readFileSync(file).equals(damaged)).toBe(true)
    expect((await readdir(disk.root)).sort()).toEqual(['ballast', 'sluice.db', 'sluice.db.mending'])
    await disk.empty()
    expect(reopen(disk.root).history).toHaveLength(500)
  },
)

test('damage that shows only in use is told once, noted, and mended at the next start', async () => {
  const dataDir = await temporaryFolder()
  const told: string[] = []
  const trouble = { onTrouble: (code: string) => void told.push(code), onRecovered: () => undefined }
  const store = openStore(dataDir, new FakeClock(), trouble)
  await store.write(() => {
    // More than the database keeps in memory.
    const note = 'x'.repeat(30_000)
    for (let number = 1; number <= 1_000; number++) {
      const receipt = { ...(JSON.parse(someDelivery(number).receipt) as object), note }
      store.deliveries.insert(someDelivery(number, { receipt: JSON.stringify(receipt) }))
    }
  })
  await store.close()

  const again = openStore(dataDir, new FakeClock(), trouble)
  const file = databaseFile(dataDir)
  const size = statSync(file).size
  for (let at = PAGE_BYTES * 40; at < size; at += PAGE_BYTES * 20)
    overwrite(file, at, randomBytes(PAGE_BYTES))
  expect(() => again.deliveries.search(undefined, undefined, 1_000)).toThrow()
  expect(() => again.deliveries.search(undefined, undefined, 1_000)).toThrow()
  await failureOf(again.write(() => again.deliveries.search(undefined, undefined, 1_000)))
  expect(told).toEqual([expect.stringMatching(/^SQLITE_(CORRUPT|NOTADB)/)])
  expect(existsSync(`${file}.suspect`)).toBe(true)
  await again.close()

  const { notice, history: found } = reopen(dataDir)
  expect(notice?.code).toBe('database-was-damaged')
  expect(found.length).toBeGreaterThan(400)
  expectTrue(found)
  expect(existsSync(`${file}.suspect`)).toBe(false)
})
