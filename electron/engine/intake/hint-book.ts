/** More names than this in one directory: listing it is cheaper than looking at each. */
const NAMES_MAX = 64
/** More places than this: looking through the whole folder is cheaper. */
const DIRECTORIES_MAX = 200

export type Hints =
  | { kind: 'everything' }
  | { kind: 'places'; directories: readonly string[]; names: ReadonlyMap<string, ReadonlySet<string>> }

/**
 * Gathers hints of the watcher until they are looked into. Bounded: a burst turns into a listing of its directory, a
 * burst all over the folder into one scan. Nothing is lost by that, since hints only say where to look.
 */
export class HintBook {
  readonly #names = new Map<string, Set<string>>()
  readonly #directories = new Set<string>()
  #isEverything = false

  get isEmpty(): boolean {
    return !this.#isEverything && this.#names.size === 0 && this.#directories.size === 0
  }

  /** Look at this name; `directory` is '' for the root. */
  add(directory: string, name: string): void {
    if (this.#isEverything || this.#directories.has(directory)) return
    const names = this.#names.get(directory) ?? new Set()
    names.add(name)
    this.#names.set(directory, names)
    if (names.size > NAMES_MAX) this.addDirectory(directory)
    this.#bound()
  }

  addDirectory(directory: string): void {
    if (this.#isEverything) return
    this.#names.delete(directory)
    this.#directories.add(directory)
    this.#bound()
  }

  addEverything(): void {
    this.#isEverything = true
    this.#names.clear()
    this.#directories.clear()
  }

  #bound(): void {
    if (this.#names.size + this.#directories.size > DIRECTORIES_MAX) this.addEverything()
  }

  /** All that was gathered; the book is empty afterwards. */
  take(): Hints {
    const hints: Hints = this.#isEverything
      ? { kind: 'everything' }
      : { kind: 'places', directories: [...this.#directories], names: new Map(this.#names) }
    this.#isEverything = false
    this.#names.clear()
    this.#directories.clear()
    return hints
  }
}
