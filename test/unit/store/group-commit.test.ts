import Database from 'better-sqlite3'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type DiskTrouble, GroupCommit, isDiskTrouble } from '../../../electron/engine/store/group-commit.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { failureOf, until } from '../../support/until.ts'

/** Longer than any wait for a disk in trouble. */
const LONG_MS = 10_000
/** Long enough for writes that wait for company. */
const SOON_MS = 100

class SqliteLike extends Error {
  readonly code: string

  constructor(code: string) {
    super(`trouble: ${code}`)
    this.code = code
  }
}

class Told implements DiskTrouble {
  readonly words: string[] = []

  onTrouble(code: string): void {
    this.words.push(code)
  }

  onRecovered(): void {
    this.words.push('recovered')
  }
}

function setUp(flush: () => Promise<void> = () => Promise.resolve()) {
  const database = new Database(':memory:')
  database.exec('CREATE TABLE kept (value TEXT UNIQUE)')
  const insert = database.prepare('INSERT INTO kept VALUES (?)')
  const clock = new FakeClock()
  const told = new Told()
  let isFull = false
  const commits = new GroupCommit(database, clock, told, flush)
  return {
    database,
    clock,
    told: told.words,
    commits,
    setFull: (full: boolean): void => {
      isFull = full
    },
    /** A write that fails while the disk is «full». */
    put: (value: string) => (): string => {
      insert.run(value)
      if (isFull) throw new SqliteLike('SQLITE_FULL')
      return value
    },
    kept: (): unknown[] => database.prepare('SELECT value FROM kept ORDER BY rowid').pluck().all(),
  }
}

test('writes of one turn share one transaction and answer each for itself', async () => {
  const { database, commits, put, kept } = setUp()
  let transactions = 0
  const counted = database.transaction.bind(database)
  database.transaction = ((run: Parameters<typeof counted>[0]) => {
    transactions++
    return counted(run)
  }) as typeof database.transaction
  expect(await Promise.all(['a', 'b', 'c'].map((value) => commits.write(put(value))))).toEqual([
    'a',
    'b',
    'c',
  ])
  expect(transactions).toBe(1)
  expect(kept()).toEqual(['a', 'b', 'c'])
})

test('one bad write does not undo its neighbours', async () => {
  const { commits, put, kept, told } = setUp()
  const first = commits.write(put('a'))
  const bad = commits.write(() => {
    put('half')()
    throw new Error('a mistake')
  })
  const clash = commits.write(put('a'))
  const last = commits.write(put('b'))
  expect(await failureOf(bad)).toMatchObject({ message: 'a mistake' })
  expect(await failureOf(clash)).toMatchObject({ code: 'SQLITE_CONSTRAINT_UNIQUE' })
  expect(await Promise.all([first, last])).toEqual(['a', 'b'])
  expect(kept()).toEqual(['a', 'b'])
  expect(told).toEqual([])
})

test('a full disk is told once; the same writes are tried again in their order and go through', async () => {
  const { commits, put, kept, clock, told, setFull } = setUp()
  setFull(true)
  const settled: string[] = []
  const writes = ['a', 'b', 'c'].map((value) =>
    commits.write(put(value)).then((answer) => settled.push(answer)),
  )
  await clock.advance(LONG_MS)
  const late = commits.write(put('d')).then((answer) => settled.push(answer))
  await clock.advance(LONG_MS)
  expect(told).toEqual(['SQLITE_FULL'])
  expect(settled).toEqual([])
  expect(kept()).toEqual([])
  setFull(false)
  await clock.advance(LONG_MS)
  await Promise.all([...writes, late])
  expect(settled).toEqual(['a', 'b', 'c', 'd'])
  expect(kept()).toEqual(['a', 'b', 'c', 'd'])
  expect(told).toEqual(['SQLITE_FULL', 'recovered'])
})

