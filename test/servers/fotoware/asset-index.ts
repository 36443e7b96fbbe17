import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { comparableName } from './name-rules.ts'
import type { MetadataSet } from './metadata-set.ts'

/** One finalised upload, with the place of its bytes and what became of the metadata. */
export interface AssetRecord {
  /** Null where FotoWare tells none: custom input folders and the upload area. */
  readonly assetUrl: string | null
  /** Archive as in URLs, for example 5000-Photos. */
  readonly archive: string
  /** Folder levels with forward slashes, empty for the archive itself. */
  readonly folder: string
  readonly filename: string
  readonly sizeBytes: number
  readonly mt: string | null
  readonly hasXmp: boolean
  readonly filePath: string
  readonly xmpPath: string | null
  readonly taskId: string
  readonly metadata: MetadataSet
  /** The complete XMP with all instructions applied; null when there was no metadata at all. */
  readonly outcomePath: string | null
  /** FotoWare keeps what was added to a PDF beside it, until a later change makes it embed everything. */
  readonly metadataPlace: 'sidecar' | 'embedded'
  /** 1 for a new asset. */
  readonly revision: number
  /** The file name that the create request asked for. */
  readonly sourceNameRequested: string
  /** False once a later revision or an overwriting upload took its place. */
  readonly isCurrent: boolean
  readonly createdAt: string
  readonly modifiedAt: string
  readonly createdBy: string
  readonly comment: string | null
}

/** All finalised uploads, and by name the ones that are visible. */
export class AssetIndex {
  readonly #records = new Map<string, AssetRecord>()
  readonly #current = new Map<string, string>()

  /** Reads the records that an earlier run left; one without its file was not finished and is dropped. */
  load(directory: string): void {
    if (!existsSync(directory)) return
    for (const name of readdirSync(directory).filter((entry) => entry.endsWith('.json'))) {
      const record = JSON.parse(readFileSync(join(directory, name), 'utf8')) as AssetRecord
      if (existsSync(record.filePath)) this.put(record)
    }
  }

  put(record: AssetRecord): void {
    this.#records.set(record.taskId, record)
    const key = keyOf(record.archive, record.folder, record.filename)
    if (record.isCurrent) this.#current.set(key, record.taskId)
    else if (this.#current.get(key) === record.taskId) this.#current.delete(key)
  }

  find(archive: string, folder: string, filename: string): AssetRecord | null {
    return this.byTask(this.#current.get(keyOf(archive, folder, filename)) ?? '')
  }

  byTask(taskId: string): AssetRecord | null {
    return this.#records.get(taskId) ?? null
  }

  all(): AssetRecord[] {
    return [...this.#records.values()]
  }

  /** Visible assets, of one folder when it is named. */
  visible(archive?: string, folder?: string): AssetRecord[] {
    return this.all().filter(
      (record) =>
        record.isCurrent &&
        record.assetUrl !== null &&
        (archive === undefined || record.archive === archive) &&
        (folder === undefined || record.folder === folder),
    )
  }
}

function keyOf(archive: string, folder: string, filename: string): string {
  return comparableName(`${archive}/${folder}/${filename}`)
}
