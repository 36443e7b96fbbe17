import { saveFile } from '../parts/save-file.ts'
import { csvHead, csvLine } from '../../shared/delivery-csv.ts'
import { historyPage } from '../views/history/history-page.ts'

const PAGE = 500

/** Writes every delivery that fits into a file for spreadsheets. */
class HistoryExport {
  isRunning = $state(false)
  count = $state(0)
  #isCancelled = false

  cancel(): void {
    this.#isCancelled = true
  }

  /** @returns false when a person has cancelled it; nothing is saved then. @throws ProblemError */
  async run(find: string): Promise<boolean> {
    this.#isCancelled = false
    this.count = 0
    this.isRunning = true
    try {
      // Each page becomes a blob of its own at once: a browser may keep those outside its memory.
      const parts = [new Blob([csvHead()])]
      let before: number | null = null
      do {
        const page = await historyPage(find, before, PAGE)
        if (this.isCancelled()) return false
        parts.push(new Blob(page.deliveries.map(csvLine)))
        this.count += page.deliveries.length
        before = page.next
      } while (before !== null)
      const day = new Date().toISOString().slice(0, 10)
      saveFile(`sluice-history-${day}.csv`, new Blob(parts, { type: 'text/csv;charset=utf-8' }))
      return true
    } finally {
      this.isRunning = false
    }
  }

  isCancelled(): boolean {
    return this.#isCancelled
  }
}

export const historyExport = new HistoryExport()
