import path from 'node:path'
import { type SightedFile, sightFiles } from '../watch/scan.ts'

/** One file and what could be its sidecar, in both namings, the file first; null when it is no ordinary file. */
export async function sightWithSidecars(file: string, rootDev: bigint): Promise<SightedFile[] | null> {
  const { base: name, name: stem } = path.parse(file)
  const sidecars = ['.xmp', '.XMP'].flatMap((extension) => [`${name}${extension}`, `${stem}${extension}`])
  const looks = await sightFiles(path.dirname(file), rootDev, [name, ...sidecars])
  if (looks[0]?.kind !== 'file') return null
  const files = new Map<string, SightedFile>()
  // A file system that does not tell letter case apart shows one sidecar under two names.
  for (const look of looks) if (look.kind === 'file') files.set(look.file.identity, look.file)
  return [...files.values()]
}
