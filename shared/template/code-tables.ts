/** One code table, as it was read. */
export interface CodeTable {
  name: string
  /** Code → its replacements, the first one first. */
  entries: ReadonlyMap<string, readonly string[]>
  /** Lines that could not be used, and lines that overrule others; lines count from 1. */
  notes: readonly { line: number; words: string }[]
}

/** What a code stands for: its code without the number, and which of its replacements. */
interface CodeUse {
  code: string
  /** From 1. */
  column: number
}

/** Codes within codes within codes: deeper than any list that a person keeps. */
const MAX_DEPTH = 16
/** Codes that are replaced in one value, and how long it may get: replacements may double at every level. */
const MAX_REPLACEMENTS = 10_000
const MAX_LENGTH = 1_000_000
/** A code is something that somebody types. */
const MAX_CODE_LENGTH = 200

/**
 * Reads a code table as Photo Mechanic does (Camera Bits, «Introduction to Code Replacements»): UTF-8, a code, a tab, its
 * replacements with tabs between them. Lines that begin with `//` are remarks.
 */
export function parseCodeTable(text: string, name: string): CodeTable {
  const entries = new Map<string, readonly string[]>()
  const lines = new Map<string, number>()
  const notes: { line: number; words: string }[] = []
  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .forEach((written, index) => {
      const line = index + 1
      if (written.trim() === '' || written.startsWith('//')) return
      const [first = '', ...replacements] = written.split('\t')
      const code = first.trim()
      if (replacements.length === 0) {
        notes.push({ line, words: 'has no tab between a code and its replacement; it is left out' })
        return
      }
      if (code === '') {
        notes.push({ line, words: 'has no code before its first tab; it is left out' })
        return
      }
      if (/[\uFFFD\0]/.test(written)) {
        notes.push({ line, words: 'has a character that could not be read; save the file as UTF-8' })
      }
      const earlier = lines.get(code)
      if (earlier !== undefined) {
        notes.push({ line, words: `has the code "${code}" of line ${earlier} again; the later line counts` })
      }
      entries.set(code, replacements)
      lines.set(code, line)
    })
  return { name, entries, notes }
}

/** The table that knows a code; of several the last. */
function entryOf(tables: readonly CodeTable[], code: string): readonly string[] | undefined {
  return tables.findLast(({ entries }) => entries.has(code))?.entries.get(code)
}

/** Reads `code` or `code#2`. Null when no table has such a replacement. A code that itself ends in `#2` comes first. */
export function findCode(
  tables: readonly CodeTable[],
  written: string,
): (CodeUse & { replacement: string }) | null {
  const whole = entryOf(tables, written)?.[0]
  if (whole !== undefined) return { code: written, column: 1, replacement: whole }
  const found = /^(.+)#([1-9]\d{0,3})$/s.exec(written)
  if (found === null) return null
  const [, code = '', number = ''] = found
  const replacement = entryOf(tables, code)?.[Number(number) - 1]
  return replacement === undefined ? null : { code, column: Number(number), replacement }
}

/** A text in pieces: what is not between delimiters, and what might be a code. */
export type CodePiece = { kind: 'text'; text: string } | { kind: 'code'; code: string }

/**
 * Cuts a text at its codes. Two delimiters with something unknown between them are text up to the second one, which may
 * begin a code: `1 = 2 =CC8=`.
 */
export function codePieces(text: string, delimiter: string, isCode: (code: string) => boolean): CodePiece[] {
  const pieces: CodePiece[] = []
  let from = 0
  let open = text.indexOf(delimiter)
  while (open !== -1) {
    const close = text.indexOf(delimiter, open + delimiter.length)
    if (close === -1) break
    const length = close - open - delimiter.length
    const code = length > MAX_CODE_LENGTH ? '' : text.slice(open + delimiter.length, close)
    if (code !== '' && isCode(code)) {
      if (open > from) pieces.push({ kind: 'text', text: text.slice(from, open) })
      pieces.push({ kind: 'code', code })
      from = close + delimiter.length
      open = text.indexOf(delimiter, from)
    } else {
      open = close
    }
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) })
  return pieces
}

/** What looks like a code but is in no table: no spaces, no line breaks. */
function unknownCodes(text: string, delimiter: string): string[] {
  const found: string[] = []
  let open = text.indexOf(delimiter)
  while (open !== -1) {
    const close = text.indexOf(delimiter, open + delimiter.length)
    if (close === -1) break
    const length = close - open - delimiter.length
    const code = length > MAX_CODE_LENGTH ? '' : text.slice(open + delimiter.length, close)
    const isLikely = code !== '' && !/\s/.test(code)
    if (isLikely) found.push(code)
    open = isLikely ? text.indexOf(delimiter, close + delimiter.length) : close
  }
  return found
}

/** A text with its codes replaced. */
export interface ExpandedCodes {
  text: string
  /** Codes that no table knows; they stay as they are written. */
  unknown: string[]
  /** True when replacing was ended early because the text grew without bound. */
  isCut: boolean
}

/** Replaces the codes of a text, and the codes in their replacements. Ends for any tables, also for cyclic ones. */
export function expandCodes(text: string, tables: readonly CodeTable[], delimiter: string): ExpandedCodes {
  const unknown = new Set<string>()
  let left = MAX_REPLACEMENTS
  let length = text.length
  let isCut = false
  const expand = (piece: string, depth: number): string => {
    const pieces = codePieces(piece, delimiter, (code) => findCode(tables, code) !== null)
    return pieces
      .map((part) => {
        if (part.kind === 'text') {
          for (const code of unknownCodes(part.text, delimiter)) unknown.add(code)
          return part.text
        }
        const replacement = findCode(tables, part.code)?.replacement ?? ''
        left--
        length += replacement.length
        if (left < 0 || length > MAX_LENGTH || depth >= MAX_DEPTH) {
          isCut = true
          return delimiter + part.code + delimiter
        }
        return expand(replacement, depth + 1)
      })
      .join('')
  }
  return { text: expand(text, 0), unknown: [...unknown], isCut }
}
