import { Worker } from 'node:worker_threads'
import { errorText, ProblemError } from '../errors.ts'
import type { ScanCommand, ScanReport, ScanTotals } from './scan-messages.ts'
import type { Listing } from './sighting.ts'
import { say } from '../../../shared/phrase.ts'

export type { ScanTotals } from './scan-messages.ts'
export type { Listing, SightedFile } from './sighting.ts'
export { type Sighting, sightFiles } from './sight-files.ts'

export type OnListing = (listing: Listing) => Promise<void> | void

/** One worker for all scans: give a volume that may hang (a network share) a scanner of its own. */
export interface Scanner {
  /**
   * Lists `root` from the directory `from` ('' = all). The next listing is handed over when `onListing` is done with
   * the one before. Rejects with the signal's reason, with what `onListing` threw, or with a ProblemError
   * `scan-broken` when the worker died: the next scan starts a new one.
   */
  scan(
    root: string,
    rules: readonly string[],
    from: string,
    recursive: boolean,
    onListing: OnListing,
    signal: AbortSignal,
  ): Promise<ScanTotals>
  close(): Promise<void>
}

interface RunningScan {
  onListing: OnListing
  handled: Promise<void>
  resolve(totals: ScanTotals): void
  reject(reason: unknown): void
}

/** Above this the worker is ended by Node and only the scan is lost, not the process. */
const WORKER_MEMORY_MB = 512
/** An idle worker costs some 20 MB; a new one is there within 50 ms. */
const IDLE_WORKER_MS = 10_000
/** A call that hangs in the system cannot be interrupted: closing does not wait for it for ever. */
const CLOSE_WITHIN_MS = 2_000

/** `startWorker` is for tests that end the worker under way. */
export function createScanner(startWorker: () => Worker = startScanWorker): Scanner {
  return new WorkerScanner(startWorker)
}

/** Starts the script that walks the disk; the one place that names it. */
export function startScanWorker(): Worker {
  return new Worker(new URL('./scan-worker.ts', import.meta.url), {
    name: 'sluice-scan',
    resourceLimits: { maxOldGenerationSizeMb: WORKER_MEMORY_MB, maxYoungGenerationSizeMb: 8 },
  })
}

class WorkerScanner implements Scanner {
  readonly #scans = new Map<number, RunningScan>()
  #worker: Worker | null = null
  #idleTimer: NodeJS.Timeout | undefined
  #lastScan = 0
  readonly #startWorker: () => Worker

  constructor(startWorker: () => Worker) {
    this.#startWorker = startWorker
  }

  async scan(
    root: string,
    rules: readonly string[],
    from: string,
    recursive: boolean,
    onListing: OnListing,
    signal: AbortSignal,
  ): Promise<ScanTotals> {
    signal.throwIfAborted()
    const worker = this.#ensureWorker()
    this.#lastScan += 1
    const scan = this.#lastScan
    const stop = (): void => this.#fail(scan, signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    try {
      return await new Promise<ScanTotals>((resolve, reject) => {
        this.#scans.set(scan, { onListing, handled: Promise.resolve(), resolve, reject })
        worker.ref()
        post(worker, { kind: 'start', scan, order: { root, rules: [...rules], from, recursive } })
      })
    } finally {
      signal.removeEventListener('abort', stop)
      if (this.#scans.size === 0) this.#rest()
    }
  }

  async close(): Promise<void> {
    const worker = this.#worker
    clearTimeout(this.#idleTimer)
    this.#workerGone(worker, 'the program is closing')
    if (worker === null) return
    let timer: NodeJS.Timeout | undefined
    const enough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_WITHIN_MS)
    })
    await Promise.race([worker.terminate(), enough])
    clearTimeout(timer)
  }

  #rest(): void {
    const worker = this.#worker
    if (worker === null) return
    worker.unref()
    clearTimeout(this.#idleTimer)
    this.#idleTimer = setTimeout(() => {
      if (this.#scans.size > 0 || this.#worker !== worker) return
      this.#worker = null
      void worker.terminate()
    }, IDLE_WORKER_MS).unref()
  }

  #ensureWorker(): Worker {
    if (this.#worker !== null) return this.#worker
    const worker = this.#startWorker()
    worker.on('message', (report: ScanReport) => this.#receive(worker, report))
    worker.on('error', (error: unknown) => this.#workerGone(worker, errorText(error)))
    worker.on('exit', (code) => this.#workerGone(worker, `exit code ${code}`))
    this.#worker = worker
    return worker
  }

  #receive(worker: Worker, report: ScanReport): void {
    const running = this.#scans.get(report.scan)
    if (running === undefined) return
    if (report.kind === 'listings') {
      running.handled = running.handled
        .then(() => this.#handOver(worker, report.scan, report.listings))
        .catch((error: unknown) => this.#fail(report.scan, error))
    } else if (report.kind === 'ended') {
      void running.handled.then(() => {
        if (this.#scans.delete(report.scan)) running.resolve(report.totals)
      })
    } else {
      this.#fail(report.scan, broken(report.words))
    }
  }

  async #handOver(worker: Worker, scan: number, listings: readonly Listing[]): Promise<void> {
    for (const listing of listings) {
      const running = this.#scans.get(scan)
      if (running === undefined) return
      await running.onListing(listing)
    }
    post(worker, { kind: 'more', scan })
  }

  #fail(scan: number, reason: unknown): void {
    const running = this.#scans.get(scan)
    if (running === undefined) return
    this.#scans.delete(scan)
    if (this.#worker !== null) post(this.#worker, { kind: 'stop', scan })
    running.reject(reason)
  }

  #workerGone(worker: Worker | null, detail: string): void {
    if (this.#worker !== worker) return
    this.#worker = null
    for (const scan of [...this.#scans.keys()]) this.#fail(scan, broken(detail))
  }
}

function post(worker: Worker, command: ScanCommand): void {
  worker.postMessage(command)
}

function broken(detail: string): ProblemError {
  return new ProblemError({
    code: 'scan-broken',
    what: say`Looking through the folder was broken off.`,
    means: say`Nothing is lost: the folder will be looked through again.`,
    remedy: say`Nothing to do, unless this comes back again and again.`,
    isRetried: true,
    detail,
  })
}
