import type { EngineApi, EngineStatus, FileEvent, JobRow } from '../../shared/contract.ts'
import type { Problem } from '../../shared/problem.ts'
import { JobTally } from './job-tally.ts'

const PAGE = 1000

/** The present rows of jobs that were just added: they are among the newest. */
export async function* rowsOf(api: EngineApi, ids: readonly number[]): AsyncGenerator<JobRow> {
  const wanted = new Set(ids)
  const oldest = ids.reduce((least, id) => Math.min(least, id), Infinity)
  const newest = ids.reduce((most, id) => Math.max(most, id), 0)
  let before: number | null = newest + 1
  while (before !== null && before > oldest) {
    const page: { jobs: JobRow[]; next: number | null } = await api.call('jobs.list', { before, limit: PAGE })
    for (const job of page.jobs) if (wanted.has(job.id)) yield job
    before = page.next
  }
}

export type UploadEnd = { kind: 'rest' } | { kind: 'locked'; problem: Problem }

/** Keeps events until it is known which jobs they may belong to, so that none is missed. */
export class UploadWatch {
  readonly #onEvent: (event: FileEvent) => void
  #held: FileEvent[] | null = []
  tally = new JobTally([])
  #check: () => void = () => undefined

  constructor(onEvent: (event: FileEvent) => void) {
    this.#onEvent = onEvent
  }

  event(event: FileEvent): void {
    if (this.#held !== null) this.#held.push(event)
    else if (this.tally.has(event.job)) {
      this.#onEvent(event)
      this.tally.event(event)
      this.#check()
    }
  }

  /** From now on it is known which jobs are meant. */
  begin(ids: readonly number[]): void {
    this.tally = new JobTally(ids)
    const held = this.#held ?? []
    this.#held = null
    for (const event of held) this.event(event)
  }

  /** Resolves when every job is at rest, or when the destination can take nothing until a person helps. */
  end(api: EngineApi, destination: string, onStatus: (status: EngineStatus) => void): Promise<UploadEnd> {
    return new Promise((resolve, reject) => {
      let isAsking = false
      const ask = async (): Promise<void> => {
        if (isAsking) return
        isAsking = true
        const status = await api.call('engine.status', {})
        isAsking = false
        onStatus(status)
        const found = status.destinations.find(({ name }) => name === destination)
        if (found?.state === 'locked' && found.problem !== null)
          resolve({ kind: 'locked', problem: found.problem })
      }
      this.#check = () => {
        if (this.tally.isAtRest) resolve({ kind: 'rest' })
      }
      this.#check()
      api.on('engine.changed', () => {
        ask().catch(reject)
      })
      ask().catch(reject)
    })
  }
}
