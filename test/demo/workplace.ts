import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

/** The folders of one demo, all in one temporary folder. */
export class Workplace implements AsyncDisposable {
  readonly root: string

  private constructor(root: string) {
    this.root = root
  }

  static async open(): Promise<Workplace> {
    const place = new Workplace(await mkdtemp(path.join(os.tmpdir(), 'sluice-demo-')))
    for (const folder of [place.hotFolder, place.memoryCard, place.store, place.dataDir]) await mkdir(folder)
    return place
  }

  /** What Sluice watches. */
  get hotFolder(): string {
    return path.join(this.root, 'hot folder')
  }

  /** Where the later photos wait. */
  get memoryCard(): string {
    return path.join(this.root, 'memory card')
  }

  /** What the practice server keeps. */
  get store(): string {
    return path.join(this.root, 'server')
  }

  /** Queue, history, logs and configuration of Sluice. */
  get dataDir(): string {
    return path.join(this.root, 'sluice')
  }

  get configFile(): string {
    return path.join(this.dataDir, 'config.json')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.root, { recursive: true, force: true })
  }
}
