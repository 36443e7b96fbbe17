/** Bounds the memory; beyond it something may be told a second time. */
const KEPT_MAX = 5_000

/** Remembers what was told, so that every look at a folder does not tell it again. */
export class ToldOnce {
  readonly #told = new Set<string>()

  isNews(text: string): boolean {
    if (this.#told.has(text)) return false
    if (this.#told.size >= KEPT_MAX) this.#told.clear()
    this.#told.add(text)
    return true
  }
}
