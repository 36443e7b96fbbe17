import { app, Notification } from 'electron'
import type { Api, DeliveryRow, EngineStatus } from '../../shared/contract.ts'
import type { Desktop } from '../../shared/config.ts'
import { errorText } from '../engine/errors.ts'
import type { Clock, Log, Timer } from '../engine/ports.ts'
import { needsPerson } from './attention.ts'
import type { Badge } from './badge.ts'
import { Notices, type Notice } from './notices.ts'
import type { Power } from './power.ts'
import type { AppTray } from './tray.ts'
import { trayMenu, trayState, trayTitle } from './tray-menu.ts'
import { wordsFor } from './words.ts'

/** Often enough for a person, seldom enough to cost nothing. */
const LOOK_EVERY_MS = 1000
const DELIVERIES_SHOWN = 5

export interface PresenceOptions {
  api: Api
  clock: Clock
  log: Log
  tray: AppTray | null
  badge: Badge
  power: Power
  settings: () => Desktop
  /** The version of Sluice that is installed at the end. */
  update: () => string | null
  /** A person who looks at the window is told nothing more. */
  isWatched: () => boolean
  onNoticeClick: () => void
}

/** Keeps everything outside the window up to date: tray, badge, notifications, and whether the computer may sleep. */
export class Presence {
  readonly #options: PresenceOptions
  readonly #notices = new Notices()
  readonly #stops: (() => void)[]
  /** A notification that nobody holds is collected, and its click with it. */
  readonly #shown = new Set<Notification>()
  #timer: Timer | null = null
  #isEnded = false

  constructor(options: PresenceOptions) {
    this.#options = options
    const { api, clock } = options
    const soon = (): void => {
      this.#lookSoon()
    }
    this.#stops = [
      api.on('engine.changed', soon),
      api.on('config.changed', soon),
      api.on('file', (event) => {
        this.#notices.heard(event, clock.monotonic())
        if (event.event !== 'progress') soon()
      }),
    ]
    soon()
  }

  /** A newer Sluice has been downloaded. */
  updateIsReady(version: string): void {
    const { settings } = this.#options
    const words = wordsFor(settings().language, app.getLocale())
    this.#tell({ title: words.updateTitle, body: `${words.updateReady(version)}.` })
    this.#lookSoon()
  }

  end(): void {
    this.#isEnded = true
    this.#timer?.cancel()
    for (const stop of this.#stops) stop()
  }

  #lookSoon(): void {
    if (this.#isEnded) return
    this.#timer ??= this.#options.clock.after(
      LOOK_EVERY_MS,
      () => {
        this.#timer = null
        this.#look().catch((error: unknown) => {
          this.#options.log.warn('The state could not be shown in the tray', { error: errorText(error) })
        })
      },
      true,
    )
  }

  async #look(): Promise<void> {
    const { api } = this.#options
    const status = await api.call('engine.status', {})
    const { deliveries } = await api.call('history.search', { limit: DELIVERIES_SHOWN })
    if (this.#isEnded) return
    this.#show(status, deliveries)
    if (this.#notices.isWaitingForQuiet) this.#lookSoon()
  }

  #show(status: EngineStatus, deliveries: readonly DeliveryRow[]): void {
    const { tray, badge, power, clock, settings, update } = this.#options
    const { language, keepAwake } = settings()
    const words = wordsFor(language, app.getLocale())
    tray?.show(
      trayState(status),
      trayTitle(status, words),
      trayMenu({ status, deliveries, update: update() }, words),
    )
    const needs = needsPerson(status).length
    badge.show(needs, words.needs(needs))
    power.keepAwake(status, keepAwake)
    for (const notice of this.#notices.due(status, words, clock.monotonic())) this.#tell(notice)
  }

  #tell(notice: Notice): void {
    const { settings, isWatched, onNoticeClick } = this.#options
    if (!settings().notifications || isWatched() || !Notification.isSupported()) return
    const shown = new Notification(notice)
    this.#shown.add(shown)
    const done = (): void => {
      this.#shown.delete(shown)
    }
    shown.on('click', () => {
      done()
      onNoticeClick()
    })
    shown.on('close', done)
    shown.show()
  }
}
