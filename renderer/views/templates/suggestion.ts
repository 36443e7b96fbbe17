/** One line of a list of suggestions. */
export interface Suggestion {
  key: string
  name: string
  /** What it is, in a few words. */
  words: string
  /** What it would give; empty where there is nothing to show. */
  example: string
}

/** The place in a list after a key: it runs round at both ends. Null for keys that do not move. */
export function movedPlace(key: string, at: number, count: number): number | null {
  if (count === 0) return null
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count
    case 'ArrowUp':
      return (at - 1 + count) % count
    case 'PageDown':
      return Math.min(count - 1, at + 8)
    case 'PageUp':
      return Math.max(0, at - 8)
    default:
      return null
  }
}
