import { EventEmitter } from 'node:events'
import type { Page, Route } from 'playwright-core'
import { toApp } from './addresses.ts'
import { type Browser, startChromium } from './chromium.ts'

type Handler = (request: Request) => Response | Promise<Response>

/** A window, as far as requests of its page are concerned. */
export interface ShownWindow {
  shows(page: Page): boolean
  isForbidden(address: string, isMainFrame: boolean): boolean
}

/** What the parts of the stand-in share: the browser, the schemes that are served, the windows. */
class Host extends EventEmitter {
  readonly schemes = new Map<string, Handler>()
  readonly windows = new Set<ShownWindow>()
  #browser: Browser | null = null

  get browser(): Browser {
    if (this.#browser === null) throw new Error('Cannot create BrowserWindow before app is ready')
    return this.#browser
  }

  get isOpen(): boolean {
    return this.#browser !== null
  }

  async open(profileDir: string): Promise<void> {
    this.#browser = await startChromium(profileDir, (route) => this.#answer(route))
  }

  async close(): Promise<void> {
    await this.#browser?.context.close().catch(() => undefined)
  }

  /** A page's request, as a protocol handler of the app answers it. Everything else stays inside this computer. */
  async #answer(route: Route): Promise<void> {
    const request = route.request()
    const address = toApp(request.url())
    try {
      if (request.isNavigationRequest() && this.#isForbidden(route, address)) {
        await route.abort('aborted')
        return
      }
      const handler = this.schemes.get(new URL(address).protocol.slice(0, -1))
      if (handler === undefined) {
        await route.abort('internetdisconnected')
        return
      }
      const answer = await handler(new Request(address, { method: request.method() }))
      const body = Buffer.from(await answer.arrayBuffer())
      await route.fulfill({ status: answer.status, headers: Object.fromEntries(answer.headers), body })
    } catch {
      await route.abort('failed').catch(() => undefined)
    }
  }

  #isForbidden(route: Route, address: string): boolean {
    const frame = route.request().frame()
    const window = [...this.windows].find((one) => one.shows(frame.page()))
    return window?.isForbidden(address, frame.parentFrame() === null) ?? false
  }
}

export const host = new Host()
