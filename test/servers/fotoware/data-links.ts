import { createHmac, randomBytes } from 'node:crypto'

const key = randomBytes(32)

/** The opaque, signed listing address of an archive or folder: good for browsing, never for uploading. */
export function dataUrl(archiveId: string, folder: string): string {
  const place = Buffer.from(folder).toString('base64url')
  return `/fotoweb/data/${folder === '' ? 'a' : 'f'}/${archiveId}.${place}${signature(archiveId, folder)}/`
}

/** The archive id and folder behind a listing address, or null when it is not one of ours. */
export function parseDataUrl(path: string): { readonly archiveId: string; readonly folder: string } | null {
  const match = /^\/fotoweb\/data\/[af]\/([^./]+)\.([A-Za-z0-9_-]*)([A-Za-z0-9_-]{43})\/$/.exec(path)
  if (match === null) return null
  const [, archiveId = '', place = '', sign = ''] = match
  const folder = Buffer.from(place, 'base64url').toString('utf8')
  return signature(archiveId, folder) === sign ? { archiveId, folder } : null
}

/** 43 characters, as in the addresses of live servers. */
function signature(archiveId: string, folder: string): string {
  return createHmac('sha256', key).update(`${archiveId}\n${folder}`).digest('base64url')
}
