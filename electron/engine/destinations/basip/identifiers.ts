import { say } from '../../../../shared/phrase.ts'
import { type Body, jsonBody, type Part } from '../http-body.ts'
import { type PanelClient, isGood } from './client.ts'
import { parsed } from './reply.ts'
import { inAddress } from './query.ts'
import { isText, isWebPage, notMade, panelWords, refused, unexpectedReply } from './problems.ts'
import { hasRights } from './rights.ts'
import {
  CreatedIdentifier,
  IdentifierItem,
  IdentifierList,
  type ListedIdentifier,
  type Person,
} from './wire.ts'

const AT = '/access/identifier'
const PER_PAGE = 50
const PAGES_MAX = 2000
const LISTING = say`looking the person up`

/** An identifier of the kind `face_id`. */
export interface Face {
  uid: number
  name: string
  /** False for one that still waits for its picture, on panels that list such; null where the panel does not tell. */
  hasFace: boolean | null
}

/**
 * What a number stands for, seen from one person: their face, or what waits for its picture; `untold` where the panel does not
 * tell which of the two; somebody else; nothing that the panel shows.
 */
export type Standing = 'face' | 'waiting' | 'untold' | 'other' | 'absent'

/** Whether somebody has that face. */
export function isThere(standing: Standing): boolean {
  return standing === 'face' || standing === 'untold'
}

/** The number in the address of an identifier; null where there is none. */
export function uidAt(address: string): number | null {
  const [, digits] = /\/item\/([1-9]\d{0,14})$/.exec(address) ?? []
  return digits === undefined ? null : Number(digits)
}

export type UploadAnswer =
  | { kind: 'stored' }
  /** There is no identifier with that number that waits for a picture. */
  | { kind: 'missed'; text: string }
  | { kind: 'in-progress'; text: string }
  | { kind: 'loading-error'; text: string }
  | { kind: 'refused'; text: string }

/** What is asked of a panel, in the words of «Android panels», section «Access». One call each, nothing is repeated. */
export class Identifiers {
  readonly #client: PanelClient
  #isFilterKnown = true

  constructor(client: PanelClient) {
    this.#client = client
  }

  /** Where an identifier can be looked at, from the panel's root. */
  pathOf(uid: number): string {
    return `/api/${this.#client.session.prefix}${AT}/item/${uid}`
  }

  /** «Create Identifier Entity». @returns its number @throws UploadError `refused` when there is none */
  async create(person: Person, signal: AbortSignal): Promise<number> {
    const during = say`making an identifier`
    const body = jsonBody(orderOf(person))
    const reply = await this.#client.call({ method: 'POST', path: AT, body, during, signal })
    const model = this.#client.session.info?.device_model ?? null
    if (!isGood(reply)) {
      const text = panelWords(reply)
      throw text !== null && isText(text, 'Wrong JSON body')
        ? notMade(model, text)
        : this.#client.error(reply, during)
    }
    const { uid } = parsed(reply, CreatedIdentifier, during)
    if (uid < 1) throw notMade(model, `uid ${String(uid)}`)
    return uid
  }

