import { createHash, randomBytes } from 'node:crypto'
import type { Account, Settings } from './settings.ts'

/** What a face, a card or a code may open, as it was asked for. */
export interface IdentifierOrder {
  readonly identifier_owner: { readonly name: string; readonly type: string }
  readonly identifier_type: string
  readonly identifier_number: string
  readonly lock: string
  readonly valid: unknown
}

export interface Picture {
  readonly sha256: string
  readonly sizeBytes: number
  readonly width: number
  readonly height: number
}

export interface Identifier extends IdentifierOrder {
  readonly uid: number
  /** The picture that the face was made of; null for other kinds of identifiers. */
  readonly picture: Picture | null
}

const FOR_EVER = { time: { is_permanent: true }, passes: { is_permanent: true } }

/** What the panel remembers. */
export class Panel {
  readonly settings: Settings
  readonly #now: () => number
  readonly #identifiers = new Map<number, Identifier>()
  readonly #tokens = new Map<string, { account: Account; untilMs: number }>()
  #provisional: Identifier | null = null
  #lastUid = 0
  /** It is looking at a picture. */
  isLoading = false
  loginCount = 0

  constructor(settings: Settings, now: () => number) {
    this.settings = settings
    this.#now = now
  }

  get isFacePanel(): boolean {
    return /fb/i.test(this.settings.model.replaceAll('-', ''))
  }

  get provisional(): Identifier | null {
    return this.#provisional
  }

  /** What stands in the list: an identifier without its face does not. */
  identifiers(): Identifier[] {
    return [...this.#identifiers.values()]
  }

  identifier(uid: number): Identifier | null {
    return this.listed().find((one) => one.uid === uid) ?? null
  }

  /** What the list shows of them. */
  listed(): Identifier[] {
    const waits = this.settings.listsProvisional && this.#provisional !== null ? [this.#provisional] : []
    return [...this.identifiers(), ...waits]
  }

  /** @param digest MD5 of the password in hex; null when there is no such account or password */
  signIn(name: string, digest: string): { token: string; account: Account } | null {
    this.loginCount += 1
    const account = this.settings.accounts?.find((one) => one.name === name)
    if (account === undefined) return null
    const md5 = createHash('md5').update(account.password).digest('hex')
    const given = this.settings.acceptsLowerCaseDigest ? digest.toUpperCase() : digest
    if (given !== md5.toUpperCase()) return null
    const token = randomBytes(20).toString('hex')
    this.#tokens.set(token, { account, untilMs: this.#now() + this.settings.tokenSeconds * 1000 })
    return { token, account }
  }

  /** Null for a token that is unknown or too old. */
  accountOf(token: string): Account | null {
    const known = this.#tokens.get(token)
    return known === undefined || known.untilMs <= this.#now() ? null : known.account
  }

  forgetTokens(): void {
    this.#tokens.clear()
  }

  /** -1 when nothing more fits. Only one face can be in the making: a new one takes the place of the one before. */
  create(order: IdentifierOrder): number {
    if (this.#identifiers.size >= this.settings.capacity) return -1
    const uid = this.#nextUid()
    const { name, type } = order.identifier_owner
    const owner = { name: name.slice(0, this.settings.nameLengthMax), type }
    const valid = this.settings.ignoresValidity ? FOR_EVER : order.valid
    const identifier = { ...order, identifier_owner: owner, valid, uid, picture: null }
    if (order.identifier_type === 'face_id') this.#provisional = { ...identifier, identifier_number: '' }
    else this.#identifiers.set(uid, identifier)
    return uid
  }

  #nextUid(): number {
    if (!this.settings.reusesNumbers) return ++this.#lastUid
    let uid = 1
    while (this.#identifiers.has(uid)) uid++
    return uid
  }

  /** The identifier that a picture may be sent to. */
  waitingFor(uid: number): Identifier | null {
    if (this.#provisional?.uid === uid) return this.#provisional
    const known = this.#identifiers.get(uid)
    return this.settings.takesPictureTwice && known?.identifier_type === 'face_id' ? known : null
  }

  /** The face is found: from now on the identifier is one like any other. */
  complete(identifier: Identifier, picture: Picture): void {
    if (this.#provisional?.uid === identifier.uid) this.#provisional = null
    const features = randomBytes(96).toString('base64')
    this.#identifiers.set(identifier.uid, { ...identifier, identifier_number: features, picture })
  }

  refuseFace(): void {
    if (!this.settings.keepsProvisional) this.#provisional = null
  }

  change(uid: number, order: IdentifierOrder): boolean {
    const known = this.#identifiers.get(uid)
    if (known === undefined) return false
    const number = known.identifier_type === 'face_id' ? known.identifier_number : order.identifier_number
    this.#identifiers.set(uid, { ...known, ...order, identifier_number: number })
    return true
  }

  remove(uid: number): boolean {
    if (this.#provisional?.uid === uid) {
      this.#provisional = null
      return true
    }
    return this.#identifiers.delete(uid)
  }

  /** A face that somebody else has put there. */
  addFace(name: string, picture: Picture): number {
    const uid = this.#nextUid()
    const owner = { name, type: 'owner' }
    const features = randomBytes(96).toString('base64')
    this.#identifiers.set(uid, {
      uid,
      picture,
      identifier_owner: owner,
      identifier_type: 'face_id',
      identifier_number: features,
      lock: 'first',
      valid: FOR_EVER,
    })
    return uid
  }

  /** Power off and on: what is not kept on its flash is gone. */
  reboot(): void {
    this.#tokens.clear()
    this.#provisional = null
    this.isLoading = false
  }
}
