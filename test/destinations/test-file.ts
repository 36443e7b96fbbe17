import { createHash, randomBytes } from 'node:crypto'
import { lstat, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import type { Shipment, Source } from '../../electron/engine/destinations/destination.ts'
import { contentIdentity, openSource } from '../../electron/engine/upload/source-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import type { BenchMaker } from './bench.ts'
import { plainShipment } from './plain-shipment.ts'

/** A file on disk, as the hot folder queued it. */
export interface TestFile {
  readonly path: string
  readonly identity: string
  readonly sizeBytes: number
  readonly sha256: string
}

/** A new file with random content. */
export async function makeFile(name: string, content: number | Buffer): Promise<TestFile> {
  const bytes = typeof content === 'number' ? randomBytes(content) : content
  const file = path.join(await temporaryFolder(), name)
  await writeFile(file, bytes)
  return await fileAsQueued(file, createHash('sha256').update(bytes).digest('hex'))
}

/** A new file that a destination takes. */
export async function makeTaken(maker: BenchMaker, name: string, sizeBytes: number): Promise<TestFile> {
  return await makeFile(name, await maker.content(Math.max(maker.traits.sizeBytesMin, sizeBytes)))
}

/** What the scanner would write down of a file as it is now. */
export async function fileAsQueued(file: string, sha256: string): Promise<TestFile> {
  const { dev, ino, size, mtimeNs } = await lstat(file, { bigint: true })
  const identity = [dev, ino, size, mtimeNs].map(String).join(':')
  return { path: file, identity, sizeBytes: Number(size), sha256 }
}

/** Puts another file of the same size in its place, as a program does that saves by renaming. */
export async function replaceFile(file: TestFile): Promise<void> {
  await writeFile(`${file.path}.new`, randomBytes(file.sizeBytes))
  await rename(`${file.path}.new`, file.path)
}

/** What a test does at certain moments of the reading. */
export interface ReadHooks {
  before?(offsetBytes: number, readBytes: number): Promise<void> | void
  after?(offsetBytes: number, readBytes: number): Promise<void> | void
}

/** A parcel as the engine hands it to a destination. Its source is closed when the test ends. */
export async function shipmentOf(
  file: TestFile,
  changes: Partial<Omit<Shipment, 'source'>> = {},
  hooks: ReadHooks = {},
): Promise<Shipment> {
  const source = await openSource(file.path, file.identity, file.sizeBytes)
  onTestFinished(() => source.close())
  const watched: Source = {
    name: source.name,
    sizeBytes: source.sizeBytes,
    modifiedMs: source.modifiedMs,
    identity: contentIdentity(file.identity),
    check: () => source.check(),
    read: async (into, offsetBytes) => {
      await hooks.before?.(offsetBytes, into.byteLength)
      await source.read(into, offsetBytes)
      await hooks.after?.(offsetBytes, into.byteLength)
    },
  }
  return plainShipment(watched, changes)
}
