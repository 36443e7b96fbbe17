import type { PhotoSpec } from '../support/photos/photo-spec.ts'
import { seededRandom } from '../support/photos/random.ts'

const KB = 1024
const MB = 1024 * 1024

/** Some 60 files: `first` lies in the folder at the start, each of `later` is dropped between two kills. */
export function killPhotos(seed: number): { first: PhotoSpec[]; later: PhotoSpec[][] } {
  const random = seededRandom(`kill photos ${seed}`)
  // Milliseconds, because only whole seconds may reach the archive, never rounded up.
  const mtime = (): Date => new Date(random.whole(Date.UTC(1999, 0, 1), Date.UTC(2025, 0, 1)))
  const plain = (path: string, sizeBytes: number): PhotoSpec => ({
    path,
    kind: 'random',
    sizeBytes,
    mtime: mtime(),
  })
  const small = (folder: string, from: number, count: number): PhotoSpec[] =>
    Array.from({ length: count }, (_, index) =>
      plain(`${folder}/DSC_${from + index}.jpg`, random.whole(1, 400 * KB)),
    )
  const raws = (folder: string, from: number, count: number): PhotoSpec[] =>
    Array.from({ length: count }, (_, index): PhotoSpec => ({
      path: `${folder}/IMG_${from + index}.CR2`,
      kind: 'raw',
      sizeBytes: random.whole(300 * KB, 2 * MB),
      sidecar: (from + index) % 2 === 0 ? 'stem' : 'full',
      mtime: mtime(),
    }))
  return {
    first: [
      plain('video/interview.mov', 300 * MB),
      ...[5, 12, 30].map((size, index) => plain(`press/Grüße ${index}.tif`, size * MB)),
      ...small('press', 100, 12),
      ...raws('2024/regatta', 400, 7),
      plain('2024/regatta/IMG_400.JPG', 250 * KB),
      plain('one byte.txt', 1),
    ],
    later: [
      [...small('press/evening', 200, 8), ...raws('press/evening', 500, 4)],
      [plain('archive/scan.tif', 22 * MB), ...small('archive', 300, 6)],
      [...raws('2025/Köln 🌅', 600, 4), plain('2025/Köln 🌅/IMG_601.JPG', 150 * KB)],
      [plain('archive/second.tif', 9 * MB), ...small('2025/late', 700, 8)],
    ],
  }
}
