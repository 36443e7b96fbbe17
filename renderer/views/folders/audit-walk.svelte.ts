import { type AuditLine, AUDIT_STATES } from '../../../shared/contract.ts'
import type { Problem } from '../../../shared/problem.ts'
import { api, problemOf } from '../../api/api.ts'
import { auditRows, csvName, csvRows } from './audit-csv.ts'

export type AuditState = (typeof AUDIT_STATES)[number]
/** Lines that are kept for the list; the file that is exported has all. */
export const SHOWN_MAX = 100_000

/** Accounts for every file of a folder, page by page, while somebody looks on. */
export class AuditWalk {
  readonly folder: string
  totals = $state.raw<Partial<Record<AuditState, number>>>({})
  lines = $state.raw<AuditLine[]>([])
  count = $state(0)
  phase = $state<'running' | 'done' | 'stopped' | 'failed'>('running')
  problem = $state.raw<Problem | null>(null)
  /** Rows of the export, held by the browser outside the page's memory. */
  #rows: { state: AuditState; rows: Blob }[] = []
  #run = 0

  constructor(folder: string) {
    this.folder = folder
  }

  async begin(): Promise<void> {
    const run = ++this.#run
    this.totals = {}
    this.lines = []
    this.count = 0
    this.#rows = []
    this.problem = null
    this.phase = 'running'
    try {
      let after: string | null = null
      do {
        const page: { lines: AuditLine[]; next: string | null } = await api().call('folders.audit', {
          folder: this.folder,
          ...(after === null ? {} : { after }),
        })
        if (run !== this.#run) return
        this.#add(page.lines)
        after = page.next
      } while (after !== null)
      this.phase = 'done'
    } catch (error) {
      if (run !== this.#run) return
      this.problem = problemOf(error)
      this.phase = 'failed'
    }
  }

  /** The engine drops a walk that nobody goes on with. */
  stop(): void {
    if (this.phase !== 'running') return
    this.#run++
    this.phase = 'stopped'
  }

  /** @param state only lines of this state; null for all. @param header names of the columns */
  export(state: AuditState | null, header: readonly string[]): { name: string; file: Blob } {
    const rows = this.#rows.filter((part) => state === null || part.state === state)
    // The mark in front tells Excel that this is UTF-8.
    const parts = ['\uFEFF', csvRows([header]), ...rows.map((part) => part.rows)]
    return {
      name: csvName(this.folder, state ?? 'audit'),
      file: new Blob(parts, { type: 'text/csv;charset=utf-8' }),
    }
  }

  #add(lines: readonly AuditLine[]): void {
    const totals = { ...this.totals }
    for (const state of AUDIT_STATES) {
      const same = lines.filter((line) => line.state === state)
      if (same.length === 0) continue
      totals[state] = (totals[state] ?? 0) + same.length
      this.#rows.push({ state, rows: new Blob([auditRows(same)]) })
    }
    this.totals = totals
    this.count += lines.length
    if (this.lines.length < SHOWN_MAX) this.lines = [...this.lines, ...lines].slice(0, SHOWN_MAX)
  }
}
