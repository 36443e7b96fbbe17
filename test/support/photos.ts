import { copyFile, mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { ExifTool } from 'exiftool-vendored'
import { RAW_HEADER_BYTES, rawHeader } from './photos/camera-raw.ts'
import { embedMetadata, startExifTool } from './photos/embedded-metadata.ts'
import { MOVIE_HEADER_BYTES, movieHeader, writePayloadFile } from './photos/payload-file.ts'
import { type PhotoSpec, sidecarPath } from './photos/photo-spec.ts'
import { drawPicture } from './photos/picture.ts'
import { sidecarXmp } from './photos/sidecar.ts'
import { storyOf } from './photos/story.ts'

export type { PhotoSpec } from './photos/photo-spec.ts'
export { demoPhotos } from './photos/demo-set.ts'
export { makeSmallFiles } from './photos/small-files.ts'

const RAW_BYTES = 6 * 1024 * 1024
const RANDOM_BYTES = 64 * 1024
const MOVIE = /\.(mov|mp4|m4v)$/i

interface Workshop {
  root: string
  stagingDir: string
  /** Null when no spec is a JPEG. */
  exiftool: ExifTool | null
}

/**
 * Makes the files below `root`. The same spec always gives the same bytes.
 * A JPEG appears in one step and complete, so that a watcher never sees the traces of the tools that made it;
 * the others grow in place. `onMade` hears the relative path of each file, sidecars included, once it is complete.
 * @throws Error when perl is missing, RangeError when a raw file is asked to be smaller than its header.
 */
export async function makePhotos(
  root: string,
  specs: readonly PhotoSpec[],
  options: { onMade?: (path: string) => void } = {},
): Promise<void> {
  const exiftool = specs.some(({ kind }) => kind === 'jpeg') ? await startExifTool() : null
  const stagingDir = await mkdtemp(path.join(os.tmpdir(), 'sluice-photos-'))
  const shop = { root, stagingDir, exiftool }
  try {
    const waiting = specs.entries()
    // Two at a time: while one is drawn, ExifTool works on the other.
    const work = async (): Promise<void> => {
      for (const [index, spec] of waiting) await makeOne(shop, spec, index, options.onMade)
    }
    const ends = await Promise.allSettled([work(), work()])
    for (const end of ends) if (end.status === 'rejected') throw end.reason
  } finally {
    await exiftool?.end()
    await rm(stagingDir, { recursive: true, force: true })
  }
}

async function makeOne(
  shop: Workshop,
  spec: PhotoSpec,
  index: number,
  onMade: ((path: string) => void) | undefined,
): Promise<void> {
  const target = path.join(shop.root, spec.path)
  await mkdir(path.dirname(target), { recursive: true })
  if (spec.kind === 'jpeg') await makeJpeg(shop, spec, path.join(shop.stagingDir, `${index}.jpg`), target)
  else await writePayloadFile(target, payloadHeader(spec), payloadBytes(spec), spec.path)
  if (spec.mtime !== undefined) await utimes(target, spec.mtime, spec.mtime)
  onMade?.(spec.path)
  const sidecar = sidecarPath(spec)
  if (sidecar === null) return
  const sidecarTarget = path.join(shop.root, sidecar)
  await writeFile(sidecarTarget, sidecarXmp(storyOf(spec)))
  if (spec.mtime !== undefined) await utimes(sidecarTarget, spec.mtime, spec.mtime)
  onMade?.(sidecar)
}

async function makeJpeg(shop: Workshop, spec: PhotoSpec, staged: string, target: string): Promise<void> {
  if (shop.exiftool === null) throw new Error('ExifTool was not started.')
  const story = storyOf(spec)
  await writeFile(staged, await drawPicture(story.scene, spec.path, spec.sizeBytes))
  await embedMetadata(shop.exiftool, staged, story)
  if (spec.mtime !== undefined) await utimes(staged, spec.mtime, spec.mtime)
  try {
    await rename(staged, target)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error
    await copyFile(staged, target)
  }
}

function payloadBytes(spec: PhotoSpec): number {
  return spec.sizeBytes ?? (spec.kind === 'raw' ? RAW_BYTES : RANDOM_BYTES)
}

function payloadHeader(spec: PhotoSpec): Buffer {
  const sizeBytes = payloadBytes(spec)
  if (spec.kind === 'raw') {
    if (sizeBytes < RAW_HEADER_BYTES)
      throw new RangeError(`A raw file needs at least ${RAW_HEADER_BYTES} bytes.`)
    return rawHeader(storyOf(spec), sizeBytes, /\.cr2$/i.test(spec.path))
  }
  const isMovie = MOVIE.test(spec.path) && sizeBytes >= MOVIE_HEADER_BYTES
  return isMovie ? movieHeader(sizeBytes) : Buffer.alloc(0)
}
