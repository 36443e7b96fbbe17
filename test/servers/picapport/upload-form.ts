import { type FileHandle, open, rm } from 'node:fs/promises'
import path from 'node:path'
import { randomUUID } from 'node:crypto'
import type { PartHead, PartTaker } from './form-reader.ts'
import { type PhotoMetadata, readMetadata } from './photo-metadata.ts'
import { newPhotoId } from './photo-ids.ts'
import { newDigest, type PhotoStore } from './photos.ts'
import { Refusal } from './refusal.ts'
import { isAtLeast, type Settings, type User } from './settings.ts'

const METADATA_BYTES_MAX = 64 * 1024
/** Bytes at the beginning of a file that tell its type. */
const HEAD_BYTES = 12

/** What became of one photo, in the names that this program uses. */
export interface PhotoResult {
  fileName: string
  contentType: string
  sizeBytes: number
  photoID: string
  status: string
}

interface Reception {
  readonly head: PartHead
  readonly filePath: string
  readonly out: FileHandle
  readonly digest: ReturnType<typeof newDigest>
  start: Buffer
  sizeBytes: number
}

/** Takes the parts of an upload in their order: metadata holds for all photos until the next (Web API, «upload»). */
export class UploadForm implements PartTaker {
  readonly results: PhotoResult[] = []
  readonly #world: { settings: Settings; photos: PhotoStore; storeDir: string; user: User }
  #metadata: PhotoMetadata = {}
  #text: Buffer[] | null = null
  #file: Reception | null = null

  constructor(world: { settings: Settings; photos: PhotoStore; storeDir: string; user: User }) {
    this.#world = world
  }

  async begin(head: PartHead): Promise<void> {
    if (head.name === 'metadata' && head.fileName === null) {
      this.#text = []
      return
    }
    if (head.name !== 'photos') throw new Refusal(400, `unknown part ${head.name}`)
    if (head.fileName === null || !/^[^/\\\p{Cc}]+$/u.test(head.fileName))
      throw new Refusal(400, 'photos without a file name')
    const filePath = path.join(this.#world.storeDir, `${randomUUID()}.part`)
    const out = await open(filePath, 'wx')
    this.#file = { head, filePath, out, digest: newDigest(), start: Buffer.alloc(0), sizeBytes: 0 }
  }

  async take(piece: Buffer): Promise<void> {
    if (this.#text !== null) {
      this.#text.push(Buffer.from(piece))
      if (this.#text.reduce((sum, { length }) => sum + length, 0) > METADATA_BYTES_MAX)
        throw new Refusal(400, 'metadata is too long')
      return
    }
    const file = this.#file
    if (file === null) throw new Error('Content outside of a part')
    file.sizeBytes += piece.length
    file.digest.update(piece)
    if (file.start.length < HEAD_BYTES)
      file.start = Buffer.concat([file.start, piece.subarray(0, HEAD_BYTES)])
    await file.out.writeFile(piece)
  }

  async end(): Promise<void> {
    if (this.#text !== null) {
      this.#metadata = readMetadata(Buffer.concat(this.#text))
      this.#text = null
      return
    }
    const file = this.#file
    this.#file = null
    if (file !== null) this.results.push(await this.#judge(file))
  }

  /** The request ended early: what came of a file is thrown away. */
  async abandon(): Promise<void> {
    const file = this.#file
    this.#file = null
    if (file === null) return
    await file.out.close()
    await rm(file.filePath, { force: true })
  }

  async #judge(file: Reception): Promise<PhotoResult> {
    await file.out.close()
    const { settings, photos } = this.#world
    const { head, sizeBytes } = file
    const contentType = typeOf(file.start, head, settings)
    const wantedId = isAtLeast(settings.version, '8.3') ? this.#metadata.photoID : undefined
    const base = { fileName: head.fileName ?? '', contentType: head.contentType ?? '', sizeBytes }
    const refused = this.#refusal(contentType, sizeBytes, wantedId)
    if (contentType === null || refused !== null) {
      await rm(file.filePath, { force: true })
      return { ...base, photoID: wantedId ?? '', status: refused ?? 'Server Error' }
    }
    const photoID = wantedId ?? newPhotoId()
    const fileName = photos.freeName(base.fileName)
    photos.add({
      ...{ photoID, fileName, contentType, sizeBytes, filePath: file.filePath },
      sha256: file.digest.digest('hex'),
      uid: this.#world.user.uid,
      metadata: this.#metadata,
      lagPolls: settings.indexLagPolls,
    })
    return { ...base, fileName, contentType, photoID, status: 'OK' }
  }

  /** The words for duplicates are invented: no page of the vendor tells them. */
  #refusal(contentType: string | null, sizeBytes: number, photoID: string | undefined): string | null {
    const { settings, photos } = this.#world
    if (contentType === null) return 'Server Error: Invalid content type'
    if (sizeBytes > settings.fileSizeMaxMb * 1_000_000) return 'Server Error: File too big.'
    if (photoID === undefined) return null
    const known = photos.find(photoID)
    const isInDatabase = known !== null && !settings.isIndexHeld && known.lagPolls <= 0
    if (isInDatabase) return 'Server Error: Photo already exists'
    const isChecked = isAtLeast(settings.version, '9.1.4') && this.#metadata.doSyncCheck !== false
    return isChecked && photos.isSynced(photoID) ? 'Server Error: Photo already synced' : null
  }
}

const VIDEO_TYPES: Record<string, string> = { '.mp4': 'video/mp4', '.mov': 'video/quicktime' }

/** The type when its header and its first bytes agree, and the server takes it; else null. */
function typeOf(start: Buffer, { contentType, fileName }: PartHead, { videoTypes }: Settings): string | null {
  const isJpeg = start[0] === 0xff && start[1] === 0xd8 && start[2] === 0xff
  if (isJpeg) return contentType === 'image/jpeg' ? contentType : null
  const extension = path.extname(fileName ?? '').toLowerCase()
  const isFilm = start.toString('latin1', 4, 8) === 'ftyp' && videoTypes.includes(extension)
  return isFilm && contentType === VIDEO_TYPES[extension] ? contentType : null
}
