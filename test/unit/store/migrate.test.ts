import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { ProblemError } from '../../../electron/engine/errors.ts'
import { migrate, type Migration, readMigrations } from '../../../electron/engine/store/migrate.ts'

const migration = (version: number, sql: string): Migration => ({
  version,
  name: `${String(version).padStart(4, '0')}-test.sql`,
  sql,
})
const FIRST = migration(1, 'CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT; INSERT INTO a VALUES (1);')
const SECOND = migration(
  2,
  'CREATE TABLE b (a_id INTEGER NOT NULL REFERENCES a (id)) STRICT; INSERT INTO b VALUES (1);',
)
const versionOf = (database: Database.Database): unknown => database.pragma('user_version', { simple: true })

test('a new database gets every migration and no copy is made of nothing', () => {
  const database = new Database(':memory:')
  let copies = 0
  migrate(database, () => copies++)
  expect(versionOf(database)).toBe(readMigrations().length)
  expect(copies).toBe(0)
  expect(database.pragma('foreign_keys', { simple: true })).toBe(1)
})

test('an older database is copied aside once, before anything is changed', () => {
  const database = new Database(':memory:')
  migrate(database, () => undefined, [FIRST])
  const seen: unknown[] = []
  migrate(database, () => seen.push(versionOf(database)), [FIRST, SECOND, migration(3, 'CREATE TABLE c (d)')])
  expect(seen).toEqual([1])
  expect(versionOf(database)).toBe(3)
  migrate(database, () => seen.push('again'), [FIRST, SECOND, migration(3, '')])
  expect(seen).toEqual([1])
})

test('a database from the future is refused by name and left as it is', () => {
  const database = new Database(':memory:')
  database.pragma('user_version = 99')
  const before = database.serialize()
  let thrown: unknown
  try {
    migrate(database, () => {
      throw new Error('must not be copied')
    })
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(ProblemError)
  expect((thrown as ProblemError).problem).toMatchObject({
    code: 'database-from-the-future',
    what: expect.stringContaining('shape 99') as unknown,
  })
  expect(database.serialize().equals(before)).toBe(true)
})

test('a migration that fails leaves the shape before it, whole', () => {
  const database = new Database(':memory:')
  const broken = migration(2, 'CREATE TABLE b (c); INSERT INTO nowhere VALUES (1);')
  expect(() => {
    migrate(database, () => undefined, [FIRST, broken])
  }).toThrow('nowhere')
  expect(versionOf(database)).toBe(1)
  expect(database.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['a'])
})

test('a migration that leaves dangling references is undone', () => {
  const database = new Database(':memory:')
  const dangling = migration(2, SECOND.sql.replace('VALUES (1)', 'VALUES (7)'))
  expect(() => {
    migrate(database, () => undefined, [FIRST, dangling])
  }).toThrow('0002-test.sql leaves 1 dangling references')
  expect(versionOf(database)).toBe(1)
})

test('the migrations are numbered without gaps', () => {
  const migrations = readMigrations()
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1))
  expect(migrations.every(({ name }) => /^\d{4}-[a-z-]+\.sql$/.test(name))).toBe(true)
})
