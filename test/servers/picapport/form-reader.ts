import { Refusal } from './refusal.ts'

export interface PartHead {
  readonly name: string
  readonly fileName: string | null
  readonly contentType: string | null
}

/** Takes the parts of a form one after the other, in the order in which they come. */
export interface PartTaker {
  begin(head: PartHead): Promise<void> | void
  take(piece: Buffer): Promise<void> | void
  end(): Promise<void> | void
}

const HEAD_BYTES_MAX = 16 * 1024
const HEAD_END = Buffer.from('\r\n\r\n')

/** The boundary of a multipart/form-data header. @throws Refusal 400 */
export function boundaryOf(contentType: string | undefined): string {
  const match = /^multipart\/form-data[ \t]*;.*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(
    contentType ?? '',
  )
  const boundary = match?.[1] ?? match?.[2]
  if (boundary === undefined) throw new Refusal(400, 'no multipart/form-data with a boundary')
  return boundary
}

/** Reads multipart/form-data (RFC 7578) to its end, strictly. @throws Refusal 400 */
export async function readForm(
  body: AsyncIterable<Buffer>,
  boundary: string,
  taker: PartTaker,
): Promise<void> {
  const reader = new FormReader(boundary, taker)
  for await (const piece of body) await reader.push(piece)
  reader.finish()
}

type Phase = 'first' | 'delimited' | 'head' | 'content' | 'over'

class FormReader {
  readonly #delimiter: Buffer
  readonly #taker: PartTaker
  // The first delimiter has no line end in front of it; lending one makes all of them alike.
  #rest: Buffer = Buffer.from('\r\n')
  #phase: Phase = 'first'

  constructor(boundary: string, taker: PartTaker) {
    this.#delimiter = Buffer.from(`\r\n--${boundary}`)
    this.#taker = taker
  }

  async push(piece: Buffer): Promise<void> {
    this.#rest = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece])
    let goesOn = true
    while (goesOn) goesOn = await this.#step()
  }

  finish(): void {
    if (this.#phase !== 'over') throw new Refusal(400, 'the form ends inside a part')
  }

  async #step(): Promise<boolean> {
    switch (this.#phase) {
      case 'first':
        if (this.#rest.length < this.#delimiter.length) return false
        if (this.#rest.indexOf(this.#delimiter) !== 0)
          throw new Refusal(400, 'the form does not begin with its boundary')
        return this.#goOn(this.#delimiter.length, 'delimited')
      case 'delimited': {
        if (this.#rest.length < 2) return false
        const mark = this.#rest.toString('latin1', 0, 2)
        if (mark !== '--' && mark !== '\r\n') throw new Refusal(400, 'a boundary without a line end')
        return this.#goOn(2, mark === '--' ? 'over' : 'head')
      }
      case 'head':
        return await this.#readHead()
      case 'content':
        return await this.#readContent()
      case 'over':
        this.#rest = Buffer.alloc(0)
        return false
    }
  }

  async #readHead(): Promise<boolean> {
    const end = this.#rest.indexOf(HEAD_END)
    if (end < 0 && this.#rest.length <= HEAD_BYTES_MAX) return false
    if (end < 0 || end > HEAD_BYTES_MAX) throw new Refusal(400, 'the head of a part is too long')
    await this.#taker.begin(headOf(this.#rest.toString('utf8', 0, end)))
    return this.#goOn(end + HEAD_END.length, 'content')
  }

  async #readContent(): Promise<boolean> {
    const end = this.#rest.indexOf(this.#delimiter)
    if (end >= 0) {
      if (end > 0) await this.#taker.take(this.#rest.subarray(0, end))
      await this.#taker.end()
      return this.#goOn(end + this.#delimiter.length, 'delimited')
    }
    // The last bytes may be the head of a delimiter that goes on in the next piece.
    const safe = this.#rest.length - this.#delimiter.length + 1
    if (safe <= 0) return false
    await this.#taker.take(this.#rest.subarray(0, safe))
    this.#rest = this.#rest.subarray(safe)
    return false
  }

  #goOn(bytes: number, next: Phase): boolean {
    this.#rest = this.#rest.subarray(bytes)
    this.#phase = next
    return true
  }
}

function headOf(text: string): PartHead {
  const line = (name: string) => new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(text)?.[1]?.trim() ?? null
  const disposition = line('content-disposition') ?? ''
  const name = /^form-data\b.*;[ \t]*name="([^"]*)"/i.exec(disposition)?.[1]
  if (name === undefined) throw new Refusal(400, 'a part without a name')
  const fileName = /;[ \t]*filename="([^"]*)"/i.exec(disposition)?.[1] ?? null
  return { name, fileName, contentType: line('content-type') }
}
