import { PassThrough, Writable } from 'node:stream'
import { EventEmitter } from 'node:events'
import type { Engine } from '../../../electron/engine/engine.ts'
import type { OpenEngine, Terminal, TextOutput } from '../../../electron/cli/terminal.ts'
import { SmallEngine } from '../control/small-engine.ts'

/** Keeps what is printed. */
export class Printed extends Writable implements TextOutput {
  text = ''
  isTTY = false
  columns = 80
  readonly #printed = new EventEmitter()

  override _write(chunk: unknown, _encoding: BufferEncoding, done: () => void): void {
    this.text += String(chunk)
    done()
    this.#printed.emit('more')
  }

  /** Resolves when the text holds these words; fails after ten seconds. */
  until(words: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => {
        reject(new Error(`"${words}" was not printed, only: ${this.text}`))
      }, 10_000)
      const look = (): void => {
        if (!this.text.includes(words)) return
        clearTimeout(deadline)
        this.#printed.off('more', look)
        resolve()
      }
      this.#printed.on('more', look)
      look()
    })
  }
}

/** A small engine that can be opened, started and ended like the real one. */
export class SmallWholeEngine extends SmallEngine implements Engine {
  readonly steps: string[] = []
  readonly rest = Promise.withResolvers<{ failed: number }>()
  onStart: () => void = () => undefined
  onStop: () => Promise<void> = () => Promise.resolve()

  readonly call: Engine['call'] = async (name, input) => {
    const handlers: Record<string, (input: never) => unknown> = this.handlers
    const handler = handlers[name]
    if (handler === undefined) throw new Error(`no handler for ${name}`)
    return (await Reflect.apply(handler, undefined, [input])) as never
  }

  start(): Promise<void> {
    this.steps.push('start')
    this.onStart()
    return Promise.resolve()
  }

  async stop(): Promise<void> {
    this.steps.push('stop')
    await this.onStop()
  }

  whenAtRest(): Promise<{ failed: number }> {
    return this.rest.promise
  }
}

/** A terminal whose output can be read and whose signals can be given. */
export class FakeTerminal implements Terminal {
  readonly stdout = new Printed()
  readonly stderr = new Printed()
  readonly stdin = new PassThrough()
  readonly env = { SLUICE_SECRETS: 'file', NO_COLOR: '1' }
  readonly opened: { readOnly?: boolean; manualOnly?: boolean }[] = []
  readonly exits: number[] = []
  readonly engine = new SmallWholeEngine()
  readonly #signals = new EventEmitter()

  readonly openEngine: OpenEngine = ({ readOnly, manualOnly }) => {
    this.opened.push({
      ...(readOnly === undefined ? {} : { readOnly }),
      ...(manualOnly === undefined ? {} : { manualOnly }),
    })
    return Promise.resolve(this.engine)
  }

  onStop(listener: () => void): () => void {
    this.#signals.on('stop', listener)
    return () => this.#signals.off('stop', listener)
  }

  signal(): void {
    this.#signals.emit('stop')
  }

  exitNow(code: number): void {
    this.exits.push(code)
  }
}
