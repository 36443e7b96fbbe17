import type { FileEvent } from '../../../shared/contract.ts'
import type { Receipt } from '../../../shared/job.ts'
import { type Problem, retold, tellProblem, whatOf } from '../../../shared/problem.ts'
import type { ServerProof } from '../destinations/destination.ts'
import type { UploadError } from '../errors.ts'
import { asRetried, type Decision } from '../queue/retry-policy.ts'
import type { JobRecord } from '../store/jobs.ts'
import type { ParcelRow } from '../store/parcels.ts'
import { MANUAL_FOLDER_ID } from '../store/places.ts'
import { KEPT_FOR_SIDECAR, noteForClearing, noteForSettingAside } from './clearing.ts'
import type { DestinationMood } from './destination-state.ts'
import { forgetDoubts } from './doubtful-fields.ts'
import type { JobJournal, SealedUpload } from './job-journal.ts'
import { recordEvent } from './job-record.ts'
import type { LaneWorld } from './lane-world.ts'
import { becomeUpdate, isAboutSidecar, isUnderWayElsewhere, sidecarsArriveAnew } from './sidecar-parcels.ts'
import { type Phrase, say, told } from '../../../shared/phrase.ts'

/** A sidecar that is being written again joins its picture if it is quiet within this time, else it follows as an update. */
const SIDECAR_SETTLES_MS = 5_000

const SIDECAR_MISSED = say`came when its picture had just been sent`

/** Writes down how attempts end: the job, its files and the history in one transaction, then tells the world. */
export class Outcomes {
  readonly #destination: string
  readonly #world: LaneWorld
  readonly #mood: DestinationMood

  constructor(destination: string, world: LaneWorld, mood: DestinationMood) {
    this.#destination = destination
    this.#world = world
    this.#mood = mood
  }

  /** As `DestinationMood.mended`. */
  get mended(): number {
    return this.#mood.mended
  }

