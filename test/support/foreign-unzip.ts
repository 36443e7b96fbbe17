import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { z } from 'zod'

const PROGRAM = `import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    broken = archive.testzip()
    assert broken is None, broken
    print(json.dumps({name: archive.read(name).decode("utf-8") for name in archive.namelist()}))`
const Texts = z.record(z.string(), z.string())
/** Texts of some megabytes are printed at once. */
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024

/** The texts of a zip file as another program reads them, checksums included; null where that program is not there. */
export async function foreignUnzip(file: string): Promise<Map<string, string> | null> {
  const options = { maxBuffer: OUTPUT_BYTES_MAX }
  try {
    const { stdout } = await promisify(execFile)('python3', ['-c', PROGRAM, file], options)
    return new Map(Object.entries(Texts.parse(JSON.parse(stdout))))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
