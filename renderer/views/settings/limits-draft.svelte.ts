import type { ConfigMistake } from '../../../shared/contract.ts'
import { Limits } from '../../../shared/config.ts'
import { config } from '../../stores/config.svelte.ts'
import { said } from '../../texts/said.ts'

/** The limits while they are edited; they count once they are saved. */
class LimitsDraft {
  value: Limits = $state({ uploadKBps: null, schedule: [] })
  mistakes = $state.raw<ConfigMistake[]>([])
  #saved = $state('')

  readonly isChanged = $derived(JSON.stringify(this.value) !== this.#saved)

  /** What is in the file, as long as nobody is in the middle of changing it here. */
  followFile(written: unknown): void {
    if (this.#saved === '' || !this.isChanged) this.#begin(written)
  }

  discard(): void {
    this.#begin(config.draft.limits)
  }

  #begin(written: unknown): void {
    this.value = limitsOf(written)
    this.#saved = JSON.stringify(this.value)
    this.mistakes = []
  }

  /** @returns false when there are mistakes, told at their places. @throws ProblemError when the disk refuses */
  async save(): Promise<boolean> {
    const { uploadKBps, schedule } = $state.snapshot(this.value)
    this.mistakes = await config.save({
      ...config.draft,
      limits: { ...config.draft.limits, uploadKBps, schedule },
    })
    if (this.mistakes.length === 0) this.#saved = JSON.stringify(this.value)
    return this.mistakes.length === 0
  }

  /** @param place inside the limits: `schedule[0].to` */
  mistakeAt(place: string): string {
    const mistake = this.mistakes.find(({ path }) => path === `limits.${place}`)
    return mistake === undefined ? '' : said(mistake.words, mistake.said)
  }
}

/** What somebody wrote by hand and does not fit shows as no limit; the mistakes of the file are told elsewhere. */
function limitsOf(written: unknown): Limits {
  return Limits.safeParse(written ?? {}).data ?? Limits.parse({})
}

export const limitsDraft = new LimitsDraft()
