import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { DestinationConfig } from '../../shared/destination-config.ts'
import { endProcess } from './child-process.ts'

const PROGRAMS = path.resolve(import.meta.dirname, '../servers')

/** A practice server of any kind, in a process of its own. */
export class PracticeProcess implements AsyncDisposable {
  readonly url: string
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, url: string) {
    this.#child = child
    this.url = url
  }

  static async start(kind: DestinationConfig['kind'], args: readonly string[]): Promise<PracticeProcess> {
    const child = spawn(
      process.execPath,
      [path.join(PROGRAMS, kind, 'main.ts'), ...args],
      // A group of its own: Ctrl-C is for the demo, which ends the server last.
      { stdio: ['ignore', 'pipe', 'inherit'], detached: true },
    )
    const ended = once(child, 'exit').then(() => {
      throw new Error('The practice server has ended before it was ready.')
    })
    try {
      const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), ended])) as [string]
      ended.catch(() => undefined)
      return new PracticeProcess(child, (JSON.parse(line) as { url: string }).url)
    } catch (error) {
      await endProcess(child, 'SIGKILL')
      throw error
    }
  }

  /** What the server knows about itself. */
  async ask(what: string): Promise<unknown> {
    const reply = await fetch(`${this.url}/practice/${what}`)
    return await reply.json()
  }

  /** Changes what the server does or has. @throws Error when it does not want that */
  async tell(what: string, value: unknown): Promise<unknown> {
    const headers = { 'content-type': 'application/json' }
    const reply = await fetch(`${this.url}/practice/${what}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(value),
    })
    const text = await reply.text()
    if (!reply.ok) throw new Error(`The practice server refuses «${what}»: ${text}`)
    return text === '' ? null : JSON.parse(text)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await endProcess(this.#child, 'SIGTERM')
  }
}
