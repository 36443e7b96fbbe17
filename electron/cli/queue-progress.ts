import type { Api, EngineStatus, FileEvent } from '../../shared/contract.ts'
import { LiveFiles } from './live-files.ts'
import type { ProgressView } from './progress.ts'

const ASK_EVERY_MS = 1000

/** What has arrived since the engine was last asked. */
interface Arrived {
  files: number
  bytes: number
}

/**
 * The progress of the whole queue since the command began. The engine keeps the counts and is asked once a second;
 * in between its events keep the numbers from standing still or going back.
 */
export class QueueProgress {
  readonly #api: Api
  readonly #live = new LiveFiles()
  #first: EngineStatus | null = null
  #last: EngineStatus | null = null
  #arrived: Arrived = { files: 0, bytes: 0 }
  #askedMs = -ASK_EVERY_MS
  #isAsking = false
  /** Delivered since the engine was asked last. */
  #since = { files: 0, bytes: 0 }

  /** To be made before the engine starts: what is delivered from then on counts. */
  constructor(api: Api) {
    this.#api = api
    void this.#ask(this.#askedMs)
  }

  event(event: FileEvent): void {
    this.#live.event(event)
    if (event.event === 'done') this.#since = added(this.#since, 1, event.sizeBytes ?? 0)
  }

  /** @param nowMs a time that only grows */
  view(nowMs: number): ProgressView {
    if (!this.#isAsking && nowMs - this.#askedMs >= ASK_EVERY_MS) void this.#ask(nowMs)
    if (this.#first === null || this.#last === null) return { ...NOTHING, uploading: this.#live.list() }
    const { counts, rateBps, etaSeconds, folders } = this.#last
    const open = [counts.waiting, counts.uploading, counts.confirming]
    const filesDone = counts.done.jobs - this.#first.counts.done.jobs
    const bytesDone = counts.done.bytes - this.#first.counts.done.bytes
    const filesFailed = Math.max(0, counts.failed.jobs - this.#first.counts.failed.jobs)
    const filesTotal = filesDone + filesFailed + open.reduce((sum, { jobs }) => sum + jobs, 0)
    const bytesTotal = bytesDone + open.reduce((sum, { bytes }) => sum + bytes, 0)
    return {
      filesDone: Math.min(filesTotal, filesDone + this.#since.files),
      filesTotal,
      filesFailed,
      bytesDone: Math.min(bytesTotal, bytesDone + this.#since.bytes + this.#live.sentBytes()),
      bytesTotal,
      rateBps,
      etaSeconds,
      uploading: this.#live.list(),
      filesArriving: folders.reduce((sum, { arriving }) => sum + arriving, 0),
      isLooking: folders.some(({ state }) => state === 'starting' || state === 'scanning'),
    }
  }

  async #ask(nowMs: number): Promise<void> {
    this.#isAsking = true
    this.#askedMs = nowMs
    const before = { ...this.#arrived }
    try {
      this.#last = await this.#api.call('engine.status', {})
      this.#first ??= this.#last
      this.#since = added(this.#since, -files, -bytes)
      this.#arrived.files -= before.files
      this.#arrived.bytes -= before.bytes
    } catch {
      // The display stays as it was; what has gone wrong is told where the events come from.
    } finally {
      this.#isAsking = false
    }
  }
}

function added(sum: { files: number; bytes: number }, files: number, bytes: number): typeof sum {
  return { files: sum.files + files, bytes: sum.bytes + bytes }
}
