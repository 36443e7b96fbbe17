import { closest, distance } from 'fastest-levenshtein'

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
export function listed(names: readonly (string | number)[], word = 'or'): string {
  const quoted = names.map((name) => JSON.stringify(name))
  const last = quoted.pop()
  if (last === undefined) return ''
  return quoted.length === 0 ? last : `${quoted.join(', ')} ${word} ${last}`
}

/** What to say about a name that nobody knows: the nearest one, else all of them. */
export function suggestion(name: string, known: readonly string[]): string {
  const near = nearestName(name, known)
  if (near !== null) return `did you mean ${JSON.stringify(near)}?`
  return known.length === 0 ? 'there is none yet' : `known here: ${listed([...known].sort(), 'and')}`
}
