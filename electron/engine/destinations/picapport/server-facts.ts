import type { PicapportClient } from './client.ts'
import { parseReply } from './addresses.ts'
import { mayNotUpload, replyError } from './problems.ts'
import { Remembered } from '../remembered.ts'
import { signedOut } from './sign-in-problems.ts'
import { ServerStatus } from './wire.ts'

/** A session that was idle for longer is asked for before it is used. */
const FRESH_MS = 5 * 60_000
/** «MB» of the Web API (getServerStatus, `uploadMaxFilesizeMB`). */
const MEGABYTE = 1_000_000

/** What the server tells of itself and of the account; null where it is too old to tell. */
export interface ServerFacts {
  version: string | null
  isReady: boolean
  canUpload: boolean | null
  account: string | null
  sizeBytesMax: number | null
  /** Extensions with their dot, in small letters. */
  videoTypes: readonly string[]
}

const UNTOLD: ServerFacts = {
  version: null,
  isReady: true,
  canUpload: null,
  account: null,
  sizeBytesMax: null,
  videoTypes: [],
}

/** Limits and rights (PicApport Web API, «getServerStatus», since 8.3), remembered while all is well. */
export class ServerState {
  readonly #client: PicapportClient
  readonly #remembered: Remembered<ServerFacts>

  constructor(client: PicapportClient) {
    this.#client = client
    this.#remembered = new Remembered(client.clock, FRESH_MS, (signal) => this.#ask(signal))
  }

  /** @throws UploadError */
  async get(signal: AbortSignal): Promise<ServerFacts> {
    const facts = await this.#remembered.get(signal)
    // Bad news are not kept: somebody may have mended it.
    return facts.isReady && facts.canUpload !== false ? facts : await this.renew(signal)
  }

  /** @throws UploadError */
  async renew(signal: AbortSignal): Promise<ServerFacts> {
    return await this.#remembered.renew(signal)
  }

  async #ask(signal: AbortSignal): Promise<ServerFacts> {
    const during = 'asking for the state of the server'
    const first = await this.#status(during, signal)
    if (first === null) return UNTOLD
    // Here an ended session is no 403, but a plain word.
    if (first.isValid !== false) return factsOf(first)
    await this.#client.renewSession(signal)
    const second = (await this.#status(during, signal)) ?? first
    if (second.isValid === false) throw signedOut()
    return factsOf(second)
  }

  async #status(during: string, signal: AbortSignal): Promise<ServerStatus | null> {
    const reply = await this.#client.ask({ name: 'getServerStatus', during, signal })
    if (reply.status === 404 || reply.status === 501) return null
    if (reply.status === 403) throw mayNotUpload(null, reply)
    if (reply.status !== 200) throw replyError(reply, during)
    return parseReply(reply, ServerStatus, during)
  }
}

function factsOf(status: ServerStatus): ServerFacts {
  const { uploadMaxFilesizeMB: limit } = status
  return {
    version: status.version || null,
    isReady: status.versionReady ?? true,
    canUpload: status.canUpload ?? null,
    account: (status.name ?? status.uid) || null,
    sizeBytesMax: typeof limit === 'number' ? Math.floor(limit * MEGABYTE) : null,
    videoTypes: (status.supportedVideoTypes ?? []).map((type) => type.toLowerCase()),
  }
}
