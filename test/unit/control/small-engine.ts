import { EventEmitter } from 'node:events'
import type {
  Api,
  DeliveryRow,
  EngineStatus,
  EventName,
  Events,
  FileEvent,
  Handlers,
  JobRow,
  TemplatePreview,
} from '../../../shared/contract.ts'
import type { JobStateName, Receipt } from '../../../shared/job.ts'
import type { Problem } from '../../../shared/problem.ts'
import type { z } from 'zod'
import { someReceipt } from '../../support/some-receipt.ts'

export function receipt(name: string): Receipt {
  return someReceipt({
    assetUrl: `/fotoweb/archives/5000-Photos/${name}.info`,
    assetName: name,
    sizeBytes: 1000,
    uploadId: 'u1',
    finishedAtMs: 1_700_000_000_000,
  })
}

export function jobRow(id: number, state: JobStateName, changes: Partial<JobRow> = {}): JobRow {
  return {
    id,
    state,
    folder: 'hot',
    path: `/hot/IMG_${id}.jpg`,
    destination: 'archive',
    sizeBytes: 1000,
    sentBytes: 0,
    hasSidecar: false,
    isUpdate: false,
    attempt: 1,
    notBeforeMs: 0,
    changedMs: 1_700_000_000_000,
    problem: null,
    ...changes,
  }
}

export function deliveryRow(id: number, name = `IMG_${id}.jpg`): DeliveryRow {
  return {
    id,
    kind: 'upload',
    jobId: id,
    folder: 'hot',
    path: `/hot/${name}`,
    destination: 'archive',
    deliveredMs: 1_700_000_000_000 + id,
    receipt: receipt(name),
    after: 'kept',
  }
}

const NO_JOBS = { jobs: 0, bytes: 0 }

/** Requests of windows: no command asks them. */
function unasked(): never {
  throw new Error('The small engine is not asked for this')
}
const UNASKED = {
  'jobs.anchors': unasked,
  'jobs.detail': unasked,
  'jobs.first': unasked,
  'pictures.thumbnail': unasked,
  'arrivals.list': unasked,
  'arrivals.take': unasked,
  'engine.rates': unasked,
  'destinations.browse': unasked,
  'destinations.fields': unasked,
  'signIn.begin': unasked,
  'signIn.outcome': unasked,
  'signIn.cancel': unasked,
  'signIn.signOut': unasked,
  'config.get': unasked,
  'config.check': unasked,
  'config.save': unasked,
  'secrets.set': unasked,
  'secrets.known': unasked,
  'log.tail': unasked,
  'places.list': unasked,
  'face.info': unasked,
  'face.pick': unasked,
  'face.save': unasked,
  'diagnostics.bundle': unasked,
  'face.showInFolder': unasked,
  'face.openUrl': unasked,
} satisfies Partial<Handlers>

/** A small engine that keeps its jobs in memory: it answers every request of the contract and tells events. */
export class SmallEngine {
  readonly jobs: JobRow[] = []
  readonly deliveries: DeliveryRow[] = []
  readonly asked: { name: string; input: unknown }[] = []
  preview: Omit<TemplatePreview, 'template' | 'path'> = {
    destination: 'archive',
    fieldsFrom: 'catalogue',
    sidecar: { name: null, way: 'none' },
    taken: null,
    modifiedMs: 1_700_000_000_000,
    fields: [],
    missing: [],
    notes: [],
  }
  auditLines: { path: string; state: 'delivered' | 'unaccounted' | 'waiting'; words: string }[] = []
  locked: Problem | null = null
  isPaused = false
  readonly #emitter = new EventEmitter().setMaxListeners(0)

  readonly on: Api['on'] = (name, listener) => {
    this.#emitter.on(name, listener)
    return () => this.#emitter.off(name, listener)
  }

  emit<K extends EventName>(name: K, payload: z.output<Events[K]>): void {
    this.#emitter.emit(name, payload)
  }

  get listenerCount(): number {
    return this.#emitter.listenerCount('file')
  }

  /** Puts a job into a state and tells everybody. */
  move(id: number, state: JobStateName, changes: Partial<JobRow> = {}): void {
    const index = this.jobs.findIndex((job) => job.id === id)
    const job = { ...(this.jobs[index] ?? jobRow(id, state)), ...changes, state }
    this.jobs[index === -1 ? this.jobs.length : index] = job
    const event: FileEvent = { event: state, job: id, path: job.path, destination: job.destination }
    if (state === 'done') event.receipt = receipt(`IMG_${id}.jpg`)
    if (state === 'failed' && job.problem !== null) event.problem = job.problem
    this.emit('file', event)
  }

