import { createHash, randomBytes } from 'node:crypto'
import type { Identity } from './identities.ts'

interface Grant {
  readonly identity: Identity
  readonly clientId: string
  readonly expiresAtMs: number
}

interface CodeGrant extends Grant {
  readonly redirectUri: string
  readonly challenge: string
}

/** Authorization codes, access tokens and refresh tokens that are valid at the moment. */
export class TokenStore {
  readonly #now: () => number
  readonly #codes = new Map<string, CodeGrant>()
  readonly #accessTokens = new Map<string, Grant>()
  readonly #refreshTokens = new Map<string, Grant>()

  constructor(now: () => number) {
    this.#now = now
  }

  issueCode(grant: Omit<CodeGrant, 'expiresAtMs'>): string {
    const code = randomToken()
    this.#codes.set(code, { ...grant, expiresAtMs: this.#now() + 60_000 })
    return code
  }

  /** Uses up a code; null when it is unknown, old, or not proven by the verifier (RFC 7636, S256). */
  redeemCode(code: string, clientId: string, redirectUri: string, verifier: string): Identity | null {
    const grant = this.#codes.get(code)
    this.#codes.delete(code)
    if (grant === undefined || grant.expiresAtMs <= this.#now()) return null
    if (grant.clientId !== clientId || grant.redirectUri !== redirectUri) return null
    const isProven = /^[A-Za-z0-9._~-]{43,128}$/.test(verifier) && challengeOf(verifier) === grant.challenge
    return isProven ? grant.identity : null
  }

  issueAccessToken(identity: Identity, clientId: string, lifetimeMs: number): string {
    const token = `${randomToken()}.${randomToken()}.${randomToken()}`
    this.#accessTokens.set(token, { identity, clientId, expiresAtMs: this.#now() + lifetimeMs })
    return token
  }

  issueRefreshToken(identity: Identity, clientId: string): string {
    const token = randomToken()
    this.#refreshTokens.set(token, { identity, clientId, expiresAtMs: Infinity })
    return token
  }

  /** Who may refresh with this token; with rotation the token is used up. */
  redeemRefreshToken(token: string, clientId: string, isRotating: boolean): Identity | null {
    const grant = this.#refreshTokens.get(token)
    if (grant?.clientId !== clientId) return null
    if (isRotating) this.#refreshTokens.delete(token)
    return grant.identity
  }

  /** The owner of an access token, or null when it is unknown or expired. */
  identify(token: string): Identity | null {
    const grant = this.#accessTokens.get(token)
    return grant !== undefined && grant.expiresAtMs > this.#now() ? grant.identity : null
  }

  /** Makes every access token invalid; refresh tokens too when asked for. */
  revoke(includesRefreshTokens: boolean): void {
    this.#accessTokens.clear()
    if (includesRefreshTokens) this.#refreshTokens.clear()
  }
}

/** The S256 code challenge of a verifier. */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier, 'ascii').digest('base64url')
}

function randomToken(): string {
  return randomBytes(24).toString('base64url')
}