  /** Everything was handed over, and the journal is sealed. */
  async sent(job: JobRecord, journal: JobJournal): Promise<void> {
    const { store } = this.#world
    await store.write(() => {
      journal.keepSealed()
      store.jobs.setSentBytes(job.id, job.size_bytes)
      recordEvent(store, job.id, { name: 'sent', atMs: this.#nowMs() }, this.#nowMs())
    }, 'kept-soon')
  }

  /** The server has proved the arrival. From here on, and not before, the file counts as delivered. */
  async confirmed(job: JobRecord, parcel: ParcelRow, journal: JobJournal, proof: ServerProof): Promise<void> {
    const { store } = this.#world
    const { sealed } = journal
    if (sealed === null) throw new Error(`Job ${String(job.id)} was confirmed before it was sealed`)
    const receipt = receiptOf(parcel, sealed, proof, this.#nowMs())
    const { path, isMissed } = await store.write(() => {
      // The file may have been renamed in its folder meanwhile.
      const current = store.parcels.byId(parcel.id)
      recordEvent(store, job.id, { name: 'confirmed', receipt }, receipt.finishedAtMs)
      store.deliveries.insert({
        kind: sealed.isUpdate ? 'update' : 'upload',
        job_id: job.id,
        parcel_id: parcel.id,
        folder: this.#folderName(job),
        path: current.path,
        destination: this.#destination,
        size_bytes: parcel.size_bytes,
        sha256: receipt.sha256,
        fingerprint: sealed.fingerprint,
        asset_url: receipt.assetUrl,
        receipt: JSON.stringify(receipt),
        delivered_ms: receipt.finishedAtMs,
      })
      if (sealed.isUpdate) forgetDoubts(store, job, current)
      // A sidecar may have joined in the moment in which the picture left without it.
      const isMissed = current.sidecar_identity !== parcel.sidecar_identity
      if (isMissed) sidecarsArriveAnew(store, current, SIDECAR_MISSED, receipt.finishedAtMs)
      if (this.#world.hasAfterAction(job.folder_id)) {
        if (isMissed) store.parcels.setAfter(parcel.id, 'none', KEPT_FOR_SIDECAR)
        else noteForClearing(store, parcel.id)
      }
      this.#noteForSettingAside(job)
      return { path: current.path, isMissed }
    }, 'flushed')
    this.#mood.worked()
    this.#emit({ ...this.#event('done', job, { ...parcel, path }), receipt })
    this.#afterwards(job)
    if (isMissed) this.#world.onSuperseded(job.folder_id)
  }

  async postpone(
    job: JobRecord,
    parcel: ParcelRow,
    notBeforeMs: number,
    problem: Problem | null,
    isAttempt: boolean,
  ): Promise<void> {
    const { store } = this.#world
    await store.write(() =>
      recordEvent(store, job.id, { name: 'postponed', notBeforeMs, problem, isAttempt }, this.#nowMs()),
    )
    this.#emit({ ...this.#event('waiting', job, parcel), ...(problem === null ? {} : { problem }) })
  }

  /**
   * The destination already has this content.
   *
   * @param deliveredParcelId the parcel in which it was delivered from this very place, which sidecars go on with; or null
   */
  async duplicate(
    job: JobRecord,
    parcel: ParcelRow,
    words: Phrase,
    deliveredParcelId: number | null,
  ): Promise<void> {
    const { store } = this.#world
    const problem: Problem = tellProblem({
      code: 'duplicate',
      what: words,
      remedy: say`Nothing to do.`,
      isRetried: false,
    })
    await store.write(() => {
      recordEvent(store, job.id, { name: 'cancelled', problem }, this.#nowMs())
      if (deliveredParcelId !== null) becomeUpdate(store, parcel.id, deliveredParcelId)
      for (const file of store.files.byParcel(parcel.id)) {
        store.files.change(file.id, { state: 'duplicate', words, parcelId: parcel.id })
      }
      this.#noteForSettingAside(job)
    })
    this.#afterwards(job)
    this.#emit({ ...this.#event('duplicate', job, parcel), ...told(words) })
  }

  /** The destination has the picture; from here on the job brings its metadata up to date. */
  async asUpdate(job: JobRecord, parcel: ParcelRow, deliveredParcelId: number): Promise<void> {
    const { store } = this.#world
    const nowMs = this.#nowMs()
    await store.write(() => {
      becomeUpdate(store, parcel.id, deliveredParcelId)
      recordEvent(
        store,
        job.id,
        { name: 'postponed', notBeforeMs: nowMs, problem: null, isAttempt: false },
        nowMs,
      )
    })
    this.tell('waiting', job, parcel)
  }

  /** Nothing had to be sent: the archive has the picture, and its metadata is as it should be. */
  async nothingNew(job: JobRecord, parcel: ParcelRow, words: Phrase): Promise<void> {
    const { store } = this.#world
    const problem: Problem = tellProblem({
      code: 'nothing-new',
      what: words,
      remedy: say`Nothing to do.`,
      isRetried: false,
    })
    await store.write(() => {
      recordEvent(store, job.id, { name: 'cancelled', problem }, this.#nowMs())
      if (this.#world.hasAfterAction(job.folder_id)) noteForClearing(store, parcel.id)
      this.#noteForSettingAside(job)
    })
    this.#afterwards(job)
    this.#emit({ ...this.#event('duplicate', job, parcel), ...told(words) })
  }

  /**
   * Carries out what the retry policy has decided.
   *
   * @param mended `DestinationMood.mended` when that began which has failed
   */
  async decided(
    decision: Decision,
    error: UploadError,
    job: JobRecord,
    parcel: ParcelRow,
    mended: number,
  ): Promise<void> {
    const { store } = this.#world
    const nowMs = this.#nowMs()
    switch (decision.kind) {
      case 'postpone': {
        const untilMs = decision.cool
          ? this.#mood.cool(
              error.problem,
              decision.afterMs,
              error.kind === 'busy',
              nowMs,
              this.#world.ports.random.fraction(),
            )
          : nowMs + decision.afterMs
        await this.postpone(
          job,
          parcel,
          decision.cool ? nowMs : untilMs,
          asRetried(error.problem, true),
          decision.isAttempt,
        )
        return
      }
      case 'lock':
        // A chunk on a slow line may still be refused for a sign-in that has ended, after somebody has signed in anew.
        if (mended === this.#mood.mended) this.#mood.lock(error.problem)
        await this.postpone(job, parcel, nowMs, error.problem, false)
        return
      case 'giveUp':
        await this.giveUp(job, parcel, asRetried(error.problem, false))
        return
      case 'reject':
        await this.#reject(job, parcel, asRetried(error.problem, false))
        return
      case 'superseded':
        if (job.folder_id === MANUAL_FOLDER_ID)
          await this.giveUp(job, parcel, pickedFileChanged(error.problem))
        else if (isAboutSidecar(error.problem) && isUnderWayElsewhere(store, job))
          await this.#withoutSidecar(job, parcel, error.problem)
        else await this.#supersede(job, parcel, error.problem)
    }
  }

  async giveUp(job: JobRecord, parcel: ParcelRow, problem: Problem): Promise<void> {
    const { store } = this.#world
    await store.write(() => recordEvent(store, job.id, { name: 'gaveUp', problem }, this.#nowMs()))
    this.#emit({ ...this.#event('failed', job, parcel), problem })
  }

  /** The server has looked at the content and said no for good. */
  async #reject(job: JobRecord, parcel: ParcelRow, problem: Problem): Promise<void> {
    const { store } = this.#world
    await store.write(() => {
      recordEvent(store, job.id, { name: 'rejected', problem }, this.#nowMs())
      this.#noteForSettingAside(job)
    })
    this.#emit({ ...this.#event('rejected', job, parcel), problem })
    this.#afterwards(job)
  }

  #noteForSettingAside(job: JobRecord): void {
    if (this.#world.setsRejectedAside(job.folder_id)) noteForSettingAside(this.#world.store, job.parcel_id)
  }

  /** The source of a job that has come to its end may be moved now. */
  #afterwards({ folder_id: folderId, parcel_id: parcelId }: JobRecord): void {
    if (this.#world.hasAfterAction(folderId) || this.#world.setsRejectedAside(folderId))
      this.#world.onDone(parcelId)
  }

  tell(event: FileEvent['event'], job: JobRecord, parcel: ParcelRow): void {
    this.#emit(this.#event(event, job, parcel))
  }

  tellProgress(job: JobRecord, parcel: ParcelRow, sentBytes: number): void {
    this.#emit({ ...this.#event('progress', job, parcel), sentBytes })
  }

  /** The source is no longer what was queued: the job ends, and its files arrive anew as they are now. */
  async #supersede(job: JobRecord, parcel: ParcelRow, problem: Problem): Promise<void> {
    const { store } = this.#world
    const nowMs = this.#nowMs()
    await store.write(() => {
      recordEvent(store, job.id, { name: 'cancelled', problem }, nowMs)
      // Other destinations of the same parcel notice the change by themselves; the files are set free only once.
      for (const file of store.files.byParcel(parcel.id)) {
        if (file.state === 'taken')
          store.files.change(file.id, { state: 'arriving', dueMs: nowMs, words: whatOf(problem) })
      }
    })
    this.#emit({ ...this.#event('cancelled', job, parcel), problem })
    this.#world.onSuperseded(job.folder_id)
  }

  /**
   * Another destination has the picture already, or is getting it, so it must not arrive anew because of its sidecar: a
   * changed one joins again when it is quiet, one that is gone is gone.
   */
  async #withoutSidecar(job: JobRecord, parcel: ParcelRow, problem: Problem): Promise<void> {
    const { store } = this.#world
    const nowMs = this.#nowMs()
    await store.write(() => {
      store.parcels.sidecarLeft(parcel.id)
      sidecarsArriveAnew(store, parcel, whatOf(problem), nowMs)
      recordEvent(
        store,
        job.id,
        { name: 'postponed', notBeforeMs: nowMs + SIDECAR_SETTLES_MS, problem, isAttempt: false },
        nowMs,
      )
    })
    this.tell('waiting', job, parcel)
    this.#world.onSuperseded(job.folder_id)
  }

  #event(event: FileEvent['event'], job: JobRecord, parcel: ParcelRow): FileEvent {
    return {
      event,
      job: job.id,
      folder: this.#folderName(job),
      path: parcel.path,
      destination: this.#destination,
      sizeBytes: job.size_bytes,
      ...(parcel.update_of === null ? {} : { isUpdate: true }),
    }
  }

  #emit(event: FileEvent): void {
    this.#world.emit(event)
  }

  #folderName(job: JobRecord): string | null {
    return job.folder_id === MANUAL_FOLDER_ID ? null : this.#world.folderName(job.folder_id)
  }

  #nowMs(): number {
    return this.#world.ports.clock.now()
  }
}

function receiptOf(
  parcel: ParcelRow,
  sealed: SealedUpload,
  proof: ServerProof,
  finishedAtMs: number,
): Receipt {
  return {
    ...proof,
    sha256: sealed.sha256,
    sizeBytes: parcel.size_bytes,
    sidecarSha256: sealed.sidecarSha256,
    sentSidecarSha256: sealed.sentSidecarSha256,
    modifiedAt: sealed.modifiedAt,
    renamed: sealed.renamed,
    finishedAtMs,
    metadata: sealed.metadata,
    notes: [...sealed.notes, ...proof.notes],
    said: [...(sealed.said ?? []), ...(proof.said ?? [])],
  }
}

function pickedFileChanged(problem: Problem): Problem {
  return retold(problem, {
    remedy: say`Retry the job to send the file as it is now.`,
    isRetried: false,
  })
}
