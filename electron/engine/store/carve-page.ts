/** The page size of every database that Sluice makes: SQLite's default. */
export const PAGE_BYTES = 4096

export type CarvedValue = number | string | Buffer | null

export interface CarvedRow {
  rowId: number
  values: CarvedValue[]
}

/** From the SQLite file format, section «B-tree Pages». */
const TABLE_LEAF = 0x0d
const DATABASE_HEADER_BYTES = 100
const LOCAL_BYTES_MAX = PAGE_BYTES - 35
const LOCAL_BYTES_MIN = Math.floor(((PAGE_BYTES - 12) * 32) / 255) - 23
const OVERFLOW_BYTES = PAGE_BYTES - 4
/** No row of ours is longer. A longer one is read from broken bytes. */
const ROW_BYTES_MAX = 1024 * 1024
/** Bytes of integers by serial type; 6 is a 64-bit integer, 7 a floating point number. */
const INTEGER_BYTES = [0, 1, 2, 3, 4, 6, 8]

type ReadPage = (number: number) => Buffer | null

/** The rows of one page, if it is a page of a table's rows. Rows that make no sense are left out. */
export function* pageRows(page: Buffer, number: number, readPage: ReadPage): Generator<CarvedRow> {
  const start = number === 1 ? DATABASE_HEADER_BYTES : 0
  if (page[start] !== TABLE_LEAF) return
  const cells = page.readUInt16BE(start + 3)
  for (let cell = 0; cell < cells; cell++) {
    const pointer = start + 8 + 2 * cell
    if (pointer + 2 > page.length) return
    try {
      const row = readRow(page, page.readUInt16BE(pointer), readPage)
      if (row !== null) yield row
    } catch (error) {
      // Buffer refuses to read past its end: the bytes are no row.
      if (!(error instanceof RangeError)) throw error
    }
  }
}

function readRow(page: Buffer, at: number, readPage: ReadPage): CarvedRow | null {
  const size = readVarint(page, at)
  const rowId = readVarint(page, size.end)
  if (size.value <= 0 || size.value > ROW_BYTES_MAX) return null
  const payload = readPayload(page, rowId.end, size.value, readPage)
  if (payload === null) return null
  const header = readVarint(payload, 0)
  const values: CarvedValue[] = []
  let bodyAt = header.value
  for (let typeAt = header.end; typeAt < header.value;) {
    const type = readVarint(payload, typeAt)
    typeAt = type.end
    const { value, bytes } = readValue(payload, bodyAt, type.value)
    values.push(value)
    bodyAt += bytes
  }
  return bodyAt === payload.length ? { rowId: rowId.value, values } : null
}

/** The whole payload: what stands in the page, and the chain of pages that hold the rest. */
function readPayload(page: Buffer, at: number, bytes: number, readPage: ReadPage): Buffer | null {
  if (bytes <= LOCAL_BYTES_MAX) return at + bytes <= page.length ? page.subarray(at, at + bytes) : null
  const wanted = LOCAL_BYTES_MIN + ((bytes - LOCAL_BYTES_MIN) % OVERFLOW_BYTES)
  const localBytes = wanted <= LOCAL_BYTES_MAX ? wanted : LOCAL_BYTES_MIN
  const parts = [page.subarray(at, at + localBytes)]
  let missingBytes = bytes - localBytes
  let next = page.readUInt32BE(at + localBytes)
  while (missingBytes > 0) {
    const overflow = next === 0 ? null : readPage(next)
    if (overflow === null) return null
    const part = overflow.subarray(4, 4 + Math.min(missingBytes, OVERFLOW_BYTES))
    parts.push(part)
    missingBytes -= part.length
    next = overflow.readUInt32BE(0)
  }
  return Buffer.concat(parts)
}

function readValue(bytes: Buffer, at: number, type: number): { value: CarvedValue; bytes: number } {
  if (type === 0) return { value: null, bytes: 0 }
  if (type === 8 || type === 9) return { value: type - 8, bytes: 0 }
  if (type === 7) return { value: bytes.readDoubleBE(at), bytes: 8 }
  const length = INTEGER_BYTES[type]
  if (length !== undefined) {
    const value = length === 8 ? Number(bytes.readBigInt64BE(at)) : bytes.readIntBE(at, length)
    return { value, bytes: length }
  }
  if (type < 12) throw new RangeError('Reserved for SQLite itself')
  const size = Math.floor((type - 12) / 2)
  if (at + size > bytes.length) throw new RangeError('Past the end of the row')
  const content = bytes.subarray(at, at + size)
  return { value: type % 2 === 1 ? content.toString('utf8') : content, bytes: size }
}

/** A variable-length integer. Those of nine bytes do not occur in rows of ours. */
function readVarint(bytes: Buffer, at: number): { value: number; end: number } {
  let value = 0
  for (let index = 0; index < 8; index++) {
    const byte = bytes.readUInt8(at + index)
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return { value, end: at + index + 1 }
  }
  throw new RangeError('Not a number of ours')
}
