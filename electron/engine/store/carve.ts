import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { pageRows, type CarvedRow, PAGE_BYTES } from './carve-page.ts'

export type { CarvedRow, CarvedValue } from './carve-page.ts'

/** Sizes from the SQLite file format, section «The Write-Ahead Log». */
const WAL_HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 24

/**
 * Every row that still stands in a table page of a damaged database or of the log beside it. Nothing else of the file is
 * relied upon: not its header, not its schema, not the tree that leads to the pages. Rows come in no order, some twice,
 * and of all tables; the caller knows its own. The files are only read.
 */
export function* carveRows(file: string, log: string): Generator<CarvedRow> {
  for (const source of [mainPages(file), logPages(file, log)]) {
    if (source === null) continue
    try {
      for (const { page, number } of source.pages()) yield* pageRows(page, number, source.page)
    } finally {
      source.close()
    }
  }
}

interface PageSource {
  pages(): Generator<{ page: Buffer; number: number }>
  /** The page with this number as a row of this source means it, for what does not fit into the row's own page. */
  page: (number: number) => Buffer | null
  close(): void
}

function mainPages(file: string): PageSource | null {
  const input = openInput(file)
  if (input === null) return null
  const page = (number: number): Buffer | null => input.read((number - 1) * PAGE_BYTES)
  return {
    *pages() {
      for (let number = 1; number <= Math.floor(input.sizeBytes / PAGE_BYTES); number++) {
        const found = page(number)
        if (found !== null) yield { page: found, number }
      }
    },
    page,
    close: input.close,
  }
}

function logPages(file: string, log: string): PageSource | null {
  const input = openInput(log)
  if (input === null) return null
  const main = mainPages(file)
  const frameBytes = FRAME_HEADER_BYTES + PAGE_BYTES
  const newest = new Map<number, number>()
  for (let at = WAL_HEADER_BYTES; at + frameBytes <= input.sizeBytes; at += frameBytes) {
    const header = input.read(at)
    if (header !== null) newest.set(header.readUInt32BE(0), at + FRAME_HEADER_BYTES)
  }
  return {
    *pages() {
      for (let at = WAL_HEADER_BYTES; at + frameBytes <= input.sizeBytes; at += frameBytes) {
        const number = input.read(at)?.readUInt32BE(0)
        const found = input.read(at + FRAME_HEADER_BYTES)
        if (number !== undefined && found !== null) yield { page: found, number }
      }
    },
    page: (number) => {
      const at = newest.get(number)
      return at === undefined ? (main?.page(number) ?? null) : input.read(at)
    },
    close() {
      main?.close()
      input.close()
    },
  }
}

function openInput(file: string) {
  if (!existsSync(file)) return null
  const handle = openSync(file, 'r')
  const { size: sizeBytes } = fstatSync(handle)
  return {
    sizeBytes,
    /** One page's worth of bytes, or null past the end and where the disk cannot read. */
    read(at: number): Buffer | null {
      if (at < 0 || at >= sizeBytes) return null
      const bytes = Buffer.alloc(PAGE_BYTES)
      try {
        readSync(handle, bytes, 0, PAGE_BYTES, at)
        return bytes
      } catch {
        return null
      }
    },
    close: (): void => {
      closeSync(handle)
    },
  }
}
