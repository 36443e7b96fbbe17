import { distance } from 'fastest-levenshtein'

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
