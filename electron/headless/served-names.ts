import { isIP } from 'node:net'
import { hostname } from 'node:os'
import { hostInUrl } from './ui-address.ts'

export interface ServedPlace {
  host: string
  port: number
  /** What others call this window, as they write it: `sluice.example.org` or `sluice.example.org:8443`. */
  names: readonly string[]
}

const EVERYWHERE = new Set(['0.0.0.0', '::'])
const HTTP_PORT = 80

/**
 * Which `Host` headers belong to this window. A page of somebody else can make a name of its own point to 127.0.0.1
 * (DNS rebinding), but it cannot make the browser send another name than its own.
 * @returns a function that judges the header as it came
 */
export function servedNames({ host, port, names }: ServedPlace): (header: string | undefined) => boolean {
  const isEverywhere = EVERYWHERE.has(host)
  const hosts = ['127.0.0.1', 'localhost', '[::1]', hostInUrl(host), ...(isEverywhere ? [hostname()] : [])]
  const known = new Set(
    [...names, ...[...hosts, ...names].flatMap((name) => withPort(name, port))].map((name) =>
      name.toLowerCase(),
    ),
  )
  return (header) => {
    if (header === undefined) return false
    const asked = header.toLowerCase()
    // Whoever comes by a number comes by no name that could have been bent.
    return known.has(asked) || (isEverywhere && isNumbered(asked, port))
  }
}

function withPort(name: string, port: number): string[] {
  return port === HTTP_PORT ? [name, `${name}:${port}`] : [`${name}:${port}`]
}

function isNumbered(asked: string, port: number): boolean {
  const bare = asked.endsWith(`:${port}`)
    ? asked.slice(0, -`:${port}`.length)
    : port === HTTP_PORT
      ? asked
      : ''
  return isIP(bare.replace(/^\[(.*)\]$/, '$1')) !== 0
}
