import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Receipt } from '../../shared/job.ts'
import type { AssetRecord } from '../servers/fotoware/asset-index.ts'

/** SHA-256 (hex) of a file. */
export async function digestOfFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), hash)
  return hash.digest('hex')
}

/** A file of a hot folder, and the sidecar that should travel with it. Paths relative, with forward slashes. */
export interface ExpectedFile {
  path: string
  sidecar: string | null
}

/** What stands in the archive for a file, as text that a test can compare. */
export interface Held {
  sha256: string
  mt: string | null
  /** Of the sidecar as it lies beside the file. */
  sidecarSha256: string | null
}

/** What should stand in the archive, by path. Whole seconds of UTC: FotoWare Upload API, section «Attributes». */
export async function expectedHoldings(
  root: string,
  files: readonly ExpectedFile[],
): Promise<Map<string, Held>> {
  const held = new Map<string, Held>()
  for (const file of files) {
    const { mtimeMs } = await stat(path.join(root, file.path))
    const seconds = new Date(Math.floor(mtimeMs / 1000) * 1000)
    held.set(file.path.normalize('NFC'), {
      sha256: await digestOfFile(path.join(root, file.path)),
      mt: seconds.toISOString().replace('.000Z', 'Z'),
      sidecarSha256:
        file.sidecar === null ? null : digestOfText(await readFile(path.join(root, file.sidecar))),
    })
  }
  return held
}

/**
 * What the archive holds, by path; a name that is there twice is an error, also under «name (1)». A sidecar may have been
 * merged on its way, so what was stored is held against the receipt, which names the one on disk too.
 */
export async function holdings(
  assets: readonly AssetRecord[],
  receipts: ReadonlyMap<string, Receipt>,
): Promise<Map<string, Held>> {
  const held = new Map<string, Held>()
  for (const asset of assets) {
    const name = asset.folder === '' ? asset.filename : `${asset.folder}/${asset.filename}`
    if (held.has(name) || asset.filename !== asset.sourceNameRequested || asset.revision !== 1)
      throw new Error(`${name} was delivered twice`)
    const stored = asset.xmpPath === null ? null : digestOfText(await readFile(asset.xmpPath))
    const receipt = receipts.get(name)
    if (stored !== (receipt?.sentSidecarSha256 ?? null))
      throw new Error(`The sidecar of ${name} is another one`)
    held.set(name, {
      sha256: await digestOfFile(asset.filePath),
      mt: asset.mt,
      sidecarSha256: receipt?.sidecarSha256 ?? null,
    })
  }
  return held
}

function digestOfText(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
