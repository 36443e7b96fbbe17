import { UploadError } from '../../errors.ts'
import type { Random } from '../../ports.ts'
import { abortable } from '../abortable.ts'
import { type FileDigest, openFileDigest } from '../file-digest.ts'
import { type Body } from '../http-body.ts'
import type { SendContext, Source } from '../destination.ts'
import { onePartBody } from '../multipart.ts'
import type { FotowareClient } from './client.ts'
import { readApiError, replyError } from './problems.ts'
import { taskPath } from './task.ts'
import type { TaskMemo } from './wire.ts'
import { say } from '../../../../shared/phrase.ts'

/** Memory for the chunks of one file that are under way. */
const BUFFER_BYTES_MAX = 64 * 1024 * 1024

/** The task is unknown to the server, or has expired: everything must be sent to a new one (section «Expiry»). */
export class TaskGone extends Error {
  override readonly name = 'TaskGone'
}

/** A part in memory; its check value comes when the digest has read it. */
interface Chunk {
  bytes: Uint8Array
  checkValue: Promise<number>
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
  readonly #digest: FileDigest
  readonly #free: Uint8Array[] = []
  readonly #inFlight = new Set<Promise<void>>()
  readonly #noting = new Set<Promise<void>>()
  #buffers = 0
  #sentBytes = 0
  #failure: unknown = null
  /** The server has everything: nothing more is to be sent. */
  #isFinalized = false
  readonly #parallel: number
  /** As many are read ahead as are under way, so that the line never waits for the disk. */
  readonly #buffersMax: number

  constructor(options: ChunkSenderOptions, task: TaskMemo, source: Source, context: SendContext) {
    this.#options = options
    this.#parallel = Math.max(1, Math.min(options.parallel, Math.floor(BUFFER_BYTES_MAX / task.chunkSize)))
    const affordable = Math.floor(BUFFER_BYTES_MAX / task.chunkSize)
    this.#buffersMax = Math.max(this.#parallel + 1, Math.min(2 * this.#parallel, affordable))
    this.#task = task
    this.#source = source
    this.#context = context
    this.#digest = openFileDigest(source.sizeBytes)
    const accepted = [...context.journal.chunks.keys()]
    this.#sentBytes = accepted.reduce((sum, index) => sum + this.#sizeOf(index), 0)
  }

