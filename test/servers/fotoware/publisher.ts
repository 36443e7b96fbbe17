import { mkdir, rename, utimes, writeFile } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { archiveSlug, assetUrlOf, levelsOf } from './archive-paths.ts'
import type { StorePaths } from './archive-paths.ts'
import type { AssetIndex, AssetRecord } from './asset-index.ts'
import { uploadedByField, uploadedByFullNameField, uploadTimeField } from './data/field-table.ts'
import { extensionOf } from './document-types.ts'
import type { FolderRegistry } from './folder-registry.ts'
import { effectiveXmp, uploadOutcome } from './metadata-outcome.ts'
import type { MetadataOutcome } from './metadata-outcome.ts'
import { bagIdsOf } from './metadata-settings.ts'
import type { MetadataSet } from './metadata-set.ts'
import type { Settings } from './settings.ts'
import type { XmpDocument } from './xmp-document.ts'
import type { TaskOutcome, UploadTask } from './upload-task.ts'

interface PublisherParts {
  readonly settings: Settings
  readonly paths: StorePaths
  readonly folders: FolderRegistry
  readonly assets: AssetIndex
  readonly now: () => number
}

interface Place {
  readonly folder: string
  readonly filename: string
  /** The visible assets that have to make room. */
  readonly replaced: readonly AssetRecord[]
  readonly revision: number
}

/** The background half of an upload: moves the finished parts into the archive. */
export class Publisher {
  readonly #parts: PublisherParts
  readonly #madeFolders = new Set<string>()

  constructor(parts: PublisherParts) {
    this.#parts = parts
  }

  /** Publishes a complete task; every trouble becomes a failed outcome. */
  async publish(task: UploadTask): Promise<TaskOutcome> {
    const refusal = this.#refusal(task)
    if (refusal !== null) return refusal
    const place = this.#choosePlace(task)
    if (place === null) return failed('rejected', 'a file of this name is already there')
    const nowText = new Date(this.#parts.now()).toISOString()
    try {
      const effective = await this.#effectiveXmp(task)
      if (effective === 'corrupted') return failed('corruptedXmp', 'the sidecar is no XMP')
      const { metadata } = task.order
      const bagIds = bagIdsOf(this.#parts.settings)
      const outcome = uploadOutcome(effective, metadata.fields, serverFields(task, nowText), bagIds)
      await this.#store(task, this.#record(task, place, outcome, nowText), outcome, place.replaced)
      return { kind: 'done' }
    } catch (error) {
      return failed('uploadFailed', String(error))
    }
  }

  #refusal(task: UploadTask): TaskOutcome | null {
    const { settings } = this.#parts
    const { destination, filename } = task.order
    if (settings.failWith !== null) {
      const { value, message, isOnce } = settings.failWith
      if (isOnce === true) settings.failWith = null
      return failed(value, message)
    }
    if (settings.rejectedExtensions.includes(extensionOf(filename)))
      return failed('rejected', 'file type not allowed')
    if (destination.kind === 'upload-area') return null
    const archive = settings.archives.find((candidate) => archiveSlug(candidate) === destination.slug)
    if (archive === undefined) return failed('destinationDoesNotExist', 'the archive is gone')
    return archive.canUpload === false ? failed('forbidden', 'no permission to upload any more') : null
  }

  #choosePlace(task: UploadTask): Place | null {
    const { assets, folders, settings } = this.#parts
    const { destination, newFolders, filename } = task.order
    const wantedFolder = [...levelsOf(destination.folder), ...newFolders].join('/')
    const folder = folders.add(destination.slug, wantedFolder)
    // A revision may have overtaken this one; the newest is the one to replace.
    const named = destination.kind === 'asset' ? destination.asset : null
    const previous = named === null ? null : assets.find(named.archive, named.folder, named.filename)
    const existing = assets.find(destination.slug, folder, filename)
    if (previous !== null && (existing === null || existing.taskId === previous.taskId)) {
      return { folder, filename, replaced: [previous], revision: previous.revision + 1 }
    }
    if (existing === null) return { folder, filename, replaced: [], revision: 1 }
    if (settings.collisionMode === 'reject') return null
    const own = previous === null ? [] : [previous]
    const revision = (previous?.revision ?? 0) + 1
    if (settings.collisionMode === 'overwrite')
      return { folder, filename, replaced: [existing, ...own], revision }
    const free = this.#freeName(destination.slug, folder, filename)
    return { folder, filename: free, replaced: own, revision }
  }

  #freeName(slug: string, folder: string, filename: string): string {
    const extension = extname(filename)
    const base = filename.slice(0, filename.length - extension.length)
    for (let number = 1; ; number += 1) {
      const candidate = `${base} (${number})${extension}`
      if (this.#parts.assets.find(slug, folder, candidate) === null) return candidate
    }
  }

