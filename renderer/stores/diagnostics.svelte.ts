import type { Output } from '../../shared/contract.ts'
import type { Problem } from '../../shared/problem.ts'
import { api, problemOf } from '../api/api.ts'
import { saveFile } from '../parts/save-file.ts'
import { fittingLines, type Level, type LogLine, logLines } from '../views/diagnostics/log-lines.ts'
import { status } from './status.svelte.ts'

const SHOWN_LINES = 2_000
/** While much happens the log is asked for at most this often. */
const PAUSE_MS = 1_000

export type Bundle = Output<'diagnostics.bundle'>

/** The newest lines of the log, and what support asks for. */
class Diagnostics {
  lines = $state.raw<LogLine[]>([])
  least = $state<Level>('info')
  find = $state('')
  isFollowing = $state(true)
  problem = $state.raw<Problem | null>(null)
  bundle = $state.raw<Bundle | null>(null)
  bundleProblem = $state.raw<Problem | null>(null)
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

  /** Gathers what support needs, masked by what runs behind the window. */
  async collect(): Promise<void> {
    this.bundle = null
    this.bundleProblem = null
    this.isCollecting = true
    try {
      this.bundle = await api().call('diagnostics.bundle', {})
    } catch (error) {
      this.bundleProblem = problemOf(error)
    } finally {
      this.isCollecting = false
    }
  }

  /**
   * Saves what was looked at, and nothing that has happened since.
   * @returns where it is, as far as the window knows; null when a person did not want it. @throws ProblemError
   */
  async save(bundle: Bundle): Promise<{ path: string | null } | null> {
    const { name, zip } = bundle
    if (status.face?.hasDialogs === true) {
      const { path } = await api().call('face.save', { name, base64: zip })
      return path === null ? null : { path }
    }
    const bytes = Uint8Array.from(atob(zip), (char) => char.charCodeAt(0))
    saveFile(name, new Blob([bytes], { type: 'application/zip' }))
    return { path: null }
  }
}

export const diagnostics = new Diagnostics()
