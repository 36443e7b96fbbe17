import type { Secrets } from '../../electron/engine/ports.ts'

/** A secret store whose writes can be looked at, held up and refused. */
export class MemorySecrets implements Secrets {
  readonly values = new Map<string, string>()
  /** Every value that was stored, oldest first. */
  readonly writes: string[] = []
  /** Called before each write is done; what it throws is the store's refusal. */
  beforeWrite: (name: string, value: string) => Promise<void> | void = () => undefined

  get(name: string): Promise<string | null> {
    return Promise.resolve(this.values.get(name) ?? null)
  }

  async set(name: string, value: string): Promise<void> {
    await this.beforeWrite(name, value)
    this.values.set(name, value)
    this.writes.push(value)
  }

  describe(): Promise<string> {
    return Promise.resolve('in the test')
  }
}
