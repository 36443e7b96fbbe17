/** Height of a row; all are alike, so a place is a multiplication. */
export const ROW_PX = 50
/** Browsers lay nothing out beyond some 16 or 33 million pixels: taller lists are scrolled on another scale. */
const TALLEST_PX = 8_000_000
/** Moves beyond this many screens come from the scroll bar; shorter ones are a wheel and move the list one to one. */
const WHEEL_SCREENS = 3
/** Rows beyond the edges, so that a quick wheel finds them there. */
const BEYOND = 4

/**
 * Where in a list of any length the window stands. `topPx` is the truth, in pixels of a list with full height; the
 * scroll bar follows it. Up to a height that browsers can lay out both are the same.
 */
export class ScrollPlace {
  topPx = 0
  #rows = 0
  #viewPx = 0
  /** Where the scroll bar was last known to be. */
  #barPx = 0

  get listPx(): number {
    return this.#rows * ROW_PX
  }

  /** Height of what the scroll bar runs along. */
  get barHeightPx(): number {
    return Math.min(this.listPx, TALLEST_PX)
  }

  /** Browsers lay out no more. */
  readonly tallestPx = TALLEST_PX

  /** Whether the scroll bar runs along something shorter than the list. */
  get isScaled(): boolean {
    return this.listPx > TALLEST_PX
  }

  /** Where the scroll bar belongs. */
  get barPx(): number {
    return Math.round(this.topPx * this.#scale())
  }

  resize(rows: number, viewPx: number): void {
    this.#rows = rows
    this.#viewPx = viewPx
    this.goTo(this.topPx)
  }

  /** The scroll bar was moved by a person. @returns whether it has come to an end where the list has not */
  scrolled(barPx: number): boolean {
    const movedPx = barPx - this.#barPx
    this.#barPx = barPx
    if (movedPx === 0) return false
    const scale = this.#scale()
    const isWheel = scale === 1 || Math.abs(movedPx) <= this.#viewPx * WHEEL_SCREENS
    this.goTo(isWheel ? this.topPx + movedPx : barPx / scale)
    const isBarAtEnd = barPx <= 0 || barPx >= this.barHeightPx - this.#viewPx
    return isBarAtEnd && this.barPx !== Math.round(barPx)
  }

  /** Whether the scroll bar has to be moved; asking the browser where it is would cost a layout. */
  get isBarOff(): boolean {
    return Math.abs(this.barPx - this.#barPx) >= 1
  }

  /** The scroll bar was put where it belongs. */
  barIsAt(barPx: number): void {
    this.#barPx = barPx
  }

  goTo(topPx: number): void {
    this.topPx = Math.min(Math.max(0, topPx), Math.max(0, this.listPx - this.#viewPx))
  }

  /** The shortest way that shows a row as a whole. */
  reveal(index: number): void {
    const rowPx = index * ROW_PX
    if (rowPx < this.topPx) this.goTo(rowPx)
    else if (rowPx + ROW_PX > this.topPx + this.#viewPx) this.goTo(rowPx + ROW_PX - this.#viewPx)
  }

  /** Rows that are shown, from and to (both included). */
  shown(): { first: number; last: number } {
    const first = Math.max(0, Math.floor(this.topPx / ROW_PX) - BEYOND)
    const last = Math.min(this.#rows - 1, Math.ceil((this.topPx + this.#viewPx) / ROW_PX) + BEYOND)
    return { first, last }
  }

  /** Rows that fit. */
  get screen(): number {
    return Math.max(1, Math.floor(this.#viewPx / ROW_PX) - 1)
  }

  #scale(): number {
    const way = this.listPx - this.#viewPx
    return this.listPx <= TALLEST_PX || way <= 0 ? 1 : (this.barHeightPx - this.#viewPx) / way
  }
}
