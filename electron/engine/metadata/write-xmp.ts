import type { XmlAttribute, XmlElement } from './xml-tree.ts'
import { RDF, XML } from './xmp-names.ts'

/** A whole packet with these properties, in UTF-8 (ISO 16684-1, 7.3). Every namespace has one prefix throughout. */
export function writeXmp(properties: readonly XmlElement[]): string {
  const prefixes = new Prefixes()
  const body = properties.map((property) => `   ${written(property, prefixes)}\n`).join('')
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Sluice">
 <rdf:RDF xmlns:rdf="${RDF}">
  <rdf:Description rdf:about=""${prefixes.declarations()}>
${body}  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
`
}

/** The prefix that each namespace had first; another one where two had the same. */
class Prefixes {
  readonly #ofUri = new Map<string, string>([
    [RDF, 'rdf'],
    [XML, 'xml'],
  ])
  readonly #taken = new Set(['rdf', 'xml', 'xmlns', 'x'])

  nameOf({ prefix, uri, local }: Pick<XmlElement, 'prefix' | 'uri' | 'local'>, isAttribute: boolean): string {
    // An attribute without prefix is in no namespace; an element without one may be in the default namespace.
    if (uri === '' && (isAttribute || prefix === '')) return local
    const known = this.#ofUri.get(uri)
    if (known !== undefined) return `${known}:${local}`
    const wanted = prefix === '' ? 'ns' : prefix
    let free = wanted
    for (let number = 1; this.#taken.has(free); number += 1) free = `${wanted}${number}`
    this.#taken.add(free)
    this.#ofUri.set(uri, free)
    return `${free}:${local}`
  }

  declarations(): string {
    return [...this.#ofUri]
      .filter(([uri]) => uri !== RDF && uri !== XML)
      .map(([uri, prefix]) => `\n    xmlns:${prefix}="${attributeText(uri)}"`)
      .join('')
  }
}

function written(element: XmlElement, prefixes: Prefixes): string {
  const name = prefixes.nameOf(element, false)
  const attributes = element.attributes.map((attribute) => writtenAttribute(attribute, prefixes)).join('')
  const isStructure = element.children.some((child) => typeof child !== 'string')
  const inside = element.children
    .map((child) => {
      if (typeof child !== 'string') return written(child, prefixes)
      // Between elements there is only the indentation of whoever wrote it.
      return isStructure && child.trim() === '' ? '' : elementText(child)
    })
    .join('')
  return inside === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${inside}</${name}>`
}

function writtenAttribute(attribute: XmlAttribute, prefixes: Prefixes): string {
  return ` ${prefixes.nameOf(attribute, true)}="${attributeText(attribute.value)}"`
}

function elementText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#xD;')
}

function attributeText(text: string): string {
  return elementText(text).replaceAll('"', '&quot;').replaceAll('\n', '&#xA;').replaceAll('\t', '&#x9;')
}
