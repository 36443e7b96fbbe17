import type { Tag } from '../../../shared/metadata.ts'
import { type Phrase, say } from '../../../shared/phrase.ts'
import { PACKETS_MARK, PACKETS_TAG } from './packet-config.ts'

/** Longer values are cut by ExifTool itself, so that they never reach this process. */
export const VALUE_CHARACTERS_MAX = 64 * 1024
/** Stands at the end of a value that was cut. */
export const CUT_MARK = '[…cut by Sluice]'

export interface ReadAnswer {
  tags: Tag[]
  /** What ExifTool says of the XMP blocks (see packet-config.ts); null when there are none. */
  packets: string | null
  /** ExifTool found XMP, so `packets` must tell of it. */
  hasXmp: boolean
  /** ExifTool's own words on what is wrong with the file. */
  complaint: Phrase | string | null
  /** What was left out, in words. */
  notes: Phrase[]
}

/** Previews and the like, and bytes that are no text. */
const BINARY = /^(?:\(Binary data \d+ bytes|base64:)/

/**
 * Reads what `exiftool -json -G0:1 -a` wrote for one file. Of tags that occur twice in a group the first counts.
 * @throws SyntaxError when it is no such JSON
 */
export function readAnswer(json: string): ReadAnswer {
  const answer: ReadAnswer = { tags: [], packets: null, hasXmp: false, complaint: null, notes: [] }
  const entries = firstObject(json)
  answer.complaint = textOf(entries['ExifTool:Error']) ?? minorLast(textOf(entries['ExifTool:Warning']))
  for (const [key, value] of Object.entries(entries)) {
    const parts = key.split(':')
    const name = parts.at(-1)
    const family = parts[0]
    if (name === undefined || family === undefined || parts.length < 2 || family === 'ExifTool') continue
    if (name === PACKETS_TAG) {
      const packets = textOf(value)
      if (packets?.startsWith(PACKETS_MARK) === true) answer.packets = packets.slice(PACKETS_MARK.length)
      continue
    }
    if (key === 'XMP:XMP') answer.hasXmp = true
    const group = parts.length > 2 ? parts[1] : family
    addTag(answer, { family: family.toLowerCase(), group: group ?? family, name, values: textsOf(value) })
  }
  return answer
}

function addTag(answer: ReadAnswer, tag: Tag): void {
  const values = tag.values.filter((value) => !BINARY.test(value)).map((value) => plainValue(tag.name, value))
  if (values.length === 0 && tag.values.length > 0) return
  if (values.some((value) => value.endsWith(CUT_MARK))) {
    answer.notes.push(say`${tag.group}:${tag.name} is longer than 64 KB; only its beginning was read.`)
  }
  answer.tags.push({ ...tag, values })
}

/** `5 (normal urgency)` is ExifTool's explanation of the number that was written. */
function plainValue(name: string, value: string): string {
  if (name !== 'Urgency' && name !== 'Rating') return value
  return /^(-?\d+(?:\.\d+)?) \(.*\)$/.exec(value)?.[1] ?? value
}

function firstObject(json: string): Record<string, unknown> {
  const parsed: unknown = JSON.parse(json)
  const first: unknown = Array.isArray(parsed) ? parsed[0] : undefined
  if (typeof first !== 'object' || first === null) throw new SyntaxError('ExifTool gave no tags')
  return { ...first }
}

function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((one: unknown) => textsOf(one))
  const text = textOf(value)
  return text === null ? [] : [text]
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}

/** What ExifTool calls minor is of no interest to a person who sends a picture. */
function minorLast(warning: string | null): string | null {
  return warning === null || warning.startsWith('[minor]') ? null : warning
}
