import type { Problem } from '../../shared/problem.ts'
import { problemOf } from '../api/api.ts'

export interface Notice {
  id: number
  kind: 'good' | 'bad'
  words: string
  problem: Problem | null
}

/** Good news leaves by itself; bad news stays until somebody has seen it. */
const GOOD_MS = 5_000

/** What has just happened in answer to the person: shown at the edge, read aloud by screen readers. */
class Notices {
  list = $state<Notice[]>([])
  #lastId = 0

  good(words: string): void {
    const { id } = this.#add({ kind: 'good', words, problem: null })
    setTimeout(() => {
      this.close(id)
    }, GOOD_MS)
  }

  bad(error: unknown): void {
    const problem = problemOf(error)
    this.#add({ kind: 'bad', words: problem.what, problem })
  }

  close(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id)
  }

  /** Does something and tells when it fails. */
  async doing(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.bad(error)
    }
  }

  #add(notice: Omit<Notice, 'id'>): Notice {
    const added = { id: ++this.#lastId, ...notice }
    this.list = [...this.list, added]
    return added
  }
}

export const notices = new Notices()