  /**
   * @param beforeLast called before the chunk is sent that completes the upload
   * @returns SHA-256 (hex) of the whole file
   * @throws TaskGone, UploadError
   */
  async run(beforeLast: () => Promise<void>): Promise<string> {
    try {
      if (this.#sentBytes > 0) this.#context.onProgress(this.#sentBytes)
      const missing = this.#missing()
      const last = missing.at(-1) ?? -1
      const held = await this.#readAll(new Set(missing), last)
      await Promise.all(this.#inFlight)
      this.#throwIfStopped()
      if (held !== null && !this.#isFinalized) {
        await beforeLast()
        // Before the look, since outside of the hours for sending this waits for long.
        await this.#leave()
        // Looked at between the last byte read and the request that completes the upload, and once more after it.
        await this.#source.check()
        await this.#post(last, held.bytes)
        this.#progress(last)
      }
      await this.#source.check()
      return await this.#digest.finish()
    } finally {
      // What is under way is carried through and journaled even when another chunk has failed.
      await Promise.allSettled(this.#inFlight)
      await Promise.allSettled(this.#noting)
      this.#digest.drop()
    }
  }

  #missing(): number[] {
    const accepted = this.#context.journal.chunks
    return Array.from({ length: this.#task.numChunks }, (_, index) => index).filter(
      (index) => !accepted.has(index),
    )
  }

  #sizeOf(index: number): number {
    return Math.min(this.#task.chunkSize, this.#task.sizeBytes - index * this.#task.chunkSize)
  }

  async #readAll(missing: ReadonlySet<number>, last: number): Promise<Chunk | null> {
    let held: Chunk | null = null
    for (let index = 0; index < this.#task.numChunks; index++) {
      this.#throwIfStopped()
      const chunk = await this.#read(index)
      const isMissing = missing.has(index)
      if (!isMissing) await this.#proveUnchanged(index, chunk)
      if (isMissing && index === last) held = chunk
      else if (isMissing) await this.#start(index, chunk)
      else this.#free.push(chunk.bytes)
    }
    return held
  }

  async #read(index: number): Promise<Chunk> {
    const sizeBytes = this.#sizeOf(index)
    const buffer = await this.#buffer()
    const bytes =
      sizeBytes === buffer.byteLength ? buffer : new Uint8Array(buffer.buffer, buffer.byteOffset, sizeBytes)
    await this.#source.read(bytes, index * this.#task.chunkSize)
    const checkValue = this.#digest.add(bytes)
    // Whoever needs the value sees the failure; nobody may ever need it.
    checkValue.catch(() => undefined)
    return { bytes, checkValue }
  }

  /** One buffer per chunk under way and one to read into; all as large as a chunk, or as a smaller file. */
  async #buffer(): Promise<Uint8Array> {
    const sizeBytes = Math.min(this.#task.chunkSize, this.#task.sizeBytes)
    for (;;) {
      const used = this.#free.pop()
      if (used !== undefined)
        return used.byteLength === sizeBytes ? used : new Uint8Array(used.buffer, used.byteOffset, sizeBytes)
      if (this.#buffers < this.#buffersMax) {
        this.#buffers++
        return this.#digest.buffer(sizeBytes)
      }
      await Promise.race(this.#inFlight)
      this.#throwIfStopped()
    }
  }

  async #proveUnchanged(index: number, chunk: Chunk): Promise<void> {
    if (this.#context.journal.chunks.get(index) === (await chunk.checkValue)) return
    throw new UploadError('changed', {
      code: 'file-changed',
      what: say`${this.#source.name} has changed since a part of it was sent.`,
      means: say`The half-sent upload is left to expire.`,
      remedy: say`Nothing to do: it is taken again when it is quiet.`,
      isRetried: true,
    })
  }

  /** Begins to send one part, as soon as fewer than allowed are under way. */
  async #start(index: number, chunk: Chunk): Promise<void> {
    while (this.#inFlight.size >= this.#parallel) {
      await Promise.race(this.#inFlight)
      this.#throwIfStopped()
    }
    if (this.#isFinalized) {
      await chunk.checkValue
      this.#free.push(chunk.bytes)
      return
    }
    const sending = this.#send(index, chunk)
      .catch((error: unknown) => {
        this.#failure ??= error
      })
      .finally(() => {
        this.#inFlight.delete(sending)
      })
    this.#inFlight.add(sending)
  }

  async #send(index: number, { bytes, checkValue }: Chunk): Promise<void> {
    await this.#post(index, bytes)
    const crc32 = await checkValue
    this.#free.push(bytes)
    this.#progress(index)
    if (!this.#isFinalized) this.#journal(index, crc32)
  }

  /** Noting an accepted chunk does not keep the next one waiting: a note that is lost costs one chunk. */
  #journal(index: number, crc32: number): void {
    const noting = this.#context.journal
      .acceptChunk(index, crc32, this.#sentBytes)
      .catch((error: unknown) => {
        this.#failure ??= error
      })
      .finally(() => {
        this.#noting.delete(noting)
      })
    this.#noting.add(noting)
  }

  /** Outside of the hours for sending no part is begun; one that was begun is finished. */
  async #leave(): Promise<void> {
    const { signal, drain, throttle } = this.#context
    const leave = throttle?.(0)
    if (leave !== undefined) await abortable(leave, AbortSignal.any([signal, drain]))
  }

  /** Section «Chunks»: 204 and 409 both mean that the server has it. */
  async #post(index: number, chunk: Uint8Array): Promise<void> {
    const during = say`sending part ${index + 1} of ${this.#task.numChunks}`
    const body: Body = onePartBody(this.#options.random, 'chunk', chunk)
    const path = taskPath(this.#task.uploadId, `chunks/${index}`)
    const { signal, drain, throttle } = this.#context
    await this.#leave()
    const reply = await this.#options.client.call({
      method: 'POST',
      path,
      body,
      during,
      signal,
      drain,
      throttle,
    })
    if (reply.status === 204) return
    if (reply.status === 404) throw new TaskGone(during.text)
    if (reply.status !== 409) throw replyError(reply, during)
    if (readApiError(reply.text).value === 'already_finalized') this.#isFinalized = true
  }

  #progress(index: number): void {
    this.#sentBytes += this.#sizeOf(index)
    this.#context.onProgress(this.#sentBytes)
  }

  #throwIfStopped(): void {
    if (this.#failure !== null) throw this.#failure as Error
    this.#context.signal.throwIfAborted()
    this.#context.drain.throwIfAborted()
  }
}
