import type { EngineHandlers, Input, Output } from '../../../shared/contract.ts'
import { Receipt } from '../../../shared/job.ts'
import path from 'node:path'
import { problemOf } from '../dispatch/job-record.ts'
import { ProblemError } from '../errors.ts'
import type { FolderIntake } from '../intake/folder-intake.ts'
import type { HandlerWorld } from './handler-world.ts'
import { afterOf, deliveryRow, jobRow } from './rows.ts'
import { findFolder } from './unknown-name.ts'
import { say } from '../../../shared/phrase.ts'

type Names = 'jobs.list' | 'jobs.anchors' | 'jobs.detail' | 'history.search'

/** Lists of jobs and deliveries, and the story of one job. */
export function listHandlers(world: HandlerWorld): Pick<EngineHandlers, Names> {
  const { store } = world
  return {
    'jobs.list': (input) => list(world, input),
    'jobs.anchors': (input) => anchors(world, input),
    'jobs.detail': ({ id }) => detail(world, id),
    'history.search': ({ find, before, limit }) => {
      const found = store.deliveries.search(find, before, limit)
      const next = found.length < limit ? null : (found.at(-1)?.id ?? null)
      return { deliveries: found.map(deliveryRow), next }
    },
  }
}

function list(
  { store, delivering, intakes }: HandlerWorld,
  { state, folder, find, before, limit }: Input<'jobs.list'>,
): Output<'jobs.list'> {
  const filter = { state, folderId: folderId(intakes, folder), before, limit }
  if (find !== undefined && find !== '') {
    const { jobs, next } = store.jobLists.search({ ...filter, find })
    return { jobs: jobs.map((job) => jobRow(job, delivering)), next }
  }
  const jobs = store.jobLists.list(filter)
  const next = jobs.length < limit ? null : (jobs.at(-1)?.id ?? null)
  return { jobs: jobs.map((job) => jobRow(job, delivering)), next }
}

/** Walks through the ids in steps and lets others in between: a million take a quarter of a second together. */
async function anchors(
  { store, intakes }: HandlerWorld,
  { state, folder, every }: Input<'jobs.anchors'>,
): Promise<Output<'jobs.anchors'>> {
  const filter = { state, folderId: folderId(intakes, folder) }
  const found: number[] = []
  let total = 0
  let before: number | undefined
  for (;;) {
    const ids = store.jobLists.ids(filter, before)
    for (const [index, id] of ids.entries()) if ((total + index) % every === 0) found.push(id)
    total += ids.length
    before = ids.at(-1)
    if (before === undefined) return { ids: found, total }
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function folderId(intakes: readonly FolderIntake[], folder: string | undefined): number | undefined {
  return folder === undefined ? undefined : findFolder(intakes, folder).id
}

function detail({ store, delivering }: HandlerWorld, id: number): Output<'jobs.detail'> {
  const job = store.jobs.listedById(id)
  if (job === null) throw gone(id)
  const parcel = store.parcels.byId(job.parcel_id)
  const absolute = (relative: string): string => path.join(parcel.root, relative)
  return {
    job: jobRow(job, delivering),
    file: absolute(parcel.path),
    sidecar: parcel.sidecar_path === null ? null : absolute(parcel.sidecar_path),
    template: job.template,
    story: store.jobs.events(id).map(({ at_ms, event, to_state, problem }) => ({
      atMs: at_ms,
      event,
      state: to_state,
      problem: problemOf(problem),
    })),
    receipt: job.receipt === null ? null : Receipt.parse(JSON.parse(job.receipt)),
    ...(parcel.after_words === null ? { after: null } : afterOf(parcel.after_words, parcel.after_said)),
  }
}

function gone(id: number): ProblemError {
  return new ProblemError({
    code: 'unknown-job',
    what: say`There is no job ${String(id)} any more.`,
    remedy: say`What was delivered stands in the history.`,
    isRetried: false,
  })
}
