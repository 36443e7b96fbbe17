/** An hour of the week; Monday is day 0. */
export interface Place {
  day: number
  hour: number
}

/** Hours of several days; `toHour` is no longer part of it. */
export interface Block {
  days: readonly number[]
  fromHour: number
  toHour: number
}

/** Everything between two corners, in whatever order they were chosen. */
export function blockBetween(one: Place, other: Place): Block {
  const first = Math.min(one.day, other.day)
  const last = Math.max(one.day, other.day)
  return {
    days: Array.from({ length: last - first + 1 }, (_, index) => first + index),
    fromHour: Math.min(one.hour, other.hour),
    toHour: Math.max(one.hour, other.hour) + 1,
  }
}
