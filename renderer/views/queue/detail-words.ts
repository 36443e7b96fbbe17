import type { CaptureTime } from '../../../shared/metadata.ts'
import type { z } from 'zod'
import { locale, words } from '../../texts/texts.svelte.ts'

type Taken = z.output<typeof CaptureTime>

/** «Taken 11 May 2026, 20:47:13 +02:00 (from EXIF:OffsetTimeOriginal)»: the camera's own clock, never converted. */
export function takenWords({ local, zone, tag, zoneFrom }: Taken): string {
  const text = words().queue.detail
  // Read as UTC and shown as UTC, so that no zone of this computer gets in.
  const time = Date.parse(`${local}Z`)
  const shown = Number.isNaN(time)
    ? local
    : new Intl.DateTimeFormat(locale(), { dateStyle: 'long', timeStyle: 'medium', timeZone: 'UTC' }).format(
        time,
      )
  const source = zoneFrom === null || zoneFrom === tag ? tag : `${tag}, ${zoneFrom}`
  return `${text.taken(shown, zone ?? text.noZone)}, ${text.from(source)}`
}
