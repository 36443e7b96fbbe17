import type { Problem } from '../../../shared/problem.ts'
import { backoff } from '../queue/retry-policy.ts'

/** Even a server that was away all night is asked again this often. */
const COOLING_MAX_MS = 2 * 60_000

export type DestinationState =
  | { name: 'ready' }
  | { name: 'cooling'; untilMs: number; problem: Problem; isAsked: boolean }
  | { name: 'locked'; problem: Problem }

/** Whether jobs of a destination may be claimed. Trouble of the destination is its own state, never that of its files. */
export class DestinationMood {
  #state: DestinationState = { name: 'ready' }
  #failures = 0
  #mended = 0

  current(nowMs: number): DestinationState {
    if (this.#state.name === 'cooling' && nowMs >= this.#state.untilMs) return { name: 'ready' }
    return this.#state
  }

  /**
   * @param isAsked the server itself asks for quiet: an upload that still comes through does not end it
   * @returns until when nothing is claimed, ms
   */
  cool(problem: Problem, afterMs: number, isAsked: boolean, nowMs: number, jitter: number): number {
    this.#failures++
    const delayMs = Math.max(afterMs, Math.min(COOLING_MAX_MS, backoff(this.#failures, jitter)))
    // Several uploads fail in the same moment: that is one failure, and the longest wish counts.
    const isSameMoment = this.#state.name === 'cooling' && nowMs < this.#state.untilMs
    if (isSameMoment) this.#failures--
    const untilMs =
      isSameMoment && this.#state.name === 'cooling'
        ? Math.max(this.#state.untilMs, nowMs + afterMs)
        : nowMs + delayMs
    const wasAsked = isSameMoment && this.#state.name === 'cooling' && this.#state.isAsked
    if (this.#state.name !== 'locked')
      this.#state = { name: 'cooling', untilMs, problem, isAsked: isAsked || wasAsked }
    return untilMs
  }

  /** How often a person has mended it: what began before the last time says nothing about it any more. */
  get mended(): number {
    return this.#mended
  }

  /** Nothing is claimed until a person has mended it. */
  lock(problem: Problem): void {
    this.#state = { name: 'locked', problem }
  }

  /** A person says that it is mended, or that it should be tried now. */
  unlock(): void {
    this.#mended++
    this.#state = { name: 'ready' }
    this.#failures = 0
  }

  /** The server did its work. */
  worked(): void {
    this.#failures = 0
    if (this.#state.name === 'cooling' && !this.#state.isAsked) this.#state = { name: 'ready' }
  }

  /** The clock was set back: a time far ahead was meant to be near. */
  clockSetBack(): void {
    if (this.#state.name === 'cooling') this.#state = { name: 'ready' }
  }
}
