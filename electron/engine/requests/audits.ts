import type { AuditLine } from '../../../shared/contract.ts'
import type { FolderConfig } from '../../../shared/config.ts'
import { ProblemError } from '../errors.ts'
import type { Clock, Random, Timer } from '../ports.ts'
import type { Store } from '../store/store.ts'
import type { Scanner } from '../watch/scan.ts'
import { auditListing } from './audit.ts'
import { say } from '../../../shared/phrase.ts'

const LINES_PER_PAGE = 1_000
/** A walk that nobody goes on with is dropped. */
const IDLE_MAX_MS = 60_000

interface Walk {
  lines: AuditLine[]
  isEnded: boolean
  failure: unknown
  /** Lets the scan go on; it waits while a page is full. */
  more: () => void
  ready: () => void
  idle: Timer
  abort: AbortController
}

/**
 * Audits under way. The folder is walked once, at the pace at which the pages are asked for, so that a folder of a
 * million files costs the memory of one page.
 */
export class Audits {
  readonly #walks = new Map<string, Walk>()
  readonly #ports: { store: Store; scanner: Scanner; clock: Clock; random: Random }

  constructor(ports: { store: Store; scanner: Scanner; clock: Clock; random: Random }) {
    this.#ports = ports
  }

  async begin(folder: FolderConfig, folderId: number): Promise<{ lines: AuditLine[]; next: string | null }> {
    const token = this.#ports.random.token(16)
    const walk: Walk = {
      lines: [],
      isEnded: false,
      failure: null,
      more: () => undefined,
      ready: () => undefined,
      idle: this.#idle(token),
      abort: new AbortController(),
    }
    this.#walks.set(token, walk)
    void this.#walk(walk, folder, folderId)
    return await this.#page(token, walk)
  }

  /** @throws ProblemError `audit-ended` when the walk was dropped */
  async next(token: string): Promise<{ lines: AuditLine[]; next: string | null }> {
    const walk = this.#walks.get(token)
    if (walk === undefined) {
      throw new ProblemError({
        code: 'audit-ended',
        what: say`The audit was not asked for its next page for a minute and was ended.`,
        remedy: say`Begin it again.`,
        isRetried: false,
      })
    }
    walk.idle.cancel()
    walk.idle = this.#idle(token)
    return await this.#page(token, walk)
  }

  close(): void {
    for (const token of [...this.#walks.keys()]) this.#drop(token)
  }

  async #page(token: string, walk: Walk): Promise<{ lines: AuditLine[]; next: string | null }> {
    walk.more()
    while (!walk.isEnded && walk.lines.length < LINES_PER_PAGE) {
      await new Promise<void>((resolve) => {
        walk.ready = resolve
      })
    }
    if (walk.failure !== null) {
      this.#drop(token)
      throw walk.failure as Error
    }
    const lines = walk.lines.splice(0, LINES_PER_PAGE)
    const isOver = walk.isEnded && walk.lines.length === 0
    if (isOver) this.#drop(token)
    return { lines, next: isOver ? null : token }
  }

  async #walk(walk: Walk, folder: FolderConfig, folderId: number): Promise<void> {
    const { store, scanner } = this.#ports
    try {
      await scanner.scan(
        folder.path,
        folder.ignore,
        '',
        folder.subfolders !== 'ignore',
        async (listing) => {
          walk.lines.push(...auditListing(store, folderId, listing))
          walk.ready()
          while (walk.lines.length >= LINES_PER_PAGE) {
            await new Promise<void>((resolve) => {
              walk.more = resolve
            })
          }
        },
        walk.abort.signal,
      )
    } catch (error) {
      walk.failure = error
    }
    walk.isEnded = true
    walk.ready()
  }

  #idle(token: string): Timer {
    return this.#ports.clock.after(
      IDLE_MAX_MS,
      () => {
        this.#drop(token)
      },
      true,
    )
  }

  #drop(token: string): void {
    const walk = this.#walks.get(token)
    if (walk === undefined) return
    walk.idle.cancel()
    walk.abort.abort(new Error('The audit was ended'))
    walk.more()
    this.#walks.delete(token)
  }
}
