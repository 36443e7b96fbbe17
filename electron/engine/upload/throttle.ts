import type { Limits } from '../../../shared/config.ts'
import type { Clock } from '../ports.ts'

/** A burst of so much time is let through, so that pieces need not be cut finer than they are. */
const BURST_MS = 500
/** How often a stopped line looks whether its hours are over. */
const STOPPED_LOOK_MS = 15_000
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

/** The bandwidth limit of all uploads together, with its weekly timetable. */
export class Throttle {
  readonly #clock: Clock
  readonly #limits: Limits
  /** When the bytes let through so far would have been sent at the allowed rate (monotonic ms). */
  #paidUntilMs = 0

  constructor(clock: Clock, limits: Limits) {
    this.#clock = clock
    this.#limits = limits
  }

  /** False when nothing ever limits the rate: then nobody needs to ask. */
  get isLimiting(): boolean {
    return this.#limits.uploadKBps !== null || this.#limits.schedule.length > 0
  }

  /**
   * Waits until so many bytes may go. Zero bytes ask whether anything may be begun: in hours that stop the line that
   * takes until they are over, while what was begun before goes on at the general limit.
   */
  async take(bytes: number): Promise<void> {
    while (bytes === 0 && this.#rate() === 0) await this.#wait(STOPPED_LOOK_MS)
    if (bytes === 0) return
    const rate = this.#rate() === 0 ? this.#limits.uploadKBps : this.#rate()
    if (rate === null) return
    const nowMs = this.#clock.monotonic()
    this.#paidUntilMs = Math.max(this.#paidUntilMs, nowMs - BURST_MS) + bytes / rate
    if (this.#paidUntilMs > nowMs) await this.#wait(this.#paidUntilMs - nowMs)
  }

  #rate(): number | null {
    return allowedKBps(this.#limits, new Date(this.#clock.now()))
  }

  #wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.after(delayMs, resolve, true)
    })
  }
}

/** Pure: the limit at a moment of local time, in kB/s; null is none, 0 stops. The first entry that fits counts. */
export function allowedKBps(limits: Limits, at: Date): number | null {
  const day = DAYS[at.getDay()]
  const yesterday = DAYS[(at.getDay() + 6) % 7]
  const minute = at.getHours() * 60 + at.getMinutes()
  for (const { days, from, to, uploadKBps } of limits.schedule) {
    const start = minuteOf(from)
    const end = minuteOf(to)
    const isToday = day !== undefined && days.includes(day)
    const isSinceYesterday = yesterday !== undefined && days.includes(yesterday)
    const fits =
      start < end
        ? isToday && minute >= start && minute < end
        : (isToday && minute >= start) || (isSinceYesterday && minute < end)
    if (fits) return uploadKBps
  }
  return limits.uploadKBps
}

function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
