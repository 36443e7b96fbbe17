import type { Destination } from '../destinations/destination.ts'
import { UploadError } from '../errors.ts'
import { decide } from '../queue/retry-policy.ts'
import type { JobRecord } from '../store/jobs.ts'
import type { ParcelRow } from '../store/parcels.ts'
import { type ActiveUpload, Drained, placesOf, unforeseen } from './active-upload.ts'
import type { AttemptOutcome } from './attempt-world.ts'
import { attemptJob } from './attempt.ts'
import type { ConfirmLane } from './confirm-lane.ts'
import type { DestinationMood } from './destination-state.ts'
import { JobJournal } from './job-journal.ts'
import { recordEvent } from './job-record.ts'
import { JointSending } from './joint-sending.ts'
import type { LaneWorld } from './lane-world.ts'
import type { Outcomes } from './outcomes.ts'

/** A twin that is under way is asked for again after this. */
const TWIN_DELAY_MS = 3_000
/** A job whose folder has just gone away; nothing of that folder is claimed before it is back. */
const AWAY_DELAY_MS = 5_000

export interface AttemptsOptions {
  destination: Destination
  world: LaneWorld
  mood: DestinationMood
  outcomes: Outcomes
  confirming: ConfirmLane
  /** Told after each attempt: there is room again. */
  onRoom: () => void
}

/** The attempts of one lane that are under way: from the claim to the hand-over to the confirm lane, or to their failure. */
export class Attempts {
  readonly #destination: Destination
  readonly #world: LaneWorld
  readonly #mood: DestinationMood
  readonly #outcomes: Outcomes
  readonly #confirming: ConfirmLane
  readonly #onRoom: () => void
  readonly #active = new Map<number, ActiveUpload>()
  /** Claims that are not written yet. */
  readonly #unrecorded = new Set<number>()
  readonly #running = new Set<Promise<void>>()
  #sendings = 0

  constructor({ destination, world, mood, outcomes, confirming, onRoom }: AttemptsOptions) {
    this.#destination = destination
    this.#world = world
    this.#mood = mood
    this.#outcomes = outcomes
    this.#confirming = confirming
    this.#onRoom = onRoom
  }

  /** Sendings that have not ended; several jobs may go in one. */
  get sendings(): number {
    return this.#sendings
  }

  get isIdle(): boolean {
    return this.#active.size === 0 && this.#unrecorded.size === 0
  }

