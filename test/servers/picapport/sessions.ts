import { constants, generateKeyPair, type KeyObject, privateDecrypt, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { Refusal } from './refusal.ts'
import type { Settings, User } from './settings.ts'

const makeKeyPair = promisify(generateKeyPair)
/** PKCS #1 v1.5, block type 2 (RFC 8017, 7.2.1): at least so many random bytes, none of them zero. */
const PADDING_BYTES_MIN = 8

export interface Session {
  readonly apisid: string
  readonly address: string
  readonly key: KeyObject | null
  user: User | null
  usedMs: number
}

/** What «createWebApiSession» tells. */
export interface SessionReply {
  apisid: string
  authorised: boolean
  algorithm: string
  exponent?: string
  modulus?: string
}

/** Sessions of the Web API: each with a key of its own, a limited number for each address, forgotten when idle. */
export class SessionStore {
  readonly #settings: Settings
  readonly #now: () => number
  readonly #sessions = new Map<string, Session>()
  /** How many were ever created, and how often somebody has signed in or was refused. */
  created = 0
  signIns = 0

  constructor(settings: Settings, now: () => number) {
    this.#settings = settings
    this.#now = now
  }

  get openCount(): number {
    this.#forgetIdle()
    return this.#sessions.size
  }

  async create(apiKey: string | undefined, address: string): Promise<SessionReply> {
    const { algorithm, keyBits, sessionsPerIpMax } = this.#settings
    if (this.#settings.apiKey !== null && apiKey !== this.#settings.apiKey)
      throw new Refusal(403, 'wrong apikey')
    this.#forgetIdle()
    const own = [...this.#sessions.values()].filter((session) => session.address === address)
    if (own.length >= sessionsPerIpMax) throw new Refusal(403, 'too many sessions')
    const pair = algorithm === 'RSA' ? await makeKeyPair('rsa', { modulusLength: keyBits }) : null
    const apisid = randomBytes(12).toString('hex')
    const user = this.#defaultUser()
    this.#sessions.set(apisid, { apisid, address, user, usedMs: this.#now(), key: pair?.privateKey ?? null })
    this.created++
    const jwk = pair?.publicKey.export({ format: 'jwk' })
    return {
      apisid,
      authorised: user !== null,
      algorithm,
      ...(jwk === undefined ? {} : { exponent: hexOf(jwk.e), modulus: hexOf(jwk.n) }),
    }
  }

  /** @returns the user. @throws Refusal 403 */
  authorize(apisid: string, uid: string, pw: string): User {
    this.signIns++
    const session = this.#find(apisid)
    if (session === null) throw new Refusal(403, 'no such session')
    const user = this.#settings.users.find((one) => one.uid === uid)
    const password = session.key === null ? pw : decrypted(session.key, this.#settings.keyBits, pw)
    if (user === undefined || password === null || password !== user.password)
      throw new Refusal(403, 'wrong user or password')
    session.user = user
    return user
  }

  /**
   * Who asks (PicApport Web API, parameter `apisid`): a session; nobody, where there is a default user; or the name of a
   * user whose password is the same.
   */
  userOf(apisid: string | undefined): User | null {
    if (apisid === undefined) return this.#defaultUser()
    const session = this.#find(apisid)
    if (session !== null) return session.user
    return this.#settings.users.find(({ uid, password }) => uid === apisid && password === uid) ?? null
  }

  /** As if all had been idle too long. */
  expireAll(): void {
    this.#sessions.clear()
  }

  #find(apisid: string): Session | null {
    this.#forgetIdle()
    const session = this.#sessions.get(apisid) ?? null
    if (session !== null) session.usedMs = this.#now()
    return session
  }

  #defaultUser(): User | null {
    const { users, defaultUid } = this.#settings
    return users.find(({ uid, password }) => uid === defaultUid && password === uid) ?? null
  }

  #forgetIdle(): void {
    const oldestMs = this.#now() - this.#settings.idleMs
    for (const [apisid, { usedMs }] of this.#sessions) if (usedMs < oldestMs) this.#sessions.delete(apisid)
  }
}

/** As Java's `BigInteger.toString(16)` writes it: no leading zeros, so often an odd number of digits. */
function hexOf(base64url: string | undefined): string {
  return Buffer.from(base64url ?? '', 'base64url')
    .toString('hex')
    .replace(/^0+/, '')
}

/** The password behind the digits; null when they are not exactly one well padded block. */
function decrypted(key: KeyObject, keyBits: number, digits: string): string | null {
  const sizeBytes = Math.ceil(keyBits / 8)
  if (!/^[0-9a-f]+$/i.test(digits) || digits.length !== 2 * sizeBytes) return null
  try {
    const block = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, Buffer.from(digits, 'hex'))
    const end = block.indexOf(0, 2)
    if (block[0] !== 0 || block[1] !== 2 || end < 2 + PADDING_BYTES_MIN) return null
    return block.toString('utf8', end + 1)
  } catch {
    return null
  }
}
