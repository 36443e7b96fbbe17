import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { UploadError } from '../../errors.ts'
import type { Random } from '../../ports.ts'
import { type Body } from '../http-body.ts'
import type { SendContext, Source } from '../destination.ts'
import { onePartBody } from '../multipart.ts'
import type { FotowareClient } from './client.ts'
import { readApiError, replyError } from './problems.ts'
import { taskPath } from './task.ts'
import type { TaskMemo } from './wire.ts'

/** Memory for the chunks of one file that are under way. */
const BUFFER_BYTES_MAX = 64 * 1024 * 1024

/** The task is unknown to the server, or has expired: everything must be sent to a new one (section «Expiry»). */
export class TaskGone extends Error {
  override readonly name = 'TaskGone'
}

export interface ChunkSenderOptions {
  client: FotowareClient
  random: Random
  /** Chunks under way at the same time. */
  parallel: number
}

/**
 * Sends what is still missing of one file, several chunks at a time, and reads every byte exactly once and in order,
 * so that the SHA-256 is of what was really sent. The last missing chunk completes the upload on the server: it goes
 * only when all others are accepted, all earlier ones are proved unchanged, and the file is still the queued one.
 */
export class ChunkSender {
  readonly #options: ChunkSenderOptions
  readonly #task: TaskMemo
  readonly #source: Source
  readonly #context: SendContext
  readonly #hash = createHash('sha256')
  readonly #free: Uint8Array[] = []
  readonly #inFlight = new Set<Promise<void>>()
  #buffers = 0
  #sentBytes = 0
  #failure: unknown = null
  /** The server has everything: nothing more is to be sent. */
  #isFinalized = false

  constructor(options: ChunkSenderOptions, task: TaskMemo, source: Source, context: SendContext) {
    this.#options = options
    this.#task = task
    this.#source = source
    this.#context = context
  }

  /** @returns SHA-256 (hex) of the whole file. @throws TaskGone, UploadError */
  async run(): Promise<string> {
    const missing = this.#missing()
    const last = missing.at(-1) ?? -1
    const held = await this.#readAll(new Set(missing), last)
    await this.#settled()
    // Read back to front by whoever looks for a race: stat, then the chunk that completes the upload, then stat again.
    await this.#source.check()
    if (held !== null && !this.#isFinalized) await this.#send(last, held)
    await this.#source.check()
    return this.#hash.digest('hex')
  }

  #missing(): number[] {
    const accepted = this.#context.journal.chunks
    return Array.from({ length: this.#task.numChunks }, (_, index) => index).filter(
      (index) => !accepted.has(index),
    )
  }

  async #readAll(missing: ReadonlySet<number>, last: number): Promise<Uint8Array | null> {
    let held: Uint8Array | null = null
    for (let index = 0; index < this.#task.numChunks; index++) {
      this.#throwIfStopped()
      const chunk = await this.#read(index)
      const isMissing = missing.has(index)
      if (!isMissing) this.#proveUnchanged(index, chunk)
      if (isMissing && index === last) held = chunk
      else if (isMissing && !this.#isFinalized) this.#start(index, chunk)
      else this.#free.push(chunk)
    }
    return held
  }

  async #read(index: number): Promise<Uint8Array> {
    const offset = index * this.#task.chunkSize
    const sizeBytes = Math.min(this.#task.chunkSize, this.#task.sizeBytes - offset)
    const buffer = await this.#buffer()
    const chunk =
      sizeBytes === buffer.byteLength ? buffer : new Uint8Array(buffer.buffer, buffer.byteOffset, sizeBytes)
    await this.#source.read(chunk, offset)
    this.#hash.update(chunk)
    return chunk
  }

  /** One buffer per chunk under way and one to read into; all as large as a chunk, or as a smaller file. */
  async #buffer(): Promise<Uint8Array> {
    const sizeBytes = Math.min(this.#task.chunkSize, this.#task.sizeBytes)
    for (;;) {
      const used = this.#free.pop()
      if (used !== undefined)
        return used.byteLength === sizeBytes ? used : new Uint8Array(used.buffer, used.byteOffset, sizeBytes)
      if (this.#buffers < this.#buffersMax(sizeBytes)) {
        this.#buffers++
        return Buffer.allocUnsafeSlow(sizeBytes)
      }
      await Promise.race(this.#inFlight)
      this.#throwIfStopped()
    }
  }

  #buffersMax(sizeBytes: number): number {
    return Math.max(2, Math.min(this.#options.parallel, Math.floor(BUFFER_BYTES_MAX / sizeBytes))) + 1
  }

  #proveUnchanged(index: number, chunk: Uint8Array): void {
    if (this.#context.journal.chunks.get(index) === crc32(chunk)) {
      this.#progress(chunk.byteLength)
      return
    }
    throw new UploadError('changed', {
      code: 'file-changed',
      what: `${this.#source.name} has changed since a part of it was sent.`,
      means: 'The half-sent upload is left to expire.',
      remedy: 'Nothing to do: it is taken again when it is quiet.',
      isRetried: true,
    })
  }

  #start(index: number, chunk: Uint8Array): void {
    const sending = this.#send(index, chunk)
      .catch((error: unknown) => {
        this.#failure ??= error
      })
      .finally(() => {
        this.#inFlight.delete(sending)
      })
    this.#inFlight.add(sending)
  }

  async #send(index: number, chunk: Uint8Array): Promise<void> {
    const checkValue = crc32(chunk)
    await this.#post(index, chunk)
    this.#free.push(chunk)
    this.#progress(chunk.byteLength)
    if (!this.#isFinalized) await this.#context.journal.acceptChunk(index, checkValue, this.#sentBytes)
  }

  /** Section «Chunks»: 204 and 409 both mean that the server has it. */
  async #post(index: number, chunk: Uint8Array): Promise<void> {
    const during = `sending part ${String(index + 1)} of ${String(this.#task.numChunks)}`
    const body: Body = onePartBody(this.#options.random, 'chunk', chunk)
    const path = taskPath(this.#task.uploadId, `chunks/${String(index)}`)
    const { signal, drain, throttle } = this.#context
    const reply = await this.#options.client.call({
      method: 'POST',
      path,
      body,
      during,
      signal,
      drain,
      throttle,
    })
    if (reply.status === 204 || reply.status === 200) return
    if (reply.status === 404) throw new TaskGone(during)
    if (reply.status !== 409) throw replyError(reply, during)
    if (readApiError(reply.text).value === 'already_finalized') this.#isFinalized = true
  }

  #progress(bytes: number): void {
    this.#sentBytes += bytes
    this.#context.onProgress(this.#sentBytes)
  }

  /** Waits for the chunks under way: what they have carried is kept even if one of them has failed. */
  async #settled(): Promise<void> {
    await Promise.all(this.#inFlight)
    this.#throwIfStopped()
  }

  #throwIfStopped(): void {
    if (this.#failure !== null) throw this.#failure as Error
    this.#context.signal.throwIfAborted()
    this.#context.drain.throwIfAborted()
  }
}