  /** Jobs that look as if they were waiting, and are not: the newest claims may not be written yet. */
  get taken(): ReadonlySet<number> {
    return new Set([...this.#unrecorded, ...this.#active.keys()])
  }

  sentBytesOf(jobId: number): number | null {
    return this.#active.get(jobId)?.sentBytes ?? null
  }

  /** Ends attempts politely: what is under way is finished and journaled. @param folderId only those of this folder */
  drain(folderId?: number): void {
    for (const { job, drain } of this.#active.values()) {
      if (folderId === undefined || job.folder_id === folderId) drain.abort(new Drained())
    }
  }

  /** Ends attempts at once. @param jobId only this one */
  abort(jobId?: number): void {
    for (const { job, abort } of this.#active.values()) {
      if (jobId === undefined || job.id === jobId) abort.abort(new Drained())
    }
  }

  /** Resolves when nothing of what is under way now is left. */
  async ended(): Promise<void> {
    await Promise.all([...this.#running])
  }

  /** Begins one sending with these jobs. */
  begin(jobs: readonly JobRecord[]): void {
    const [{ group_key: groupKey } = { group_key: null }] = jobs
    const { sendTogether } = this.#destination
    const ids = jobs.map(({ id }) => id)
    const sending = sendTogether === null ? null : new JointSending(sendTogether, groupKey, ids)
    let open = jobs.length
    this.#sendings++
    for (const job of jobs) {
      this.#beginJob({ ...job, state: 'uploading', attempt: job.attempt + 1 }, sending, () => {
        sending?.leave(job.id)
        open--
        if (open === 0) this.#sendings--
      })
    }
  }

  #beginJob(job: JobRecord, sending: JointSending | null, onEnd: () => void): void {
    const upload: ActiveUpload = {
      job,
      abort: new AbortController(),
      drain: new AbortController(),
      sentBytes: job.sent_bytes,
      fingerprint: null,
      claimed: this.#recordClaim(job.id),
      mended: this.#mood.mended,
    }
    this.#active.set(job.id, upload)
    const running = this.#run(upload, sending)
      .catch((error: unknown) => {
        // Cancelled in this moment, or the engine is ending: the next start finds the job as it was.
        this.#world.ports.log.warn('The end of an upload was not noted', {
          job: job.id,
          detail: String(error),
        })
      })
      .finally(() => {
        this.#running.delete(running)
        this.#active.delete(job.id)
        onEnd()
        this.#world.onChange()
        this.#onRoom()
      })
    this.#running.add(running)
  }

  /** Writes keep their order, so nobody needs to wait for this one. A job cancelled in this moment ends at once. */
  async #recordClaim(jobId: number): Promise<void> {
    const { store, ports } = this.#world
    this.#unrecorded.add(jobId)
    try {
      await store.write(() => recordEvent(store, jobId, { name: 'claimed' }, ports.clock.now()), 'kept-soon')
    } catch {
      this.#active.get(jobId)?.abort.abort(new Drained())
    } finally {
      this.#unrecorded.delete(jobId)
    }
  }

  async #run(upload: ActiveUpload, sending: JointSending | null): Promise<void> {
    const { store } = this.#world
    const { job } = upload
    const parcel = store.parcels.byId(job.parcel_id)
    const journal = new JobJournal(store, job.id)
    // What was sent before a restart holds its content against twins from the first moment.
    upload.fingerprint = journal.sealed?.fingerprint ?? null
    this.#outcomes.tell('uploading', job, parcel)
    try {
      // What has failed before must be counted before it is tried again; a first try need not wait.
      if (job.attempt > 1) await upload.claimed
      const outcome =
        journal.sealed === null
          ? await this.#attempt(upload, parcel, journal, sending)
          : ({ kind: 'sealed' } as const)
      await this.#conclude(outcome, job, parcel, journal)
    } catch (error) {
      await upload.claimed
      await this.#fail(error, upload, parcel)
    }
  }

  #attempt(
    upload: ActiveUpload,
    parcel: ParcelRow,
    journal: JobJournal,
    sending: JointSending | null,
  ): Promise<AttemptOutcome> {
    const { job } = upload
    return attemptJob({
      world: this.#world,
      destination: this.#destination,
      job,
      parcel,
      journal,
      handOver: sending === null ? null : (shipment, context) => sending.join(job.id, shipment, context),
      send: {
        signal: upload.abort.signal,
        drain: upload.drain.signal,
        throttle: this.#world.throttle ?? undefined,
        onProgress: (sentBytes) => {
          this.#world.onSentBytes(Math.max(0, sentBytes - upload.sentBytes))
          upload.sentBytes = sentBytes
          this.#outcomes.tellProgress(job, parcel, sentBytes)
        },
      },
      reserve: (fingerprint) => {
        const isTaken = [...this.#active.values()].some(
          (other) => other.fingerprint === fingerprint && other.job.id !== job.id,
        )
        if (isTaken || this.#confirming.holds(fingerprint, job.id)) return false
        upload.fingerprint = fingerprint
        return true
      },
    })
  }

  async #conclude(
    outcome: AttemptOutcome | { kind: 'sealed' },
    job: JobRecord,
    parcel: ParcelRow,
    journal: JobJournal,
  ): Promise<void> {
    switch (outcome.kind) {
      case 'duplicate':
        await this.#outcomes.duplicate(job, parcel, outcome.words, outcome.deliveredParcelId)
        return
      case 'same-picture':
        await this.#outcomes.asUpdate(job, parcel, outcome.deliveredParcelId)
        return
      case 'nothing-new':
        await this.#outcomes.nothingNew(job, parcel, outcome.words)
        return
      case 'twin-under-way':
        await this.#outcomes.postpone(job, parcel, this.#world.ports.clock.now() + TWIN_DELAY_MS, null, false)
        return
      case 'sent':
        this.#mood.worked()
        journal.seal(outcome.sealed)
        this.#confirm(job, parcel, journal)
        return
      case 'sealed':
        this.#confirm(job, parcel, journal)
    }
  }

  /** Hands the job to the confirm lane; the place of its upload is free from now on. */
  #confirm(job: JobRecord, parcel: ParcelRow, journal: JobJournal): void {
    this.#confirming.add(job, parcel, journal)
    this.#outcomes.sent(job, journal).catch((error: unknown) => {
      // Cancelled by a person in this moment, or the engine is closing.
      this.#confirming.forget(job.id)
      this.#world.ports.log.info('A sent job was not noted', { job: job.id, detail: String(error) })
    })
    this.#outcomes.tell('confirming', job, parcel)
  }

  async #fail(error: unknown, { job, drain, abort, mended }: ActiveUpload, parcel: ParcelRow): Promise<void> {
    const wasDrained = drain.signal.aborted || abort.signal.aborted
    const nowMs = this.#world.ports.clock.now()
    // Read again: accepted chunks have reset the attempts, and a person may have cancelled it.
    const current = this.#world.store.jobs.byId(job.id)
    if (current?.state !== 'uploading') return
    if (error instanceof Drained || wasDrained) {
      await this.#outcomes.postpone(job, parcel, nowMs, null, false)
      return
    }
    const uploadError = error instanceof UploadError ? error : unforeseen(error)
    if (!(error instanceof UploadError))
      this.#world.ports.log.error('An upload failed in an unforeseen way', {
        job: job.id,
        // What was picked by hand may lie anywhere, under the name of whom it shows.
        detail: this.#destination.abilities.isPrivate ? placesOf(error) : uploadError.problem.detail,
      })
    const decision = decide(uploadError, current.attempt, this.#world.ports.random.fraction())
    const isAway =
      (uploadError.kind === 'missing' || uploadError.kind === 'unreadable') &&
      !(await this.#world.isFolderHere(job.folder_id))
    if (isAway) await this.#outcomes.postpone(job, parcel, nowMs + AWAY_DELAY_MS, uploadError.problem, false)
    else await this.#outcomes.decided(decision, uploadError, job, parcel, mended)
  }
}
