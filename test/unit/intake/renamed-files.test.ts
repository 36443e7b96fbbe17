import { expect, test } from 'vitest'
import { recordEvent } from '../../../electron/engine/dispatch/job-record.ts'
import type { JobEvent } from '../../../electron/engine/queue/job-machine.ts'
import type { Receipt } from '../../../shared/job.ts'
import { knownFiles } from './known-files.ts'

const NOW = 1_000

const RECEIPT: Receipt = {
  ...{ assetUrl: null, assetName: null, proof: 'asset', sha256: 'digest', sizeBytes: 10 },
  ...{ sidecarSha256: null, sentSidecarSha256: null, modifiedAt: null, renamed: [], uploadId: null },
  ...{ requestId: null, finishedAtMs: NOW, metadata: null, notes: [] },
}
const problem = (code: string) => ({ code, what: 'x', remedy: 'y', isRetried: false })
const CLAIMED: JobEvent = { name: 'claimed' }
const SENT: JobEvent = { name: 'sent', atMs: NOW }

const BEGUN: JobEvent[] = [CLAIMED, { name: 'postponed', notBeforeMs: NOW, problem: null, isAttempt: false }]
const HISTORIES = {
  waiting: [],
  begun: BEGUN,
  uploading: [CLAIMED],
  done: [CLAIMED, SENT, { name: 'confirmed', receipt: RECEIPT }],
  failed: [CLAIMED, { name: 'gaveUp', problem: problem('unreadable') }],
  unproved: [CLAIMED, { name: 'gaveUp', problem: problem('unproved') }],
  rejected: [CLAIMED, { name: 'rejected', problem: problem('no-face') }],
} satisfies Record<string, JobEvent[]>
type History = keyof typeof HISTORIES

/** A taken file with a job for each history is found under another name. @returns its state, and those of the jobs */
async function renamed(goesByName: boolean, histories: readonly History[]) {
  const { store, folderId, see, row } = await knownFiles(goesByName)
  const first = await see('4711/a.jpg', 7)
  const jobIds = await store.write(() => {
    const parcelId = store.parcels.insert({
      ...{ folderId, root: '/hot', path: '4711/a.jpg', identity: first.identity, sizeBytes: 10 },
      ...{ sidecarPath: null, sidecarIdentity: null, updateOf: null, atMs: NOW },
    })
    store.files.change(first.id, { state: 'taken', parcelId })
    return histories.map((history, index) => {
      const destinationId = store.places.destination(`destination ${String(index)}`).id
      const jobId = store.jobs.insert({
        ...{ parcelId, folderId, destinationId, priority: 0, atMs: NOW, sizeBytes: 10 },
        ...{ subfolder: null, template: null, comment: null },
      })
      for (const event of HISTORIES[history]) recordEvent(store, jobId, event, NOW)
      if (history === 'begun') store.journals.write(jobId, '{}')
      return jobId
    })
  })
  const taken = row('4711/a.jpg')
  if (taken === null) throw new Error('The file is gone')
  await see('4712/a.jpg', 7, { row: taken, isStillThere: false })
  return [row('4712/a.jpg')?.state, ...jobIds.map((id) => store.jobs.byId(id)?.state)]
}

test.each<[History[], string[]]>([
  // What was not delivered goes on, or is tried again, under its new name.
  [['waiting'], ['taken', 'waiting']],
  [['begun'], ['taken', 'waiting']],
  [['failed'], ['taken', 'waiting']],
  [['rejected'], ['taken', 'waiting']],
  [
    ['rejected', 'waiting'],
    ['taken', 'waiting', 'waiting'],
  ],
  // What went under the old name is taken anew; what was begun for others is brought to its end.
  [['done'], ['arriving', 'done']],
  [['uploading'], ['arriving', 'uploading']],
  [
    ['done', 'waiting', 'begun', 'rejected'],
    ['arriving', 'done', 'cancelled', 'waiting', 'cancelled'],
  ],
  // What may have arrived is for a person to decide.
  [['unproved'], ['taken', 'failed']],
  [
    ['done', 'unproved'],
    ['taken', 'done', 'failed'],
  ],
])(
  'where paths say whom a file shows, one with the jobs %j becomes %j by a new name',
  async (jobs, after) => {
    expect(await renamed(true, jobs)).toEqual(after)
  },
)

test.each<[History[], string[]]>([
  [['done'], ['taken', 'done']],
  [
    ['done', 'waiting', 'rejected'],
    ['taken', 'done', 'waiting', 'waiting'],
  ],
  [['unproved'], ['taken', 'failed']],
])('elsewhere, one with the jobs %j becomes %j: it is delivered once', async (jobs, after) => {
  expect(await renamed(false, jobs)).toEqual(after)
})

test('where paths say whom a file shows, a second name of it is a file of its own', async () => {
  const { store, see, row } = await knownFiles(true)
  const first = await see('4711/a.jpg', 7)
  await store.write(() => {
    store.files.change(first.id, { state: 'taken' })
  })
  const taken = row('4711/a.jpg')
  if (taken === null) throw new Error('The file is gone')
  expect((await see('4712/a.jpg', 7, { row: taken, isStillThere: true })).state).toBe('arriving')
})

test('one that was delivered so long ago that its job is gone is taken anew under a new name', async () => {
  const { store, folderId, see, row } = await knownFiles(true)
  const first = await see('4711/a.jpg', 7)
  const parcelId = await store.write(() => {
    const id = store.parcels.insert({
      ...{ folderId, root: '/hot', path: '4711/a.jpg', identity: first.identity, sizeBytes: 10 },
      ...{ sidecarPath: null, sidecarIdentity: null, updateOf: null, atMs: NOW },
    })
    store.files.change(first.id, { state: 'taken', parcelId: id })
    store.deliveries.insert({
      ...{ kind: 'upload', job_id: 1, parcel_id: id, folder: 'hot', path: '4711/a.jpg' },
      ...{ destination: 'faces', size_bytes: 10, sha256: 'digest', fingerprint: 'print' },
      ...{ asset_url: null, receipt: JSON.stringify(RECEIPT), delivered_ms: NOW },
    })
    return id
  })
  const taken = row('4711/a.jpg')
  if (taken === null) throw new Error('The file is gone')
  expect((await see('4712/a.jpg', 7, { row: taken, isStillThere: false })).state).toBe('arriving')
  // What has the new path is the next parcel's, and no rule of the folder takes it away for the old one.
  expect(store.parcels.byId(parcelId).after_state).toBe('kept')
})
