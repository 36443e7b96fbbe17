/** The page's own address: an origin that no web page has. */
export const APP_ORIGIN = 'app://sluice'
export const START_PAGE = `${APP_ORIGIN}/index.html`

/** True for pages of the app itself. */
export function isOwnPage(address: string): boolean {
  return URL.canParse(address) && address.startsWith(`${APP_ORIGIN}/`)
}

/** What is known of a frame that asks for something. */
interface Frame {
  readonly origin: string
  readonly parent: object | null
}

/** Only the page itself is answered: the main frame of a window, and of the app's own origin. */
export function isOwnFrame(frame: Frame | null): boolean {
  return frame !== null && frame.parent === null && frame.origin === APP_ORIGIN
}

/** Copying words to the clipboard; the page needs no other permission, and no other page gets this one. */
export function isPermitted(permission: string, address: string): boolean {
  return permission === 'clipboard-sanitized-write' && isOwnPage(`${address.replace(/\/$/, '')}/`)
}

/** Sign-in pages and archives inside this computer may be plain HTTP. */
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Which addresses the system's browser may be told to open: https, and http on this computer. All others could start a program. */
export function isOpenable(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname))
}
