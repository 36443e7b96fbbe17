import type { EngineApi, EngineStatus, FileEvent } from '../../shared/contract.ts'
import { LiveFiles } from './live-files.ts'
import type { ProgressView } from './progress.ts'

const ASK_EVERY_MS = 1000
const LOOKING: ReadonlySet<string> = new Set(['starting', 'scanning'])

/** What has arrived since the engine was last asked. */
interface Arrived {
  files: number
  bytes: number
}

/** The progress of the whole queue since the command began: the engine keeps the counts, so it is only asked. */
export class QueueProgress {
  readonly #api: EngineApi
  readonly #live = new LiveFiles()
  #first: EngineStatus | null = null
  #last: EngineStatus | null = null
  #arrived: Arrived = { files: 0, bytes: 0 }
  #askedMs = -ASK_EVERY_MS
  #isAsking = false

  constructor(api: EngineApi) {
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
    const folders = this.#last?.folders ?? []
    const since = (state: 'done' | 'failed' | 'rejected', unit: 'jobs' | 'bytes'): number =>
      Math.max(0, (last?.[state][unit] ?? 0) - (first?.[state][unit] ?? 0))
    const open = (unit: 'jobs' | 'bytes'): number =>
      (last?.waiting[unit] ?? 0) + (last?.uploading[unit] ?? 0) + (last?.confirming[unit] ?? 0)
    const filesDone = since('done', 'jobs') + this.#arrived.files
    const bytesDone = since('done', 'bytes') + this.#arrived.bytes + this.#live.sentBytes()
    const filesFailed = since('failed', 'jobs')
    const filesRejected = since('rejected', 'jobs')
    // Events run ahead of the counts: the whole is never less than its parts.
    const bytesTotal = Math.max(since('done', 'bytes') + open('bytes'), bytesDone + this.#live.leftBytes())
    const rateBps = this.#last?.rateBps ?? 0
    return {
      filesDone,
      filesTotal: Math.max(
        since('done', 'jobs') + filesFailed + filesRejected + open('jobs'),
        filesDone + this.#live.count(),
      ),
      filesFailed,
      filesRejected,
      bytesDone,
      bytesTotal,
      rateBps,
      // Of the numbers beside it: the engine's own answer may be a second old.
      etaSeconds: rateBps > 0 ? (bytesTotal - bytesDone) / rateBps : null,
      uploading: this.#live.list(),
      filesArriving: folders.reduce((sum, { arriving }) => sum + arriving, 0),
      isLooking: this.#last === null || folders.some(({ state }) => LOOKING.has(state)),
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
