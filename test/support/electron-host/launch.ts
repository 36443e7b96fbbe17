import { type ChildProcess, fork } from 'node:child_process'
import { chromium, type ElectronApplication, type Page } from 'playwright-core'
import { z } from 'zod'

export interface LaunchOptions {
  /** The app's main file, then its own arguments. */
  args: readonly string[]
  env: Record<string, string>
}

/** The part of Playwright's ElectronApplication that specs use, so that one spec serves Electron and the stand-in. */
export type LaunchedApp = Pick<ElectronApplication, 'evaluate' | 'firstWindow' | 'windows' | 'process'> & {
  /** Ends the app as its menu does. @returns its exit code */
  quit(): Promise<number | null>
}

const Told = z.union([
  z.object({ port: z.number() }),
  z.object({ id: z.number(), value: z.unknown() }),
  z.object({ id: z.number(), error: z.string() }),
])

const REGISTER = new URL('./register.ts', import.meta.url).href
const WINDOW_MS = 15_000
const LOOK_MS = 20

/** The process of an app under the stand-in, which may end before it is ready. */
export function forkStandIn({ args, env }: LaunchOptions): ChildProcess {
  const [main = '', ...others] = args
  return fork(main, others, {
    execArgv: ['--import', REGISTER],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
}

/** Starts an app under the stand-in. @throws Error when it ends before it is ready */
export async function launchStandIn(options: LaunchOptions): Promise<LaunchedApp> {
  const child = forkStandIn(options)
  const remote = new Remote(child)
  const port = await remote.port
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
  const windows = (): Page[] =>
    browser.contexts().flatMap((context) => context.pages().filter((page) => page.url() !== 'about:blank'))
  return {
    evaluate: ((fn: (module: never, arg: never) => unknown, arg?: unknown) =>
      remote.evaluate(fn, arg)) as LaunchedApp['evaluate'],
    windows,
    firstWindow: async () => {
      const endMs = performance.now() + WINDOW_MS
      for (;;) {
        const [page] = windows()
        if (page !== undefined) return page
        if (performance.now() > endMs) throw new Error(`No window was opened. ${remote.output}`)
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
      }
    },
    process: () => child,
    quit: async () => {
      void remote.evaluate(({ app }: { app: { quit(): void } }) => app.quit()).catch(() => undefined)
      return await remote.ended
    },
  }
}

/** The process with the app, and the words that pass between it and the test. */
class Remote {
  readonly port: Promise<number>
  readonly ended: Promise<number | null>
  output = ''
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  #last = 0

  constructor(child: ChildProcess) {
    this.#child = child
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text
      })
    const ready = Promise.withResolvers<number>()
    this.port = ready.promise
    this.ended = new Promise((resolve) => {
      child.once('close', (code) => {
        const error = new Error(`The app has ended (${code}). ${this.output}`)
        ready.reject(error)
        for (const { reject } of this.#waiting.values()) reject(error)
        resolve(code)
      })
    })
    child.on('message', (message) => {
      const told = Told.parse(message)
      if ('port' in told) ready.resolve(told.port)
      else if ('error' in told) this.#waiting.get(told.id)?.reject(new Error(told.error))
      else this.#waiting.get(told.id)?.resolve(told.value)
    })
  }

  async evaluate(fn: (...args: never[]) => unknown, arg?: unknown): Promise<unknown> {
    const id = ++this.#last
    const answer = Promise.withResolvers<unknown>()
    this.#waiting.set(id, answer)
    this.#child.send({ id, fn: String(fn), arg })
    return await answer.promise
  }
}
