import type { BigIntStats } from 'node:fs'
import { type FileHandle, lstat, open } from 'node:fs/promises'
import path from 'node:path'
import { type Problem, tellProblem } from '../../../shared/problem.ts'
import type { Source } from '../destinations/destination.ts'
import { errorCode, errorText, isPassing, UploadError } from '../errors.ts'
import { type Phrase, say } from '../../../shared/phrase.ts'

/** Files up to this size are read once and kept, so that a small file costs one read. */
const KEPT_BYTES_MAX = 128 * 1024

/** What tells one content from another whatever disk number the system gave: inode, size, modification time in ns. */
export function contentIdentity(identity: string): string {
  return identity.slice(identity.indexOf(':') + 1)
}

/** The same of a file as it is now. */
export function contentIdentityOf(stats: Pick<BigIntStats, 'ino' | 'size' | 'mtimeNs'>): string {
  return `${stats.ino}:${stats.size}:${stats.mtimeNs}`
}

/** A source that must be closed after the attempt. */
export interface OpenSource extends Source {
  close(): Promise<void>
}

/**
 * Opens a queued file for one attempt, for reading only.
 *
 * @param identity the file's identity when it was queued; reading any other content throws
 * @throws UploadError `missing`, `unreadable`, `changed`
 */
export async function openSource(file: string, identity: string, sizeBytes: number): Promise<OpenSource> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw sourceError(file, error)
  })
  try {
    const kept = sizeBytes <= KEPT_BYTES_MAX ? await readKept(handle, file, sizeBytes) : null
    if (kept !== null) await handle.close()
    const source = new FileSource(
      file,
      contentIdentity(identity),
      sizeBytes,
      kept === null ? handle : null,
      kept,
    )
    await source.check()
    return source
  } catch (error) {
    await handle.close().catch(() => undefined)
    throw error
  }
}

class FileSource implements OpenSource {
  readonly name: string
  readonly sizeBytes: number
  readonly identity: string
  modifiedMs = 0
  readonly #file: string
  readonly #handle: FileHandle | null
  readonly #kept: Buffer | null

  constructor(
    file: string,
    identity: string,
    sizeBytes: number,
    handle: FileHandle | null,
    kept: Buffer | null,
  ) {
    this.#file = file
    this.name = path.basename(file)
    this.identity = identity
    this.sizeBytes = sizeBytes
    this.#handle = handle
    this.#kept = kept
  }

  async read(into: Uint8Array, offsetBytes: number): Promise<void> {
    if (this.#kept !== null) {
      into.set(this.#kept.subarray(offsetBytes, offsetBytes + into.byteLength))
      return
    }
    if (this.#handle === null) throw new Error('The source is closed')
    await fill(this.#handle, this.#file, into, offsetBytes)
  }

  async check(): Promise<void> {
    const stats = await lstat(this.#file, { bigint: true }).catch((error: unknown) => {
      throw sourceError(this.#file, error)
    })
    if (contentIdentityOf(stats) !== this.identity) throw changed(this.#file)
    this.modifiedMs = Number(stats.mtimeNs / 1_000_000n)
  }

  async close(): Promise<void> {
    await this.#handle?.close()
  }
}

/** Reads a file that is small as a whole. @throws UploadError `changed` when it is longer or shorter than it was */
async function readKept(handle: FileHandle, file: string, sizeBytes: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(sizeBytes)
  await fill(handle, file, bytes, 0)
  return bytes
}

async function fill(handle: FileHandle, file: string, into: Uint8Array, offsetBytes: number): Promise<void> {
  let filled = 0
  while (filled < into.byteLength) {
    const { bytesRead } = await handle
      .read(into, filled, into.byteLength - filled, offsetBytes + filled)
      .catch((error: unknown) => {
        throw sourceError(file, error)
      })
    // The file ends before its queued length: somebody cut it while it was being read.
    if (bytesRead === 0) throw changed(file)
    filled += bytesRead
  }
}

/**
 * Reads a whole sidecar. @throws UploadError `missing`, `unreadable`, `changed`; its codes begin with `sidecar-`, so that
 * nobody takes the picture for changed
 */
export async function readSidecar(file: string, identity: string): Promise<Buffer> {
  try {
    return await readWhole(file, identity)
  } catch (error) {
    if (!(error instanceof UploadError)) throw error
    const code = error.problem.code.replace(/^file-/, 'sidecar-')
    throw new UploadError(error.kind, { ...error.problem, code }, { cause: error })
  }
}

async function readWhole(file: string, identity: string): Promise<Buffer> {
  const sizeBytes = Number(contentIdentity(identity).split(':')[1])
  const source = await openSource(file, identity, sizeBytes)
  try {
    const bytes = Buffer.allocUnsafe(sizeBytes)
    await source.read(bytes, 0)
    await source.check()
    return bytes
  } finally {
    await source.close()
  }
}

function changed(file: string): UploadError {
  return new UploadError('changed', {
    code: 'file-changed',
    what: say`${path.basename(file)} has changed since it was queued.`,
    means: say`What was sent of it is left to expire; it is not called delivered.`,
    remedy: say`Nothing to do: it is taken again when it is quiet.`,
    isRetried: true,
  })
}

/** A system error about a source file, in words. */
export function sourceError(file: string, error: unknown): UploadError {
  if (error instanceof UploadError) return error
  const code = errorCode(error)
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new UploadError(
      'missing',
      problem(
        'file-missing',
        say`${path.basename(file)} is no longer there.`,
        say`Nothing to do, unless it should be: put it back and it is taken again.`,
        error,
      ),
    )
  }
  const isPermission = code === 'EACCES' || code === 'EPERM'
  const remedy = isPermission
    ? say`Give the user who runs Sluice permission to read it, then retry the job.`
    : say`Check the disk and what else may be using the file, then retry the job.`
  const what = problem('file-unreadable', say`${path.basename(file)} cannot be read.`, remedy, error)
  return new UploadError('unreadable', { ...what, isRetried: isPassing(code) })
}

function problem(code: string, what: Phrase, remedy: Phrase, error: unknown): Problem {
  return tellProblem({ code, what, remedy, isRetried: false, detail: errorText(error) })
}
