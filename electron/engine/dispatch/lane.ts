import type { DestinationHealth } from '../../../shared/contract.ts'
import type { Problem } from '../../../shared/problem.ts'
import type { Destination } from '../destinations/destination.ts'
import { UploadError } from '../errors.ts'
import type { Timer } from '../ports.ts'
import { decide } from '../queue/retry-policy.ts'
import type { JobRecord } from '../store/jobs.ts'
import type { ParcelRow } from '../store/parcels.ts'
import { type ActiveUpload, Drained, unforeseen } from './active-upload.ts'
import type { AttemptOutcome } from './attempt-world.ts'
import { attemptJob } from './attempt.ts'
import { Claims } from './claims.ts'
import { ConfirmLane } from './confirm-lane.ts'
import { DestinationMood } from './destination-state.ts'
import { JobJournal } from './job-journal.ts'
import { Outcomes } from './outcomes.ts'
import { recordEvent } from './job-record.ts'
import { JointSending } from './joint-sending.ts'
import { laneHealth } from './lane-health.ts'
import type { LaneWorld } from './lane-world.ts'

/** Results that may be outstanding before no more is sent: a server that cannot keep up is not buried. */
const CONFIRMING_MAX = 200
/** A twin that is under way is asked for again after this. */
const TWIN_DELAY_MS = 3_000
/** A job whose folder has just gone away; nothing of that folder is claimed before it is back. */
const AWAY_DELAY_MS = 5_000
/** An engine that is told to end does not wait longer for a chunk. */
const STOP_WITHIN_MS = 20_000
/** No timer sleeps longer, so that a clock that jumps is noticed. */
const SLEEP_MAX_MS = 60_000

/**
 * The jobs of one destination: claims them within its limits, uploads, and hands them to the confirm lane, which never
 * holds an upload's place.
 */
export class Lane {
  readonly destination: Destination
  readonly #id: number
  readonly #world: LaneWorld
  readonly #mood = new DestinationMood()
  readonly #active = new Map<number, ActiveUpload>()
  readonly #outcomes: Outcomes
  readonly #confirming: ConfirmLane
  #isPaused: boolean
  #isStopped = true
  readonly #unrecorded = new Set<number>()
  readonly #running = new Set<Promise<void>>()
  readonly #claims: Claims
  #sendings = 0
  #gathering: Promise<void> | null = null
  #timer: Timer | null = null

