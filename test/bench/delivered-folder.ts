import { mkdir, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { stemKey } from '../../electron/engine/pair/pairing.ts'
import { openDatabase } from '../../electron/engine/store/open.ts'
import { sightFiles } from '../../electron/engine/watch/scan.ts'
import { someReceipt } from '../support/some-receipt.ts'
import type { BenchPlace } from './window-run.ts'

/** A folder as after years of work: every file in it is there, known and delivered. */
export async function fillDelivered(
  { hot, dataDir }: BenchPlace,
  { directories, perDirectory }: { directories: number; perDirectory: number },
): Promise<void> {
  const { database } = openDatabase(dataDir, 'filled')
  const { dev } = await stat(hot, { bigint: true })
  const nowMs = Date.now()
  const receipt = JSON.stringify(someReceipt({ finishedAtMs: nowMs }))
  database.exec(`INSERT INTO folder (id, name, path) VALUES (1, 'hot', '${hot}');
    INSERT INTO destination (id, name) VALUES (1, 'archive')`)
  const addDirectory = database.prepare(
    'INSERT INTO directory (id, folder_id, path, seen_scan) VALUES (?, 1, ?, 0)',
  )
  const addFile = database.prepare(
    `INSERT INTO file (id, folder_id, directory_id, name, stem_key, identity, size_bytes, state, first_seen_ms,
       changed_seen_ms, changed_ms, quiet_since_ms, parcel_id)
     VALUES (@id, 1, @directory, @name, @stem, @identity, @size, 'taken', @nowMs, @nowMs, @changedMs, @nowMs, @id)`,
  )
  let id = 0
  try {
    for (let directory = 1; directory <= directories; directory++) {
      const folder = `event ${String(directory).padStart(4, '0')}`
      const names = Array.from(
        { length: perDirectory },
        (_none, at) => `IMG_${String(at).padStart(5, '0')}.jpg`,
      )
      await mkdir(path.join(hot, folder))
      await Promise.all(names.map((name) => writeFile(path.join(hot, folder, name), `${folder} ${name}`)))
      const looks = await sightFiles(
        hot,
        dev,
        names.map((name) => `${folder}/${name}`),
      )
      database.transaction(() => {
        addDirectory.run(directory, folder)
        for (const [at, look] of looks.entries()) {
          const name = names[at] ?? ''
          if (look.kind !== 'file') throw new Error(`${name} has gone`)
          const { identity, sizeBytes: size, changedMs } = look.file
          const stem = stemKey(name)
          addFile.run({
            id: ++id,
            directory,
            name,
            stem,
            identity,
            size,
            nowMs,
            changedMs: Math.round(changedMs),
          })
        }
      })()
    }
    const insert = `
      INSERT INTO parcel (id, folder_id, root, path, identity, size_bytes, created_ms, after_state)
        SELECT file.id, 1, @hot, directory.path || '/' || name, identity, size_bytes, @nowMs, 'none'
        FROM file JOIN directory ON directory.id = directory_id;
      INSERT INTO job (parcel_id, folder_id, destination_id, state, not_before_ms, size_bytes, receipt, created_ms, changed_ms)
        SELECT id, 1, 1, 'done', @nowMs, size_bytes, @receipt, @nowMs, @nowMs FROM parcel;
      INSERT INTO delivery (kind, job_id, parcel_id, folder, path, destination, size_bytes, sha256, fingerprint, receipt, delivered_ms)
        SELECT 'upload', job.id, parcel_id, 'hot', path, 'archive', job.size_bytes, 'ab', 'f' || job.id, receipt, changed_ms
        FROM job JOIN parcel ON parcel.id = parcel_id`
    for (const statement of insert.split(';'))
      database.prepare<Record<string, string | number>>(statement).run({ hot, nowMs, receipt })
  } finally {
    database.close()
  }
}
