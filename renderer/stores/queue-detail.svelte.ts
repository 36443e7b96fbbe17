import type { JobDetail, TemplatePreview } from '../../shared/contract.ts'
import type { Problem } from '../../shared/problem.ts'
import { api, problemOf } from '../api/api.ts'
import { config } from './config.svelte.ts'

/** The job whose details stand beside the list. */
class Detail {
  id = $state<number | null>(null)
  detail = $state.raw<JobDetail | null>(null)
  preview = $state.raw<TemplatePreview | null>(null)
  problem = $state.raw<Problem | null>(null)
  isPreviewing = $state(false)
  /** Names of the archive's fields by their number. */
  fieldNames = $state.raw<ReadonlyMap<string, string>>(new Map())
  #fieldsOf: string | null = null
  #isAsking = false
  #isStale = false

  open(id: number): void {
    if (this.id === id) return
    this.id = id
    this.preview = null
    void this.refresh()
  }

  close(): void {
    this.id = null
    this.detail = null
    this.preview = null
    this.problem = null
  }

  /** One question at a time. */
  async refresh(): Promise<void> {
    this.#isStale = true
    if (this.#isAsking) return
    this.#isAsking = true
    while (this.#isStale && this.id !== null) {
      this.#isStale = false
      await this.#ask(this.id)
    }
    this.#isAsking = false
  }

  /** The template that will be filled in: the job's own, else that of its hot folder. */
  get template(): string | null {
    const { detail } = this
    if (detail === null) return null
    const folder = config.draft.folders?.find(({ name }) => name === detail.job.folder)
    return detail.template ?? detail.receipt?.metadata?.template ?? folder?.template ?? null
  }

  async showPreview(): Promise<void> {
    const { detail, template } = this
    if (detail?.file == null || template === null) return
    const { id, folder, destination } = detail.job
    this.isPreviewing = true
    try {
      const preview = await api().call('templates.preview', {
        template,
        path: detail.file,
        destination,
        ...(folder === null ? {} : { folder }),
      })
      if (this.id === id) this.preview = preview
    } finally {
      this.isPreviewing = false
    }
  }

  async #ask(id: number): Promise<void> {
    try {
      const detail = await api().call('jobs.detail', { id })
      if (this.id !== id) return
      this.detail = detail
      this.problem = null
      if (detail.receipt?.metadata != null) await this.#askFields(detail.job.destination)
    } catch (error) {
      if (this.id !== id) return
      this.detail = null
      this.problem = problemOf(error)
    }
  }

  async #askFields(name: string): Promise<void> {
    if (this.#fieldsOf === name) return
    this.#fieldsOf = name
    const answer = await api()
      .call('destinations.fields', { name })
      .catch(() => null)
    if (answer !== null)
      this.fieldNames = new Map(answer.fields.map((field) => [String(field.id), field.name]))
  }
}

export const detail = new Detail()
