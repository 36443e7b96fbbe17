import type { FileEvent, FolderHealth } from '../../../shared/contract.ts'
import type { FolderConfig } from '../../../shared/config.ts'
import { errorText, ProblemError } from '../errors.ts'
import type { Ports } from '../ports.ts'
import type { Store } from '../store/store.ts'
import { ignoreRules, type IgnoreRules } from '../watch/ignore-rules.ts'
import type { OpenWriters } from '../watch/open-writers.ts'
import type { Listing, Scanner } from '../watch/scan.ts'
import { applyVerdicts, judgeArrivals } from './arrivals.ts'
import { folderHealth, folderTrouble } from './folder-health.ts'
import { FolderRoot, rootUnreadable } from './folder-root.ts'
import { FolderScan, type ScanWorld } from './folder-scan.ts'
import { FolderWatch } from './folder-watch.ts'
import { LearnedWindow } from './learned-window.ts'
import { lookIntoPlaces } from './look-into-places.ts'
import { Sleeper } from './sleeper.ts'
import { ToldOnce } from './told-once.ts'

/** Files looked at in one pass: bounds memory and the time of one transaction. */
const PASS_FILES = 250
/** Hints are gathered so long before they are looked into: a file being copied makes many. */
const HINTS_GATHER_MS = 150
/** How often a disk that is away, or a folder in trouble, is looked for. */
const AWAY_LOOK_MS = 10_000
/** The folder is looked through at least so often where its events are incomplete. */
const NETWORK_SCAN_MS = 5 * 60_000
const UNWATCHED_SCAN_MS = 60_000
const SLEEP_MAX_MS = 30_000

export interface IntakeWorld {
  store: Store
  ports: Ports
  scanner: Scanner
  writers: OpenWriters
  destinationIds: readonly number[]
  /** One of them goes by the names of files, and not by their content alone. */
  goesByName: boolean
  emit(event: FileEvent): void
  /** New jobs may be waiting. */
  onJobs(): void
  onChange(): void
  /** The disk went away or came back. */
  onPresence(): void
}

/**
 * One hot folder from hints and scans to jobs. A single loop does one thing at a time; hints and timers only wake it,
 * so no two steps can disagree about a file.
 */
export class FolderIntake {
  readonly id: number
  readonly config: FolderConfig
  readonly #world: IntakeWorld
  readonly #rules: IgnoreRules
  readonly #watch: FolderWatch
  readonly #window: LearnedWindow
  readonly #root: FolderRoot
  readonly #told = new ToldOnce()
  readonly #sleeper: Sleeper
  #unreadable: FolderScan['unreadable'] = []
  #abort = new AbortController()
  #running: Promise<void> = Promise.resolve()
  #isScanning = false
  #isScanned = false
  #scanDueMs = 0
  #observingSinceMs = 0

  /** What arrives is noted and queued, but not sent. */
  isPaused: boolean

