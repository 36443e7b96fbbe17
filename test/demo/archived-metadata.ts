import path from 'node:path'
import type { DeliveryRow } from '../../shared/contract.ts'
import type { AssetRecord } from '../servers/fotoware/asset-index.ts'
import { type MetadataSet, valueList } from '../servers/fotoware/metadata-set.ts'

/** What the archive has of one file, beside what Sluice has written down of its delivery. */
export interface ArchivedFile {
  metadata: MetadataSet
  /** Ids of the fields that a template wrote. */
  written: ReadonlySet<number>
  /** Field id → values as the receipt says that the archive should have them. */
  expected: Readonly<Record<string, readonly string[]>>
}

/** Archives spell accents in one way only (NFC), disks in two. */
export function archiveName(name: string): string {
  return name.normalize('NFC').split(path.sep).join('/')
}

/** The assets of an archive by their path in it. */
export function archivedFiles(
  assets: readonly AssetRecord[],
  deliveries: readonly DeliveryRow[],
): Map<string, ArchivedFile> {
  const told = new Map<string, { written: Set<number>; expected: ArchivedFile['expected'] }>()
  for (const { path: file, receipt } of deliveries.toSorted((one, other) => one.id - other.id)) {
    const name = archiveName(file)
    const written = told.get(name)?.written ?? new Set()
    for (const { id } of receipt.metadata?.instructions ?? []) written.add(id)
    // The newest knows best: an update says what the fields are after it.
    told.set(name, { written, expected: receipt.metadata?.fields ?? {} })
  }
  const current = assets.filter(({ isCurrent }) => isCurrent)
  return new Map(
    current.map(({ folder, filename, metadata }) => {
      const name = archiveName(folder === '' ? filename : `${folder}/${filename}`)
      return [name, { metadata, ...(told.get(name) ?? { written: new Set(), expected: {} }) }]
    }),
  )
}

/** True when the archive has exactly these values for a field. */
export function hasValues(metadata: MetadataSet, id: number | string, values: readonly string[]): boolean {
  const found = valueList(metadata, id)
  return found.length === values.length && found.every((value, index) => value === values[index])
}

/** What became of the template over all files. */
export interface TemplateOutcome {
  fileCount: number
  fieldCount: number
  /** In words, what is not as its receipt says. */
  faults: string[]
}

/** Holds every field that the template wrote against what the archive has. */
export function templateOutcome(files: ReadonlyMap<string, ArchivedFile>): TemplateOutcome {
  const faults: string[] = []
  let fieldCount = 0
  for (const [name, { metadata, written, expected }] of files) {
    if (written.size === 0) faults.push(`${name}: the template wrote nothing`)
    for (const id of written) {
      fieldCount += 1
      const values = expected[String(id)] ?? []
      if (!hasValues(metadata, id, values))
        faults.push(
          `${name}: field ${id} is «${valueList(metadata, id).join(' · ')}» instead of «${values.join(' · ')}»`,
        )
    }
  }
  return { fileCount: files.size, fieldCount, faults }
}
