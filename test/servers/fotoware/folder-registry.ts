import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { levelsOf } from './archive-paths.ts'
import { comparableName } from './name-rules.ts'

/** Which folders exist in each archive, compared without case and with composed accents. */
export class FolderRegistry {
  readonly #folders = new Map<string, Map<string, string>>()

  /** Learns the folders that an archive already has on disk. */
  load(slug: string, directory: string): void {
    for (const folder of foldersBelow(directory, '')) this.add(slug, folder)
  }

  /** The folder as the archive spells it, or null when there is none. */
  find(slug: string, folder: string): string | null {
    if (folder === '') return ''
    return this.#folders.get(slug)?.get(comparableName(folder)) ?? null
  }

  /** Adds the levels that are missing and gives the spelling which the archive keeps. */
  add(slug: string, folder: string): string {
    const known = this.#folders.get(slug) ?? new Map<string, string>()
    this.#folders.set(slug, known)
    let path = ''
    for (const level of levelsOf(folder)) {
      const wanted = path === '' ? level : `${path}/${level}`
      path = known.get(comparableName(wanted)) ?? wanted
      known.set(comparableName(path), path)
    }
    return path
  }

  /** Direct sub-folders in the order of their names. */
  childrenOf(slug: string, folder: string): string[] {
    const prefix = folder === '' ? '' : `${folder}/`
    return [...(this.#folders.get(slug)?.values() ?? [])]
      .filter(
        (path) => path.startsWith(prefix) && path !== folder && !path.slice(prefix.length).includes('/'),
      )
      .sort()
  }
}

function foldersBelow(directory: string, prefix: string): string[] {
  let entries
  try {
    entries = readdirSync(join(directory, prefix), { withFileTypes: true })
  } catch {
    return []
  }
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => (prefix === '' ? entry.name : `${prefix}/${entry.name}`))
    .flatMap((path) => [path, ...foldersBelow(directory, path)])
}