  constructor(destination: Destination, row: { id: number; is_paused: number }, world: LaneWorld) {
    this.destination = destination
    this.#id = row.id
    this.#isPaused = row.is_paused === 1
    this.#world = world
    this.#claims = new Claims(destination, row.id, world)
    this.#outcomes = new Outcomes(destination.name, world, this.#mood)
    this.#confirming = new ConfirmLane(destination, world, this.#outcomes, () => {
      this.wake()
    })
  }

  get id(): number {
    return this.#id
  }

  /** Waits for a person: signed out, set up wrongly, or paused. */
  get needsPerson(): boolean {
    return this.#isPaused || this.#mood.current(this.#world.ports.clock.now()).name === 'locked'
  }

  get isIdle(): boolean {
    return this.#active.size === 0 && this.#confirming.size === 0 && this.#unrecorded.size === 0
  }

  start(): void {
    this.#isStopped = false
    this.#mood.unlock()
    this.#confirming.start()
    this.wake()
  }

  /**
   * Finishes the chunks under way, gives unfinished jobs back to the queue, and resolves. A line on which a chunk takes
   * for ever is not waited for: that chunk is sent again.
   */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#timer?.cancel()
    this.#drainAll()
    const patience = this.#world.ports.clock.after(STOP_WITHIN_MS, () => {
      for (const upload of this.#active.values()) upload.abort.abort(new Drained())
    })
    await this.#confirming.stop()
    await Promise.all([this.#gathering, ...this.#running])
    patience.cancel()
  }

  pause(): void {
    this.#isPaused = true
    this.#drainAll()
    this.#world.onChange()
  }

  resume(): void {
    this.#isPaused = false
    this.#mood.unlock()
    this.wake()
  }

  /** A person says that trouble is mended, or does not want to wait. */
  retryNow(): void {
    this.#mood.unlock()
    this.wake()
  }

  /** Nothing is sent until a person has mended it; what is under way is left at its next chunk. */
  lock(problem: Problem): void {
    this.#mood.lock(problem)
    this.#drainAll()
    this.#world.onChange()
  }

  /** Ends the attempts of a folder that was paused or went away. */
  drainFolder(folderId: number): void {
    for (const upload of this.#active.values()) {
      if (upload.job.folder_id === folderId) upload.drain.abort(new Drained())
    }
  }

  /** Ends the upload of a job that a person has cancelled. */
  cancel(jobId: number): void {
    this.#active.get(jobId)?.abort.abort(new Drained())
    this.#confirming.forget(jobId)
  }

  clockSetBack(): void {
    this.#mood.clockSetBack()
    this.wake()
  }

  sentBytesOf(jobId: number): number | null {
    return this.#active.get(jobId)?.sentBytes ?? null
  }

  health(nowMs: number): Omit<DestinationHealth, 'waiting'> {
    return laneHealth(this.destination, this.#mood.current(nowMs), this.#isPaused, nowMs)
  }

  /** Looks whether something can be claimed. Cheap; called whenever anything may have changed. */
  wake(): void {
    if (this.#isStopped) return
    this.#timer?.cancel()
    this.#timer = null
    this.#gather()
    const nowMs = this.#world.ports.clock.now()
    const state = this.#mood.current(nowMs)
    if (this.#isPaused || state.name === 'locked') return
    if (state.name === 'cooling') {
      this.#sleep(state.untilMs - nowMs)
      return
    }
    const room = Math.min(
      this.destination.abilities.uploadsMax - this.#sendings,
      CONFIRMING_MAX - this.#confirming.size,
    )
    if (room > 0) this.#claim(room)
  }

  /** New jobs of a destination with groups cannot be claimed before it is known with whom they go. */
  #gather(): void {
    this.#gathering ??= this.#claims
      .gather()
      .then((hasGathered) => {
        this.#gathering = null
        if (hasGathered) this.wake()
      })
      .catch((error: unknown) => {
        this.#gathering = null
        this.#world.ports.log.error('Jobs could not be put into groups', { detail: String(error) })
        this.#sleep(SLEEP_MAX_MS)
      })
  }

  #claim(room: number): void {
    // The newest claims may not be written yet; those jobs still look as if they were waiting.
    // So does one whose attempt is just ending.
    const sendings = this.#claims.next(room, new Set([...this.#unrecorded, ...this.#active.keys()]))
    for (const jobs of sendings) this.#beginSending(jobs)
    if (sendings.length < room) this.#sleepUntilNext()
    if (sendings.length > 0) this.#world.onChange()
  }

  #beginSending(jobs: readonly JobRecord[]): void {
    const [{ group_key: groupKey } = { group_key: null }] = jobs
    const { sendTogether } = this.destination
    const ids = jobs.map(({ id }) => id)
    const sending = sendTogether === null ? null : new JointSending(sendTogether, groupKey, ids)
    let open = jobs.length
    this.#sendings++
    for (const job of jobs) {
      this.#begin({ ...job, state: 'uploading', attempt: job.attempt + 1 }, sending, () => {
        sending?.leave(job.id)
        open--
        if (open === 0) this.#sendings--
      })
    }
  }

  #begin(job: JobRecord, sending: JointSending | null, onEnd: () => void): void {
    const upload: ActiveUpload = {
      job,
      abort: new AbortController(),
      drain: new AbortController(),
      sentBytes: job.sent_bytes,
      fingerprint: null,
      claimed: this.#recordClaim(job.id),
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
        this.wake()
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
    const drain = upload.drain.signal
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
      await this.#fail(error, job, parcel, drain.aborted || upload.abort.signal.aborted)
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
      destination: this.destination,
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

  async #fail(error: unknown, job: JobRecord, parcel: ParcelRow, wasDrained: boolean): Promise<void> {
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
        detail: uploadError.problem.detail,
      })
    const decision = decide(uploadError, current.attempt, this.#world.ports.random.fraction())
    const isAway =
      (uploadError.kind === 'missing' || uploadError.kind === 'unreadable') &&
      !(await this.#world.isFolderHere(job.folder_id))
    if (isAway) await this.#outcomes.postpone(job, parcel, nowMs + AWAY_DELAY_MS, uploadError.problem, false)
    else await this.#outcomes.decided(decision, uploadError, job, parcel)
  }

  #drainAll(): void {
    for (const upload of this.#active.values()) upload.drain.abort(new Drained())
  }

  #sleepUntilNext(): void {
    const nextMs = this.#world.store.jobs.nextTimeMs(this.#id, this.#world.claimableFolders())
    if (nextMs !== null) this.#sleep(nextMs - this.#world.ports.clock.now())
  }

  #sleep(delayMs: number): void {
    if (this.#isStopped) return
    this.#timer?.cancel()
    this.#timer = this.#world.ports.clock.after(Math.min(SLEEP_MAX_MS, Math.max(50, delayMs)), () => {
      this.wake()
    })
  }
}
