import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { Refusal } from './refusal.ts'
import type { Settings } from './settings.ts'

/** Flags of the claim `task`. */
export const TASK = { verify: 0, identify: 0x10, enroll: 0x20, livenessdetection: 0x80 } as const
export type TaskName = keyof typeof TASK
export const LIVE_DETECTION = 0x100
const CHALLENGE_RESPONSE = 0x200
const AUTO_ENROLL = 0x1000
const TRAITS: Record<string, number> = { face: 1, periocular: 2, voice: 4 }

export interface Claims {
  readonly tokenid: string
  readonly bcid: string
  readonly task: number
  readonly traits: number
  readonly nbf: number
  readonly exp: number
}

/** Issues and reads BWS tokens: JWT, HS256, with a key that only this server knows. */
export class Tokens {
  readonly #key = randomBytes(32)
  readonly #settings: Settings
  readonly #now: () => number
  readonly #revoked = new Set<string>()
  readonly #issued: string[] = []

  constructor(settings: Settings, now: () => number) {
    this.#settings = settings
    this.#now = now
  }

  /** Ids of all tokens, oldest first. */
  get issued(): readonly string[] {
    return this.#issued
  }

  /** @throws Refusal 400 */
  issue(query: Record<string, string | undefined>, appId: string | null): string {
    const id = query['id']
    if (appId !== null && id !== appId) throw new Refusal(400, 'The id is missing or not that of the user.')
    const taskName = query['task'] ?? 'verify'
    if (!Object.hasOwn(TASK, taskName)) throw new Refusal(400, `Unknown task ${taskName}.`)
    const task = taskName as TaskName
    const bcid = query['bcid'] ?? ''
    if (task !== 'livenessdetection' || bcid !== '') checkBcid(bcid, this.#settings)
    const tries = integer(query['maxtries'] ?? '3', 1, 15, 'maxtries')
    const nbf = Math.floor(this.#now() / 1000)
    const claims = {
      tokenid: randomUUID(),
      clnt: '1',
      app: id ?? '',
      bcid: bcid.replaceAll('.', '/'),
      task:
        TASK[task] |
        tries |
        (flag(query['livedetection'], true) ? LIVE_DETECTION : 0) |
        (flag(query['challenge'], false) ? CHALLENGE_RESPONSE : 0) |
        (flag(query['autoenroll'], false) ? AUTO_ENROLL : 0),
      traits: traitFlags(query['traits'] ?? 'face,periocular'),
      iss: 'BWS',
      aud: 'https://bws.bioid.com',
      nbf,
      exp: nbf + this.#settings.tokenTtlSeconds,
    }
    this.#issued.push(claims.tokenid)
    const head = `${coded({ typ: 'JWT', alg: 'HS256' })}.${coded(claims)}`
    return `${head}.${this.#signature(head)}`
  }

  /** The claims of a token that this server has made. @throws Refusal 401 */
  read(token: string, allowsExpired = false): Claims {
    const [head = '', middle = '', signature = ''] = token.split('.')
    const expected = Buffer.from(this.#signature(`${head}.${middle}`))
    const given = Buffer.from(signature)
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      throw new Refusal(401, 'Invalid token.')
    const claims = JSON.parse(Buffer.from(middle, 'base64url').toString()) as Claims
    const isOver = claims.exp * 1000 <= this.#now() || this.#revoked.has(claims.tokenid)
    if (isOver && !allowsExpired) throw new Refusal(401, 'The token has expired.')
    return claims
  }

  /** From now on it counts as expired. */
  expire(tokenId: string): void {
    this.#revoked.add(tokenId)
  }

  expireAll(): void {
    for (const id of this.#issued) this.#revoked.add(id)
  }

  #signature(head: string): string {
    return createHmac('sha256', this.#key).update(head).digest('base64url')
  }
}

export function triesMax(claims: Claims): number {
  return claims.task & 0x0f || 3
}

/** @throws Refusal 400 */
export function checkBcid(bcid: string, { storage, partitions }: Settings): void {
  const match = /^([^./]+)([./])(\d+)\2(\d+)$/.exec(bcid)
  if (match === null) throw new Refusal(400, 'The BCID is not valid.')
  if (match[1] !== storage || !partitions.includes(Number(match[3])))
    throw new Refusal(400, 'The BCID names a storage or partition that does not exist.')
}

/** @throws Refusal 400 */
function traitFlags(text: string): number {
  return text
    .split(',')
    .map((name) => TRAITS[name.trim().toLowerCase()] ?? refuse(`Unknown trait ${name}.`))
    .reduce((sum, bit) => sum | bit, 0)
}

function flag(text: string | undefined, byDefault: boolean): boolean {
  if (text === undefined) return byDefault
  return /^(true|false)$/i.test(text)
    ? text.toLowerCase() === 'true'
    : refuse(`${text} is neither true nor false.`)
}

function integer(text: string, min: number, max: number, name: string): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  return value >= min && value <= max ? value : refuse(`${name} is out of range.`)
}

function refuse(message: string): never {
  throw new Refusal(400, message)
}

function coded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
