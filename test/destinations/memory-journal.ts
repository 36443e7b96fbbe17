import type { Journal } from '../../electron/engine/destinations/destination.ts'

/** A journal that keeps what SQLite would keep: text, not objects. */
export class MemoryJournal implements Journal {
  #memo: string | null = null
  #chunks = new Map<number, number>()
  /** How often everything was forgotten. */
  erasures = 0

  get memo(): unknown {
    return this.#memo === null ? null : (JSON.parse(this.#memo) as unknown)
  }

  get chunks(): ReadonlyMap<number, number> {
    return this.#chunks
  }

  write(memo: unknown): Promise<void> {
    this.#memo = JSON.stringify(memo)
    return Promise.resolve()
  }

  async writeTogether(memos: ReadonlyMap<Journal, unknown>): Promise<void> {
    for (const [journal, memo] of memos) await journal.write(memo)
  }

  acceptChunk(index: number, checkValue: number): Promise<void> {
    this.#chunks.set(index, checkValue)
    return Promise.resolve()
  }

  erase(): Promise<void> {
    this.#memo = null
    this.#chunks = new Map()
    this.erasures++
    return Promise.resolve()
  }

  /** What is on disk at this moment, as a process finds it that starts after a crash. */
  copy(): MemoryJournal {
    const copy = new MemoryJournal()
    copy.#memo = this.#memo
    copy.#chunks = new Map(this.#chunks)
    return copy
  }
}
