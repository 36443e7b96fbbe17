/** What an app's icon can show on this desktop. */
export type BadgeSurface =
  /** macOS and Linux: a number. */
  | { setCount: (count: number) => void }
  /** Windows: a small picture over the button in the taskbar, with words for screen readers. Null takes it away. */
  | { setOverlay: (words: string | null) => void }

/** Shows on the app's icon how many things need a person. */
export class Badge {
  readonly #surface: BadgeSurface
  #words: string | null = null

  constructor(surface: BadgeSurface) {
    this.#surface = surface
  }

  /** @param words the same, to be read aloud */
  show(count: number, words: string): void {
    this.#words = count === 0 ? null : words
    if ('setCount' in this.#surface) this.#surface.setCount(count)
    else this.#surface.setOverlay(this.#words)
  }

  /** Windows makes a new button in the taskbar for a window that is shown again, without what lay over the old one. */
  again(): void {
    if ('setOverlay' in this.#surface) this.#surface.setOverlay(this.#words)
  }
}
