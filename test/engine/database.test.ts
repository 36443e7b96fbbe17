import Database from 'better-sqlite3'
import { execFile } from 'node:child_process'
import { open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ProblemError } from '../../electron/engine/errors.ts'
import { EnginePlace } from '../support/engine-place.ts'
import { failureOf, until } from '../support/until.ts'

const run = promisify(execFile)
const PAGE = 4096
const FILES = 40

const fileOf = (place: EnginePlace): string => path.join(place.dataDir, 'sluice.db')

/** A place whose archive holds forty files, with the engine stopped and everything in the database file itself. */
async function delivered(): Promise<EnginePlace> {
  const place = await EnginePlace.open({ destination: { files: 4 } })
  for (let index = 0; index < FILES; index++)
    await place.drop(`${index % 4}/file ${index}.jpg`, `content ${index}`)
  await place.engine.start()
  await place.rest()
  await place.stop()
  return place
}

async function overwrite(file: string, offset: number, bytes: Buffer): Promise<void> {
  const handle = await open(file, 'r+')
  await handle.write(bytes, 0, bytes.length, offset)
  await handle.close()
}

/** Pages (from 1) of these tables and indices. */
function pagesOf(file: string, names: readonly string[]): number[] {
  const database = new Database(file, { readonly: true })
  try {
    const rows = database
      .prepare<[], { name: string; pageno: number }>('SELECT name, pageno FROM dbstat')
      .all()
    return rows.filter(({ name }) => names.includes(name)).map(({ pageno }) => pageno)
  } finally {
    database.close()
  }
}

/** Restarts on a damaged database: what was delivered stays so, nothing is sent again, new files go. */
async function expectRecovered(place: EnginePlace): Promise<void> {
  await place.restart(() => place.drop('new.jpg', 'something new'))
  await place.rest()
  expect(
    place.server
      .assets()
      .map(({ filename }) => filename)
      .filter((name) => name === 'new.jpg'),
  ).toHaveLength(1)
  expect(place.server.assets()).toHaveLength(FILES + 1)
  const audit = Object.values(await place.audit())
  expect(audit).toHaveLength(FILES + 1)
  expect(audit.every((state) => state === 'delivered' || state === 'duplicate')).toBe(true)
  expect((await readdir(place.dataDir)).some((name) => name.startsWith('sluice.db.damaged-'))).toBe(true)
  const log = await readFile(
    path.join(place.dataDir, 'logs', (await readdir(path.join(place.dataDir, 'logs')))[0] ?? ''),
    'utf8',
  )
  expect(log).toContain('The queue database was damaged. It was copied to')
}

describe('a damaged database is copied aside, deliveries are carried over, and nothing is sent again', () => {
  test('garbage in the pages of the queue', async () => {
    const place = await delivered()
    for (const page of pagesOf(fileOf(place), ['job', 'file', 'job_event', 'parcel']))
      await overwrite(fileOf(place), (page - 1) * PAGE, Buffer.alloc(PAGE, 0xa5))
    await expectRecovered(place)
  })

  test('a header that is gone', async () => {
    const place = await delivered()
    await overwrite(fileOf(place), 0, Buffer.alloc(100, 0))
    await expectRecovered(place)
  })

  test('a first page that is gone', async () => {
    const place = await delivered()
    await overwrite(fileOf(place), 0, Buffer.alloc(PAGE, 0x5a))
    await expectRecovered(place)
  })

  test('pages of the queue that are damaged while Sluice runs are found at the latest at the next start', async () => {
    const place = await delivered()
    const [page = 0] = pagesOf(fileOf(place), ['job_state'])
    await overwrite(fileOf(place), (page - 1) * PAGE, Buffer.alloc(PAGE, 0xa5))
    await expectRecovered(place)
  })
})

test('a database that is cut off in the middle is recovered as far as it can be read', async () => {
  const place = await delivered()
  const { size } = await stat(fileOf(place))
  const handle = await open(fileOf(place), 'r+')
  await handle.truncate(Math.floor(size / 2 / PAGE) * PAGE)
  await handle.close()
  await place.restart(() => place.drop('new.jpg', 'something new'))
  await place.rest()
  expect(place.archived()).toContain('new.jpg')
  const { deliveries } = await place.engine.call('history.search', { limit: 100 })
  expect(deliveries.length).toBeGreaterThan(0)
})

test('a database from the future is refused by name and left untouched', async () => {
  const place = await delivered()
  const database = new Database(fileOf(place))
  database.pragma('user_version = 999')
  database.close()
  const before = await readFile(fileOf(place))
  const failure = await failureOf(place.restart())
  expect(failure).toBeInstanceOf(ProblemError)
  expect((failure as ProblemError).problem).toMatchObject({
    code: 'database-from-the-future',
    remedy: 'Install the newer Sluice again, or choose another data folder with --data.',
  })
  expect((await readFile(fileOf(place))).equals(before)).toBe(true)
})

test('an empty file that a crash left in place of the database is not taken for one of another program', async () => {
  const place = await EnginePlace.open()
  await place.stop()
  for (const suffix of ['', '-wal', '-shm']) await rm(fileOf(place) + suffix, { force: true })
  await writeFile(fileOf(place), '')
  await place.restart()
  await place.drop('a.jpg', 'a')
  await place.told('done', 'a.jpg')
})

const mayMount = await run('unshare', ['-m', 'true']).then(
  () => process.getuid?.() === 0,
  () => false,
)

/** A place whose database lies on a small disk of its own. */
async function onSmallDisk(): Promise<{ place: EnginePlace; ballast: string }> {
  const place = await EnginePlace.open()
  await place.stop()
  await run('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', place.dataDir])
  onTestFinished(async () => {
    await place.stop()
    await run('umount', ['-l', place.dataDir])
  })
  await place.restart()
  await place.drop('before.jpg', 'before')
  await place.told('done', 'before.jpg')
  return { place, ballast: path.join(place.dataDir, 'ballast') }
}

const isToldFull = (place: EnginePlace) => async (): Promise<boolean> =>
  (await place.health()).problem?.code === 'data-disk-full'

test.skipIf(!mayMount)(
  'a full disk is told, nothing is lost, and it goes on once there is space',
  async () => {
    const { place, ballast } = await onSmallDisk()
    await fill(ballast)
    for (let index = 0; index < 100; index++) await place.drop(`full/file ${index}.jpg`, `content ${index}`)
    await until(isToldFull(place), 'it is told')
    await rm(ballast)
    for (let index = 0; index < 100; index++) await place.told('done', `full/file ${index}.jpg`)
    await place.rest()
    expect(place.server.assets()).toHaveLength(101)
    expect((await place.health()).problem).toBeNull()
  },
)

test.skipIf(!mayMount)(
  'Sluice can be ended while the disk is full, and takes everything at the next start',
  async () => {
    const { place, ballast } = await onSmallDisk()
    await fill(ballast)
    for (let index = 0; index < 100; index++) await place.drop(`full/file ${index}.jpg`, `content ${index}`)
    await until(isToldFull(place), 'it is told')
    await place.restart(() => rm(ballast))
    await place.rest()
    expect(place.server.assets()).toHaveLength(101)
  },
)

/** Writes until nothing fits any more. */
async function fill(file: string): Promise<void> {
  const handle = await open(file, 'w')
  try {
    for (let size = 64 * 1024; size >= 512;) {
      try {
        await handle.write(Buffer.alloc(size))
      } catch {
        size /= 2
      }
    }
  } finally {
    await handle.close()
  }
}
