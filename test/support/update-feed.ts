import { createHash } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface UpdateFeed {
  url: string
  /** Paths that were asked for, without queries. */
  asked: string[]
  /** What lies there from now on. */
  offer(version: string, content: string, sha512?: string): void
  close(): Promise<void>
}

/** A place with releases as electron-builder writes it for AppImages, on loopback. */
export async function startUpdateFeed(): Promise<UpdateFeed> {
  const files = new Map<string, string>()
  const asked: string[] = []
  const server = http.createServer((request, answer) => {
    const [path = ''] = (request.url ?? '').split('?')
    asked.push(path)
    const file = files.get(path)
    if (file === undefined) answer.writeHead(404).end()
    else answer.end(file)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  onTestFinished(close)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    offer: (version, content, sha512 = createHash('sha512').update(content).digest('base64')) => {
      const name = `Sluice-${version}.AppImage`
      files.set(`/${name}`, content)
      files.set(
        '/latest-linux.yml',
        `version: ${version}
files:
  - url: ${name}
    sha512: ${sha512}
    size: ${Buffer.byteLength(content)}
path: ${name}
sha512: ${sha512}
releaseDate: '2026-01-31T12:00:00.000Z'
`,
      )
    },
    close,
  }
}