  /** «Create Identifier Entity from uploaded image file». */
  async upload(
    uid: number,
    body: Body<Part>,
    options: { signal: AbortSignal; throttle?: ((bytes: number) => Promise<void> | void) | undefined },
  ): Promise<UploadAnswer> {
    const during = say`sending the picture`
    const { signal, throttle } = options
    const reply = await this.#client.call({
      method: 'POST',
      path: `${AT}/item/face/file/${String(uid)}`,
      body,
      during,
      signal,
      ...(throttle === undefined ? {} : { throttle }),
    })
    if (isWebPage(reply)) throw unexpectedReply(reply, during)
    if (isGood(reply)) return { kind: 'stored' }
    const text = panelWords(reply)
    if (text === null || reply.status === 404) throw this.#client.error(reply, during)
    if (isText(text, 'Wrong identifier-uid')) return { kind: 'missed', text }
    if (isText(text, 'Loading file in progress')) return { kind: 'in-progress', text }
    if (isText(text, 'Loading file error')) return { kind: 'loading-error', text }
    return { kind: 'refused', text }
  }

  /** What this number stands for now, for this person; and whether it opens what it should, as far as the panel tells. */
  async look(
    uid: number,
    person: Person,
    signal: AbortSignal,
  ): Promise<{ standing: Standing; isAsAsked: boolean }> {
    const item = await this.#item(uid, signal)
    const standing = await this.#standing(uid, item, person.name, signal)
    return { standing, isAsAsked: item === null || hasRights(item, person) }
  }

  async #standing(
    uid: number,
    item: IdentifierItem | null,
    name: string,
    signal: AbortSignal,
  ): Promise<Standing> {
    if (item !== null) {
      const owner = item.identifier_owner?.name ?? name
      if (item.identifier_type !== 'face_id' || !isSameName(owner, name)) return 'other'
      const hasFace = faceIn(item)
      if (hasFace !== null) return hasFace ? 'face' : 'waiting'
    }
    const listed = (await this.#listed(name, signal)).find((face) => face.uid === uid)
    if (listed === undefined) return item === null ? 'absent' : 'waiting'
    return listed.hasFace === true ? 'face' : 'untold'
  }

  /** All faces under exactly this name («Get access identifier items»). */
  async facesOf(name: string, signal: AbortSignal): Promise<Face[]> {
    const faces: Face[] = []
    for (const face of await this.#listed(name, signal)) {
      // Firmware may leave out of lists what it has made of a picture.
      const item = face.hasFace === false ? await this.#item(face.uid, signal) : null
      faces.push(item === null ? face : { ...face, hasFace: faceIn(item) })
    }
    return faces
  }

  async #item(uid: number, signal: AbortSignal): Promise<IdentifierItem | null> {
    const path = `${AT}/item/${String(uid)}`
    const reply = await this.#client.call({ method: 'GET', path, during: LISTING, signal })
    return isGood(reply) ? parsed(reply, IdentifierItem, LISTING) : null
  }

  async #listed(name: string, signal: AbortSignal): Promise<Face[]> {
    const faces = new Map<number, Face>()
    for await (const item of this.faces(signal, name)) {
      const { uid } = item
      faces.set(uid, { uid, name: item.identifier_owner?.name ?? '', hasFace: faceIn(item) })
    }
    return [...faces.values()].filter((face) => isSameName(face.name, name))
  }

  /** All faces as they are listed. @param name those of this name, and others where the panel does not filter */
  async *faces(signal: AbortSignal, name: string | null = null): AsyncGenerator<ListedIdentifier> {
    const seen = new Set<number>()
    for (let page = 1; page <= PAGES_MAX; page++) {
      const list = await this.#page(page, name, signal)
      const seenBefore = seen.size
      for (const item of list.list_items) {
        seen.add(item.uid)
        if (item.identifier_type === 'face_id' && item.uid >= 1) yield item
      }
      const pages = list.list_option?.pagination?.total_pages ?? PAGES_MAX
      // Firmware that knows no pages gives the same one for ever.
      if (page >= pages || seen.size === seenBefore) return
    }
  }

  /** How many identifiers there are, of any kind; null when the panel does not tell. */
  async count(signal: AbortSignal): Promise<number | null> {
    const path = `${AT}/items?limit=10&page_number=1`
    const list = await this.#client.read({ method: 'GET', path, during: LISTING, signal }, IdentifierList)
    return list.list_option?.pagination?.total_items ?? null
  }

  /** One that is not there any more counts as removed. @throws UploadError */
  async remove(uid: number, signal: AbortSignal): Promise<void> {
    const during = say`removing an identifier`
    const path = `${AT}/item/${String(uid)}`
    const reply = await this.#client.call({ method: 'DELETE', path, during, signal })
    if (isWebPage(reply)) throw unexpectedReply(reply, during)
    if (isGood(reply) || reply.status === 404) return
    const text = panelWords(reply)
    if (text !== null && /^wrong identifier/i.test(text)) return
    throw text === null ? this.#client.error(reply, during) : refused(during, text)
  }

  async #page(page: number, name: string | null, signal: AbortSignal): Promise<IdentifierList> {
    const call = (query: URLSearchParams) =>
      this.#client.call({
        method: 'GET',
        path: `${AT}/items?${inAddress(query)}`,
        during: LISTING,
        signal,
      })
    const pages = { limit: String(PER_PAGE), page_number: String(page) }
    if (name !== null && this.#isFilterKnown) {
      const reply = await call(new URLSearchParams({ ...pages, ...filterFor(name) }))
      if (isGood(reply)) return parsed(reply, IdentifierList, LISTING)
      if (reply.status !== 400) throw this.#client.error(reply, LISTING)
      // Filters differ by firmware: the whole list does as well.
      this.#isFilterKnown = false
    }
    const reply = await call(new URLSearchParams(pages))
    if (!isGood(reply)) throw this.#client.error(reply, LISTING)
    return parsed(reply, IdentifierList, LISTING)
  }
}

function filterFor(name: string): Record<string, string> {
  return { filter_field: 'name', filter_type: 'equal', filter_format: 'string', filter_value: name }
}

/** Whether a face was made of a picture; null when that is not told. */
function faceIn({ identifier_number: made }: Pick<IdentifierItem, 'identifier_number'>): boolean | null {
  return typeof made === 'string' ? made !== '' : null
}

/** Letters are composed in more than one way; all else counts. */
export function isSameName(one: string, other: string): boolean {
  return one.normalize('NFC').trim() === other.normalize('NFC').trim()
}

/** The number is made by the panel, but the schema wants the key. */
function orderOf({ name, type, lock, valid }: Person) {
  const time =
    valid === null ? { is_permanent: true } : { is_permanent: false, from: valid.from, to: valid.to }
  return {
    identifier_owner: { name, type },
    identifier_type: 'face_id',
    identifier_number: '',
    lock,
    valid: { time, passes: { is_permanent: true } },
  }
}
