import { isInsecureUrl, isLoopbackHost } from '../../../shared/destination-config.ts'

/** What a person has said in the guide. */
export interface Answers {
  path: string
  folderName: string
  address: string
  /** Files go to the upload area of the server in place of an archive. */
  isArea: boolean
  archiveName: string
  method: 'browser' | 'client-credentials' | 'none'
  clientId: string
  template: 'none' | 'ready'
  templateName: string
  credit: string
}

/** The server and the place on it, from an address as browsers show it. */
export interface Understood {
  url: string
  /** Null when the address names no more than the server. */
  collection: string | null
}

/** Null for what is no web address. */
export function understood(address: string): Understood | null {
  const url = URL.parse(address.trim())
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '') return null
  const isPlace = /^\/fotoweb\/[^/]+\/[^/]+/.test(url.pathname)
  const path = /\.[^/]*$/.test(url.pathname) || url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`
  return { url: url.origin, collection: isPlace ? path : null }
}

/** Why an address will not do; null when it will. */
export type AddressFault = 'missing' | 'wrong' | 'insecure' | 'noPlace' | null

export function addressFault(address: string, isArea: boolean): AddressFault {
  if (address.trim() === '') return 'missing'
  const found = understood(address)
  if (found === null) return 'wrong'
  if (isInsecureUrl(found.url)) return 'insecure'
  return found.collection === null && !isArea ? 'noPlace' : null
}

/** A name to begin with: `acme` for `https://acme.fotoware.cloud/…`. */
export function archiveNameFrom(address: string): string {
  const found = understood(address)
  if (found === null) return ''
  const { hostname } = new URL(found.url)
  if (isLoopbackHost(hostname) || /^[\d.[\]:]+$/.test(hostname)) return 'archive'
  return hostname.replace(/^www\./, '').split('.')[0] ?? ''
}

/** A name to begin with: the folder's own. */
export function folderNameFrom(path: string): string {
  return (
    path
      .split(/[/\\]+/)
      .findLast((part) => part !== '' && part !== '~')
      ?.trim()
      .slice(0, 100) ?? ''
  )
}

export function isWholePath(path: string): boolean {
  return /^(\/|~[/\\]|[A-Za-z]:[/\\]|\\\\)/.test(path)
}

/** Where the secret of the archive is stored. */
export function secretNameOf({ archiveName }: Answers): string {
  return `${archiveName}-secret`
}

function authOf(answers: Answers): object {
  const { method, clientId } = answers
  if (method === 'none') return { method }
  return method === 'browser' ? { method, clientId } : { method, clientId, secret: secretNameOf(answers) }
}

/** Braces are tokens in templates, and text in what somebody is called. */
function plain(text: string): string {
  return text.replaceAll('{', '{{').replaceAll('}', '}}')
}

/** Credit and byline where a file has none, and the names of its sub-folders as keywords. */
export function readyTemplate(name: string, credit: string): object {
  const who = credit.trim()
  const inFilter = who.replaceAll('\\', '\\\\').replaceAll('"', '\\"')
  const byline = who === '' ? '{exif:Artist}' : `{exif:Artist|default:"${inFilter}"}`
  return {
    name,
    fields: [
      { field: 'Byline', value: byline, onlyIfEmpty: true },
      ...(who === '' ? [] : [{ field: 'Credit', value: plain(who), onlyIfEmpty: true }]),
      { field: 'Keywords', value: ['{folder:1}', '{folder:2}', '{folder:3}'] },
    ],
  }
}

/** The configuration that the guide ends with. */
export function firstConfig(answers: Answers): object {
  const { path, folderName, address, isArea, archiveName, template, templateName, credit } = answers
  const found = understood(address)
  const isReady = template === 'ready'
  return {
    destinations: [
      {
        name: archiveName,
        kind: 'fotoware',
        url: found?.url ?? address,
        auth: authOf(answers),
        collection: isArea ? null : (found?.collection ?? ''),
      },
    ],
    folders: [{ name: folderName, path, to: [archiveName], ...(isReady ? { template: templateName } : {}) }],
    ...(isReady ? { templates: [readyTemplate(templateName, credit)] } : {}),
  }
}