test('trouble that begins among writes which run alone keeps the order, and its end is told', async () => {
  const { commits, put, kept, clock, told, setFull } = setUp()
  const bad = commits.write(() => {
    throw new Error('a mistake')
  })
  // The batch is undone by the mistake; when each runs alone, the disk is full from the second on.
  const first = commits.write(put('a'))
  let isFilling = true
  const filling = commits.write(() => {
    setFull(isFilling)
    return put('b')()
  })
  const last = commits.write(put('c'))
  expect(await failureOf(bad)).toMatchObject({ message: 'a mistake' })
  await first
  expect([kept(), told]).toEqual([['a'], ['SQLITE_FULL']])
  isFilling = false
  await clock.advance(LONG_MS)
  expect(await Promise.all([filling, last])).toEqual(['b', 'c'])
  expect(kept()).toEqual(['a', 'b', 'c'])
  expect(told).toEqual(['SQLITE_FULL', 'recovered'])
})

test('a run that is tried again answers with its last try', async () => {
  const { commits, put, clock, setFull } = setUp()
  setFull(true)
  let tries = 0
  const write = commits.write(() => {
    tries++
    put('a')()
    return tries
  })
  await clock.advance(LONG_MS)
  setFull(false)
  await clock.advance(LONG_MS)
  expect(await write).toBe(tries)
  expect(tries).toBeGreaterThan(1)
})

test('a durable write is done only after the flush; writes meanwhile share the next one', async () => {
  const flushes: (() => void)[] = []
  const { commits, put, clock } = setUp(() => new Promise((resolve) => flushes.push(resolve)))
  const done: string[] = []
  const note = (value: string) => (): void => void done.push(value)
  const first = commits.write(put('a'), 'flushed').then(note('a'))
  const kept = commits.write(put('b')).then(note('b'))
  await kept
  await clock.advance(SOON_MS)
  expect(done).toEqual(['b'])
  expect(flushes).toHaveLength(1)
  const others = ['c', 'd'].map((value) => commits.write(put(value), 'flushed').then(note(value)))
  await clock.advance(SOON_MS)
  expect(flushes).toHaveLength(1)
  flushes[0]?.()
  await first
  await clock.advance(SOON_MS)
  expect(done).toEqual(['b', 'a'])
  expect(flushes).toHaveLength(2)
  flushes[1]?.()
  await Promise.all(others)
  expect(done).toEqual(['b', 'a', 'c', 'd'])
})

test('a flush that fails holds back what relies on it until one succeeds', async () => {
  let isBroken = true
  const { commits, put, clock, told } = setUp(() =>
    isBroken ? Promise.reject(new SqliteLike('EIO')) : Promise.resolve(),
  )
  let isDone = false
  const write = commits.write(put('a'), 'flushed').then(() => (isDone = true))
  await clock.advance(LONG_MS)
  expect([isDone, told]).toEqual([false, ['EIO']])
  isBroken = false
  await clock.advance(LONG_MS)
  await write
  expect(told).toEqual(['EIO', 'recovered'])
})

test('closing writes what waits, and refuses more', async () => {
  const { commits, put, kept } = setUp()
  const waiting = commits.write(put('a'))
  await commits.close()
  expect(await waiting).toBe('a')
  expect(kept()).toEqual(['a'])
  expect(await failureOf(commits.write(put('b')))).toMatchObject({ message: 'The database is closed' })
})

test('closing while the disk is full tries once more and then lets go of everybody', async () => {
  const { commits, put, kept, clock, setFull } = setUp()
  setFull(true)
  const waiting = failureOf(commits.write(put('a')))
  await clock.advance(LONG_MS)
  await commits.close()
  expect(await waiting).toMatchObject({ message: 'The database is closed' })
  expect(kept()).toEqual([])
})

test('closing after the disk has space again loses nothing', async () => {
  const { commits, put, kept, clock, setFull } = setUp()
  setFull(true)
  const waiting = commits.write(put('a'))
  await clock.advance(LONG_MS)
  setFull(false)
  await commits.close()
  expect(await waiting).toBe('a')
  expect(kept()).toEqual(['a'])
})

