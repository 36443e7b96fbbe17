import type { Api, EngineStatus, FileEvent } from '../../shared/contract.ts'
import { LiveFiles } from './live-files.ts'
import type { ProgressView } from './progress.ts'

const ASK_EVERY_MS = 1000

/** What has arrived since the engine was last asked. */
interface Arrived {
  files: number
  bytes: number
}

/** The progress of the whole queue since the command began: the engine keeps the counts, so it is only asked. */
export class QueueProgress {
  readonly #api: Api
  readonly #live = new LiveFiles()
  #first: EngineStatus | null = null
  #last: EngineStatus | null = null
  #arrived: Arrived = { files: 0, bytes: 0 }
  #askedMs = -ASK_EVERY_MS
  #isAsking = false

  constructor(api: Api) {
    this.#api = api
  }

  event(event: FileEvent): void {
    if (event.event === 'done') {
      this.#arrived.files += 1
      this.#arrived.bytes += this.#live.sizeOf(event.job) ?? event.sizeBytes ?? 0
    }
    this.#live.event(event)
  }

  /** @param nowMs a time that only grows */
  view(nowMs: number): ProgressView {
    if (!this.#isAsking && nowMs - this.#askedMs >= ASK_EVERY_MS) void this.#ask(nowMs)
    const first = this.#first?.counts
    const last = this.#last?.counts
    const since = (state: 'done' | 'failed', unit: 'jobs' | 'bytes'): number =>
      Math.max(0, (last?.[state][unit] ?? 0) - (first?.[state][unit] ?? 0))
    const open = (unit: 'jobs' | 'bytes'): number =>
      (last?.waiting[unit] ?? 0) + (last?.uploading[unit] ?? 0) + (last?.confirming[unit] ?? 0)
    const filesDone = since('done', 'jobs') + this.#arrived.files
    const bytesDone = since('done', 'bytes') + this.#arrived.bytes + this.#live.sentBytes()
    const filesFailed = since('failed', 'jobs')
    // Events run ahead of the counts: the whole is never less than its parts.
    return {
      filesDone,
      filesTotal: Math.max(
        since('done', 'jobs') + filesFailed + open('jobs'),
        filesDone + this.#live.count(),
      ),
      filesFailed,
      bytesDone,
      bytesTotal: Math.max(since('done', 'bytes') + open('bytes'), bytesDone + this.#live.leftBytes()),
      rateBps: this.#last?.rateBps ?? 0,
      etaSeconds: this.#last?.etaSeconds ?? null,
      uploading: this.#live.list(),
    }
  }

  async #ask(nowMs: number): Promise<void> {
    this.#isAsking = true
    this.#askedMs = nowMs
    const before = { ...this.#arrived }
    try {
      this.#last = await this.#api.call('engine.status', {})
      this.#first ??= this.#last
      this.#arrived.files -= before.files
      this.#arrived.bytes -= before.bytes
    } catch {
      // The display stays as it was; what has gone wrong is told where the events come from.
    } finally {
      this.#isAsking = false
    }
  }
}
