import { lookup } from 'node:dns/promises'
import { BlockList, isIP, isIPv6 } from 'node:net'

/** Where the window is served. */
export interface UiAddress {
  /** An IP address without brackets, or a name. */
  host: string
  /** 0 takes any free one. */
  port: number
  /** False for the default port: the next free one does as well then. */
  isPortGiven: boolean
}

export const DEFAULT_PORT = 7420
const DEFAULT_HOST = '127.0.0.1'
const HIGHEST_PORT = 65_535

const NAME = /^[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?$/i
const PARTS = /^(?:\[(?<six>[^\]]*)\]|(?<plain>[^:[\]]*))(?::(?<port>\d{1,5}))?$/

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/**
 * Reads `HOST:PORT`, `HOST`, `:PORT`, `PORT`, `[IPv6]:PORT` or an IPv6 address.
 * @param text what was given with `--ui`; true for the option alone
 * @returns null when it is none of these
 */
export function parseUiAddress(text: string | true): UiAddress | null {
  if (text === true) return { host: DEFAULT_HOST, port: DEFAULT_PORT, isPortGiven: false }
  if (isIPv6(text)) return { host: text, port: DEFAULT_PORT, isPortGiven: false }
  const { six, plain, port } = PARTS.exec(/^\d+$/.test(text) ? `:${text}` : text)?.groups ?? {}
  const host = six ?? plain
  if (host === undefined || (six !== undefined && !isIPv6(six))) return null
  if (six === undefined && host !== '' && !NAME.test(host)) return null
  if (port !== undefined && Number(port) > HIGHEST_PORT) return null
  return {
    host: host === '' ? DEFAULT_HOST : host,
    port: port === undefined ? DEFAULT_PORT : Number(port),
    isPortGiven: port !== undefined,
  }
}

/** Whether only this computer can connect there. A name that nobody knows is not loopback. */
export async function isLoopback(host: string): Promise<boolean> {
  // Names under localhost never leave the computer (RFC 6761, section 6.3), whatever a resolver says.
  if (/^(.+\.)?localhost$/i.test(host)) return true
  const addresses =
    isIP(host) === 0
      ? await lookup(host, { all: true }).catch(() => [])
      : [{ address: host, family: isIP(host) }]
  return (
    addresses.length > 0 &&
    addresses.every(({ address, family }) => loopback.check(address, family === 6 ? 'ipv6' : 'ipv4'))
  )
}

/** As it stands in an address, and as browsers send it: IPv6 in brackets, in its shortest form. */
export function hostInUrl(host: string): string {
  if (!isIPv6(host)) return host
  const address = `http://[${host}]/`
  // One with a zone (`fe80::1%eth0`) stands in no address.
  return URL.canParse(address) ? new URL(address).hostname : `[${host}]`
}
