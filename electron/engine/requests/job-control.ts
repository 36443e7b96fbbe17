import { lstat } from 'node:fs/promises'
import path from 'node:path'
import type { Input } from '../../../shared/contract.ts'
import { ProblemError } from '../errors.ts'
import { noteForSettingAside } from '../dispatch/clearing.ts'
import { problemOf, recordEvent } from '../dispatch/job-record.ts'
import type { JobRecord } from '../store/jobs.ts'
import { MANUAL_FOLDER_ID } from '../store/places.ts'
import { sightFiles } from '../watch/scan.ts'
import type { HandlerWorld } from './handler-world.ts'
import { tellProblem } from '../../../shared/problem.ts'
import { keptPhrase, say } from '../../../shared/phrase.ts'
import { isGivenUp } from '../../../shared/job.ts'

const ROWS = 500

/**
 * Puts failed jobs back into the queue, and makes waiting ones due now.
 *
 * @throws ProblemError `set-aside` when nothing can be tried again because the file has been put elsewhere
 */
export async function retryJobs(world: HandlerWorld, input: Input<'jobs.retry'>): Promise<{ count: number }> {
  let count = 0
  for (const id of input.ids ?? []) {
    const job = world.store.jobs.byId(id)
    if (job !== null && (await retryJob(world, job))) count++
  }
  if (input.allFailed === true) count += await retryAllFailed(world)
  const aside = count > 0 ? undefined : (input.ids ?? []).find((id) => isSetAside(world, id))
  if (aside !== undefined) throw setAsideBefore(world, aside)
  for (const lane of world.delivering.lanes) lane.retryNow()
  return { count }
}

async function retryAllFailed(world: HandlerWorld): Promise<number> {
  let count = 0
  let after = 0
  for (;;) {
    const jobs = world.store.jobs.byState('failed', after, ROWS)
    const last = jobs.at(-1)
    if (last === undefined) return count
    for (const job of jobs) if (await retryJob(world, job)) count++
    after = last.id
  }
}

function isRetriable(state: JobRecord['state']): boolean {
  return isGivenUp(state) || state === 'waiting'
}

async function retryJob(world: HandlerWorld, job: JobRecord): Promise<boolean> {
  const { store, ports } = world
  if (!isRetriable(job.state) || isSetAside(world, job.id)) return false
  if (job.folder_id === MANUAL_FOLDER_ID) await takeAsItIs(world, job)
  const nowMs = ports.clock.now()
  return await store.write(() => {
    const current = store.jobs.byId(job.id)
    if (current !== null && isGivenUp(current.state)) {
      // The person has looked in the archive and wants it sent: nothing is to be looked up a second time.
      if (problemOf(current.problem)?.code === 'unproved') store.journals.erase(job.id)
      recordEvent(store, job.id, { name: 'requeued', atMs: nowMs }, nowMs)
    } else if (current?.state === 'waiting') store.jobs.hurry(job.id, nowMs)
    else return false
    return true
  })
}

/** Its file is no longer where it was rejected: trying it again would only forget why. */
function isSetAside({ store }: HandlerWorld, jobId: number): boolean {
  const job = store.jobs.byId(jobId)
  return job?.state === 'rejected' && store.parcels.byId(job.parcel_id).after_state === 'done'
}

function setAsideBefore({ store }: HandlerWorld, jobId: number): ProblemError {
  const {
    path: file,
    after_words: words,
    after_said: kept,
  } = store.parcels.byId(store.jobs.byId(jobId)?.parcel_id ?? 0)
  return new ProblemError({
    code: 'set-aside',
    what: say`${path.basename(file)} is not in its folder any more (${keptPhrase(words ?? '', kept)}).`,
    remedy: say`Mend what was wrong and put it into the hot folder once more: it is tried again by itself.`,
    isRetried: false,
  })
}

/** A hand-picked file, or its sidecar, that has changed meanwhile is sent as it is now: that is what the person asks for. */
async function takeAsItIs(world: HandlerWorld, job: JobRecord): Promise<void> {
  const { store } = world
  const parcel = store.parcels.byId(job.parcel_id)
  const stats = await lstat(parcel.root, { bigint: true }).catch(() => null)
  if (stats === null) return
  const paths = [parcel.path, ...(parcel.sidecar_path === null ? [] : [parcel.sidecar_path])]
  const [look, sidecar] = await sightFiles(parcel.root, stats.dev, paths)
  await store.write(() => {
    // A job that waits finds out by itself; what it has sent belongs to the file as it was.
    const state = store.jobs.byId(job.id)?.state
    if (state !== 'failed' && state !== 'rejected') return
    const isOther =
      (look?.kind === 'file' && look.file.identity !== parcel.identity) ||
      (sidecar?.kind === 'file' && sidecar.file.identity !== parcel.sidecar_identity)
    if (isOther) store.journals.erase(job.id)
    if (look?.kind === 'file' && look.file.identity !== parcel.identity) {
      store.parcels.reidentified(parcel.id, look.file.identity, look.file.sizeBytes)
      store.jobs.resized(job.id, look.file.sizeBytes)
    }
    if (sidecar?.kind === 'file') store.parcels.sidecarReidentified(parcel.id, sidecar.file.identity)
    else if (sidecar?.kind === 'gone') store.parcels.sidecarLeft(parcel.id)
  })
}

/** Sends waiting jobs before all others, also those that wait for their next try. */
export async function putFirst(world: HandlerWorld, input: Input<'jobs.first'>): Promise<{ count: number }> {
  const { store, ports, delivering, hub } = world
  const count = await store.write(() => {
    const moved = input.ids.filter((id) => store.jobs.first(id))
    for (const id of moved) store.jobs.hurry(id, ports.clock.now())
    return moved.length
  })
  for (const lane of delivering.lanes) lane.wake()
  hub.changed()
  return { count }
}

/** Cancels jobs that are not done. Their files stay where they are and are not taken again. */
export async function cancelJobs(
  world: HandlerWorld,
  input: Input<'jobs.cancel'>,
): Promise<{ count: number }> {
  const { store, ports, delivering, hub } = world
  const cancelled = await store.write(() =>
    input.ids.filter((id) => {
      const job = store.jobs.byId(id)
      if (job === null || job.state === 'done' || job.state === 'cancelled') return false
      recordEvent(store, id, { name: 'cancelled', problem: BY_HAND }, ports.clock.now())
      store.journals.erase(id)
      // The others may have refused it for good, and waited only for this one.
      if (setsRejectedAside(world, job)) noteForSettingAside(store, job.parcel_id)
      return true
    }),
  )
  delivering.wake()
  for (const id of cancelled) {
    for (const lane of delivering.lanes) lane.cancel(id)
    const job = store.jobs.listedById(id)
    if (job !== null)
      hub.file({
        event: 'cancelled',
        job: id,
        folder: job.folder === '' ? null : job.folder,
        path: job.path,
        destination: job.destination,
      })
  }
  return { count: cancelled.length }
}

function setsRejectedAside({ intakes }: HandlerWorld, { folder_id: folderId }: JobRecord): boolean {
  return intakes.some(({ id, config }) => id === folderId && config.rejected.action !== 'keep')
}

const BY_HAND = tellProblem({
  code: 'cancelled-by-hand',
  what: say`Cancelled by hand.`,
  remedy: say`Upload the file by hand if it should be sent after all.`,
  isRetried: false,
})
