import { closest, distance } from 'fastest-levenshtein'
import { joined, type Phrase, say } from '../../../shared/phrase.ts'

/** The known name that was probably meant, or null when none is near enough to suggest. */
export function nearestName(name: string, known: readonly string[]): string | null {
  if (known.length === 0) return null
  const lowered = name.toLowerCase()
  const best = closest(
    lowered,
    known.map((candidate) => candidate.toLowerCase()),
  )
  const isNear = distance(lowered, best) <= Math.max(2, Math.floor(name.length / 3))
  return isNear ? (known.find((candidate) => candidate.toLowerCase() === best) ?? null) : null
}

/** `"a", "b" or "c"` */
export function listed(names: readonly (string | number)[], word = say`or`): Phrase {
  const quoted = names.map((name) => JSON.stringify(name))
  const last = quoted.pop()
  if (last === undefined) return joined([])
  return quoted.length === 0 ? joined([last]) : say`${quoted.join(', ')} ${word} ${last}`
}

/** What to say about a name that nobody knows: the nearest one, else all of them. */
export function suggestion(name: string, known: readonly string[]): Phrase {
  const near = nearestName(name, known)
  if (near !== null) return say`did you mean ${JSON.stringify(near)}?`
  return known.length === 0 ? say`there is none yet` : say`known here: ${listed([...known].sort(), say`and`)}`
}
