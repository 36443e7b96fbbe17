import type { Destination } from '../destinations/destination.ts'
import { UploadError } from '../errors.ts'
import type { Timer } from '../ports.ts'
import { decide } from '../queue/retry-policy.ts'
import type { JobRecord } from '../store/jobs.ts'
import type { ParcelRow } from '../store/parcels.ts'
import type { JobJournal } from './job-journal.ts'
import type { LaneWorld } from './lane-world.ts'
import type { Outcomes } from './outcomes.ts'

/** Proposed intervals: half a second, growing to ten seconds, to a minute after five minutes; no end. */
const FIRST_MS = 500
const GROWTH = 1.6
const INTERVAL_MAX_MS = 10_000
const LATE_MS = 5 * 60_000
const LATE_INTERVAL_MAX_MS = 60_000
const POLLS_MAX = 4
/** The share of the usual processing time after which the first question is worth while. */
const FIRST_SHARE = 0.8

interface Confirming {
  job: JobRecord
  parcel: ParcelRow
  journal: JobJournal
  sinceMs: number
  dueMs: number
  intervalMs: number
}

/**
 * Waits for the servers' word on what was sent, beside the uploads and never in their place. One scheduler asks for all;
 * it learns how long processing usually takes, so that small files are not asked for in vain.
 */
export class ConfirmLane {
  readonly #destination: Destination
  readonly #world: LaneWorld
  readonly #outcomes: Outcomes
  readonly #onRoom: () => void
  readonly #waiting = new Map<number, Confirming>()
  readonly #asking = new Map<number, Promise<void>>()
  #abort = new AbortController()
  #timer: Timer | null = null
  #usualMs = 0
  #isStopped = true

  constructor(destination: Destination, world: LaneWorld, outcomes: Outcomes, onRoom: () => void) {
    this.#destination = destination
    this.#world = world
    this.#outcomes = outcomes
    this.#onRoom = onRoom
  }

  get size(): number {
    return this.#waiting.size
  }

  start(): void {
    this.#isStopped = false
    this.#abort = new AbortController()
  }

  /** Jobs stay `confirming`; the next start asks for them again. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#timer?.cancel()
    this.#abort.abort(new Error('stopped'))
    await Promise.all(this.#asking.values())
    this.#waiting.clear()
  }

  add(job: JobRecord, parcel: ParcelRow, journal: JobJournal): void {
    const nowMs = this.#world.ports.clock.monotonic()
    const firstMs = this.#usualMs * FIRST_SHARE
    this.#waiting.set(job.id, {
      job,
      parcel,
      journal,
      sinceMs: nowMs,
      dueMs: nowMs + firstMs,
      intervalMs: FIRST_MS,
    })
    this.#schedule()
  }

  forget(jobId: number): void {
    this.#waiting.delete(jobId)
  }

  /** Is content that looks like this still unconfirmed? */
  holds(fingerprint: string, exceptJobId: number): boolean {
    return [...this.#waiting.values()].some(
      ({ job, journal }) => job.id !== exceptJobId && journal.sealed?.fingerprint === fingerprint,
    )
  }

  #schedule(): void {
    if (this.#isStopped) return
    const nowMs = this.#world.ports.clock.monotonic()
    let nextMs = Number.POSITIVE_INFINITY
    for (const entry of this.#waiting.values()) {
      if (this.#asking.has(entry.job.id)) continue
      if (entry.dueMs > nowMs) nextMs = Math.min(nextMs, entry.dueMs)
      else if (this.#asking.size < POLLS_MAX) this.#begin(entry)
    }
    this.#timer?.cancel()
    this.#timer = null
    if (nextMs === Number.POSITIVE_INFINITY) return
    this.#timer = this.#world.ports.clock.after(nextMs - nowMs, () => {
      this.#schedule()
    })
  }

  #begin(entry: Confirming): void {
    const asking = this.#ask(entry)
      .catch((error: unknown) => {
        // Cancelled in this moment, or the engine is ending: the next start asks for the result again.
        this.#world.ports.log.warn('A result was not noted', { job: entry.job.id, detail: String(error) })
      })
      .finally(() => {
        this.#asking.delete(entry.job.id)
        this.#schedule()
        this.#onRoom()
      })
    this.#asking.set(entry.job.id, asking)
  }

  async #ask(entry: Confirming): Promise<void> {
    const { mended } = this.#outcomes
    try {
      const answer = await this.#destination.confirm(entry.journal, this.#abort.signal)
      if (!this.#waiting.has(entry.job.id)) return
      if (answer.kind === 'pending') {
        this.#askLater(entry)
        return
      }
      await this.#outcomes.confirmed(entry.job, entry.parcel, entry.journal, answer.proof)
      this.#learn(entry)
      this.#waiting.delete(entry.job.id)
    } catch (error) {
      if (this.#isStopped) return
      await this.#fail(entry, error, mended)
    }
  }

  #askLater(entry: Confirming): void {
    const nowMs = this.#world.ports.clock.monotonic()
    entry.dueMs = nowMs + entry.intervalMs
    const maxMs = nowMs - entry.sinceMs > LATE_MS ? LATE_INTERVAL_MAX_MS : INTERVAL_MAX_MS
    entry.intervalMs = Math.min(maxMs, entry.intervalMs * GROWTH)
  }

  /** A question that could not be asked is asked again; only a verdict on the file goes back to the queue. */
  async #fail(entry: Confirming, error: unknown, mended: number): Promise<void> {
    if (!this.#waiting.has(entry.job.id)) return
    const { clock, random, log } = this.#world.ports
    if (!(error instanceof UploadError)) {
      log.error('Asking for a result failed', { job: entry.job.id, detail: String(error) })
      this.#askLater(entry)
      return
    }
    const decision = decide(error, entry.job.attempt, random.fraction())
    if (error.kind === 'offline' || error.kind === 'busy' || error.kind === 'unexpected') {
      this.#askLater(entry)
      entry.dueMs = Math.max(entry.dueMs, clock.monotonic() + (error.retryAfterMs ?? 0))
      return
    }
    this.#waiting.delete(entry.job.id)
    // New metadata that did not arrive is written again: as long as the journal is sealed, only the question would be.
    if (error.kind === 'server' && entry.journal.sealed?.isUpdate === true) await entry.journal.erase()
    await this.#outcomes.decided(decision, error, entry.job, entry.parcel, mended)
  }

  #learn(entry: Confirming): void {
    const tookMs = this.#world.ports.clock.monotonic() - entry.sinceMs
    this.#usualMs =
      tookMs < 2 * FIRST_MS * FIRST_SHARE && this.#usualMs === 0 ? 0 : this.#usualMs * 0.7 + tookMs * 0.3
    // Asking a little too early once in a while keeps the estimate from only growing.
    this.#usualMs = Math.min(INTERVAL_MAX_MS, this.#usualMs * 0.95)
    if (this.#usualMs < 20) this.#usualMs = 0
  }
}
