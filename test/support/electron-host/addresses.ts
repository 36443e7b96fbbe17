/** Chromium without Electron knows no schemes of one's own: app://sluice/ becomes an https origin that is never looked up. */
const SUFFIX = '.stand-in.invalid'
const PLAIN = new Set(['http:', 'https:', 'about:', 'data:', 'blob:', 'chrome-error:'])

export function toChromium(address: string): string {
  const url = new URL(address)
  if (PLAIN.has(url.protocol)) return address
  return `https://${url.host}.${url.protocol.slice(0, -1)}${SUFFIX}${url.pathname}${url.search}${url.hash}`
}

export function toApp(address: string): string {
  if (!URL.canParse(address)) return address
  const url = new URL(address)
  if (!url.host.endsWith(SUFFIX)) return address
  const labels = url.host.slice(0, -SUFFIX.length).split('.')
  const scheme = labels.pop() ?? ''
  return `${scheme}://${labels.join('.')}${url.pathname}${url.search}${url.hash}`
}

/** As Electron tells the origin of a frame whose scheme is registered as standard. */
export function appOrigin(address: string): string {
  return /^[a-z][\w+.-]*:\/\/[^/?#]*/.exec(toApp(address))?.[0] ?? 'null'
}
