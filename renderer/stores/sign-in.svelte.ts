import { SvelteMap } from 'svelte/reactivity'
import type { Problem } from '../../shared/problem.ts'
import { api, problemOf } from '../api/api.ts'
import { textIn } from '../parts/config-entry.ts'
import { words } from '../texts/texts.svelte.ts'
import { destinations } from './destinations.svelte.ts'
import { notices } from './notices.svelte.ts'
import { route } from './route.svelte.ts'
import { status } from './status.svelte.ts'

export interface SignInState {
  phase: 'beginning' | 'waiting' | 'failed'
  /** Where the person agrees. */
  url: string
  /** Until when it can be completed. */
  untilMs: number
  problem: Problem | null
}

/** Sign-ins that are under way, by the name of the destination: they go on while other views are shown. */
class SignIn {
  readonly states = new SvelteMap<string, SignInState>()
  readonly #runs = new Map<string, symbol>()

  /**
   * Begins a sign-in and waits for its end. The desktop opens the address by itself; a browser only lets a person open
   * it.
   * @returns true when it has succeeded
   */
  async begin(name: string): Promise<boolean> {
    const run = Symbol(name)
    this.#runs.set(name, run)
    this.states.set(name, { phase: 'beginning', url: '', untilMs: 0, problem: null })
    try {
      const { url, untilMs } = await api().call('signIn.begin', { name })
      if (this.#runs.get(name) !== run) return false
      this.states.set(name, { phase: 'waiting', url, untilMs, problem: null })
      if (status.face?.kind === 'desktop') await api().call('face.openUrl', { url })
      const { problem } = await api().call('signIn.outcome', { name })
      if (this.#runs.get(name) !== run) return false
      if (problem !== null) return this.#fail(name, problem)
    } catch (error) {
      return this.#runs.get(name) === run && this.#fail(name, problemOf(error))
    }
    this.forget(name)
    notices.good(words().destinations.signedIn(name))
    await Promise.allSettled([status.refresh(), destinations.check(name)])
    return true
  }

  /** One click on a destination that waits for a person: to its view, and a sign-in in the browser begins at once. */
  mend(name: string): void {
    route.go('destinations', name)
    const row = destinations.rows.find((each) => each.name === name)
    const isSignedOut = /^sign-in/.test(row?.problem?.code ?? '')
    if (row === undefined || !isSignedOut || this.states.has(name)) return
    if (textIn(row.entry, 'auth.method') === 'browser') void this.begin(name)
  }

  async cancel(name: string): Promise<void> {
    this.forget(name)
    await api().call('signIn.cancel', { name })
  }

  /** @throws ProblemError when the sign-in is still stored */
  async signOut(name: string): Promise<void> {
    this.forget(name)
    await api().call('signIn.signOut', { name })
    destinations.checks.delete(name)
    notices.good(words().destinations.signedOut(name))
    await status.refresh()
  }

  /** What is shown of it goes away. */
  forget(name: string): void {
    this.#runs.delete(name)
    this.states.delete(name)
  }

  #fail(name: string, problem: Problem): false {
    this.states.set(name, { phase: 'failed', url: '', untilMs: 0, problem })
    return false
  }
}

export const signIn = new SignIn()
