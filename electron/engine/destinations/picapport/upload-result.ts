import path from 'node:path'

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

/**
 * The results of an upload in the order of the photos; null for those without one. The names of the list and of the
 * status are told by no page that is left, so the first list of objects counts, and the member that reads like a status.
 *
 * @param names of the files as they were sent
 * @returns null when the answer holds no list at all
 */
export function readResults(text: string, names: readonly string[]): (PhotoResult | null)[] | null {
  const list = listIn(parsed(text))
  if (list === null) return null
  const results = list.map(resultOf)
  if (results.length === names.length) return results
  const rest = results.filter((result) => result !== null)
  return names.map((name) => {
    const fits = (sameName: (other: string) => boolean) =>
      rest.findIndex(({ fileName }) => fileName !== null && sameName(fileName))
    const exact = fits((other) => other === name)
    const index = exact >= 0 ? exact : fits((other) => stem(other) === stem(name))
    return index < 0 ? null : (rest.splice(index, 1)[0] ?? null)
  })
}

function stem(name: string): string {
  return path.parse(name).name.toLowerCase()
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
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
