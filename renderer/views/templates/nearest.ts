/** How many letters have to be changed, added or taken away (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let line = 0; line < one.length; line++) {
    const next = [line + 1]
    for (let place = 0; place < other.length; place++) {
      const isSame = one[line] === other[place]
      next.push(
        Math.min((row[place + 1] ?? 0) + 1, (next[place] ?? 0) + 1, (row[place] ?? 0) + (isSame ? 0 : 1)),
      )
    }
    row = next
  }
  return row.at(-1) ?? 0
}

/** The known name that was probably meant, as the engine suggests it too; null when none is near. */
export function nearestName(name: string, known: readonly string[]): string | null {
  const lowered = name.toLowerCase()
  let best: { name: string; far: number } | null = null
  for (const candidate of known) {
    const far = distance(lowered, candidate.toLowerCase())
    if (best === null || far < best.far) best = { name: candidate, far }
  }
  return best !== null && best.far <= Math.max(2, Math.floor(name.length / 3)) ? best.name : null
}
