import { execFile } from 'node:child_process'
import { appendFile, copyFile, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { makePhotos } from '../support/photos.ts'

const Result = z.object({
  files: z.number(),
  seconds: z.number(),
  cpuSeconds: z.number(),
  rssMB: z.number(),
  middleRssMB: z.number(),
})
export type MetadataRun = z.output<typeof Result>

const ORIGINALS = 10

/** JPEGs with EXIF, IPTC and XMP, as many as asked for, no two the same. */
export async function makePressPhotos(folder: string, files: number): Promise<void> {
  const originals = `${folder}-originals`
  const names = Array.from({ length: ORIGINALS }, (_, index) => `IMG_${String(index)}.JPG`)
  await makePhotos(
    originals,
    names.map((name) => ({ path: name, kind: 'jpeg' as const, sizeBytes: 300_000 })),
  )
  await mkdir(folder, { recursive: true })
  for (let number = 0; number < files; number++) {
    const file = path.join(folder, `IMG_${String(number).padStart(5, '0')}.JPG`)
    await copyFile(path.join(originals, names[number % ORIGINALS] ?? ''), file)
    await appendFile(file, String(number))
  }
}

/** Runs one side in a process of its own. */
export async function runMetadataReader(side: 'pool' | 'sluice', folder: string): Promise<MetadataRun> {
  const script = path.join(import.meta.dirname, 'metadata-reader.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [script, '--side', side, '--folder', folder])
  return Result.parse(JSON.parse(stdout))
}
