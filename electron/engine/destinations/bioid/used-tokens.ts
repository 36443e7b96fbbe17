import { say } from '../../../../shared/phrase.ts'
import type { Clock } from '../../ports.ts'
import { wrongToken } from './problems.ts'
import type { Token } from './token.ts'

interface Use {
  bcid: string
  /** Samples may lie under it that no task has taken. */
  isFull: boolean
  /** Nobody can use it from then on (wall clock). */
  expiresAtMs: number
}

/**
 * The tokens that live and were used. A token address may keep its answers and hand one out twice, and not every token
 * tells whom it is for: samples of two people, or those of an attempt that was given up, would go into one template.
 */
export class UsedTokens {
  readonly #clock: Clock
  readonly #uses = new Map<string, Use>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @throws UploadError `destination` when it must not be used for that person, or not now */
  use({ text, expiresAtMs }: Token, bcid: string): void {
    const nowMs = this.#clock.now()
    for (const [token, use] of this.#uses) if (use.expiresAtMs <= nowMs) this.#uses.delete(token)
    const earlier = this.#uses.get(text)
    if (earlier !== undefined && (earlier.bcid !== bcid || earlier.isFull))
      throw wrongToken(say`that it has handed out before`)
    this.#uses.set(text, { bcid, isFull: true, expiresAtMs })
  }

  /** A task has taken the samples, or there were none. */
  emptied({ text }: Token): void {
    const use = this.#uses.get(text)
    if (use !== undefined) use.isFull = false
  }
}