  constructor(row: { id: number; is_paused: number }, config: FolderConfig, world: IntakeWorld) {
    const { id } = row
    this.id = id
    this.isPaused = row.is_paused === 1
    this.config = config
    this.#world = world
    this.#rules = ignoreRules(config.ignore)
    this.#sleeper = new Sleeper(world.ports.clock)
    this.#root = new FolderRoot(world.store, id, config.path, world.ports.random)
    this.#window = new LearnedWindow(world.store, id, config.settleMs)
    const gather = (): void => this.#sleeper.wakeWithin(HINTS_GATHER_MS)
    this.#watch = new FolderWatch(config.path, world.ports.clock, gather, ({ code }) => {
      world.ports.log.warn('The watcher may have missed something', { folder: config.name, code })
      gather()
    })
  }

  /** The folder's disk is there: what is missing in it is really missing. */
  get isHere(): boolean {
    return this.#root.volume !== null
  }

  /** True when everything that is in the folder now has been seen, and nothing waits for a look before `untilMs`. */
  isQuiet(): boolean {
    if (!this.isHere) return this.#root.problem !== null
    const counts = this.#world.store.files.counts(this.id)
    return (
      this.#isScanned &&
      !this.#isScanning &&
      !this.#watch.hasHints &&
      (counts.arriving ?? 0) + (counts.stable ?? 0) === 0
    )
  }

  start(): void {
    this.#abort = new AbortController()
    this.#observingSinceMs = this.#world.ports.clock.now()
    this.#running = this.#loop(this.#abort.signal)
  }

  async stop(): Promise<void> {
    this.#abort.abort(new Error('stopped'))
    this.#sleeper.wake()
    await this.#running
    await this.#watch.close()
  }

  /** Looks through the whole folder as soon as it can. */
  scanSoon(): void {
    this.#scanDueMs = 0
    this.#sleeper.wake()
  }

  wake(): void {
    this.#sleeper.wake()
  }

  /** The clock jumped or the machine slept: quiet before now proves nothing. */
  observeAnew(): void {
    this.#observingSinceMs = this.#world.ports.clock.now()
    this.scanSoon()
  }

  /** Looks at the disk now. False while it is away: then a missing file says nothing. */
  async confirmHere(): Promise<boolean> {
    const isThere = await this.#root.isThere()
    if (!isThere && this.isHere) this.scanSoon()
    return isThere
  }

  health(): Omit<FolderHealth, 'jobs'> {
    return folderHealth({
      config: this.config,
      row: this.#world.store.places.folderById(this.id),
      counts: this.#world.store.files.counts(this.id),
      attention: this.#world.store.files.attention(this.id),
      unreadable: this.#unreadable,
      volume: this.#root.volume,
      problem: this.#root.problem,
      doubt: this.#watch.doubt,
      isPaused: this.isPaused,
      isScanning: this.#isScanning,
      isScanned: this.#isScanned,
      watched: this.#watch.watched,
      scanEveryMs: this.#scanEveryMs(),
      lastHintMs: this.#watch.lastHintMs,
    })
  }

  async #loop(signal: AbortSignal): Promise<void> {
    const isOver = (): boolean => signal.aborted
    while (!isOver()) {
      try {
        const sleepMs = await this.#turn(signal)
        await this.#sleeper.sleep(Math.min(SLEEP_MAX_MS, sleepMs))
      } catch (error) {
        if (isOver()) return
        this.#root.problem = error instanceof ProblemError ? error.problem : folderTrouble(error)
        this.#world.ports.log.error('A folder could not be looked at', {
          folder: this.config.name,
          detail: errorText(error),
        })
        this.#scanDueMs = 0
        this.#world.onChange()
        await this.#sleeper.sleep(AWAY_LOOK_MS)
      }
    }
  }

  /** One turn of the loop. @returns how long nothing needs to be done */
  async #turn(signal: AbortSignal): Promise<number> {
    const { clock } = this.#world.ports
    const isScanDue = clock.now() >= this.#scanDueMs
    // A hint may come from the root itself that goes away: then nothing is concluded from what is missing.
    const isDoubtful = this.#root.volume === null || isScanDue || this.#watch.hasHints
    if (isDoubtful && !(await this.#findRoot())) return AWAY_LOOK_MS
    if (clock.now() >= this.#scanDueMs) await this.#scan(signal)
    else if (this.#watch.hasHints) await this.#lookIntoHints(signal)
    while (await this.#pass()) signal.throwIfAborted()
    if (this.#watch.hasHints) return HINTS_GATHER_MS
    const nextMs = this.#world.store.files.nextDueMs(this.id) ?? Number.POSITIVE_INFINITY
    return Math.max(0, Math.min(nextMs, this.#scanDueMs) - clock.now())
  }

  async #findRoot(): Promise<boolean> {
    const wasHere = this.isHere
    if (!(await this.#root.find())) {
      this.#scanDueMs = 0
      await this.#watch.close()
    }
    if (wasHere !== this.isHere) this.#world.onPresence()
    this.#world.onChange()
    return this.isHere
  }

  async #scan(signal: AbortSignal): Promise<void> {
    const { store, ports, scanner } = this.#world
    this.#isScanning = true
    this.#world.onChange()
    try {
      // Hints from before the scan are answered by it; those from now on are kept.
      this.#watch.takeHints()
      const scanNumber = await store.write(() => store.places.beginScan(this.id))
      const scan = new FolderScan(this.#scanWorld(), scanNumber)
      await scanner.scan(
        this.config.path,
        this.config.ignore,
        '',
        this.#isRecursive,
        this.#between(scan),
        signal,
      )
      const root = scan.unreadable.find(({ path: place }) => place === '')
      if (root !== undefined) {
        // The root itself could not be read: it is judged anew before anything is concluded.
        this.#root.lost(null)
        throw rootUnreadable(root.code)
      }
      if (!(await this.confirmHere())) return
      await scan.finish()
      await store.write(() => store.places.endScan(this.id, ports.clock.now()))
      this.#unreadable = scan.unreadable
      this.#isScanned = true
      void this.#watch.proveItself()
      this.#scanDueMs = ports.clock.now() + this.#scanEveryMs()
    } finally {
      this.#isScanning = false
      this.#world.onChange()
    }
  }

  /** Files at rest are taken while the scan of a large folder still goes on. */
  #between(scan: FolderScan): (listing: Listing) => Promise<void> {
    let sincePass = 0
    return async (listing) => {
      await scan.take(listing)
      sincePass += listing.files.length
      if (sincePass < PASS_FILES) return
      sincePass = 0
      await this.#pass()
    }
  }

  async #lookIntoHints(signal: AbortSignal): Promise<void> {
    const hints = this.#watch.takeHints()
    if (hints.kind === 'everything') {
      await this.#scan(signal)
      return
    }
    await lookIntoPlaces(hints, {
      world: this.#scanWorld(),
      isRecursive: this.#isRecursive,
      isIgnored: (place) => this.#rules.reason(place, false) !== null,
      isWatched: (directory) => this.#watch.isWatched(directory),
      scan: async (scan, directory, recursive, onListing) => {
        const take = this.#between(scan)
        await this.#world.scanner.scan(
          this.config.path,
          this.config.ignore,
          directory,
          recursive,
          async (listing) => {
            onListing(listing)
            await take(listing)
          },
          signal,
        )
      },
    })
  }

  /** Looks at some of the files whose time has come. @returns whether there may be more */
  async #pass(): Promise<boolean> {
    const { store, ports, writers } = this.#world
    const volume = this.#root.volume
    if (volume === null) return false
    const rows = store.files.due(this.id, ports.clock.now(), PASS_FILES)
    if (rows.length === 0) return false
    const judged = await judgeArrivals(rows, this.config.path, volume.dev, writers, () => ports.clock.now(), {
      windowMs: this.#window.windowMs(volume),
      isLocalVolume: volume.kind === 'local',
      observingSinceMs: this.#observingSinceMs,
    })
    const isAnyGone = judged.some(({ verdict }) => verdict.kind === 'gone')
    if (isAnyGone && !(await this.confirmHere())) return false
    const passed = await store.write(() =>
      applyVerdicts(
        {
          store,
          folder: this.config,
          folderId: this.id,
          root: this.config.path,
          destinationIds: this.#world.destinationIds,
          nowMs: ports.clock.now(),
        },
        judged,
      ),
    )
    for (const event of passed.events) this.#world.emit(event)
    if (passed.events.length > 0) this.#world.onJobs()
    if (passed.cleanArrivals > 0) await this.#window.arrived(passed.cleanArrivals)
    this.#world.onChange()
    return rows.length === PASS_FILES
  }

  #scanWorld(): ScanWorld {
    const { store, ports } = this.#world
    return {
      store,
      folderId: this.id,
      folderName: this.config.name,
      goesByName: this.#world.goesByName,
      root: this.config.path,
      rootDev: this.#root.volume?.dev ?? 0n,
      nowMs: () => ports.clock.now(),
      watch: (directory) => this.#watch.watch(directory),
      forget: (directory) => this.#watch.forget(directory),
      emit: (event) => this.#world.emit(event),
      isNews: (text) => this.#told.isNews(text),
      onStall: (stallMs) => void this.#window.falseStart(stallMs),
      onJobs: () => this.#world.onJobs(),
    }
  }

  #scanEveryMs(): number {
    const configuredMs = this.config.scanEverySeconds * 1000
    if (this.#watch.doubt !== null) return Math.min(configuredMs, UNWATCHED_SCAN_MS)
    return this.#root.volume?.kind === 'network' ? Math.min(configuredMs, NETWORK_SCAN_MS) : configuredMs
  }

  get #isRecursive(): boolean {
    return this.config.subfolders !== 'ignore'
  }
}
