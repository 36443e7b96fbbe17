import { badRequest } from './errors.ts'

export interface MultipartSummary {
  readonly fileCount: number
  /** Bytes of the first file. */
  readonly sizeBytes: number
}

/** Takes the bytes of the first file part; the offset counts from the start of that file. */
export type FileSink = (piece: Buffer, offsetBytes: number) => Promise<void> | void

const longestHeaderBytes = 16 * 1024
const headerEnd = Buffer.from('\r\n\r\n')
const fileDisposition = /^content-disposition:[ \t]*form-data\b.*;[ \t]*filename\*?=/im

/** The boundary of a multipart/form-data header, or null for any other content type. */
export function formDataBoundary(contentType: string | undefined): string | null {
  if (contentType === undefined || !/^multipart\/form-data[ \t]*(;|$)/i.test(contentType)) return null
  const match = /;[ \t]*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType)
  return match?.[1] ?? match?.[2] ?? ''
}

/**
 * Reads a multipart body (RFC 7578, CRLF line ends) and hands the first file to the sink.
 * A part without filename is a form field and no file. Throws `invalid_argument` for a broken body.
 */
export async function readMultipart(
  body: AsyncIterable<Buffer>,
  boundary: string,
  sink: FileSink,
): Promise<MultipartSummary> {
  if (boundary === '') throw badRequest('invalid_argument', 'the multipart boundary is missing')
  const parser = new MultipartParser(boundary, sink)
  for await (const piece of body) await parser.push(piece)
  return parser.finish()
}

type Phase = 'delimiter' | 'after-delimiter' | 'headers' | 'content' | 'end'

class MultipartParser {
  readonly #delimiter: Buffer
  readonly #sink: FileSink
  // The first delimiter has no line end of its own in front; lending one makes all delimiters alike.
  #rest: Buffer = Buffer.from('\r\n')
  #phase: Phase = 'delimiter'
  #fileCount = 0
  #sizeBytes = 0
  #isFile = false

  constructor(boundary: string, sink: FileSink) {
    this.#delimiter = Buffer.from(`\r\n--${boundary}`)
    this.#sink = sink
  }

  async push(piece: Buffer): Promise<void> {
    this.#rest = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece])
    let hasMore = true
    while (hasMore) hasMore = await this.#step()
  }

  finish(): MultipartSummary {
    if (this.#phase !== 'end') throw malformed('the body ends inside a part')
    return { fileCount: this.#fileCount, sizeBytes: this.#sizeBytes }
  }

  async #step(): Promise<boolean> {
    switch (this.#phase) {
      case 'delimiter':
        return this.#readFirstDelimiter()
      case 'after-delimiter':
        return this.#readDelimiterEnd()
      case 'headers':
        return this.#readHeaders()
      case 'content':
        return this.#readContent()
      case 'end':
        this.#rest = Buffer.alloc(0)
        return false
    }
  }

  #readFirstDelimiter(): boolean {
    const length = this.#delimiter.length
    if (this.#rest.length < length) return false
    if (!this.#rest.subarray(0, length).equals(this.#delimiter))
      throw malformed('the boundary is not at the start')
    return this.#advance(length, 'after-delimiter')
  }

  #readDelimiterEnd(): boolean {
    if (this.#rest.length < 2) return false
    const mark = this.#rest.toString('latin1', 0, 2)
    if (mark === '--') return this.#advance(2, 'end')
    if (mark === '\r\n') return this.#advance(2, 'headers')
    throw malformed('a boundary is not followed by a line end')
  }

  #readHeaders(): boolean {
    const end = this.#rest.indexOf(headerEnd)
    if (end > longestHeaderBytes || (end < 0 && this.#rest.length > longestHeaderBytes)) {
      throw malformed('the part headers are too long')
    }
    if (end < 0) return false
    this.#isFile = fileDisposition.test(this.#rest.toString('utf8', 0, end))
    if (this.#isFile) this.#fileCount += 1
    return this.#advance(end + headerEnd.length, 'content')
  }

  async #readContent(): Promise<boolean> {
    const end = this.#rest.indexOf(this.#delimiter)
    if (end >= 0) {
      await this.#emit(this.#rest.subarray(0, end))
      return this.#advance(end + this.#delimiter.length, 'after-delimiter')
    }
    // The last bytes may be the head of a delimiter that goes on in the next piece.
    const safeLength = this.#rest.length - this.#delimiter.length + 1
    if (safeLength <= 0) return false
    await this.#emit(this.#rest.subarray(0, safeLength))
    this.#rest = this.#rest.subarray(safeLength)
    return false
  }

  async #emit(content: Buffer): Promise<void> {
    if (!this.#isFile || this.#fileCount !== 1 || content.length === 0) return
    const offsetBytes = this.#sizeBytes
    this.#sizeBytes += content.length
    await this.#sink(content, offsetBytes)
  }

  #advance(length: number, next: Phase): boolean {
    this.#rest = this.#rest.subarray(length)
    this.#phase = next
    return true
  }
}

function malformed(description: string) {
  return badRequest('invalid_argument', `malformed multipart body: ${description}`)
}
