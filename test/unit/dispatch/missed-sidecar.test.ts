import { expect, onTestFinished, test } from 'vitest'
import { DestinationMood } from '../../../electron/engine/dispatch/destination-state.ts'
import { JobJournal } from '../../../electron/engine/dispatch/job-journal.ts'
import { recordEvent } from '../../../electron/engine/dispatch/job-record.ts'
import type { LaneWorld } from '../../../electron/engine/dispatch/lane-world.ts'
import { Outcomes } from '../../../electron/engine/dispatch/outcomes.ts'
import { createNodePorts } from '../../../electron/engine/node-ports.ts'
import { openStore, type Store } from '../../../electron/engine/store/store.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const IGNORE = (): undefined => undefined

function storeIn(dataDir: string): { store: Store; world: LaneWorld; woken: number[] } {
  const ports = createNodePorts({
    dataDir,
    env: { SLUICE_SECRETS: 'file' },
    logToStderr: false,
    logLevel: 'error',
  })
  const store = openStore(dataDir, ports.clock, { onTrouble: IGNORE, onRecovered: IGNORE })
  onTestFinished(() => store.close())
  const woken: number[] = []
  const world: LaneWorld = {
    store,
    ports,
    claimableFolders: () => [],
    order: () => {
      throw new Error('nothing is sent here')
    },
    prepare: () => Promise.reject(new Error('nothing is prepared here')),
    allowsRevisions: () => false,
    isFolderHere: () => Promise.resolve(true),
    throttle: null,
    emit: IGNORE,
    onSentBytes: IGNORE,
    onDone: IGNORE,
    onSuperseded: (folderId) => woken.push(folderId),
    folderName: () => 'hot',
    hasAfterAction: () => true,
    setsRejectedAside: () => false,
    onChange: IGNORE,
  }
  return { store, world, woken }
}

/** A picture in the queue, and a sidecar that joins it. */
function fill(store: Store): { jobId: number; parcelId: number; sidecarId: number; folderId: number } {
  const folderId = store.places.folder('hot', '/hot').id
  const directoryId = store.files.directory(folderId, '', 1)
  const seen = { folderId, directoryId, stemKey: 'a', sizeBytes: 7, changedMs: 1, atMs: 1, dueMs: 1 }
  const [picture, sidecarId] = [
    store.files.insert({ ...seen, name: 'a.jpg', identity: '1:1:7:1' }),
    store.files.insert({ ...seen, name: 'a.xmp', identity: '1:2:7:1' }),
  ]
  const parcelId = store.parcels.insert({
    ...{ folderId, root: '/hot', path: 'a.jpg', identity: '1:1:7:1', sizeBytes: 7 },
    ...{ sidecarPath: null, sidecarIdentity: null, updateOf: null, atMs: 1 },
  })
  const jobId = store.jobs.insert({
    ...{ parcelId, folderId, destinationId: store.places.destination('archive').id, priority: 0 },
    ...{ sizeBytes: 7, subfolder: null, template: null, comment: null, atMs: 1 },
  })
  for (const id of [picture, sidecarId]) store.files.change(id, { state: 'taken', parcelId })
  return { jobId, parcelId, sidecarId, folderId }
}

test('a sidecar that joins in the moment in which its picture is claimed follows it', async () => {
  const { store, world, woken } = storeIn(await temporaryFolder())
  const { jobId, parcelId, sidecarId, folderId } = await store.write(() => fill(store))
  // The lane reads the parcel and writes the claim soon after; the sidecar joins between the two.
  const parcel = store.parcels.byId(parcelId)
  await store.write(() => store.parcels.sidecarJoined(parcelId, 'a.xmp', '1:2:7:1'))
  const journal = new JobJournal(store, jobId)
  journal.seal({
    ...{ sha256: 'ab'.repeat(32), fingerprint: 'f', sidecarSha256: null, sentSidecarSha256: null },
    ...{ metadata: null, isUpdate: false, notes: [], modifiedAt: null, renamed: [] },
  })
  const job = await store.write(() => {
    recordEvent(store, jobId, { name: 'claimed' }, 2)
    return recordEvent(store, jobId, { name: 'sent', atMs: 3 }, 3)
  })
  await new Outcomes('archive', world, new DestinationMood()).confirmed(job, parcel, journal, {
    ...{ assetUrl: '/a', assetName: 'a.jpg', proof: 'asset', uploadId: 'u', requestId: null, notes: [] },
  })
  expect(store.jobs.byId(jobId)?.state).toBe('done')
  expect(store.files.byId(sidecarId)).toMatchObject({ state: 'arriving', gone_ms: null })
  expect(woken).toEqual([folderId])
  // Its source is not moved away before.
  expect(store.parcels.byId(parcelId).after_state).toBe('none')
})
