import type { Random } from '../ports.ts'
import { type Body, body } from './http-body.ts'

/**
 * A multipart/form-data body with exactly one file (RFC 7578). The bytes are not copied.
 *
 * @param name of the part and of the file in it
 */
export function onePartBody(random: Random, name: string, bytes: Uint8Array): Body {
  const boundary = `sluice-${random.token(24)}`
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data;name="${name}";filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`,
  )
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
  return body(`multipart/form-data;boundary=${boundary}`, head, bytes, tail)
}

export interface FilePart {
  name: string
  /** ASCII only, without quotation marks: what else is allowed there differs from server to server. */
  filename: string
  type: string
}

/** The same for servers that look at the names and the type of the part. */
export function filePartBody(random: Random, { name, filename, type }: FilePart, bytes: Uint8Array): Body {
  const boundary = `sluice-${random.token(24)}`
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"; filename="${filename}"\r\nContent-Type: ${type}\r\n\r\n`,
  )
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
  return body(`multipart/form-data; boundary=${boundary}`, head, bytes, tail)
}