test('closing while a flush cannot succeed rejects those who wait for it', async () => {
  const { commits, put, clock } = setUp(() => Promise.reject(new SqliteLike('EIO')))
  const waiting = failureOf(commits.write(put('a'), 'flushed'))
  await clock.advance(1)
  const closing = commits.close()
  await clock.advance(LONG_MS)
  await closing
  expect(await waiting).toBeInstanceOf(Error)
})

test('when the engine ends, nobody waits for a disk in trouble: before, during and after', async () => {
  const { commits, put, kept, clock, told, setFull } = setUp()
  setFull(true)
  const before = ['a', 'b'].map((value) => failureOf(commits.write(put(value))))
  await clock.advance(LONG_MS)
  commits.leave()
  const after = failureOf(commits.write(put('c')))
  await clock.advance(LONG_MS)
  expect(await Promise.all([...before, after])).toMatchObject(Array(3).fill({ code: 'SQLITE_FULL' }))
  setFull(false)
  expect(await commits.write(put('d'))).toBe('d')
  expect([kept(), told]).toEqual([['d'], ['SQLITE_FULL', 'recovered']])
})

test('what nobody waits for joins the next commit, or has its own soon; the order stays', async () => {
  const { commits, put, kept, clock } = setUp()
  const patient = commits.write(put('a'), 'kept-soon')
  await clock.advance(1)
  expect(kept()).toEqual([])
  await Promise.all([commits.write(put('b')), patient])
  expect(kept()).toEqual(['a', 'b'])
  const alone = commits.write(put('c'), 'kept-soon')
  await clock.advance(SOON_MS)
  await alone
  expect(kept()).toEqual(['a', 'b', 'c'])
})

test('more writes than fit into one transaction all go through, in order', async () => {
  const { commits, put, kept } = setUp()
  const values = Array.from({ length: 1_234 }, (_, index) => String(index))
  expect(await Promise.all(values.map((value) => commits.write(put(value))))).toEqual(values)
  expect(kept()).toEqual(values)
})

test('what counts as trouble of the disk', () => {
  const codes = [
    'SQLITE_FULL',
    'SQLITE_READONLY',
    'SQLITE_READONLY_DBMOVED',
    'SQLITE_IOERR_WRITE',
    'SQLITE_CANTOPEN',
  ]
  expect(codes.map((code) => isDiskTrouble(new SqliteLike(code)))).toEqual(codes.map(() => true))
  const others = ['SQLITE_CORRUPT', 'SQLITE_CONSTRAINT_UNIQUE', 'ENOSPC', '']
  expect(others.map((code) => isDiskTrouble(new SqliteLike(code)))).toEqual(others.map(() => false))
})

test('the log is folded into the database when it is on the disk, and writes go on until then', async () => {
  const file = path.join(await temporaryFolder(), 'kept.db')
  const database = new Database(file)
  onTestFinished(() => {
    database.close()
  })
  database.pragma('journal_mode = WAL')
  database.pragma('wal_autocheckpoint = 0')
  database.exec('CREATE TABLE kept (value TEXT)')
  database.pragma('wal_checkpoint(TRUNCATE)')
  const emptyBytes = (await stat(file)).size
  const insert = database.prepare('INSERT INTO kept VALUES (?)')
  const { promise: slowDisk, resolve: diskIsThrough } = Promise.withResolvers<undefined>()
  let flushes = 0
  const commits = new GroupCommit(database, new FakeClock(), new Told(), async () => {
    flushes++
    await slowDisk
  })
  const many = (): Promise<unknown> =>
    Promise.all(Array.from({ length: 600 }, () => commits.write(() => insert.run('x'.repeat(500)))))
  await many()
  await many()
  expect(flushes).toBe(1)
  expect((await stat(file)).size).toBe(emptyBytes)
  diskIsThrough(undefined)
  await until(async () => (await stat(file)).size > emptyBytes + 500_000, 'the log is folded in')
  await commits.close()
})
