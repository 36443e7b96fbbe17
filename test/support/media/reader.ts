import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { MetadataReader, type ReaderOptions } from '../../../electron/engine/metadata/exiftool.ts'

/** A log that nobody reads. */
export const QUIET_LOG = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}

export const NEVER = new AbortController().signal

export interface TestReader {
  reader: MetadataReader
  workDir: string
  /** Ends ExifTool and removes the work folder. */
  end: () => Promise<void>
}

/** A reader with a work folder of its own; the caller ends it. */
export function startReader(options: Partial<ReaderOptions> = {}): TestReader {
  const workDir = mkdtempSync(path.join(os.tmpdir(), 'sluice-metadata-'))
  const reader = new MetadataReader({ log: QUIET_LOG, workDir, ...options })
  const end = async (): Promise<void> => {
    await reader.close()
    await rm(workDir, { recursive: true, force: true, maxRetries: 5 })
  }
  return { reader, workDir, end }
}

/** The same for one test only. */
export function readerForTest(options: Partial<ReaderOptions> = {}): TestReader {
  const started = startReader(options)
  onTestFinished(started.end)
  return started
}
