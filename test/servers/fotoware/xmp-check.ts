import { isUtf8 } from 'node:buffer'

const nameStart = 'A-Za-z_\\u00C0-\\u{EFFFF}'
const nameRest = `${nameStart}0-9.\\u00B7-`
const qualifiedName = `[${nameStart}][${nameRest}]*(?::[${nameStart}][${nameRest}]*)?`
const attribute = new RegExp(`\\s+(${qualifiedName})\\s*=\\s*("[^<"]*"|'[^<']*')`, 'uy')
const tagStart = new RegExp(`<(/?)(${qualifiedName})`, 'uy')
const reference = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)/
const rdfNamespace = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
const xmlNamespace = 'http://www.w3.org/XML/1998/namespace'

interface OpenElement {
  readonly name: string
  readonly namespaces: ReadonlyMap<string, string>
}

/**
 * Why these bytes are no XMP sidecar, or null when they are one: well-formed XML in UTF-8 with an rdf:RDF
 * element at the top or directly below it (XMP specification part 1, section 7). A DOCTYPE and entities of
 * its own are refused.
 */
export function xmpFault(bytes: Buffer): string | null {
  if (!isUtf8(bytes)) return 'not UTF-8'
  return new XmpScanner(new TextDecoder().decode(bytes)).run()
}

class XmpScanner {
  readonly #text: string
  readonly #open: OpenElement[] = []
  #position = 0
  #rootCount = 0
  #hasRdf = false

  constructor(text: string) {
    this.#text = text
  }

  run(): string | null {
    if (hasForbiddenCharacter(this.#text)) return 'a character that XML does not allow'
    while (this.#position < this.#text.length) {
      const fault = this.#text[this.#position] === '<' ? this.#readMarkup() : this.#readText()
      if (fault !== null) return fault
    }
    if (this.#open.length > 0) return `element ${this.#open.at(-1)?.name ?? ''} is not closed`
    if (this.#rootCount !== 1) return 'there must be one root element'
    return this.#hasRdf ? null : 'no rdf:RDF element'
  }

  #readText(): string | null {
    const next = this.#text.indexOf('<', this.#position)
    const text = this.#text.slice(this.#position, next < 0 ? undefined : next)
    this.#position += text.length
    if (this.#open.length === 0) return text.trim() === '' ? null : 'text outside the root element'
    if (text.includes(']]>')) return 'a stray ]]>'
    return reference.test(text) ? 'an unknown entity or a bare &' : null
  }

  #readMarkup(): string | null {
    if (this.#text.startsWith('<!--', this.#position)) return this.#skipTo('-->', 4)
    if (this.#text.startsWith('<?', this.#position)) return this.#skipTo('?>', 2)
    if (this.#text.startsWith('<![CDATA[', this.#position)) {
      return this.#open.length === 0 ? 'CDATA outside the root element' : this.#skipTo(']]>', 9)
    }
    if (this.#text.startsWith('<!', this.#position)) return 'a DOCTYPE or another declaration'
    tagStart.lastIndex = this.#position
    const match = tagStart.exec(this.#text)
    if (match === null) return 'a < that opens no tag'
    this.#position = tagStart.lastIndex
    const name = match[2] ?? ''
    return match[1] === '/' ? this.#readEndTag(name) : this.#readStartTag(name)
  }

  #skipTo(end: string, skip: number): string | null {
    const found = this.#text.indexOf(end, this.#position + skip)
    if (found < 0) return `no ${end}`
    this.#position = found + end.length
    return null
  }

  #readEndTag(name: string): string | null {
    const opened = this.#open.pop()
    if (opened?.name !== name) return `</${name}> closes ${opened?.name ?? 'nothing'}`
    const close = /\s*>/y
    close.lastIndex = this.#position
    if (!close.test(this.#text)) return `</${name} is not ended`
    this.#position = close.lastIndex
    return null
  }

  #readStartTag(name: string): string | null {
    const attributes = this.#readAttributes()
    if (typeof attributes === 'string') return attributes
    const close = /\s*(\/?)>/y
    close.lastIndex = this.#position
    const match = close.exec(this.#text)
    if (match === null) return `<${name} is not ended`
    this.#position = close.lastIndex
    const namespaces = this.#namespacesWith(attributes)
    for (const used of [name, ...attributes.keys()]) {
      const prefix = used.includes(':') ? used.slice(0, used.indexOf(':')) : ''
      if (prefix !== '' && prefix !== 'xmlns' && !namespaces.has(prefix))
        return `prefix ${prefix} is not declared`
    }
    this.#noteElement(name, namespaces)
    if (match[1] !== '/') this.#open.push({ name, namespaces })
    return null
  }

  #readAttributes(): Map<string, string> | string {
    const attributes = new Map<string, string>()
    for (;;) {
      attribute.lastIndex = this.#position
      const match = attribute.exec(this.#text)
      if (match === null) return attributes
      this.#position = attribute.lastIndex
      const [, name = '', quoted = ''] = match
      if (attributes.has(name)) return `attribute ${name} twice`
      if (reference.test(quoted)) return 'an unknown entity or a bare &'
      attributes.set(name, quoted.slice(1, -1))
    }
  }

  #namespacesWith(attributes: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
    const outer = this.#open.at(-1)?.namespaces ?? new Map([['xml', xmlNamespace]])
    const declared = [...attributes].filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'))
    if (declared.length === 0) return outer
    return new Map([...outer, ...declared.map(([name, uri]) => [name.slice(6), uri] as const)])
  }

  #noteElement(name: string, namespaces: ReadonlyMap<string, string>): void {
    if (this.#open.length === 0) this.#rootCount += 1
    if (this.#open.length > 1) return
    const [prefix, local] = name.includes(':') ? name.split(':') : ['', name]
    if (local === 'RDF' && namespaces.get(prefix ?? '') === rdfNamespace) this.#hasRdf = true
  }
}

function hasForbiddenCharacter(text: string): boolean {
  for (let position = 0; position < text.length; position += 1) {
    const code = text.charCodeAt(position)
    if (code < 32 && code !== 9 && code !== 10 && code !== 13) return true
    if (code === 0xfffe || code === 0xffff) return true
  }
  return false
}
