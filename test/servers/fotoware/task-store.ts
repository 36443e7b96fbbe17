import { mkdir, rm } from 'node:fs/promises'
import type { StorePaths } from './archive-paths.ts'
import type { Identity } from './identities.ts'
import type { Settings } from './settings.ts'
import type { TaskOutcome, TaskState, UploadOrder } from './upload-task.ts'
import { UploadTask } from './upload-task.ts'

const shortestWaitMs = 20

interface TaskStoreParts {
  readonly settings: Settings
  readonly paths: StorePaths
  readonly now: () => number
  /** Moves a complete upload into its archive; never rejects. */
  readonly publish: (task: UploadTask) => Promise<TaskOutcome>
}

/** All upload tasks and their way from awaitingData to done, failed or forgotten. */
export class TaskStore {
  readonly #parts: TaskStoreParts
  readonly #tasks = new Map<string, UploadTask>()
  readonly #timers = new Set<NodeJS.Timeout>()
  #lastChange: Promise<void> = Promise.resolve()
  #lastSweepMs = 0

  constructor(parts: TaskStoreParts) {
    this.#parts = parts
  }

  create(owner: Identity, order: UploadOrder): UploadTask {
    const { now, settings } = this.#parts
    this.#sweep()
    const task = new UploadTask(owner, order, settings.chunkSize, now())
    this.#tasks.set(task.id, task)
    this.finaliseIfComplete(task)
    return task
  }

  /** The caller's task, or null when it is unknown, expired or somebody else's. */
  find(id: string, caller: Identity): UploadTask | null {
    const task = this.#tasks.get(id)
    if (task?.owner.owner !== caller.owner) return null
    if (!this.#isExpired(task)) return task
    this.expire(id)
    return null
  }

  all(): UploadTask[] {
    return [...this.#tasks.values()]
  }

  /** Forgets a task at once; false when there is none. */
  expire(id: string): boolean {
    const task = this.#tasks.get(id)
    if (task === undefined) return false
    this.#tasks.delete(id)
    if (task.finalisedAtMs === null) void this.#removeParts(task)
    return true
  }

  /** The folder that holds the parts of a task; made on first use. */
  partsFolder(task: UploadTask): Promise<string> {
    task.partsFolder ??= this.#makeFolder(task.id)
    return task.partsFolder
  }

  /** Notes new data and starts processing when nothing is missing any more. */
  finaliseIfComplete(task: UploadTask): void {
    task.lastActivityMs = this.#parts.now()
    if (!task.isComplete || task.finalisedAtMs !== null) return
    task.finalisedAtMs = this.#parts.now()
    this.#advanceWhenDue(task)
  }

  /** Processes the task if its time has come; ends when that is done. */
  async advance(task: UploadTask): Promise<void> {
    if (task.processing === null) {
      if (!this.#isDue(task)) return
      task.processing = this.inTurn(async () => {
        task.outcome = await this.#parts.publish(task)
        await this.#removeParts(task)
      })
    }
    await task.processing
  }

  /** Runs changes of assets one after the other, so that two uploads of one name see each other. */
  async inTurn<Result>(change: () => Promise<Result>): Promise<Result> {
    const turn = this.#lastChange.then(change)
    this.#lastChange = turn.then(
      () => undefined,
      () => undefined,
    )
    return turn
  }

  /** Processes every task whose time has come, for example after a pause. */
  async advanceAll(): Promise<void> {
    await Promise.all(this.all().map((task) => this.advance(task)))
  }

  stateOf(task: UploadTask): TaskState {
    if (task.finalisedAtMs === null) return 'awaitingData'
    if (task.outcome !== null) return task.outcome.kind
    const { settings, now } = this.#parts
    const elapsedMs = now() - task.finalisedAtMs
    return settings.isPaused || elapsedMs < settings.processingMs / 2 ? 'pending' : 'inProgress'
  }

  /** Stops the timers and waits for the processing that already began. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer)
    await this.#lastChange
  }

  #isDue(task: UploadTask): boolean {
    const { settings, now } = this.#parts
    if (task.finalisedAtMs === null || settings.isPaused) return false
    return now() - task.finalisedAtMs >= settings.processingMs
  }

  #isExpired(task: UploadTask): boolean {
    if (task.finalisedAtMs !== null) return false
    return this.#parts.now() - task.lastActivityMs > this.#parts.settings.taskTtlMs
  }

  #advanceWhenDue(task: UploadTask): void {
    if (task.processing !== null) return
    if (this.#isDue(task)) {
      void this.advance(task)
      return
    }
    const { settings, now } = this.#parts
    const elapsedMs = now() - (task.finalisedAtMs ?? 0)
    // Asked again and again, because a timer may be early and a pause may end at any time.
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer)
        this.#advanceWhenDue(task)
      },
      Math.max(settings.processingMs - elapsedMs, shortestWaitMs),
    )
    timer.unref()
    this.#timers.add(timer)
  }

  #sweep(): void {
    const nowMs = this.#parts.now()
    if (nowMs - this.#lastSweepMs < this.#parts.settings.taskTtlMs) return
    this.#lastSweepMs = nowMs
    for (const task of this.#tasks.values()) if (this.#isExpired(task)) this.expire(task.id)
  }

  async #makeFolder(id: string): Promise<string> {
    const folder = this.#parts.paths.task(id)
    await mkdir(folder, { recursive: true })
    return folder
  }

  async #removeParts(task: UploadTask): Promise<void> {
    if (task.partsFolder === null) return
    await task.partsFolder
      .then((folder) => rm(folder, { recursive: true, force: true }))
      .catch(() => undefined)
  }
}
