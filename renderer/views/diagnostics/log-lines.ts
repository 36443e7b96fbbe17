export const LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type Level = (typeof LEVELS)[number]

/** One line of the log. */
export interface LogLine {
  /** Tells lines apart while the list grows and is cut. */
  key: string
  raw: string
  /** ISO 8601 in UTC; empty where a line does not begin with a time. */
  time: string
  /** Of lines without one, that of the line before: a message may run over several lines. */
  level: Level
  words: string
}

/** Reads lines such as `2026-01-31T12:00:00.000Z warn  The folder is away folder="hot"`. */
export function logLines(lines: readonly string[]): LogLine[] {
  let last: Level = 'info'
  const seen = new Map<string, number>()
  return lines.map((raw) => {
    const [, time = '', word, words = raw] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) (\w+) +(.*)$/s.exec(raw) ?? []
    last = LEVELS.find((level) => level === word) ?? last
    const times = (seen.get(raw) ?? 0) + 1
    seen.set(raw, times)
    return { key: `${String(times)} ${raw}`, raw, time, level: last, words }
  })
}

/** Lines of at least this level in which every word of the text is found, letter case aside. */
export function fittingLines(lines: readonly LogLine[], least: Level, find: string): LogLine[] {
  const wanted = find.toLowerCase().split(/\s+/).filter(Boolean)
  const from = LEVELS.indexOf(least)
  return lines.filter(({ level, raw }) => {
    if (LEVELS.indexOf(level) < from) return false
    const lowered = raw.toLowerCase()
    return wanted.every((word) => lowered.includes(word))
  })
}
