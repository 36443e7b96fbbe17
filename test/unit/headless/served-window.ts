import { mkdir, writeFile } from 'node:fs/promises'
import http from 'node:http'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { serveWindow, type WindowOptions, type WindowServer } from '../../../electron/headless/server.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { SmallEngine } from '../control/small-engine.ts'

export const TOKEN = 'T'.repeat(43)

export interface Answer {
  status: number
  headers: http.IncomingHttpHeaders
  body: string
}

export interface Asking {
  method?: string
  headers?: Record<string, string>
  body?: string
}

export interface ServedWindow {
  engine: SmallEngine
  server: WindowServer
  refused: string[]
  /** A request as it is given, header for header. */
  ask: (path: string, asking?: Asking) => Promise<Answer>
  /** The cookie that a browser gets for the token. */
  signIn: () => Promise<string>
  /** Asks as the window does. */
  call: (name: string, input: unknown, cookie: string) => Promise<Answer>
}

/** A window with a small engine behind it, on a free port. */
export async function servedWindow(changes: Partial<WindowOptions> = {}): Promise<ServedWindow> {
  const filesDir = await temporaryFolder()
  await mkdir(path.join(filesDir, 'assets'))
  await writeFile(path.join(filesDir, 'index.html'), '<!doctype html><title>Sluice</title>')
  await writeFile(path.join(filesDir, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  await writeFile(path.join(filesDir, 'assets/index-abc.js'), 'export {}')
  await writeFile(path.join(filesDir, '.hidden'), 'secret')
  const engine = new SmallEngine()
  const refused: string[] = []
  const server = await serveWindow({
    source: engine,
    filesDir,
    address: { host: '127.0.0.1', port: 0, isPortGiven: true },
    token: TOKEN,
    onRefused: (reason) => refused.push(reason),
    ...changes,
  })
  onTestFinished(() => server.close())
  const ask = (at: string, asking?: Asking): Promise<Answer> => request(server.port, at, asking)
  return {
    engine,
    server,
    refused,
    ask,
    signIn: async () => {
      const { headers } = await ask(`/?token=${TOKEN}`)
      return (headers['set-cookie']?.[0] ?? '').split(';')[0] ?? ''
    },
    call: (name, input, cookie) =>
      ask(`/api/${name}`, {
        method: 'POST',
        headers: {
          cookie,
          'content-type': 'application/json',
          origin: `http://127.0.0.1:${server.port}`,
          'sec-fetch-site': 'same-origin',
        },
        body: JSON.stringify({ input }),
      }),
  }
}

function request(
  port: number,
  at: string,
  { method = 'GET', headers = {}, body }: Asking = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = http.request(
      { port, host: '127.0.0.1', path: at, method, headers, agent: false },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (part: string) => {
          text += part
        })
        answer.on('error', reject)
        answer.on('end', () => {
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text })
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}
