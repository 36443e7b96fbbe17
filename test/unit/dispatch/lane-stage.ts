import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { recordEvent } from '../../../electron/engine/dispatch/job-record.ts'
import { Lane } from '../../../electron/engine/dispatch/lane.ts'
import type { LaneWorld } from '../../../electron/engine/dispatch/lane-world.ts'
import { originOf } from '../../../electron/engine/dispatch/origin.ts'
import type {
  Abilities,
  Destination,
  Member,
  MemberOutcome,
} from '../../../electron/engine/destinations/destination.ts'
import { digestOf } from '../../../electron/engine/destinations/digest.ts'
import { createNodePorts } from '../../../electron/engine/node-ports.ts'
import { MANUAL_FOLDER_ID } from '../../../electron/engine/store/places.ts'
import { openStore, type Store } from '../../../electron/engine/store/store.ts'
import { NOTHING_PREPARED } from '../../../electron/engine/upload/upload-job.ts'
import type { FileEvent } from '../../../shared/contract.ts'
import { fileAsQueued } from '../../destinations/test-file.ts'
import { FastClock } from '../../support/fast-clock.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const IGNORE = (): undefined => undefined

/** What was handed over in one sending: the names of the files, and what they have in common. */
export interface Handed {
  names: string[]
  key: string | null
}

type Answer = (name: string) => MemberOutcome | Promise<MemberOutcome>

export const SENT: MemberOutcome = {
  kind: 'sent',
  sent: { sha256: 'digest', renamed: [], modifiedAt: null },
}

/** One lane over a real store and real files, with a destination that keeps what it is handed. */
export class LaneStage {
  readonly store: Store
  readonly handed: Handed[] = []
  readonly events: FileEvent[] = []
  answer: Answer = () => SENT
  /** Making a file ready ends with this. */
  readiness: (name: string, signal: AbortSignal) => Promise<void> = () => Promise.resolve()
  /** The names of what was made ready. */
  readonly ready: string[] = []
  lane: Lane
  readonly #root: string
  readonly #world: LaneWorld
  readonly #abilities: Partial<Abilities>

