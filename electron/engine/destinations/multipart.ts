import type { Random } from '../ports.ts'
import { type Body, body, type Part } from './http-body.ts'

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

/** One part of a form. Its name and file name must not hold quotes or line breaks. */
export interface FormPart {
  name: string
  /** Makes it a file. */
  fileName?: string
  /** Null where a browser sends none: plain text. */
  contentType: string | null
  content: Part
}

/** A multipart/form-data body of parts in their order (RFC 7578), each as it comes from memory or from the disk. */
export function partsBody(random: Random, parts: readonly FormPart[]): Body<Part> {
  const boundary = `sluice-${random.token(24)}`
  const pieces = parts.flatMap(({ name, fileName, contentType, content }, index): Part[] => {
    const file = fileName === undefined ? '' : `; filename="${fileName}"`
    const type = contentType === null ? '' : `Content-Type: ${contentType}\r\n`
    const head = `${index === 0 ? '' : '\r\n'}--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n${type}\r\n`
    return [Buffer.from(head), content]
  })
  return body(`multipart/form-data; boundary=${boundary}`, ...pieces, Buffer.from(`\r\n--${boundary}--\r\n`))
}
