import type { DeliveryRow } from '../../shared/contract.ts'
import type { Problem } from '../../shared/problem.ts'
import { api, problemOf } from '../api/api.ts'
import { historyPage } from '../views/history/history-page.ts'

const PAGE = 100
/** A person types; the engine is asked when they pause. */
const TYPING_MS = 250

/** Every delivery that fits what is looked for, as far as it was scrolled to. */
class History {
  find = $state('')
  rows = $state.raw<DeliveryRow[]>([])
  isLoading = $state(false)
  /** False while older ones may follow. */
  isWhole = $state(false)
  problem = $state.raw<Problem | null>(null)
  selectedId = $state<number | null>(null)
  /** Deliveries since the list was begun that are not shown yet: nothing moves under the eyes of a reader. */
  waiting = $state.raw<DeliveryRow[]>([])
  /** Said by the list: whether it stands at its top. */
  isAtTop = true
  /** More came at once than was asked for: what lies between the list and what waits is not known. */
  #hasGap = false
  #next: number | null = null
  #search = 0
  #typing: ReturnType<typeof setTimeout> | undefined
  #isLooking = false
  #looksAgain = false

  readonly selected = $derived(this.rows.find(({ id }) => id === this.selectedId) ?? null)

  /** @returns a function that ends it */
  follow(): () => void {
    const look = (): void => void this.#lookForNew()
    const stops = [api().on('engine.changed', look), api().onCut(look)]
    void this.begin()
    return () => {
      clearTimeout(this.#typing)
      for (const stop of stops) stop()
    }
  }

  lookFor(find: string): void {
    this.find = find
    clearTimeout(this.#typing)
    this.#typing = setTimeout(() => void this.begin(), TYPING_MS)
  }

  /** From the newest on. What was found before stays until the answer is there. */
  async begin(): Promise<void> {
    clearTimeout(this.#typing)
    this.#search++
    this.#hasGap = false
    this.#next = null
    this.isWhole = false
    await this.#load((rows) => {
      this.rows = rows
      this.waiting = []
      if (!rows.some(({ id }) => id === this.selectedId)) this.selectedId = null
    })
  }

  /** The next page; nothing while one is under way or all are there. */
  async more(): Promise<void> {
    if (this.isLoading || this.isWhole || this.problem !== null) return
    await this.#load((rows) => {
      this.rows = [...this.rows, ...rows]
    })
  }

  showWaiting(): void {
    if (this.#hasGap) {
      void this.begin()
      return
    }
    this.rows = [...this.waiting, ...this.rows]
    this.waiting = []
  }

  /** A search walks in slices: a page may be empty and still not be the last. */
  async #load(take: (rows: DeliveryRow[]) => void): Promise<void> {
    const search = this.#search
    this.isLoading = true
    try {
      const found: DeliveryRow[] = []
      do {
        const page = await historyPage(this.find.trim(), this.#next, PAGE)
        if (search !== this.#search) return
        found.push(...page.deliveries)
        this.#next = page.next
      } while (this.#next !== null && found.length === 0)
      take(found)
      this.isWhole = this.#next === null
      this.problem = null
    } catch (error) {
      if (search === this.#search) this.problem = problemOf(error)
    } finally {
      if (search === this.#search) this.isLoading = false
    }
  }

  /** One question at a time, however much happens. */
  async #lookForNew(): Promise<void> {
    this.#looksAgain = true
    if (this.#isLooking || this.isLoading) return
    this.#isLooking = true
    try {
      while (this.#looksAgain) {
        this.#looksAgain = false
        await this.#takeNew()
      }
    } catch {
      // The list stays as it is; the next change asks again, and the frame tells of an engine that is gone.
    } finally {
      this.#isLooking = false
    }
  }

  async #takeNew(): Promise<void> {
    const search = this.#search
    const newest = this.waiting[0]?.id ?? this.rows[0]?.id ?? 0
    const { deliveries } = await historyPage(this.find.trim(), null, PAGE)
    if (search !== this.#search) return
    const fresh = deliveries.filter(({ id }) => id > newest)
    if (fresh.length > 0 && fresh.length === deliveries.length && this.rows.length > 0) this.#hasGap = true
    this.waiting = [...fresh, ...this.waiting]
    if (this.isAtTop && fresh.length > 0) this.showWaiting()
  }
}

export const history = new History()