  status(): EngineStatus {
    const count = (state: JobStateName): { jobs: number; bytes: number } => {
      const rows = this.jobs.filter((job) => job.state === state)
      return { jobs: rows.length, bytes: rows.reduce((sum, job) => sum + job.sizeBytes, 0) }
    }
    return {
      isRunning: true,
      isPaused: this.isPaused,
      counts: {
        waiting: count('waiting'),
        uploading: count('uploading'),
        confirming: count('confirming'),
        done: count('done'),
        failed: count('failed'),
        rejected: NO_JOBS,
        cancelled: NO_JOBS,
      },
      deliveredToday: 3,
      rateBps: 2_500_000,
      etaSeconds: 90,
      folders: [
        {
          name: 'hot',
          path: '/hot',
          state: 'watching',
          words: 'watched by events',
          problem: null,
          lastScanMs: 1_700_000_000_000,
          lastHintMs: null,
          files: 3,
          arriving: 1,
          jobs: { open: 1, failed: 0, deliveredToday: 3 },
          attention: [{ path: '/hot/a.xmp', words: 'a sidecar without its picture' }],
        },
      ],
      destinations: [
        {
          name: 'archive',
          kind: 'fotoware',
          state: this.locked === null ? 'ready' : 'locked',
          words: this.locked === null ? 'ready' : 'signed out',
          untilMs: null,
          problem: this.locked,
          waiting: 0,
        },
      ],
      secrets: 'Secrets are kept in a file.',
    }
  }

  readonly handlers: Handlers = {
    'engine.status': () => this.status(),
    'engine.pause': (input) => {
      this.asked.push({ name: 'engine.pause', input })
      this.isPaused = true
      return {}
    },
    'engine.resume': (input) => {
      this.asked.push({ name: 'engine.resume', input })
      this.isPaused = false
      return {}
    },
    'jobs.list': ({ state, folder, before, limit }) => {
      const found = this.jobs
        .toSorted((a, b) => b.id - a.id)
        .filter((job) => state === undefined || job.state === state)
        .filter((job) => folder === undefined || job.folder === folder)
        .filter((job) => before === undefined || job.id < before)
      const page = found.slice(0, limit)
      return { jobs: page, next: found.length > limit ? (page.at(-1)?.id ?? null) : null }
    },
    'jobs.retry': ({ ids, allFailed }) => {
      const failed = this.jobs.filter((job) => job.state === 'failed')
      const chosen = allFailed === true ? failed : failed.filter((job) => ids?.includes(job.id))
      for (const job of chosen) this.move(job.id, 'waiting')
      return { count: chosen.length }
    },
    'jobs.cancel': ({ ids }) => {
      const chosen = this.jobs.filter((job) => ids.includes(job.id) && job.state !== 'done')
      for (const job of chosen) this.move(job.id, 'cancelled')
      return { count: chosen.length }
    },
    'history.search': ({ find, before, limit }) => {
      const found = this.deliveries
        .toSorted((a, b) => b.id - a.id)
        .filter((row) => find === undefined || row.path.includes(find))
        .filter((row) => before === undefined || row.id < before)
      const page = found.slice(0, limit)
      return { deliveries: page, next: found.length > limit ? (page.at(-1)?.id ?? null) : null }
    },
    'upload.add': (input) => {
      this.asked.push({ name: 'upload.add', input })
      const refused = input.paths
        .filter((path) => path.includes('missing'))
        .map((path) => ({
          path,
          problem: {
            code: 'missing',
            what: `${path} is not there.`,
            remedy: 'Check the name.',
            isRetried: false,
          },
        }))
      const taken = input.paths.filter((path) => !path.includes('missing'))
      const jobs = taken.map((path) => {
        const id = this.jobs.length + 1
        this.jobs.push(jobRow(id, 'waiting', { path, folder: null, destination: input.destination }))
        return id
      })
      return { jobs, refused }
    },
    ...UNASKED,
    'templates.preview': ({ template, path }) => ({ ...this.preview, template, path }),
    'destinations.check': ({ name }) => ({
      checks: [
        {
          destination: name ?? 'archive',
          isOk: this.locked === null,
          words: ['reachable'],
          account: null,
          problem: this.locked,
        },
      ],
    }),
    'folders.audit': ({ after }) => {
      const from = Number(after ?? 0)
      const lines = this.auditLines.slice(from, from + 2)
      return { lines, next: from + 2 < this.auditLines.length ? String(from + 2) : null }
    },
    'folders.scan': () => ({}),
    'diagnostics.collect': () => ({
      files: [{ name: 'status.json', text: '{"token":"x","header":"Authorization: Bearer abcdefghijkl"}' }],
    }),
  }
}
