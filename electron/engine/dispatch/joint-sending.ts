import type { Destination, Member, SendContext, Sent, Shipment } from '../destinations/destination.ts'

interface Joined {
  member: Member
  promise: PromiseWithResolvers<Sent>
  /** It goes with the others: from now on its own context tells it when to end. */
  goAlong: () => void
}

/**
 * Jobs that go in one sending. Each is made ready by itself; when the last one is ready, or has dropped out, those that
 * are ready are handed over together.
 */
export class JointSending {
  readonly #sendTogether: NonNullable<Destination['sendTogether']>
  readonly #groupKey: string | null
  readonly #expected: Set<number>
  readonly #joined = new Map<number, Joined>()
  #hasLeft = false

  constructor(
    sendTogether: NonNullable<Destination['sendTogether']>,
    groupKey: string | null,
    jobIds: readonly number[],
  ) {
    this.#sendTogether = sendTogether
    this.#groupKey = groupKey
    this.#expected = new Set(jobIds)
  }

  /** This job is ready. @returns when it is sent. @throws UploadError as its own outcome, or why it was called off */
  join(jobId: number, shipment: Shipment, context: SendContext): Promise<Sent> {
    const end = AbortSignal.any([context.signal, context.drain])
    end.throwIfAborted()
    const promise = Promise.withResolvers<Sent>()
    const giveWay = (): void => {
      this.#joined.delete(jobId)
      promise.reject(end.reason)
      this.#handOver()
    }
    end.addEventListener('abort', giveWay)
    this.#joined.set(jobId, {
      member: { shipment, context },
      promise,
      goAlong: () => {
        end.removeEventListener('abort', giveWay)
      },
    })
    this.leave(jobId)
    return promise.promise
  }

  /** Nobody waits for this job any more: it has dropped out, or is through. */
  leave(jobId: number): void {
    if (this.#expected.delete(jobId)) this.#handOver()
  }

  #handOver(): void {
    if (this.#hasLeft || this.#expected.size > 0) return
    this.#hasLeft = true
    const joined = [...this.#joined.entries()].toSorted(([one], [other]) => one - other)
    for (const [, { goAlong }] of joined) goAlong()
    if (joined.length > 0) void this.#send(joined.map(([, each]) => each))
  }

  async #send(joined: readonly Joined[]): Promise<void> {
    try {
      const outcomes = await this.#sendTogether(
        joined.map(({ member }) => member),
        this.#groupKey,
      )
      for (const [place, { promise }] of joined.entries()) {
        const outcome = outcomes[place]
        if (outcome === undefined) promise.reject(new Error('The destination has told no outcome'))
        else if (outcome.kind === 'sent') promise.resolve(outcome.sent)
        else promise.reject(outcome.error)
      }
    } catch (error) {
      for (const { promise } of joined) promise.reject(error)
    }
  }
}
