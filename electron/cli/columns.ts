const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** For terminals that do not tell their width, and for files. */
export const DEFAULT_COLUMNS = 80

/** Emoji and the East Asian scripts that are drawn two columns wide (Unicode Standard Annex 11). */
const WIDE =
  /\p{Emoji_Presentation}|\uFE0F|[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]/u

interface Letter {
  text: string
  columns: number
}

/** What a terminal draws as one: a letter with all its accents, or an emoji with its modifiers. */
function letters(text: string): Letter[] {
  return Array.from(graphemes.segment(text), ({ segment }) => ({
    text: segment,
    columns: WIDE.test(segment) ? 2 : 1,
  }))
}

/** How many columns a terminal needs for a text without line breaks. */
export function columnsOf(text: string): number {
  return letters(text).reduce((sum, { columns }) => sum + columns, 0)
}

/** As many letters from the start as so many columns hold. */
function firstOf(all: readonly Letter[], columns: number): Letter[] {
  let left = columns
  const end = all.findIndex((letter) => (left -= letter.columns) < 0)
  return all.slice(0, end === -1 ? all.length : end)
}

function lastOf(all: readonly Letter[], columns: number): Letter[] {
  return firstOf(all.toReversed(), columns).toReversed()
}

function textOf(all: readonly Letter[]): string {
  return all.map(({ text }) => text).join('')
}

/** At most so many columns: what is too long loses its beginning, since the end of a name tells more. */
export function clippedTo(columns: number, text: string): string {
  if (columnsOf(text) <= columns) return text
  return `…${textOf(lastOf(letters(text), columns - 1))}`
}

/** Far more letters than any terminal has columns: of a text of millions only both ends are looked at. */
const LOOKED_AT = 4000

/** At most so many columns: what is too long loses its middle, since a caption begins and ends with something to say. */
export function shortenedTo(columns: number, text: string): string {
  const isHuge = text.length > 2 * LOOKED_AT
  if (!isHuge && columnsOf(text) <= columns) return text
  const room = Math.max(0, columns - 1)
  const endColumns = Math.floor(room / 3)
  const start = letters(isHuge ? text.slice(0, LOOKED_AT) : text)
  const end = letters(isHuge ? text.slice(-LOOKED_AT) : text)
  return `${textOf(firstOf(start, room - endColumns)).trimEnd()}…${textOf(lastOf(end, endColumns)).trimStart()}`
}

/** Exactly so many columns. */
export function filledTo(columns: number, text: string): string {
  const clipped = clippedTo(columns, text)
  return clipped + ' '.repeat(Math.max(0, columns - columnsOf(clipped)))
}

/** Lines of at most so many columns. A piece that is longer than a line keeps whole, and can be copied. */
export function wrappedTo(columns: number, pieces: readonly string[]): string[] {
  const lines: string[][] = []
  let room = 0
  for (const piece of pieces) {
    const width = columnsOf(piece)
    const line = lines.at(-1)
    if (line !== undefined && width < room) {
      line.push(piece)
      room -= width + 1
    } else {
      lines.push([piece])
      room = columns - width
    }
  }
  return lines.map((line) => line.join(' '))
}
