import path from 'node:path'
import { jsonOf } from '../json-text.ts'

/** What the server says of one photo. */
export interface PhotoResult {
  fileName: string | null
  photoId: string | null
  /** Its own words, trimmed. */
  status: string
}

export type Verdict = 'stored' | 'too-big' | 'wrong-type' | 'unknown'

/** The words of «upload», the full stop at the end aside. */
export function verdictOf({ status }: PhotoResult): Verdict {
  switch (status.replace(/\.$/, '').toLowerCase()) {
    case 'ok':
      return 'stored'
    case 'server error: file too big':
      return 'too-big'
    case 'server error: invalid content type':
      return 'wrong-type'
    default:
      return 'unknown'
  }
}

/** A photo as it was sent. */
export interface SentPhoto {
  fileName: string
  photoId: string
}

/**
 * The results of an upload in the order of the photos; null for those without one. The names of the list and of the
 * status are told by no page that is left, so the first list of objects counts, and the member that reads like a status.
 *
 * Whose result it is, the id tells that went along; no page promises an order. Where no such id is told: the place, or a
 * name that nothing else in the request has.
 *
 * @returns null when the answer holds no list at all
 */
export function readResults(text: string, photos: readonly SentPhoto[]): (PhotoResult | null)[] | null {
  const list = listIn(jsonOf(text))
  if (list === null) return null
  const results = list.map(resultOf)
  const byId = photos.map(({ photoId }) => results.find((result) => result?.photoId === photoId) ?? null)
  const isComplete = results.length === photos.length
  const free = (result: PhotoResult | null | undefined) =>
    result === null || result === undefined || byId.includes(result) ? null : result
  return byId.map((own, place) => own ?? free(isComplete ? results[place] : byName(results, photos, place)))
}

function byName(
  results: readonly (PhotoResult | null)[],
  photos: readonly SentPhoto[],
  place: number,
): PhotoResult | null {
  const name = photos[place]?.fileName ?? ''
  for (const alike of [(other: string) => other === name, (other: string) => stem(other) === stem(name)]) {
    const found = results.filter((result) => alike(result?.fileName ?? ''))
    if (found.length === 0) continue
    const isClear = found.length === 1 && photos.filter(({ fileName }) => alike(fileName)).length === 1
    return isClear ? (found[0] ?? null) : null
  }
  return null
}

function stem(name: string): string {
  return path.parse(name).name.toLowerCase()
}

function listIn(reply: unknown): Record<string, unknown>[] | null {
  if (isListOfObjects(reply)) return reply
  if (typeof reply !== 'object' || reply === null || Array.isArray(reply)) return null
  const lists = Object.values(reply).filter(isListOfObjects)
  return lists.find(({ length }) => length > 0) ?? lists[0] ?? null
}

function isListOfObjects(value: unknown): value is Record<string, unknown>[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null)
}

const STATUS_NAMES = ['status', 'result', 'message', 'state']
const OTHER_NAMES = ['filename', 'contenttype', 'photoid']
const LIKE_STATUS = /^(ok|server error\b.*)$/is

function resultOf(entry: Record<string, unknown>): PhotoResult | null {
  const texts = new Map(
    Object.entries(entry)
      .filter((pair): pair is [string, string] => typeof pair[1] === 'string')
      .map(([name, text]) => [name.toLowerCase(), text]),
  )
  const named = STATUS_NAMES.map((name) => texts.get(name)).find((text) => text !== undefined)
  const others = [...texts].filter(([name]) => !OTHER_NAMES.includes(name)).map(([, text]) => text)
  const status = named ?? others.find((text) => LIKE_STATUS.test(text.trim()))
  if (status === undefined) return null
  return {
    fileName: texts.get('filename') || null,
    photoId: texts.get('photoid') || null,
    status: status.trim(),
  }
}
