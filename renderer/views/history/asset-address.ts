/** A destination as far as it is needed to find what was delivered there. */
interface Destination {
  name: string
  url?: unknown
}

/**
 * Where a delivered asset can be looked at; null where the server did not tell, or told no web address. Servers name
 * assets by paths of their own, which count from the address of the destination.
 */
export function assetAddress(
  assetUrl: string | null,
  destination: string,
  destinations: readonly Destination[],
): string | null {
  if (assetUrl === null) return null
  const base = destinations.find(({ name }) => name === destination)?.url
  const url = URL.parse(assetUrl, typeof base === 'string' ? base : undefined)
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null
}

/** A path in two: the directories, and the name of the file. */
export function pathParts(path: string): { above: string; name: string } {
  const cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'))
  return { above: path.slice(0, Math.max(0, cut)), name: path.slice(cut + 1) }
}
