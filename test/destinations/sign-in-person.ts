import net from 'node:net'
import type { AuthSettings } from '../servers/fotoware/settings.ts'

export const NATIVE = 'native'

/** A port that nobody uses at this moment. */
export async function freePort(): Promise<number> {
  const server = net.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** How the archive knows Sluice when people sign in through the browser. */
export function nativeClient(ports: readonly number[], changes: Partial<AuthSettings> = {}): AuthSettings {
  return {
    clients: [{ id: NATIVE }],
    redirectUris: ports.map((port) => `http://127.0.0.1:${String(port)}/callback`),
    ...changes,
  }
}

export interface Shown {
  status: number
  text: string
  headers: Headers
  /** Where the sign-in page sent the browser; null when it showed a page of its own. */
  redirectedTo: string | null
}

/** A person in a browser: opens the address, answers, and goes where the answer leads. */
export async function answerInBrowser(
  url: string,
  answer: 'approve' | 'deny',
  user = 'anna',
): Promise<Shown> {
  const page = await fetch(`${url}&${answer}=1&user=${user}`, { redirect: 'manual' })
  const location = page.headers.get('location')
  if (location === null) return await shown(page, null)
  return await shown(await fetch(location, { redirect: 'manual' }), location)
}

/** Opens an address without following it anywhere. */
export async function open(url: string, init: RequestInit = {}): Promise<Shown> {
  return await shown(await fetch(url, { redirect: 'manual', ...init }), null)
}

async function shown(page: Response, redirectedTo: string | null): Promise<Shown> {
  return { status: page.status, text: await page.text(), headers: page.headers, redirectedTo }
}

/** A parameter of the address that a person is asked to open. */
export function parameter(url: string, name: string): string {
  return new URL(url).searchParams.get(name) ?? ''
}
