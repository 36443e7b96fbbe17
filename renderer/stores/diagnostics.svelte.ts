import type { Problem } from '../../shared/problem.ts'
import { api, problemOf } from '../api/api.ts'
import type { BundleFile } from '../views/diagnostics/bundle.ts'
import { fittingLines, type Level, type LogLine, logLines } from '../views/diagnostics/log-lines.ts'
import { config } from './config.svelte.ts'
import { status } from './status.svelte.ts'

const SHOWN_LINES = 2_000
const SENT_LINES = 5_000
/** While much happens the log is asked for at most this often. */
const PAUSE_MS = 1_000

/** The newest lines of the log, and what support asks for. */
class Diagnostics {
  lines = $state.raw<LogLine[]>([])
  least = $state<Level>('info')
  find = $state('')
  isFollowing = $state(true)
  problem = $state.raw<Problem | null>(null)
  files = $state.raw<BundleFile[] | null>(null)
  isCollecting = $state(false)
  #timer: ReturnType<typeof setTimeout> | undefined
  #isAsking = false

  readonly shown: LogLine[] = $derived(fittingLines(this.lines, this.least, this.find))

  /** @returns a function that ends it */
  follow(): () => void {
    const soon = (): void => {
      if (this.isFollowing) this.#timer ??= setTimeout(() => void this.refresh(), PAUSE_MS)
    }
    const stops = [api().on('engine.changed', soon), api().on('file', soon), api().onCut(soon)]
    void this.refresh()
    return () => {
      clearTimeout(this.#timer)
      this.#timer = undefined
      for (const stop of stops) stop()
    }
  }

  async refresh(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#isAsking) return
    this.#isAsking = true
    try {
      const { lines } = await api().call('log.tail', { lines: SHOWN_LINES })
      // The same lines again would be drawn again for nothing.
      if (lines.length !== this.lines.length || lines.at(-1) !== this.lines.at(-1)?.raw)
        this.lines = logLines(lines)
      this.problem = null
    } catch (error) {
      this.problem = problemOf(error)
    } finally {
      this.#isAsking = false
    }
  }

  /** Gathers what support needs; a part that cannot be had is left out with its reason in place. */
  async collect(): Promise<void> {
    this.isCollecting = true
    try {
      const engine = await api()
        .call('diagnostics.collect', {})
        .then(({ files }) => files.map(({ name, text }) => ({ name: `engine/${name}`, text })))
        .catch((error: unknown) => [
          { name: 'engine-problem.json', text: JSON.stringify(problemOf(error), null, 2) },
        ])
      const log = await api()
        .call('log.tail', { lines: SENT_LINES })
        .then(({ lines }) => lines.join('\n'))
        .catch((error: unknown) => problemOf(error).what)
      const { mistakes, file, draft } = config
      this.files = [
        { name: 'window.json', text: JSON.stringify({ ...status.face, file, mistakes }, null, 2) },
        { name: 'config.json', text: JSON.stringify(draft, null, 2) },
        ...engine,
        { name: 'logs/sluice.log', text: log },
      ].filter(({ text }) => text !== '')
    } finally {
      this.isCollecting = false
    }
  }
}

export const diagnostics = new Diagnostics()
