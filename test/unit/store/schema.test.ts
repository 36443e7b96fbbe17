import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { pinned, releasedMistakes } from '../../../build/released-migrations.ts'
import { schemaText } from '../../../build/schema-text.ts'
import { TRANSITIONS } from '../../../electron/engine/queue/job-machine.ts'
import { readMigrations } from '../../../electron/engine/store/migrate.ts'
import { JOB_STATES } from '../../../shared/job.ts'

const STORE = new URL('../../../electron/engine/store/', import.meta.url)
const read = (name: string): string => readFileSync(new URL(name, STORE), 'utf8')

test('schema.sql is what the migrations make (if not: npm run schema)', () => {
  expect(read('schema.sql')).toBe(schemaText())
})

test('no released migration has changed', () => {
  expect(releasedMistakes(read('migrations/released.txt'), readMigrations())).toEqual([])
})

test('the database knows exactly the states of the table of transitions', () => {
  const job = /CREATE TABLE job \([^;]*?state\s+TEXT NOT NULL CHECK \(state IN \(([^)]*)\)/.exec(schemaText())
  const states = (job?.[1] ?? '').split(',').map((state) => state.trim().replaceAll("'", ''))
  expect(states.toSorted()).toEqual(Object.keys(TRANSITIONS).toSorted())
  expect(states).toEqual(JOB_STATES)
})

test('a release pins what is not pinned, and refuses what was changed, renamed or removed', () => {
  const first = { version: 1, name: '0001-a.sql', sql: 'CREATE TABLE a (b);' }
  const second = { version: 2, name: '0002-b.sql', sql: 'CREATE TABLE c (d);' }
  const released = pinned('# words\n', [first])
  expect(released).toMatch(/^# words\n[0-9a-f]{64} {2}0001-a\.sql\n$/)
  expect(releasedMistakes(released, [first, { ...second, sql: 'anything' }])).toEqual([])
  expect(pinned(released, [first])).toBe(released)
  expect(pinned(released, [first, second]).split('\n')).toHaveLength(4)
  expect(releasedMistakes(released, [{ ...first, sql: first.sql.replaceAll('\n', '\r\n') }])).toEqual([])

  expect(releasedMistakes(released, [{ ...first, sql: 'CREATE TABLE a (b, c);' }])).toEqual([
    '0001-a.sql was released and has been changed. Add a new migration.',
  ])
  expect(releasedMistakes(released, [{ ...first, name: '0001-z.sql' }])).toHaveLength(1)
  expect(releasedMistakes(released, [])).toEqual(['0001-a.sql was released and is gone.'])
  expect(() => pinned(released, [{ ...first, sql: 'other' }, second])).toThrow('has been changed')
})
