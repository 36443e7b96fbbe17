import { SvelteMap } from 'svelte/reactivity'
import { api } from '../api/api.ts'

/** Some screens full; a picture has about twenty kilobytes. */
const KEPT_MAX = 240
const AT_ONCE = 2

/** Small pictures of the rows that are seen. Asked for one after the other, the latest wish first; nobody waits for them. */
class Pictures {
  /** By job: a data URL, or null where no picture can be made. The oldest goes first. */
  readonly #kept = new SvelteMap<number, string | null>()
  readonly #wanted = new Set<number>()
  #running = 0

  /** Undefined while it is not known. */
  of(job: number): string | null | undefined {
    return this.#kept.get(job)
  }

  /** Shown and lasting: rows that fly by are not asked for. @returns a function that takes the wish back */
  want(job: number): () => void {
    if (this.#kept.has(job)) return () => undefined
    this.#wanted.add(job)
    this.#work()
    return () => {
      this.#wanted.delete(job)
    }
  }

  #work(): void {
    while (this.#running < AT_ONCE) {
      const job = [...this.#wanted].at(-1)
      if (job === undefined) return
      this.#wanted.delete(job)
      this.#running++
      void this.#ask(job).finally(() => {
        this.#running--
        this.#work()
      })
    }
  }

  async #ask(job: number): Promise<void> {
    const answer = await api()
      .call('pictures.thumbnail', { job })
      .catch(() => null)
    if (answer === null) return
    const { picture } = answer
    this.#kept.set(job, picture === null ? null : `data:${picture.type};base64,${picture.base64}`)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > KEPT_MAX && oldest !== undefined) this.#kept.delete(oldest)
  }
}

export const pictures = new Pictures()
