import { openDatabase } from '../../electron/engine/store/open.ts'
import { someReceipt } from '../support/some-receipt.ts'
import type { WindowPlace } from './window-place.ts'

const DAY_MS = 24 * 3600 * 1000
const PROBLEM = {
  code: 'refused',
  what: 'The archive does not take this file.',
  means: 'It stays where it is.',
  remedy: 'Look at the file, then send it again.',
  isRetried: false,
}

/**
 * Years of work, written into the queue before Sluice starts: of 100 jobs 94 are delivered, 5 wait for tomorrow and one
 * needs a person.
 */
export function fillQueue({ dataDir, hot }: Pick<WindowPlace, 'dataDir' | 'hot'>, count: number): void {
  const { database } = openDatabase(dataDir, 'filled')
  try {
    const nowMs = Date.now()
    const receipt = JSON.stringify(someReceipt({ assetName: 'IMG.jpg', finishedAtMs: nowMs }))
    const values = { count, hot, nowMs, laterMs: nowMs + DAY_MS, receipt, problem: JSON.stringify(PROBLEM) }
    const statements = [
      "INSERT INTO folder (id, name, path) VALUES (1, 'hot', @hot)",
      "INSERT INTO destination (id, name) VALUES (1, 'archive')",
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @count)
        INSERT INTO parcel (id, folder_id, root, path, identity, size_bytes, created_ms, after_state)
        SELECT i, 1, @hot, printf('2026/event %d/IMG_%07d.jpg', i / 500, i), '1:' || i, 1000 + i % 9000000,
          @nowMs - @count + i, 'none' FROM n`,
      `INSERT INTO job (parcel_id, folder_id, destination_id, state, not_before_ms, size_bytes, sent_bytes, problem,
          receipt, created_ms, changed_ms)
        SELECT id, 1, 1, iif(id % 100 = 0, 'failed', iif(id % 20 = 1, 'waiting', 'done')), @laterMs, size_bytes, 0,
          iif(id % 100 = 0, @problem, NULL), iif(id % 100 = 0 OR id % 20 = 1, NULL, @receipt), created_ms, created_ms
        FROM parcel`,
      `INSERT INTO delivery (kind, job_id, parcel_id, folder, path, destination, size_bytes, sha256, fingerprint, receipt,
          delivered_ms)
        SELECT 'upload', job.id, parcel_id, 'hot', path, 'archive', job.size_bytes, 'ab', 'f' || job.id, receipt, changed_ms
        FROM job JOIN parcel ON parcel.id = parcel_id WHERE state = 'done'`,
    ]
    database.transaction(() => {
      for (const statement of statements) {
        database.prepare<Record<string, string | number>>(statement).run(values)
      }
    })()
  } finally {
    database.close()
  }
}
