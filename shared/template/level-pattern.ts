/** A piece of one level of a path pattern. */
export type LevelPiece = { kind: 'text'; text: string } | { kind: 'variable'; name: string } | { kind: 'any' }

/** Folds letter case without changing the length, so that places stay the same. */
function folded(text: string): string {
  return Array.from(text, (character) => {
    const lowered = character.toLowerCase()
    return lowered.length === character.length ? lowered : character
  }).join('')
}

function minimum(piece: LevelPiece | undefined): number {
  return piece?.kind === 'variable' ? 1 : 0
}

/** Where the text after an open piece begins at the earliest; the last text of a level has to end it. */
function placeOf(text: string, level: string, from: number, isLast: boolean): number {
  if (!isLast) return level.indexOf(text, from)
  const place = level.length - text.length
  return place >= from && level.endsWith(text) ? place : -1
}

/**
 * What the variables of one level stand for, each as short as can be from left to right; null when it does not fit.
 * Every text is taken at its earliest place, which leaves most for what follows: nothing is ever tried twice.
 */
export function matchLevel(pieces: readonly LevelPiece[], level: string): ReadonlyMap<string, string> | null {
  const captured = new Map<string, string>()
  const searched = folded(level)
  let at = 0
  let open: { piece: LevelPiece; from: number } | null = null
  const close = (end: number) => {
    if (open?.piece.kind === 'variable') captured.set(open.piece.name, level.slice(open.from, end))
    open = null
  }
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind !== 'text') {
      open = { piece, from: at }
      at += minimum(piece)
      continue
    }
    const text = folded(piece.text)
    const isLast = index === pieces.length - 1
    const place: number =
      open === null ? (searched.startsWith(text, at) ? at : -1) : placeOf(text, searched, at, isLast)
    if (place === -1) return null
    close(place)
    at = place + text.length
  }
  if (open === null) return at === level.length ? captured : null
  if (at > level.length) return null
  close(level.length)
  return captured
}
