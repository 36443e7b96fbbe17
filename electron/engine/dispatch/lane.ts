import type { DestinationHealth } from '../../../shared/contract.ts'
import type { Problem } from '../../../shared/problem.ts'
import type { Destination } from '../destinations/destination.ts'
import type { Timer } from '../ports.ts'
import { Attempts } from './attempts.ts'
import { Claims } from './claims.ts'
import { ConfirmLane } from './confirm-lane.ts'
import { DestinationMood } from './destination-state.ts'
import { Outcomes } from './outcomes.ts'
import { laneHealth } from './lane-health.ts'
import type { LaneWorld } from './lane-world.ts'

/** Results that may be outstanding before no more is sent: a server that cannot keep up is not buried. */
const CONFIRMING_MAX = 200
/** An engine that is told to end does not wait longer for a chunk. */
const STOP_WITHIN_MS = 20_000
/** No timer sleeps longer, so that a clock that jumps is noticed. */
const SLEEP_MAX_MS = 60_000

/**
 * The jobs of one destination: claims them within its limits, uploads, and hands them to the confirm lane, which never
 * holds an upload's place.
 */
export class Lane {
  readonly destination: Destination
  readonly #id: number
  readonly #world: LaneWorld
  readonly #mood = new DestinationMood()
  readonly #attempts: Attempts
  readonly #confirming: ConfirmLane
  readonly #claims: Claims
  #isPaused: boolean
  #isStopped = true
  #gathering: Promise<void> | null = null
  #timer: Timer | null = null

  constructor(destination: Destination, row: { id: number; is_paused: number }, world: LaneWorld) {
    this.destination = destination
    this.#id = row.id
    this.#isPaused = row.is_paused === 1
    this.#world = world
    this.#claims = new Claims(destination, row.id, world)
    const mood = this.#mood
    const outcomes = new Outcomes(destination.name, world, mood)
    const onRoom = (): void => {
      this.wake()
    }
    const confirming = new ConfirmLane(destination, world, outcomes, onRoom)
    this.#confirming = confirming
    this.#attempts = new Attempts({ destination, world, mood, outcomes, confirming, onRoom })
  }

  get id(): number {
    return this.#id
  }

  /** Waits for a person: signed out, set up wrongly, or paused. */
  get needsPerson(): boolean {
    return this.#isPaused || this.#mood.current(this.#world.ports.clock.now()).name === 'locked'
  }

  get isIdle(): boolean {
    return this.#attempts.isIdle && this.#confirming.size === 0
  }

  start(): void {
    this.#isStopped = false
    this.#mood.unlock()
    this.#confirming.start()
    this.wake()
  }

  /**
   * Finishes the chunks under way, gives unfinished jobs back to the queue, and resolves. A line on which a chunk takes
   * for ever is not waited for: that chunk is sent again.
   */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#timer?.cancel()
    this.#attempts.drain()
    const patience = this.#world.ports.clock.after(STOP_WITHIN_MS, () => {
      this.#attempts.abort()
    })
    await this.#confirming.stop()
    await Promise.all([this.#gathering, this.#attempts.ended()])
    patience.cancel()
  }

  pause(): void {
    this.#isPaused = true
    this.#attempts.drain()
    this.#world.onChange()
  }

  resume(): void {
    this.#isPaused = false
    this.#mood.unlock()
    this.wake()
  }

  /** A person says that trouble is mended, or does not want to wait. */
  retryNow(): void {
    this.#mood.unlock()
    this.wake()
  }

  /** Nothing is sent until a person has mended it; what is under way is left at its next chunk. */
  lock(problem: Problem): void {
    this.#mood.lock(problem)
    this.#attempts.drain()
    this.#world.onChange()
  }

  /** Ends the attempts of a folder that was paused or went away. */
  drainFolder(folderId: number): void {
    this.#attempts.drain(folderId)
  }

  /** Ends the upload of a job that a person has cancelled. */
  cancel(jobId: number): void {
    this.#attempts.abort(jobId)
    this.#confirming.forget(jobId)
  }

  clockSetBack(): void {
    this.#mood.clockSetBack()
    this.wake()
  }

  sentBytesOf(jobId: number): number | null {
    return this.#attempts.sentBytesOf(jobId)
  }

  health(nowMs: number): Omit<DestinationHealth, 'waiting'> {
    return laneHealth(this.destination, this.#mood.current(nowMs), this.#isPaused, nowMs)
  }

  /** Looks whether something can be claimed. Cheap; called whenever anything may have changed. */
  wake(): void {
    if (this.#isStopped) return
    this.#timer?.cancel()
    this.#timer = null
    this.#gather()
    const nowMs = this.#world.ports.clock.now()
    const state = this.#mood.current(nowMs)
    if (this.#isPaused || state.name === 'locked') return
    if (state.name === 'cooling') {
      this.#sleep(state.untilMs - nowMs)
      return
    }
    const room = Math.min(
      this.destination.abilities.uploadsMax - this.#attempts.sendings,
      CONFIRMING_MAX - this.#confirming.size,
    )
    if (room > 0) this.#claim(room)
  }

  /** New jobs of a destination with groups cannot be claimed before it is known with whom they go. */
  #gather(): void {
    if (this.destination.abilities.group === null) return
    this.#gathering ??= this.#claims
      .gather(() => this.#attempts.taken)
      .then((hasGathered) => {
        this.#gathering = null
        if (hasGathered) this.wake()
      })
      .catch((error: unknown) => {
        this.#gathering = null
        this.#world.ports.log.error('Jobs could not be put into groups', { detail: String(error) })
        this.#sleep(SLEEP_MAX_MS)
      })
  }

  #claim(room: number): void {
    const sendings = this.#claims.next(room, this.#attempts.taken)
    for (const jobs of sendings) this.#attempts.begin(jobs)
    if (sendings.length < room) this.#sleepUntilNext()
    if (sendings.length > 0) this.#world.onChange()
  }

  #sleepUntilNext(): void {
    const nextMs = this.#world.store.jobs.nextTimeMs(this.#id, this.#world.claimableFolders())
    if (nextMs !== null) this.#sleep(nextMs - this.#world.ports.clock.now())
  }

  #sleep(delayMs: number): void {
    if (this.#isStopped) return
    this.#timer?.cancel()
    this.#timer = this.#world.ports.clock.after(Math.min(SLEEP_MAX_MS, Math.max(50, delayMs)), () => {
      this.wake()
    })
  }
}
