import type { ArrivalRow } from '../../shared/contract.ts'
import { BLANK, type Line, type LineList, type Listener } from './queue-list.ts'

/** As many as the engine tells at once; they become jobs sooner than anybody reads further. */
const ARRIVALS_MAX = 1_000

/** Files that are seen and not complete yet. */
export class ArrivalList implements LineList {
  readonly hasMore = false
  readonly isGoingOn = false
  isLoaded = false
  readonly #ask: (limit: number) => Promise<ArrivalRow[]>
  readonly #folder: string | undefined
  readonly #find: string
  readonly #listener: Listener
  #lines: Line[] = []
  #isStale = true
  #isAsking = false
  #isClosed = false

  constructor(
    { folder, find }: { folder?: string; find: string },
    ask: (limit: number) => Promise<ArrivalRow[]>,
    listener: Listener,
  ) {
    this.#folder = folder
    this.#find = find.toLowerCase()
    this.#ask = ask
    this.#listener = listener
  }

  get total(): number {
    return this.#lines.length
  }

  get isCut(): boolean {
    return this.#lines.length >= ARRIVALS_MAX
  }

  lineAt(index: number): Line {
    return this.#lines[index] ?? BLANK
  }

  indexOf(): number | null {
    return null
  }

  want(): void {
    void this.#work()
  }

  stale(): void {
    this.#isStale = true
    void this.#work()
  }

  patch(): void {
    // Arrivals are no jobs yet.
  }

  close(): void {
    this.#isClosed = true
  }

  async #work(): Promise<void> {
    if (this.#isAsking) return
    this.#isAsking = true
    try {
      while (this.#isStale && !this.#isClosed) {
        this.#isStale = false
        const arrivals = await this.#ask(ARRIVALS_MAX)
        this.#lines = arrivals
          .filter(
            ({ folder, path }) =>
              (this.#folder === undefined || folder === this.#folder) &&
              path.toLowerCase().includes(this.#find),
          )
          .map((arrival) => ({ kind: 'arrival', arrival }))
        this.isLoaded = true
        this.#listener.changed()
      }
    } catch {
      // The window says itself that the engine does not answer; the next change asks again.
    } finally {
      this.#isAsking = false
    }
  }
}
