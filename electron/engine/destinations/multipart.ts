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
