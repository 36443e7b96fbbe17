import type { EngineStatus, Output } from '../../shared/contract.ts'
import type { Problem } from '../../shared/problem.ts'
import { api, problemOf } from '../api/api.ts'

/** The state of everything, as the engine tells it: one for the whole window. */
class Status {
  engine = $state<EngineStatus | null>(null)
  rates = $state<number[]>([])
  face = $state<Output<'face.info'> | null>(null)
  problem = $state<Problem | null>(null)
  #asking: Promise<void> | null = null
  #next: Promise<void> | null = null

  /** Asks once, and again whenever something has changed. @returns a function that ends it */
  follow(): () => void {
    const refresh = (): void => void this.refresh()
    const stops = [api().on('engine.changed', refresh), api().onCut(refresh)]
    refresh()
    void this.#askFace()
    const timer = setInterval(() => void this.#askRates(), 5_000)
    void this.#askRates()
    return () => {
      clearInterval(timer)
      for (const stop of stops) stop()
    }
  }

  /** One question at a time: what changes while one is under way is asked for when it is answered. */
  refresh(): Promise<void> {
    this.#next ??= (this.#asking ?? Promise.resolve()).then(() => {
      this.#next = null
      this.#asking = this.#ask()
      return this.#asking
    })
    return this.#next
  }

  async #ask(): Promise<void> {
    try {
      this.engine = await api().call('engine.status', {})
      this.problem = null
    } catch (error) {
      this.problem = problemOf(error)
    }
  }

  async #askRates(): Promise<void> {
    const answer = await api()
      .call('engine.rates', {})
      .catch(() => null)
    if (answer !== null) this.rates = answer.bps
  }

  async #askFace(): Promise<void> {
    this.face = await api()
      .call('face.info', {})
      .catch(() => null)
  }
}

export const status = new Status()
