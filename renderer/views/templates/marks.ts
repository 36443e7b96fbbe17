/** A piece of a text with its meaning, for the colours behind an input. */
export interface Mark {
  text: string
  kind: 'text' | 'token' | 'mistake'
}

/** Where braces stand, doubled ones aside. A brace that is never closed reaches to the end. */
function bracesOf(text: string): { from: number; to: number }[] {
  return [...text.matchAll(/\{\{|\}\}|\{(?:"(?:[^"\\]|\\.)*"|[^{}"])*\}?/g)]
    .filter(([found]) => found.startsWith('{') && found !== '{{')
    .map((found) => ({ from: found.index, to: found.index + found[0].length }))
}

/** The word or the pair of braces that a mistake at this place is about. */
function extentOf(text: string, at: number): { from: number; to: number } {
  const from = Math.min(at, Math.max(0, text.length - 1))
  const [found] = /^(?:[\p{L}\p{N}_]+|\{[^{}]*\}?|[^\p{L}\p{N}])/u.exec(text.slice(from)) ?? []
  return { from, to: from + Math.max(1, found?.length ?? 0) }
}

/** A text in pieces: tokens and, where there is one, the mistake. Together they are the text. */
export function marksOf(text: string, mistakeAt: number | null): Mark[] {
  const wrong = mistakeAt === null || text === '' ? null : extentOf(text, mistakeAt)
  const tokens = bracesOf(text)
  const edges = new Set([0, text.length])
  for (const { from, to } of [...tokens, ...(wrong === null ? [] : [wrong])]) edges.add(from).add(to)
  const places = [...edges].filter((place) => place <= text.length).toSorted((one, other) => one - other)
  const isIn = (place: number, { from, to }: { from: number; to: number }): boolean =>
    place >= from && place < to
  return places.slice(0, -1).map((from, index): Mark => {
    const piece = text.slice(from, places[index + 1])
    if (wrong !== null && isIn(from, wrong)) return { text: piece, kind: 'mistake' }
    return { text: piece, kind: tokens.some((token) => isIn(from, token)) ? 'token' : 'text' }
  })
}
