import type { Api, EventName, FileEvent } from '../../shared/contract.ts'
import { events } from '../../shared/contract.ts'
import type { EventBatch } from '../../shared/wire.ts'
import type { Clock, Timer } from '../engine/ports.ts'

/** At most four batches a second. */
const GATHER_MS = 250
/** More files than a person can follow: the window asks for what it shows instead. */
const EVENTS_MAX = 200

const NAMES = Object.keys(events) as EventName[]

/** Gathers events for one window. Of the progress of a job only the newest word is kept. */
export class EventBatches {
  readonly #clock: Clock
  readonly #send: (batch: EventBatch) => void
  readonly #stops: (() => void)[]
  #gathered: EventBatch['events'] = []
  readonly #progress = new Map<number, EventBatch['events'][number]>()
  readonly #plain = new Set<EventName>()
  #sequence = 0
  #isCut = false
  #timer: Timer | null = null

  constructor(source: Pick<Api, 'on'>, clock: Clock, send: (batch: EventBatch) => void) {
    this.#clock = clock
    this.#send = send
    this.#stops = NAMES.map((name) =>
      source.on(name, (payload) => {
        this.#take(name, payload)
      }),
    )
  }

  close(): void {
    this.#timer?.cancel()
    for (const stop of this.#stops) stop()
  }

  #take(event: EventName, payload: unknown): void {
    if (event !== 'file') this.#plain.add(event)
    else this.#takeFile(payload as FileEvent)
    this.#timer ??= this.#clock.after(
      GATHER_MS,
      () => {
        this.#flush()
      },
      true,
    )
  }

  #takeFile(payload: FileEvent): void {
    const { event, job } = payload
    if (event === 'progress' && job !== undefined) {
      this.#progress.set(job, { event: 'file', payload })
      return
    }
    // Told last, an older progress would bring a job back that is through.
    if (job !== undefined) this.#progress.delete(job)
    if (this.#gathered.length < EVENTS_MAX) this.#gathered.push({ event: 'file', payload })
    else this.#isCut = true
  }

  #flush(): void {
    this.#timer = null
    const plain = [...this.#plain].map((event) => ({ event, payload: {} }))
    const batch = {
      sequence: ++this.#sequence,
      events: [...(this.#isCut ? [] : this.#gathered), ...this.#progress.values(), ...plain],
      isCut: this.#isCut,
    }
    this.#gathered = []
    this.#progress.clear()
    this.#plain.clear()
    this.#isCut = false
    this.#send(batch)
  }
}
