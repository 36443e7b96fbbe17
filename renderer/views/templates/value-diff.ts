/** A piece of a field: kept, gone or new. */
export interface DiffPiece {
  kind: 'same' | 'gone' | 'new'
  text: string
}

/** One text that became another: what both begin and end with is the same. */
function textDiff(before: string, after: string): DiffPiece[] {
  const one = Array.from(before)
  const other = Array.from(after)
  const most = Math.min(one.length, other.length)
  let head = 0
  while (head < most && one[head] === other[head]) head++
  let tail = 0
  while (tail < most - head && one.at(-1 - tail) === other.at(-1 - tail)) tail++
  // A common letter or two is chance, not something that was kept.
  if (head + tail < most / 2) return [piece('gone', before), piece('new', after)].filter(isThere)
  return [
    piece('same', one.slice(0, head).join('')),
    piece('gone', one.slice(head, one.length - tail).join('')),
    piece('new', other.slice(head, other.length - tail).join('')),
    piece('same', one.slice(one.length - tail).join('')),
  ].filter(isThere)
}

function piece(kind: DiffPiece['kind'], text: string): DiffPiece {
  return { kind, text }
}

const isThere = ({ text }: DiffPiece): boolean => text !== ''

/** What became of the values of a field, one list of pieces for each value that is or was there. */
export function valueDiff(existing: readonly string[], final: readonly string[]): DiffPiece[][] {
  const [before] = existing
  const [after] = final
  if (existing.length === 1 && final.length === 1 && before !== undefined && after !== undefined)
    return [before === after ? [piece('same', after)] : textDiff(before, after)]
  const gone = existing.filter((value) => !final.includes(value)).map((text) => [piece('gone', text)])
  const kept = final.map((text) => [piece(existing.includes(text) ? 'same' : 'new', text)])
  return [...gone, ...kept]
}
