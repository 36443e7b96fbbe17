import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { exiftoolPath } from 'exiftool-vendored'

/** Runs ExifTool once, beside the one that is tested. */
export async function exifTool(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(await exiftoolPath(), args, { maxBuffer: 64 * 1024 * 1024 })
  return stdout
}

/** Writes metadata into a file that a test has made. */
export async function writeMetadata(file: string, ...args: string[]): Promise<void> {
  await exifTool('-q', '-m', '-overwrite_original', ...args, file)
}
