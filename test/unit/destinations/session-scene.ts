import { onTestFinished } from 'vitest'
import { BrowserSession } from '../../../electron/engine/destinations/fotoware/browser-session.ts'
import { KeptSignIn } from '../../../electron/engine/destinations/fotoware/kept-sign-in.ts'
import { createHttpClient } from '../../../electron/engine/destinations/http.ts'
import { nodeClock } from '../../../electron/engine/node-ports.ts'
import type { LogFields } from '../../../electron/engine/ports.ts'
import { MemorySecrets } from '../../destinations/memory-secrets.ts'
import { NATIVE, nativeClient } from '../../destinations/sign-in-person.ts'
import type { FotowareServer } from '../../servers/fotoware/server.ts'
import type { AuthSettings } from '../../servers/fotoware/settings.ts'
import { startForTest } from '../../servers/fotoware/test-client.ts'
import { challengeOf } from '../../servers/fotoware/token-store.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { startTap, type Tap } from '../../support/tap-server.ts'

export const HOUR_MS = 3_600_000
export const KEY = 'signin:archive'
const VERIFIER = 'v'.repeat(43)

export interface Scene {
  server: FotowareServer
  tap: Tap
  clock: FakeClock
  secrets: MemorySecrets
  lines: string[]
  session: BrowserSession
  /** Another life of the same engine. */
  reborn: (changes?: { clientId?: string; url?: string }) => BrowserSession
  refreshes: () => number
  /** The stored refresh token. */
  kept: () => string | null
}

/** Somebody has signed in, unless `isSignedIn` is false. */
export async function scene(auth: Partial<AuthSettings> = {}, isSignedIn = true): Promise<Scene> {
  const server = await startForTest({ auth: nativeClient([5000], { tokenLifetimeMs: HOUR_MS, ...auth }) })
  const tap = await startTap(server.url)
  onTestFinished(() => tap.close())
  const http = createHttpClient({
    clock: nodeClock,
    network: { proxyEnv: {}, systemCertificates: () => [], userAgent: 'test' },
    noProgressMs: 60_000,
    caFile: null,
    connectionsMax: 2,
  })
  onTestFinished(() => http.close())
  const clock = new FakeClock()
  // A machine that has been up for a while.
  await clock.advance(1_000_000)
  const secrets = new MemorySecrets()
  const lines: string[] = []
  const note = (message: string, fields: LogFields = {}): void => {
    lines.push(`${message} ${JSON.stringify(fields)}`)
  }
  const reborn: Scene['reborn'] = ({ clientId = NATIVE, url = tap.url } = {}) => {
    const base = new URL(url)
    const kept = new KeptSignIn({ secrets, name: 'archive', base, clientId })
    const log = { debug: note, info: note, warn: note, error: note }
    return new BrowserSession({ http, clock, log, base, clientId, name: 'archive', kept })
  }
  const session = reborn()
  if (isSignedIn) await session.adopt(await signedIn(server), clock.monotonic())
  return {
    ...{ server, tap, clock, secrets, lines, session, reborn },
    refreshes: () => tap.requests.filter(({ body }) => body.includes('grant_type=refresh_token')).length,
    kept: () =>
      (JSON.parse(secrets.values.get(KEY) ?? 'null') as { refreshToken: string } | null)?.refreshToken ??
      null,
  }
}

export interface GivenToken {
  access_token: string
  expires_in: number
  refresh_token: string
}

/** What the archive gives to somebody who has agreed in the browser. */
export async function signedIn(server: FotowareServer): Promise<GivenToken> {
  const redirect = 'http://127.0.0.1:5000/callback'
  const query = new URLSearchParams({
    ...{ response_type: 'code', client_id: NATIVE, redirect_uri: redirect, approve: '1' },
    ...{ code_challenge: challengeOf(VERIFIER), code_challenge_method: 'S256' },
  })
  const page = await fetch(`${server.url}/fotoweb/oauth2/authorize?${query.toString()}`, {
    redirect: 'manual',
  })
  const code = new URL(page.headers.get('location') ?? '').searchParams.get('code') ?? ''
  const reply = await fetch(`${server.url}/fotoweb/oauth2/token`, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams({
      ...{ grant_type: 'authorization_code', client_id: NATIVE, redirect_uri: redirect },
      ...{ code, code_verifier: VERIFIER },
    }),
  })
  return (await reply.json()) as GivenToken
}
