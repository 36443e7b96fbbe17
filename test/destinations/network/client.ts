import { onTestFinished } from 'vitest'
import {
  createHttpClient,
  type HttpClient,
  type HttpOptions,
} from '../../../electron/engine/destinations/http.ts'
import { FastClock } from '../../support/fast-clock.ts'
import { TEST_NETWORK } from '../../support/test-network.ts'

const NEVER = new AbortController().signal

/** The client under test; closed when the test ends. */
export function httpClient(
  changes: Partial<HttpOptions> & { proxyEnv?: Record<string, string> } = {},
): HttpClient {
  const { proxyEnv = {}, ...options } = changes
  const client = createHttpClient({
    clock: new FastClock(1),
    network: { ...TEST_NETWORK, proxyEnv },
    noProgressMs: 60_000,
    caFile: null,
    connectionsMax: 4,
    ...options,
  })
  onTestFinished(() => client.close())
  return client
}

/** The two ways of asking, so that every rule is tried on both. */
export const WAYS = ['exchange', 'browse'] as const

export function get(client: HttpClient, way: (typeof WAYS)[number], url: string, signal = NEVER) {
  return client[way]({ method: 'GET', url: new URL(url), signal })
}
