import type { z } from 'zod'
import type { EngineApi, EventName, Events, FileEvent } from '../../shared/contract.ts'

type Listener<K extends EventName> = (payload: z.output<Events[K]>) => void

/** Passes events on, whichever engine runs at the moment. */
export class HostEvents {
  readonly #file = new Set<(event: FileEvent) => void>()
  readonly #engine = new Set<(payload: object) => void>()
  readonly #config = new Set<(payload: object) => void>()
  #unfollow: () => void = () => undefined

  on<K extends EventName>(name: K, listener: Listener<K>): () => void {
    const listeners = this.#listeners(name)
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }

  /** From now on this engine's events, and no other's. */
  follow(engine: EngineApi): void {
    this.#unfollow()
    const stops = [
      engine.on('file', (event) => {
        for (const listener of this.#file) listener(event)
      }),
      engine.on('engine.changed', (payload) => {
        for (const listener of this.#engine) listener(payload)
      }),
    ]
    this.#unfollow = () => {
      for (const stop of stops) stop()
    }
  }

  configChanged(): void {
    for (const listener of this.#config) listener({})
    for (const listener of this.#engine) listener({})
  }

  #listeners<K extends EventName>(name: K): Set<Listener<K>> {
    const all = { file: this.#file, 'engine.changed': this.#engine, 'config.changed': this.#config }
    return all[name] as Set<Listener<K>>
  }
}
