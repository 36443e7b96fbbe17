import { fstatSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Api, Handlers } from '../../shared/contract.ts'
import { errorCode, errorText, ProblemError } from '../engine/errors.ts'
import { printable } from '../engine/node-ports.ts'
import { serveWindow, type WindowServer } from './server.ts'
import { hostInUrl } from './ui-address.ts'
import { type UiToken, uiToken } from './ui-token.ts'
import type { WindowPlace } from './window-place.ts'

export interface OpenWindowOptions {
  source: { handlers: Handlers; on: Api['on'] }
  dataDir: string
  filesDir: string
  place: WindowPlace
  env: Readonly<Record<string, string | undefined>>
  /** Told what its owner should know, in sentences. */
  note: (words: string) => void
}

export interface OpenWindow {
  /** Opens the window; with the token, except where a journal would keep it for others to read. */
  readonly url: string
  readonly tokenFile: string
  /** What to print for people. */
  readonly words: string
  close(): Promise<void>
}

/**
 * Serves the window and says where it is.
 * @throws ProblemError `ui-address-unusable`, `ui-token-unusable`
 */
export async function openWindow(options: OpenWindowOptions): Promise<OpenWindow> {
  const { place, note } = options
  const token = await uiToken(options.dataDir)
  if (token.isReplaced)
    note('Other users could read the token of the window: it was replaced, and the old one opens nothing.')
  const server = await serve(options, token.value)
  if (!place.address.isPortGiven && server.port !== place.address.port)
    note(`Port ${place.address.port} is taken; the window uses ${server.port}.`)
  if (place.isOpenToOthers) note(warning(place))
  return { ...told(place, server, token, options.env), tokenFile: token.file, close: () => server.close() }
}

async function serve(
  { source, filesDir, place, note }: OpenWindowOptions,
  token: string,
): Promise<WindowServer> {
  const { address, names } = place
  const onRefused = onceEach(note)
  try {
    return await serveWindow({ source, filesDir, address, names, token, onRefused })
  } catch (error) {
    const at = `${hostInUrl(address.host)}:${address.port}`
    const isTaken = errorCode(error) === 'EADDRINUSE'
    throw new ProblemError(
      {
        code: 'ui-address-unusable',
        what: isTaken
          ? `The window cannot be served at ${at}: another program is there.`
          : `The window cannot be served at ${at} (${errorText(error)}).`,
        remedy: 'Give another address, for example --ui 127.0.0.1:7421, or --ui alone for a free port.',
        isRetried: false,
      },
      { cause: error },
    )
  }
}

function told(
  { address }: WindowPlace,
  { port }: WindowServer,
  token: UiToken,
  env: OpenWindowOptions['env'],
): { url: string; words: string } {
  const isEverywhere = address.host === '0.0.0.0' || address.host === '::'
  const bare = `http://${isEverywhere ? hostname() : hostInUrl(address.host)}:${port}/`
  if (isJournal(env)) return { url: bare, words: `The window: ${bare}?token= and the text in ${token.file}` }
  const url = `${bare}?token=${token.value}`
  return { url, words: `The window: ${url}` }
}

/** Journals are read by more people than a token is for (systemd.exec(5), $JOURNAL_STREAM). */
function isJournal(env: OpenWindowOptions['env']): boolean {
  const stream = env['JOURNAL_STREAM']
  if (stream === undefined) return false
  const { dev, ino } = fstatSync(process.stdout.fd)
  return stream === `${dev}:${ino}`
}

function warning({ names }: WindowPlace): string {
  const where = names.length === 0 ? 'over the network' : `as ${names.join(', ')}`
  return (
    `The window can be reached ${where}: everyone who knows its token can send, see and change everything. ` +
    'Sluice does not encrypt what goes over the network: put a reverse proxy with HTTPS before it.'
  )
}

/** Somebody who tries on and on is told about once. */
function onceEach(note: (words: string) => void): (reason: string, host: string) => void {
  const said = new Set<string>()
  return (reason, host) => {
    const words = {
      'wrong-host': `The window was asked for as «${printable(host).slice(0, 100)}» and did not open. If that is its name, start Sluice with --ui-remote and this name.`,
      'wrong-token': 'Somebody tried to open the window with a wrong token.',
      'foreign-page': 'A page of somebody else tried to speak with the window and was refused.',
    }[reason]
    if (words === undefined || said.has(reason)) return
    said.add(reason)
    note(words)
  }
}
