/** Longest line on the control channel. A page of a thousand jobs has about 2 MB. */
export const MAX_LINE_BYTES = 8 * 1024 * 1024

export class LineTooLong extends Error {
  override readonly name = 'LineTooLong'
}

/** Cuts a stream of bytes into lines. Bytes are joined before they are decoded: a chunk may end inside a letter. */
export class LineReader {
  readonly #maxBytes: number
  #parts: Buffer[] = []
  #heldBytes = 0

  constructor(maxBytes: number = MAX_LINE_BYTES) {
    this.#maxBytes = maxBytes
  }

  /**
   * @returns the lines that this chunk completes, without their line feed; empty ones are left out
   * @throws LineTooLong; the reader is of no use afterwards
   */
  push(chunk: Buffer): string[] {
    const lines: string[] = []
    let from = 0
    for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, from)) {
      this.#hold(chunk.subarray(from, end))
      const line = Buffer.concat(this.#parts).toString('utf8').trim()
      if (line !== '') lines.push(line)
      this.#parts = []
      this.#heldBytes = 0
      from = end + 1
    }
    this.#hold(chunk.subarray(from))
    return lines
  }

  #hold(part: Buffer): void {
    this.#heldBytes += part.length
    if (this.#heldBytes > this.#maxBytes) throw new LineTooLong('a line is too long')
    if (part.length > 0) this.#parts.push(part)
  }
}
