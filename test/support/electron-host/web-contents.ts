import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type { CDPSession, Page } from 'playwright-core'
import { z } from 'zod'
import { appOrigin, toApp } from './addresses.ts'
import { hostEvent } from './events.ts'
import { ipcMain } from './ipc-main.ts'
import { bridgeTexts, PRELOAD_WORLD } from './page-text.ts'
import { packed } from './payload.ts'

/** What the preload script's world tells. */
const FromPage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('invoke'), id: z.number(), channel: z.string(), args: z.string() }),
  z.object({ kind: z.literal('open'), url: z.string() }),
  z.object({ kind: z.literal('file'), index: z.number(), key: z.string() }),
])

/** As it arrives on the other side. */
function plain(values: readonly unknown[]): unknown {
  return JSON.parse(packed(values)) as unknown
}

type Has = Pick<Electron.WebContents, 'send' | 'isDestroyed' | 'reload' | 'getURL' | 'setWindowOpenHandler'>

/** What a window shows, with the bridge between its page and the app. */
export class HostWebContents extends EventEmitter implements Has {
  #page: Page | null = null
  #session: CDPSession | null = null
  /** Number of the preload script's world; null while a page is being loaded. */
  #world: number | null = null
  #isDestroyed = false
  #openHandler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | null = null
  #told: Promise<void> = Promise.resolve()

  async attach(page: Page, preload: string | undefined): Promise<void> {
    this.#page = page
    const session = await page.context().newCDPSession(page)
    this.#session = session
    const { frameTree } = await session.send('Page.getFrameTree')
    session.on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = (context.auxData ?? {}) as { frameId?: string }
      if (context.name === PRELOAD_WORLD && frameId === frameTree.frame.id) this.#world = context.id
    })
    session.on('Runtime.executionContextsCleared', () => {
      this.#world = null
    })
    session.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name === 'standInSend') void this.#take(FromPage.parse(JSON.parse(payload)))
    })
    page.on('crash', () =>
      this.emit('render-process-gone', hostEvent({}), { reason: 'crashed', exitCode: 1 }),
    )
    await session.send('Page.enable')
    await session.send('Runtime.enable')
    await session.send('Runtime.addBinding', {
      name: 'standInSend',
      executionContextName: PRELOAD_WORLD,
    })
    if (preload === undefined) return
    const texts = bridgeTexts(readFileSync(preload, 'utf8'))
    await session.send('Page.addScriptToEvaluateOnNewDocument', { source: texts.page })
    await session.send('Page.addScriptToEvaluateOnNewDocument', {
      source: texts.preload,
      worldName: PRELOAD_WORLD,
    })
  }

  send(channel: string, ...args: unknown[]): void {
    this.#tell({ channel, args: plain(args) })
  }

  isDestroyed(): boolean {
    return this.#isDestroyed
  }

  getURL(): string {
    return toApp(this.#page?.url() ?? '')
  }

  reload(): void {
    void this.#page?.reload().catch(() => undefined)
  }

  setWindowOpenHandler(handler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0]): void {
    this.#openHandler = handler
  }

  destroy(): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    this.emit('destroyed')
  }

  /** Who asks: always the main frame, since preload scripts run in no other. */
  #frame(): { url: string; origin: string; parent: null } {
    return { url: this.getURL(), origin: appOrigin(this.#page?.url() ?? ''), parent: null }
  }

  async #take(message: z.output<typeof FromPage>): Promise<void> {
    if (message.kind === 'open') this.#opens(message.url)
    else if (message.kind === 'file') await this.#tellPath(message)
    else {
      const args = JSON.parse(message.args) as unknown[]
      const event = hostEvent({ type: 'frame', sender: this, senderFrame: this.#frame() })
      try {
        const output = await ipcMain.answer(message.channel, event, args)
        this.#tell({ reply: message.id, args: plain([output]) })
      } catch (error) {
        const text = `Error invoking remote method '${message.channel}': ${String(error)}`
        this.#tell({ reply: message.id, error: text, args: [] })
      }
    }
  }

  #opens(url: string): void {
    const answer = this.#openHandler?.({
      url,
      frameName: '',
      features: '',
      disposition: 'foreground-tab',
      referrer: { url: this.getURL(), policy: 'no-referrer' },
    })
    // Opening a second window is not imitated: an app that allows it must not seem safe.
    if (answer?.action !== 'deny') throw new Error(`The app would open a window onto ${url}`)
  }

  async #tellPath({ index, key }: { index: number; key: string }): Promise<void> {
    if (this.#session === null || this.#world === null) return
    const { result } = await this.#session.send('Runtime.evaluate', {
      contextId: this.#world,
      expression: `standInFiles[${String(index)}]`,
    })
    if (result.objectId === undefined) return
    const { path } = await this.#session.send('DOM.getFileInfo', { objectId: result.objectId })
    this.#tell({ path: { key, path }, args: [] })
  }

  /** In order, and only to the page that is there. */
  #tell(message: object): void {
    const expression = `standInTake(${JSON.stringify(JSON.stringify(message))})`
    this.#told = this.#told.then(async () => {
      if (this.#session === null || this.#world === null || this.#isDestroyed) return
      await this.#session
        .send('Runtime.evaluate', { contextId: this.#world, expression })
        .catch(() => undefined)
    })
  }
}
