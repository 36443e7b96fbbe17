import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

const Message = z.object({ argv: z.array(z.string()), cwd: z.string(), data: z.unknown() })
export type SecondStart = z.output<typeof Message>

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** One process for a folder. A second one leaves a message, which the first one finds by watching. */
export class InstanceLock {
  readonly #lock: string
  readonly #spool: string
  #isHeld = false

  constructor(userData: string) {
    this.#lock = path.join(userData, 'stand-in.lock')
    this.#spool = path.join(userData, 'stand-in.second')
  }

  take(onSecond: (second: SecondStart) => void, data: unknown): boolean {
    mkdirSync(this.#spool, { recursive: true })
    for (;;) {
      try {
        writeFileSync(this.#lock, String(process.pid), { flag: 'wx' })
        this.#isHeld = true
        watch(this.#spool, () => this.#read(onSecond)).unref()
        return true
      } catch {
        if (isAlive(Number(readFileSync(this.#lock, 'utf8')))) break
        rmSync(this.#lock, { force: true })
      }
    }
    const file = path.join(this.#spool, String(process.pid))
    writeFileSync(file, JSON.stringify({ argv: process.argv, cwd: process.cwd(), data }))
    renameSync(file, `${file}.json`)
    return false
  }

  release(): void {
    if (this.#isHeld) rmSync(this.#lock, { force: true })
    this.#isHeld = false
  }

  #read(onSecond: (second: SecondStart) => void): void {
    for (const name of readdirSync(this.#spool).filter((one) => one.endsWith('.json'))) {
      const file = path.join(this.#spool, name)
      const message = Message.parse(JSON.parse(readFileSync(file, 'utf8')))
      rmSync(file)
      onSecond(message)
    }
  }
}