  async #effectiveXmp(task: UploadTask): Promise<XmpDocument | 'corrupted' | null> {
    const partsFolder = await task.partsFolder
    if (partsFolder === null || !this.#parts.settings.readsMetadata) return null
    const { hasXmp, fileSize: sizeBytes } = task.order
    try {
      const sidecarPath = hasXmp ? join(partsFolder, 'xmp') : null
      return await effectiveXmp({ dataPath: join(partsFolder, 'data'), sizeBytes, sidecarPath })
    } catch (error) {
      if (!hasXmp) throw error
      return 'corrupted'
    }
  }

  async #store(
    task: UploadTask,
    record: AssetRecord,
    outcome: MetadataOutcome,
    replaced: readonly AssetRecord[],
  ): Promise<void> {
    const { paths, assets } = this.#parts
    const partsFolder = await task.partsFolder
    for (const old of replaced) await this.#setAside(old)
    await this.#makeFolder(dirname(record.filePath))
    if (record.outcomePath !== null && outcome.xmp !== null) {
      await this.#makeFolder(dirname(record.outcomePath))
      await writeFile(record.outcomePath, outcome.xmp)
    }
    if (record.xmpPath !== null && partsFolder !== null) {
      await this.#makeFolder(dirname(record.xmpPath))
      await rename(join(partsFolder, 'xmp'), record.xmpPath)
    }
    await writeFile(paths.record(task.id), JSON.stringify(record))
    await this.#moveData(task, partsFolder, record)
    assets.put(record)
  }

  async #moveData(task: UploadTask, partsFolder: string | null, record: AssetRecord): Promise<void> {
    const data = partsFolder === null ? `${this.#parts.paths.task(task.id)}.empty` : join(partsFolder, 'data')
    if (task.order.fileSize === 0) await writeFile(data, '')
    if (record.mt !== null) {
      const modified = new Date(record.mt)
      await utimes(data, modified, modified)
    }
    await rename(data, record.filePath)
  }

  #record(task: UploadTask, place: Place, outcome: MetadataOutcome, nowText: string): AssetRecord {
    const { paths } = this.#parts
    const { destination, hasXmp, fileSize, metadata, comment, filename } = task.order
    const hasUrl = destination.kind !== 'upload-area' && destination.archive.setting !== 'file-system'
    const { slug } = destination
    const isBesidePdf = extensionOf(place.filename) === 'pdf' && (hasXmp || metadata.fields.length > 0)
    return {
      assetUrl: hasUrl ? assetUrlOf(slug, place.folder, place.filename) : null,
      archive: slug,
      folder: place.folder,
      filename: place.filename,
      sizeBytes: fileSize,
      mt: metadata.mt,
      hasXmp,
      filePath: paths.file(slug, place.folder, place.filename),
      xmpPath: hasXmp ? paths.sidecar(slug, place.folder, place.filename) : null,
      taskId: task.id,
      metadata: outcome.metadata,
      outcomePath: outcome.xmp === null ? null : paths.outcome(slug, place.folder, place.filename),
      metadataPlace: isBesidePdf ? 'sidecar' : 'embedded',
      revision: place.revision,
      sourceNameRequested: filename,
      isCurrent: true,
      createdAt: place.revision > 1 ? (place.replaced.at(-1)?.createdAt ?? nowText) : nowText,
      modifiedAt: metadata.mt ?? nowText,
      createdBy: task.owner.userName,
      comment,
    }
  }

  /** Keeps a replaced file and its sidecar, so that a test can still look at every delivery. */
  async #setAside(record: AssetRecord): Promise<void> {
    const { paths, assets } = this.#parts
    const folder = paths.revision(record.taskId)
    await mkdir(join(folder, 'file'), { recursive: true })
    const filePath = join(folder, 'file', record.filename)
    const xmpPath = record.xmpPath === null ? null : join(folder, 'sidecar.xmp')
    await rename(record.filePath, filePath)
    if (record.xmpPath !== null && xmpPath !== null) await rename(record.xmpPath, xmpPath)
    const outcomePath = record.outcomePath === null ? null : join(folder, 'outcome.xmp')
    if (record.outcomePath !== null && outcomePath !== null) await rename(record.outcomePath, outcomePath)
    const old: AssetRecord = { ...record, filePath, xmpPath, outcomePath, isCurrent: false }
    await writeFile(paths.record(old.taskId), JSON.stringify(old))
    assets.put(old)
  }

  async #makeFolder(folder: string): Promise<void> {
    if (this.#madeFolders.has(folder)) return
    await mkdir(folder, { recursive: true })
    this.#madeFolders.add(folder)
  }
}

function serverFields(task: UploadTask, nowText: string): MetadataSet {
  return {
    [uploadedByField]: { value: task.owner.userName },
    [uploadedByFullNameField]: { value: task.owner.fullName },
    [uploadTimeField]: { value: nowText },
  }
}

function failed(value: string, message: string): TaskOutcome {
  return { kind: 'failed', value, message }
}
