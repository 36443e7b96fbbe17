export interface FormPart {
  readonly name: string
  readonly filename: string | null
  readonly contentType: string | null
  readonly content: Buffer
}

/**
 * The parts of a multipart/form-data body (RFC 7578, CRLF line ends); null when the header names no boundary or the body
 * is not exactly that.
 */
export function formParts(contentType: string | undefined, body: Buffer): FormPart[] | null {
  const boundary = /^multipart\/form-data;[ ]?boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))$/i.exec(
    contentType ?? '',
  )
  const delimiter = boundary?.[1] ?? boundary?.[2]
  if (delimiter === undefined) return null
  const open = Buffer.from(`--${delimiter}\r\n`)
  const next = Buffer.from(`\r\n--${delimiter}`)
  if (!body.subarray(0, open.length).equals(open)) return null
  const parts: FormPart[] = []
  let offset = open.length
  for (;;) {
    const end = body.indexOf(next, offset)
    if (end < 0) return null
    const part = partOf(body.subarray(offset, end))
    if (part === null) return null
    parts.push(part)
    offset = end + next.length
    const mark = body.toString('latin1', offset, offset + 2)
    offset += 2
    if (mark === '--') return body.toString('latin1', offset) === '\r\n' ? parts : null
    if (mark !== '\r\n') return null
  }
}

function partOf(bytes: Buffer): FormPart | null {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return null
  const headers = new Map(
    bytes
      .toString('latin1', 0, end)
      .split('\r\n')
      .map((line): [string, string] => {
        const [name = '', ...value] = line.split(':')
        return [name.toLowerCase(), value.join(':').trim()]
      }),
  )
  const disposition = headers.get('content-disposition') ?? ''
  const name = /^form-data;.*?[; ]name="([^"]*)"/.exec(disposition)?.[1]
  if (name === undefined) return null
  return {
    name,
    filename: /[; ]filename="([^"]*)"/.exec(disposition)?.[1] ?? null,
    contentType: headers.get('content-type') ?? null,
    content: bytes.subarray(end + 4),
  }
}
