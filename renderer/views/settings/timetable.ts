import { DAYS, type Limits, type ScheduleEntry } from '../../../shared/config.ts'

export type Day = (typeof DAYS)[number]
/** Thousands of bytes a second; null is unlimited, 0 begins nothing. */
export type Rate = number | null

const DAY_MINUTES = 1440
const WEEK_MINUTES = 7 * DAY_MINUTES

function minuteOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}

/** `24:00` is the end of a day, never its beginning. */
export function clockOf(minute: number): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

/** Monday is 0, as in the configuration. */
export function minuteOfWeek(at: Date): number {
  return ((at.getDay() + 6) % 7) * DAY_MINUTES + at.getHours() * 60 + at.getMinutes()
}

/** The minutes of the week, from Monday on, that an entry is about. A span may run past midnight. */
function* spansOf({ days, from, to }: ScheduleEntry): Generator<{ start: number; end: number }> {
  const start = minuteOf(from)
  const end = minuteOf(to)
  for (const day of days) {
    const midnight = DAYS.indexOf(day) * DAY_MINUTES
    if (start < end) yield { start: midnight + start, end: midnight + end }
    else {
      yield { start: midnight + start, end: midnight + DAY_MINUTES }
      const next = (midnight + DAY_MINUTES) % WEEK_MINUTES
      yield { start: next, end: next + end }
    }
  }
}

/** Which entry counts in each minute of the week; -1 where none does. Of several the first counts. */
function winners(schedule: readonly ScheduleEntry[]): Int16Array {
  const week = new Int16Array(WEEK_MINUTES).fill(-1)
  for (const [index, entry] of [...schedule.entries()].toReversed())
    for (const { start, end } of spansOf(entry)) week.fill(index, start, end)
  return week
}

/** What counts in each minute of the week, from Monday 00:00 on. The same rule as the engine's throttle. */
export function weekRates({ uploadKBps, schedule }: Limits): Rate[] {
  return Array.from(winners(schedule), (index) => {
    const entry = schedule[index]
    return entry === undefined ? uploadKBps : entry.uploadKBps
  })
}

/** One hour of one day: what counts in it, or that it changes meanwhile. */
export interface HourCell {
  rate: Rate
  isMixed: boolean
}

export function hourCells(limits: Limits): HourCell[][] {
  const rates = weekRates(limits)
  return DAYS.map((_, day) =>
    Array.from({ length: 24 }, (_hour, hour) => {
      const start = day * DAY_MINUTES + hour * 60
      const rate = rates[start] ?? null
      return { rate, isMixed: rates.slice(start, start + 60).some((other) => other !== rate) }
    }),
  )
}

/** What counts now, and after how many minutes something else does; null when nothing ever changes. */
export function present(
  limits: Limits,
  at: Date,
): { rate: Rate; next: { inMinutes: number; rate: Rate } | null } {
  const rates = weekRates(limits)
  const now = minuteOfWeek(at)
  const rate = rates[now] ?? null
  for (let later = 1; later < WEEK_MINUTES; later++) {
    const other = rates[(now + later) % WEEK_MINUTES] ?? null
    if (other !== rate) return { rate, next: { inMinutes: later, rate: other } }
  }
  return { rate, next: null }
}

/** Without entries that never count, because earlier ones stand above them everywhere. */
export function withoutIdle(schedule: readonly ScheduleEntry[]): ScheduleEntry[] {
  const used = new Set(winners(schedule))
  return schedule.filter((_, index) => used.has(index))
}

/** A block of hours gets a rate of its own, above everything that was said of it before. */
export function withBlock(
  schedule: readonly ScheduleEntry[],
  block: { days: readonly Day[]; fromHour: number; toHour: number },
  uploadKBps: Rate,
): ScheduleEntry[] {
  const { fromHour, toHour } = block
  const entry: ScheduleEntry = {
    days: DAYS.filter((day) => block.days.includes(day)),
    from: clockOf(fromHour * 60),
    to: clockOf(toHour * 60),
    uploadKBps,
  }
  return withoutIdle([entry, ...schedule])
}
