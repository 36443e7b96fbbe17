import { randomUUID } from 'node:crypto'

/** What stands before and after the bytes of one part (FotoWare Upload API, section «Chunks»; RFC 7578). */
export interface MultipartFrame {
  contentType: string
  head: Buffer
  tail: Buffer
}

/** A frame with a fresh random boundary, good for any number of chunks. */
export function multipartFrame(): MultipartFrame {
  const boundary = `sluice${randomUUID().replaceAll('-', '')}`
  const disposition = 'Content-Disposition: form-data;name="chunk";filename="chunk"'
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    head: Buffer.from(`--${boundary}\r\n${disposition}\r\nContent-Type: application/octet-stream\r\n\r\n`),
    tail: Buffer.from(`\r\n--${boundary}--\r\n`),
  }
}

/** The JSON that opens an upload task (FotoWare Upload API, section «Create»). */
export function createBody(filename: string, fileSizeBytes: number): string {
  return JSON.stringify({
    destination: '/fotoweb/archives/5000-Photos/',
    folder: null,
    filename,
    hasXmp: false,
    fileSize: fileSizeBytes,
    checkoutId: null,
    metadata: { fields: [], attributes: [] },
    comment: null,
  })
}
