import type { TemplatePreview } from '../../shared/contract.ts'
import type { Problem } from '../../shared/problem.ts'
import { api, problemOf } from '../api/api.ts'
import { placeOf, type PagePlace } from '../views/templates/page-rendering.ts'
import { foldersIn } from '../views/templates/written-parts.ts'
import { config } from './config.svelte.ts'
import { status } from './status.svelte.ts'

const KEPT_AS = 'sluice.preview-file'

function keptFile(): string {
  try {
    return localStorage.getItem(KEPT_AS) ?? ''
  } catch {
    return ''
  }
}

/** What the saved template would do to one file that a person has chosen. */
class TemplatesPreview {
  file = $state(keptFile())
  result = $state.raw<TemplatePreview | null>(null)
  problem = $state.raw<Problem | null>(null)
  isAsking = $state(false)
  #asked = 0

  /** Where the file lies below its hot folder, as far as the window knows. */
  readonly place: PagePlace | null = $derived.by(() => {
    if (this.file === '') return null
    const patterns = new Map(foldersIn(config.draft).map((folder) => [folder.name, folder.pathPattern]))
    const folders = (status.engine?.folders ?? []).map(({ name, path }) => ({
      path,
      pathPattern: patterns.get(name),
    }))
    return placeOf(this.file, folders)
  })

  choose(file: string): void {
    this.file = file
    this.clear()
    try {
      localStorage.setItem(KEPT_AS, file)
    } catch {
      // Remembering it is a convenience; a browser may refuse to.
    }
  }

  clear(): void {
    this.#asked++
    this.result = null
    this.problem = null
    this.isAsking = false
  }

  /** The answer to the newest question counts. */
  async ask(template: string, destination: string | null): Promise<void> {
    if (this.file === '') return
    const asked = ++this.#asked
    this.isAsking = true
    try {
      const result = await api().call('templates.preview', {
        template,
        path: this.file,
        ...(destination === null ? {} : { destination }),
      })
      if (asked !== this.#asked) return
      this.result = result
      this.problem = null
    } catch (error) {
      if (asked !== this.#asked) return
      this.result = null
      this.problem = problemOf(error)
    } finally {
      if (asked === this.#asked) this.isAsking = false
    }
  }
}

export const templatesPreview = new TemplatesPreview()
