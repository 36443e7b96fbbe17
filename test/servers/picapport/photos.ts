import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { PhotoMetadata } from './photo-metadata.ts'

export interface Photo {
  readonly photoID: string
  readonly fileName: string
  readonly contentType: string
  readonly filePath: string
  readonly sizeBytes: number
  /** SHA-256 (hex) of the bytes as they came. A real server writes the metadata into the file. */
  readonly sha256: string
  readonly uid: string
  readonly metadata: PhotoMetadata
  /** Polls that still say that it is not there. */
  lagPolls: number
}

/** The database: photos, and the ids of all that ever came (`.picapport/photosync/syncedPhotoIDs.txt`). */
export class PhotoStore {
  readonly #photos: Photo[] = []
  readonly #synced = new Set<string>()

  all(): Photo[] {
    return [...this.#photos]
  }

  find(photoID: string): Photo | null {
    return this.#photos.find((photo) => photo.photoID === photoID) ?? null
  }

  isSynced(photoID: string): boolean {
    return this.#synced.has(photoID)
  }

  add(photo: Photo): void {
    this.#photos.push(photo)
    this.#synced.add(photo.photoID)
  }

  /** Somebody deletes it there; its id stays among those that were transferred. */
  async remove(photoID: string): Promise<boolean> {
    const index = this.#photos.findIndex((photo) => photo.photoID === photoID)
    const [photo] = index < 0 ? [] : this.#photos.splice(index, 1)
    if (photo === undefined) return false
    await rm(photo.filePath, { force: true })
    return true
  }

  /** `IMG_1.jpg`, and `IMG_1-1.jpg` when that is taken. */
  freeName(wanted: string): string {
    const { name, ext } = path.parse(wanted)
    const isTaken = (candidate: string) => this.#photos.some(({ fileName }) => fileName === candidate)
    let free = wanted
    for (let number = 1; isTaken(free); number++) free = `${name}-${String(number)}${ext}`
    return free
  }
}

export function newDigest() {
  return createHash('sha256')
}
