import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FileStateName } from '../../../electron/engine/store/files.ts'
import { JOB_STATES } from '../../../shared/job.ts'
import { memoryStore, type MemoryStore } from './rows.ts'

const FILE_STATES: FileStateName[] = ['arriving', 'stable', 'taken', 'duplicate', 'orphan', 'unreadable']
const place = fc.constantFrom(1, 2)
const number = fc.nat(12)

const operation = fc.oneof(
  fc.record({ kind: fc.constant('addJob' as const), folderId: place, destinationId: place, size: number }),
  fc.record({ kind: fc.constant('setJob' as const), number, state: fc.constantFrom(...JOB_STATES) }),
  fc.record({ kind: fc.constant('prune' as const), beforeMs: fc.nat(60) }),
  fc.record({ kind: fc.constant('seeFile' as const), folderId: place, name: number, inode: number }),
  fc.record({ kind: fc.constant('setFile' as const), number, state: fc.constantFrom(...FILE_STATES) }),
  fc.record({ kind: fc.constant('gone' as const), number, isGone: fc.boolean() }),
  fc.record({ kind: fc.constant('move' as const), number, folderId: place, name: number }),
  fc.record({ kind: fc.constant('forgetGone' as const) }),
)
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never

function apply(store: MemoryStore, operation: Operation, atMs: number): void {
  const { files, jobs } = store
  switch (operation.kind) {
    case 'addJob':
      store.addJob({ ...operation, sizeBytes: operation.size * 1000, atMs })
      return
    case 'setJob': {
      const job = jobs.byId(operation.number)
      if (job === null) return
      const change = { state: operation.state, attempt: 1, notBeforeMs: atMs, problem: null, receipt: null }
      jobs.record(job.id, job.state, 'changed', change, atMs)
      return
    }
    case 'prune':
      jobs.prune(operation.beforeMs)
      return
    case 'seeFile': {
      const { folderId, name } = operation
      const identity = `1:${String(operation.inode)}:3:4`
      const directoryId = files.directory(folderId, 'd', 1)
      const seen = { folderId, directoryId, name: String(name), stemKey: String(name), identity }
      const id = files.insert({ ...seen, sizeBytes: 1, changedMs: atMs, atMs, dueMs: atMs })
      expect(files.byId(id)).toMatchObject({ name: String(name), identity, state: 'arriving', gone_ms: null })
      return
    }
    case 'setFile':
      if (files.byId(operation.number) !== null)
        files.change(operation.number, { state: operation.state, words: 'why', dueMs: atMs })
      return
    case 'gone':
      files.setGone(operation.number, operation.isGone ? atMs : null)
      return
    case 'move': {
      // A file moves inside its hot folder.
      const file = files.byId(operation.number)
      if (file !== null)
        files.move(file.id, files.directory(file.folder_id, 'e', 1), String(operation.name), 'stem')
      return
    }
    case 'forgetGone':
      files.pruneGone(atMs)
  }
}

function countedJobs({ database }: MemoryStore): unknown {
  return database
    .prepare(
      `SELECT folder_id, destination_id, state, count(*) AS jobs, sum(size_bytes) AS bytes FROM job
       GROUP BY folder_id, destination_id, state ORDER BY folder_id, destination_id, state`,
    )
    .all()
}

function keptJobs({ database }: MemoryStore): unknown {
  return database
    .prepare('SELECT * FROM counter WHERE jobs <> 0 OR bytes <> 0 ORDER BY folder_id, destination_id, state')
    .all()
}

function countedFiles({ database }: MemoryStore): unknown {
  return database
    .prepare(
      `SELECT folder_id, state, count(*) AS files FROM file WHERE gone_ms IS NULL
       GROUP BY folder_id, state ORDER BY folder_id, state`,
    )
    .all()
}

function keptFiles({ database }: MemoryStore): unknown {
  return database.prepare('SELECT * FROM file_counter WHERE files <> 0 ORDER BY folder_id, state').all()
}

test('counters equal the real counts after any operations', () => {
  fc.assert(
    fc.property(fc.array(operation, { minLength: 1, maxLength: 80 }), (operations) => {
      const store = memoryStore()
      for (const [index, next] of operations.entries()) apply(store, next, index + 1)
      expect(keptJobs(store)).toEqual(countedJobs(store))
      expect(keptFiles(store)).toEqual(countedFiles(store))
      store.database.close()
    }),
    { numRuns: 150 },
  )
})

test('a write that is undone is not counted', () => {
  const store = memoryStore()
  store.addJob()
  const before = keptJobs(store)
  expect(() =>
    store.database.transaction(() => {
      store.addJob()
      throw new Error('undone')
    })(),
  ).toThrow('undone')
  expect(keptJobs(store)).toEqual(before)
})
