import { type Entry, textIn, withValue } from '../../../parts/config-entry.ts'

/** The name under which a secret is stored unless somebody has written another one. */
export function standardSecretName(entry: Entry, path: string): string {
  return `${textIn(entry, 'name')}-${path === 'apiKey' ? 'api-key' : 'secret'}`
}

/** The name under which a secret of a destination is stored. */
export function secretName(entry: Entry, path: string): string {
  return textIn(entry, path) || standardSecretName(entry, path)
}

/** The environment variable that a secret comes from; null when it comes from the store. */
export function secretEnv(entry: Entry, path: string): string | null {
  return textIn(entry, `${path}.env`) || null
}

/** A new destination with its secrets under names that follow from its own, whenever that was written. */
export function withSecretNames(entry: Entry, paths: readonly string[]): Entry {
  return paths
    .filter((path) => secretEnv(entry, path) === null)
    .reduce((named, path) => withValue(named, path, standardSecretName(entry, path)), entry)
}
