import type { Log, Random } from '../../ports.ts'
import { abortable } from '../abortable.ts'
import type { SendContext } from '../destination.ts'
import { partsBody } from '../multipart.ts'
import { pause } from '../pause.ts'
import { isUnanswered, type PanelClient } from './client.ts'
import type { Identifiers, UploadAnswer } from './identifiers.ts'
import { isText, loadingFailed, panelBusy } from './problems.ts'

/** «Loading file in progress. Wait for result» is no refusal. About two minutes, then it is somebody else's turn to look. */
const WAITS_MS = [2_000, 4_000, 8_000, 15_000, 30_000, 30_000, 30_000]
const LOADING_ERRORS_MAX = 3
const LOADING_ERROR_WAIT_MS = 2_000
const BROKEN_MAX = 3
const BROKEN_WAIT_MS = 500

/** What is left to answer when all waiting is done. */
export type SendAnswer = Exclude<UploadAnswer, { kind: 'in-progress' | 'loading-error' }>

export type PartName = 'file' | 'status'

/**
 * The name of the part with the picture: the schema of the call says `file`, its example `status`. Whichever a panel has
 * taken once is right for it.
 */
export class PartNames {
  readonly #log: Log
  #current: PartName
  #isProven = false

  constructor(configured: PartName, log: Log) {
    this.#current = configured
    this.#log = log
  }

  get current(): PartName {
    return this.#current
  }

  get isProven(): boolean {
    return this.#isProven
  }

  /** The other one; null when it is known which is right. */
  get alternative(): PartName | null {
    if (this.#isProven) return null
    return this.#current === 'file' ? 'status' : 'file'
  }

  worked(name: PartName): void {
    if (name !== this.#current)
      this.#log.info('This panel wants another name for the part with the picture', { partName: name })
    this.#current = name
    this.#isProven = true
  }
}

/** Sends pictures for identifiers that wait for one. */
export class PictureSender {
  readonly #client: PanelClient
  readonly #identifiers: Identifiers
  readonly #random: Random
  readonly partNames: PartNames

  constructor(options: {
    client: PanelClient
    identifiers: Identifiers
    random: Random
    partNames: PartNames
  }) {
    this.#client = options.client
    this.#identifiers = options.identifiers
    this.#random = options.random
    this.partNames = options.partNames
  }

  /**
   * Sends until the panel has said yes or no.
   *
   * @param isStored looks whether the panel has the face after all; asked when an answer was lost. `isTold`: the panel has
   *   said itself that it waits for no picture
   * @returns `missed`: no identifier with that number waits for a picture
   * @throws UploadError `busy`, `server`, and what the client throws
   */
  async send(
    uid: number,
    picture: Uint8Array,
    context: SendContext,
    isStored: (isTold: boolean) => Promise<boolean>,
  ): Promise<SendAnswer> {
    let [waits, loadingErrors, broken] = [0, 0, 0]
    let partName = this.partNames.current
    for (;;) {
      await leave(context)
      let answer: UploadAnswer
      try {
        answer = await this.#post(uid, partName, picture, context)
      } catch (error) {
        if (!isUnanswered(error) || ++broken >= BROKEN_MAX) throw error
        await this.#wait(BROKEN_WAIT_MS * 2 ** broken, context)
        if (await isStored(false)) return { kind: 'stored' }
        continue
      }
      switch (answer.kind) {
        case 'stored':
          this.partNames.worked(partName)
          return answer
        case 'missed':
          return broken > 0 && (await isStored(true)) ? { kind: 'stored' } : answer
        case 'in-progress': {
          const waitMs = WAITS_MS[waits++]
          if (waitMs === undefined) throw panelBusy(answer.text)
          await this.#wait(waitMs, context)
          break
        }
        case 'loading-error':
          if (++loadingErrors >= LOADING_ERRORS_MAX) throw loadingFailed(answer.text)
          await this.#wait(LOADING_ERROR_WAIT_MS, context)
          break
        case 'refused': {
          const other = partName === this.partNames.current ? this.partNames.alternative : null
          // The picture was decoded here: what cannot be read there is the part.
          if (other === null || !isText(answer.text, 'Wrong image file')) return answer
          partName = other
        }
      }
    }
  }

  #post(
    uid: number,
    partName: PartName,
    picture: Uint8Array,
    { signal, throttle }: SendContext,
  ): Promise<UploadAnswer> {
    // Never the file's own name: it is the person's, and letters outside of ASCII are trouble in this header.
    const part = { name: partName, fileName: 'face.jpg', contentType: 'image/jpeg', content: picture }
    return this.#identifiers.upload(uid, partsBody(this.#random, [part]), { signal, throttle })
  }

  async #wait(delayMs: number, { signal, drain }: SendContext): Promise<void> {
    await pause(this.#client.clock, delayMs, AbortSignal.any([signal, drain]))
  }
}

/** Waits for the hours in which anything may be sent. @throws the reason of an abort or a drain */
export async function leave({
  signal,
  drain,
  throttle,
}: Pick<SendContext, 'signal' | 'drain' | 'throttle'>): Promise<void> {
  const stop = AbortSignal.any([signal, drain])
  stop.throwIfAborted()
  const hours = throttle?.(0)
  if (hours !== undefined) await abortable(hours, stop)
}
