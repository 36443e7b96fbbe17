const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Emoji and the East Asian scripts that are drawn two columns wide (Unicode Standard Annex 11). */
const WIDE =
  /\p{Emoji_Presentation}|\uFE0F|[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]/u

/** What a terminal draws as one: a letter with all its accents, or an emoji with its modifiers. */
function letters(text: string): { text: string; columns: number }[] {
  return Array.from(graphemes.segment(text), ({ segment }) => ({
    text: segment,
    columns: WIDE.test(segment) ? 2 : 1,
  }))
}

/** How many columns a terminal needs for a text without line breaks. */
export function columnsOf(text: string): number {
  return letters(text).reduce((sum, { columns }) => sum + columns, 0)
}

/** At most so many columns: what is too long loses its beginning, since the end of a name tells more. */
export function clippedTo(columns: number, text: string): string {
  if (columnsOf(text) <= columns) return text
  let left = columns - 1
  const kept: string[] = []
  for (const letter of letters(text).toReversed()) {
    left -= letter.columns
    if (left < 0) break
    kept.unshift(letter.text)
  }
  return `…${kept.join('')}`
}

/** Exactly so many columns. */
export function filledTo(columns: number, text: string): string {
  const clipped = clippedTo(columns, text)
  return clipped + ' '.repeat(Math.max(0, columns - columnsOf(clipped)))
}
