import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { crc32 } from 'node:zlib'
import type { DigestAnswer, DigestOrder } from './digest-messages.ts'

/** Below this the way to another thread costs more than the digest. */
const INLINE_BYTES_MAX = 1024 * 1024

/** The SHA-256 of a file that is read piece by piece, and the CRC-32 of every piece. */
export interface FileDigest {
  /** A buffer for pieces, which `add` can read wherever it works. */
  buffer(sizeBytes: number): Uint8Array
  /** The next piece in order. Resolves with its CRC-32 when its buffer may be filled anew. */
  add(bytes: Uint8Array): Promise<number>
  /** SHA-256 (hex) of all pieces. */
  finish(): Promise<string>
  /** Not needed any more. */
  drop(): void
}

/** Large files are digested on a thread of their own, so that they cost the event loop nothing. */
export function openFileDigest(sizeBytes: number): FileDigest {
  return sizeBytes <= INLINE_BYTES_MAX ? inlineDigest() : DigestThread.shared().open()
}

function inlineDigest(): FileDigest {
  const hash = createHash('sha256')
  return {
    buffer: (sizeBytes) => Buffer.allocUnsafeSlow(sizeBytes),
    add: (bytes) => {
      hash.update(bytes)
      return Promise.resolve(crc32(bytes))
    },
    finish: () => Promise.resolve(hash.digest('hex')),
    drop: () => undefined,
  }
}

interface Asked {
  answered(answer: DigestAnswer): void
  failed(error: Error): void
}

class DigestThread {
  static #shared: DigestThread | null = null
  readonly #worker = new Worker(new URL('./digest-worker.ts', import.meta.url), { name: 'sluice-digest' })
  readonly #asked = new Map<number, Asked[]>()
  #lastStream = 0

  /** One for the process; started when the first large file comes, anew if it died. */
  static shared(): DigestThread {
    this.#shared ??= new DigestThread()
    return this.#shared
  }

  constructor() {
    this.#worker.on('message', (answer: DigestAnswer) => {
      this.#asked.get(answer.stream)?.shift()?.answered(answer)
    })
    const gone = (reason: unknown): void => {
      this.#gone(new Error(`The digest thread ended: ${String(reason)}`))
    }
    this.#worker.on('error', gone)
    this.#worker.on('exit', gone)
    // An upload keeps the process alive by itself; an idle thread must not. Listening has just made it do so.
    this.#worker.unref()
  }

  open(): FileDigest {
    const stream = ++this.#lastStream
    this.#asked.set(stream, [])
    const drop = (): void => {
      if (this.#asked.delete(stream)) this.#post({ stream, kind: 'drop' })
    }
    return {
      buffer: (sizeBytes) => new Uint8Array(new SharedArrayBuffer(sizeBytes)),
      add: async (bytes) => {
        const answer = await this.#ask({ stream, kind: 'add', bytes })
        if ('crc32' in answer) return answer.crc32
        throw new Error('The digest thread has lost count')
      },
      finish: async () => {
        const answer = await this.#ask({ stream, kind: 'end' })
        drop()
        if ('sha256' in answer) return answer.sha256
        throw new Error('The digest thread has lost count')
      },
      drop,
    }
  }

  #ask(order: DigestOrder): Promise<DigestAnswer> {
    return new Promise((resolve, reject) => {
      const asked = this.#asked.get(order.stream)
      if (asked === undefined) {
        reject(new Error('The digest was dropped'))
        return
      }
      asked.push({ answered: resolve, failed: reject })
      this.#post(order)
    })
  }

  #post(order: DigestOrder): void {
    this.#worker.postMessage(order)
  }

  #gone(error: Error): void {
    if (DigestThread.#shared === this) DigestThread.#shared = null
    for (const asked of this.#asked.values()) for (const one of asked.splice(0)) one.failed(error)
    this.#asked.clear()
  }
}
