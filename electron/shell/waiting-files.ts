/** Files that came from outside the window and wait until its page asks for them. */
export class WaitingFiles {
  #paths: string[] = []
  #onWaiting: () => void = () => undefined

  /** Says who is told that files wait. */
  whenWaiting(listener: () => void): void {
    this.#onWaiting = listener
    if (this.#paths.length > 0) listener()
  }

  add(paths: readonly string[]): void {
    if (paths.length === 0) return
    this.#paths = [...new Set([...this.#paths, ...paths])]
    this.#onWaiting()
  }

  get areThere(): boolean {
    return this.#paths.length > 0
  }

  /** Hands them over; afterwards none wait. */
  take(): string[] {
    return this.#paths.splice(0)
  }
}
