import { z } from 'zod'
import type { Config } from '../../shared/config.ts'
import type { ConfigMistake } from '../../shared/contract.ts'
import type { Problem } from '../../shared/problem.ts'
import { api, problemOf } from '../api/api.ts'

/** The configuration as it is written: only what somebody has set. */
export type ConfigDraft = z.input<typeof Config>

/** The configuration file behind the window. Views change a copy and save it as a whole. */
class ConfigStore {
  file = $state('')
  draft = $state.raw<ConfigDraft>({})
  /** False until the first start is through. */
  isThere = $state(true)
  isLoaded = $state(false)
  /** What is wrong with the file as it is now; somebody may have edited it by hand. */
  mistakes = $state<ConfigMistake[]>([])
  problem = $state<Problem | null>(null)

  /** @returns a function that ends it */
  follow(): () => void {
    void this.refresh()
    return api().on('config.changed', () => void this.refresh())
  }

  async refresh(): Promise<void> {
    try {
      const { file, root, isThere, mistakes } = await api().call('config.get', {})
      this.file = file
      this.draft = asDraft(root)
      this.isThere = isThere
      this.mistakes = mistakes
      this.problem = null
      this.isLoaded = true
    } catch (error) {
      this.problem = problemOf(error)
    }
  }

  /** @returns what is wrong with it; empty when it is saved and in use. @throws ProblemError when the disk refuses */
  async save(draft: ConfigDraft): Promise<ConfigMistake[]> {
    const { mistakes } = await api().call('config.save', { root: draft })
    if (mistakes.length === 0) await this.refresh()
    return mistakes
  }

  /** @returns what would be wrong with it */
  async check(draft: ConfigDraft): Promise<ConfigMistake[]> {
    return (await api().call('config.check', { root: draft })).mistakes
  }
}

const Draft = z.custom<ConfigDraft>(
  (root) => typeof root === 'object' && root !== null && !Array.isArray(root),
)

/** Whatever stands in the file, as far as it is an object: the engine says what is wrong with the rest. */
function asDraft(root: unknown): ConfigDraft {
  return Draft.safeParse(root).data ?? {}
}

export const config = new ConfigStore()
