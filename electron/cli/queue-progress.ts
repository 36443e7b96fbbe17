import type { Api, EngineStatus, FileEvent } from '../../shared/contract.ts'
import { LiveFiles } from './live-files.ts'
import type { ProgressView } from './progress.ts'

const ASK_EVERY_MS = 1000

const NOTHING: ProgressView = {
  filesDone: 0,
  filesTotal: 0,
  filesFailed: 0,
  bytesDone: 0,
  bytesTotal: 0,
  rateBps: 0,
  etaSeconds: null,
  uploading: [],
}

/** The progress of the whole queue since the command began: the engine keeps the counts, so it is only asked. */
export class QueueProgress {
  readonly #api: Api
  readonly #live = new LiveFiles()
  #first: EngineStatus | null = null
  #last: EngineStatus | null = null
  #askedMs = -ASK_EVERY_MS
  #isAsking = false

  constructor(api: Api) {
    this.#api = api
  }

  event(event: FileEvent): void {
    this.#live.event(event)
  }

  /** @param nowMs a time that only grows */
  view(nowMs: number): ProgressView {
    if (!this.#isAsking && nowMs - this.#askedMs >= ASK_EVERY_MS) void this.#ask(nowMs)
    if (this.#first === null || this.#last === null) return { ...NOTHING, uploading: this.#live.list() }
    const { counts, rateBps, etaSeconds } = this.#last
    const open = [counts.waiting, counts.uploading, counts.confirming]
    const filesDone = counts.done.jobs - this.#first.counts.done.jobs
    const bytesDone = counts.done.bytes - this.#first.counts.done.bytes
    const filesFailed = Math.max(0, counts.failed.jobs - this.#first.counts.failed.jobs)
    return {
      filesDone,
      filesTotal: filesDone + filesFailed + open.reduce((sum, { jobs }) => sum + jobs, 0),
      filesFailed,
      bytesDone: bytesDone + this.#live.sentBytes(),
      bytesTotal: bytesDone + open.reduce((sum, { bytes }) => sum + bytes, 0),
      rateBps,
      etaSeconds,
      uploading: this.#live.list(),
    }
  }

  async #ask(nowMs: number): Promise<void> {
    this.#isAsking = true
    this.#askedMs = nowMs
    try {
      this.#last = await this.#api.call('engine.status', {})
      this.#first ??= this.#last
    } catch {
      // The display stays as it was; what has gone wrong is told where the events come from.
    } finally {
      this.#isAsking = false
    }
  }
}
