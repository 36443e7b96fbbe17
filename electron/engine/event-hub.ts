import type { EngineEventName, Events, FileEvent } from '../../shared/contract.ts'
import type { z } from 'zod'
import type { Clock, Timer } from './ports.ts'

/** At most four messages a second about progress and changes; what happens to a file is told at once. */
const COALESCE_MS = 250

type Listener<K extends EngineEventName> = (payload: z.output<Events[K]>) => void

/** Tells the faces what happens. A slow or failing listener never holds up the engine. */
export class EventHub {
  readonly #clock: Clock
  readonly #file = new Set<Listener<'file'>>()
  readonly #changed = new Set<Listener<'engine.changed'>>()
  readonly #progress = new Map<number, FileEvent>()
  #hasChanged = false
  #timer: Timer | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  on<K extends EngineEventName>(name: K, listener: Listener<K>): () => void {
    const listeners = (name === 'file' ? this.#file : this.#changed) as Set<Listener<K>>
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }

  file(event: FileEvent): void {
    if (event.event === 'progress' && event.job !== undefined) {
      this.#progress.set(event.job, event)
      this.#arm()
      return
    }
    if (event.job !== undefined) this.#progress.delete(event.job)
    for (const listener of this.#file) listener(event)
    this.changed()
  }

  /** Counts, health or rates may be different now. */
  changed(): void {
    this.#hasChanged = true
    this.#arm()
  }

  flush(): void {
    this.#timer?.cancel()
    this.#timer = null
    const progress = [...this.#progress.values()]
    this.#progress.clear()
    for (const event of progress) for (const listener of this.#file) listener(event)
    if (!this.#hasChanged) return
    this.#hasChanged = false
    for (const listener of this.#changed) listener({})
  }

  #arm(): void {
    this.#timer ??= this.#clock.after(
      COALESCE_MS,
      () => {
        this.flush()
      },
      true,
    )
  }
}