  private constructor(root: string, dataDir: string, abilities: Partial<Abilities>) {
    const clock = new FastClock(20)
    const ports = {
      ...createNodePorts({
        dataDir,
        env: { SLUICE_SECRETS: 'file' },
        logToStderr: false,
        logLevel: 'error' as const,
      }),
      clock,
    }
    this.#root = root
    this.#abilities = abilities
    this.store = openStore(dataDir, clock, { onTrouble: IGNORE, onRecovered: IGNORE })
    this.#world = {
      store: this.store,
      ports,
      claimableFolders: () => [MANUAL_FOLDER_ID],
      order: (_job, parcel) => ({
        root: parcel.root,
        path: parcel.path,
        identity: parcel.identity,
        sizeBytes: parcel.size_bytes,
        folder: null,
        origin: originOf(parcel.path, undefined),
        comment: null,
        revisionOf: null,
        modificationTime: () => ({ isSent: false, note: null }),
        skipsDuplicates: true,
      }),
      prepare: async (_job, _parcel, _destination, source, signal) => {
        await this.readiness(source.name, signal)
        this.ready.push(source.name)
        return NOTHING_PREPARED
      },
      allowsRevisions: () => false,
      isFolderHere: () => Promise.resolve(true),
      throttle: null,
      emit: (event) => this.events.push(event),
      onSentBytes: IGNORE,
      onDone: IGNORE,
      onSuperseded: IGNORE,
      folderName: () => 'hot',
      hasAfterAction: () => false,
      setsRejectedAside: () => false,
      onChange: IGNORE,
    }
    this.lane = this.#newLane()
  }

  static async open(abilities: Partial<Abilities>): Promise<LaneStage> {
    const stage = new LaneStage(await temporaryFolder(), await temporaryFolder(), abilities)
    await stage.#begin()
    onTestFinished(async () => {
      await stage.lane.stop()
      await stage.store.close()
    })
    return stage
  }

  /** A file that was picked by hand, or of a folder that is paused. @returns the number of its job */
  async add(name: string, content = name, isHeld = false): Promise<number> {
    const file = path.join(this.#root, name)
    await writeFile(file, content)
    const { identity, sizeBytes } = await fileAsQueued(file, '')
    const id = await this.store.write(() => {
      const atMs = this.#world.ports.clock.now()
      const folderId = isHeld ? this.store.places.folder('held', this.#root).id : MANUAL_FOLDER_ID
      const parcelId = this.store.parcels.insert({
        folderId,
        root: this.#root,
        path: name,
        identity,
        sizeBytes,
        sidecarPath: null,
        sidecarIdentity: null,
        updateOf: null,
        atMs,
      })
      return this.store.jobs.insert({
        parcelId,
        folderId,
        destinationId: 1,
        priority: 0,
        sizeBytes,
        subfolder: null,
        template: null,
        comment: null,
        atMs,
      })
    })
    this.lane.wake()
    return id
  }

  /** As a person does it. */
  async cancel(jobId: number): Promise<void> {
    await this.store.write(() =>
      recordEvent(this.store, jobId, { name: 'cancelled', problem: null }, this.#world.ports.clock.now()),
    )
    this.lane.cancel(jobId)
  }

  /** As a person does who wants one to go now. */
  async hurry(jobId: number): Promise<void> {
    await this.store.write(() => this.store.jobs.hurry(jobId, this.#world.ports.clock.now()))
    this.lane.wake()
  }

  /** As a process that died in its first attempt has left it, and the next one found it. */
  async interrupted(jobId: number): Promise<void> {
    const atMs = this.#world.ports.clock.now()
    await this.store.write(() => {
      recordEvent(this.store, jobId, { name: 'claimed' }, atMs)
      recordEvent(
        this.store,
        jobId,
        { name: 'postponed', notBeforeMs: 0, problem: null, isAttempt: true },
        atMs,
      )
    })
  }

  state(jobId: number): string {
    return this.store.jobs.byId(jobId)?.state ?? 'gone'
  }

  /** The next life of the engine. */
  async restart(): Promise<void> {
    await this.lane.stop()
    this.lane = this.#newLane()
    await this.#begin()
  }

  async #begin(): Promise<void> {
    const { group } = this.lane.destination.abilities
    await this.store.write(() => {
      this.store.places.destination('shelf')
      this.store.jobGroups.begin(1, group !== null)
    })
    this.lane.start()
  }

  #newLane(): Lane {
    return new Lane(this.#destination(), { id: 1, is_paused: 0 }, this.#world)
  }

  #destination(): Destination {
    return {
      name: 'shelf',
      kind: 'shelf',
      abilities: {
        resumable: false,
        batchMax: 1,
        fieldIds: null,
        metadata: 'none',
        group: null,
        isPrivate: false,
        sameness: 'content',
        sizeBytesMax: 1e9,
        uploadsMax: 2,
        ...this.#abilities,
      },
      check: () => Promise.resolve({ words: [], account: null, problem: null }),
      send: () => Promise.reject(new Error('parcels go together here')),
      sendTogether: (members, key) => this.#take(members, key),
      // The first letter is the person.
      groupOf: ({ path: file }) => file.slice(0, 1),
      confirm: () =>
        Promise.resolve({
          kind: 'confirmed',
          proof: {
            assetUrl: null,
            assetName: null,
            proof: 'accepted',
            uploadId: null,
            requestId: null,
            notes: [],
          },
        }),
      fields: null,
      signIn: null,
      browse: () => Promise.resolve([]),
      close: () => Promise.resolve(),
    }
  }

  async #take(members: readonly Member[], key: string | null): Promise<MemberOutcome[]> {
    this.handed.push({ names: members.map(({ shipment }) => shipment.source.name), key })
    return await Promise.all(
      members.map(async ({ shipment: { source }, context }) => {
        const outcome = await this.answer(source.name)
        if (outcome.kind === 'failed') return outcome
        return { kind: 'sent', sent: { ...outcome.sent, sha256: await digestOf(source, context.signal) } }
      }),
    )
  }
}
