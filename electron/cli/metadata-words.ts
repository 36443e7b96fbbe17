import type { CaptureTime, SentMetadata } from '../../shared/metadata.ts'

/** `2026-05-01 12:00:00 +02:00` */
export function takenWords({ local, zone }: CaptureTime): string {
  const known = zone === 'Z' ? 'UTC' : zone
  return `${local.replace('T', ' ')}${known === null ? ', zone unknown' : ` ${known}`}`
}

/** `from EXIF:DateTimeOriginal, zone from EXIF:OffsetTimeOriginal` */
export function takenFrom({ tag, zoneFrom }: CaptureTime): string {
  if (zoneFrom === null || zoneFrom === tag) return `from ${tag}`
  // What is no tag is a sentence of its own.
  return /^[\w-]+:\S/.test(zoneFrom) ? `from ${tag}, zone from ${zoneFrom}` : `from ${tag}; ${zoneFrom}`
}

/** What was done with a sidecar; null where there is nothing to tell. */
export function sidecarWords(way: SentMetadata['sidecar']): string | null {
  switch (way) {
    case 'none':
      return null
    case 'as-is':
      return 'sent as it is'
    case 'merged':
      return 'merged with the metadata in the file'
    case 'extracted':
      return 'made from the metadata in the file'
  }
}
