import { errorCode, errorText, UploadError } from '../errors.ts'
import { type Phrase, say, span } from '../../../shared/phrase.ts'

interface Words {
  code: string
  what: (host: string) => Phrase
  remedy: Phrase
}

const CERTIFICATE: Words = {
  code: 'certificate',
  what: (host) => say`The certificate of ${host} is not trusted.`,
  remedy: say`If this is your own server, name its certificate authority with "ca" in the configuration. Otherwise somebody may be listening in: ask your administrator.`,
}
const UNREACHABLE: Words = {
  code: 'unreachable',
  what: (host) => say`${host} cannot be reached.`,
  remedy: say`Sluice goes on by itself when the network is back. Check the network, the address and the proxy if it stays so.`,
}
const BROKEN: Words = {
  code: 'connection-broken',
  what: (host) => say`The connection to ${host} broke.`,
  remedy: say`Sluice sends again what was lost, and more slowly.`,
}

const PROXY: Words = {
  code: 'proxy',
  what: (host) => say`The proxy does not let a connection to ${host} through.`,
  remedy: say`Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY, and whether the proxy wants a user name and password.`,
}
const NOT_HTTP: Words = {
  code: 'not-http',
  what: (host) => say`${host} does not speak the language that was expected there.`,
  remedy: say`Check the address and port: https:// where the server is encrypted, http:// where it is not.`,
}

const BY_CODE: Record<string, Words> = {
  ENOTFOUND: {
    code: 'host-not-found',
    what: (host) => say`The server name ${host} is not known to the network.`,
    remedy: say`Check the address of the destination and the network connection.`,
  },
  EAI_AGAIN: {
    code: 'host-not-found',
    what: (host) => say`The server name ${host} could not be looked up just now.`,
    remedy: say`Sluice goes on by itself when name look-up works again. Check the network connection.`,
  },
  ECONNREFUSED: {
    code: 'refused-connection',
    what: (host) => say`${host} does not accept connections.`,
    remedy: say`Check that the server is running and that the address and port are right.`,
  },
  ECONNRESET: BROKEN,
  EPIPE: BROKEN,
  UND_ERR_SOCKET: BROKEN,
  UND_ERR_BODY_TIMEOUT: BROKEN,
  ETIMEDOUT: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  ENETDOWN: UNREACHABLE,
  UND_ERR_CONNECT_TIMEOUT: UNREACHABLE,
}

/** True when a certificate was the reason: a matter for a person, not for another try. */
function isCertificateCode(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)|ERR_TLS|HOSTNAME_MISMATCH/.test(code)
}

/** An error of the network layer as `offline`, in words; a wrong certificate as `destination`. */
export function connectionError(url: URL, error: unknown): UploadError {
  const code = innermostCode(error)
  const isCertificate = isCertificateCode(code)
  const words = isCertificate ? CERTIFICATE : wordsFor(code, innermostText(error))
  return new UploadError(
    isCertificate ? 'destination' : 'offline',
    {
      code: words.code,
      what: words.what(url.host),
      remedy: words.remedy,
      isRetried: !isCertificate,
      detail: `${code} ${innermostText(error)}`.trim(),
    },
    // Not the error itself: HTTP clients hang whole requests on theirs, with headers, passwords and forms.
    { cause: new Error(`${code} ${innermostText(error)}`.trim()) },
  )
}

function wordsFor(code: string, text: string): Words {
  if (code === 'ERR_PROXY_TUNNEL' || /^Proxy (response|Authentication Required)/.test(text)) return PROXY
  if (code === 'EPROTO' || /^(ERR_SSL|HPE)_/.test(code)) return NOT_HTTP
  if (text.startsWith('Response does not match the HTTP/1.1 protocol')) return NOT_HTTP
  return (Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined) ?? BROKEN
}

/** Nothing has moved for the whole of the allowed time. */
export function offlineError(url: URL, limitMs: number): UploadError {
  return new UploadError('offline', {
    code: 'no-progress',
    what: say`${url.host} has not answered or taken a byte for ${span(limitMs, `${String(Math.round(limitMs / 1000))} s`)}.`,
    remedy: say`Sluice tries again by itself. Check the line if it stays so.`,
    isRetried: true,
  })
}

/** True for a connection that broke while it was in use: the sign of an overloaded server, so slow down. */
export function isBrokenConnection(error: unknown): boolean {
  return (
    error instanceof UploadError &&
    (error.problem.code === BROKEN.code || error.problem.code === 'no-progress')
  )
}

function innermostCode(error: unknown): string {
  const causes = chain(error)
    .map(errorCode)
    .filter((code) => code !== '')
  return causes.at(-1) ?? ''
}

function innermostText(error: unknown): string {
  return errorText(chain(error).at(-1))
}

function chain(error: unknown): unknown[] {
  const found: unknown[] = []
  for (let next: unknown = error; next !== undefined && found.length < 6; next = causeOf(next))
    found.push(next)
  return found
}

function causeOf(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors[0]
  return error instanceof Error ? error.cause : undefined
}
