import { writeXmp } from './write-xmp.ts'
import { findElement, parseXml, type XmlAttribute, type XmlElement } from './xml-tree.ts'
import { NoRdfError } from './xmp-check.ts'
import { RDF, XML, XMP_NOTE } from './xmp-names.ts'

/**
 * One XMP with the properties of all: of a property that several have, the first one's counts, as a whole (a list or a
 * set of languages is one property). A property that is there but empty counts too: somebody cleared it. Properties
 * that nobody knows are kept. The same input always gives the same bytes.
 *
 * @throws XmlError, NoRdfError when one of the texts is no XMP
 */
export function mergeXmp(first: string, ...others: string[]): string {
  return mergeProperties(
    [first, ...others].map((text) => {
      const rdf = findElement(parseXml(text), RDF, 'RDF')
      if (rdf === null) throw new NoRdfError('there is no rdf:RDF element')
      return propertiesOf(rdf)
    }),
  )
}

/** The same from the properties of each source. */
export function mergeProperties(sources: readonly (readonly XmlElement[])[]): string {
  const merged = new Map<string, XmlElement>()
  for (const property of sources.flat()) {
    const name = propertyName(property)
    if (!merged.has(name)) merged.set(name, property)
  }
  return writeXmp([...merged.values()])
}

/** What makes two properties the same one: namespace and local name, whatever the prefix. */
export function propertyName({ uri, local }: Pick<XmlElement, 'uri' | 'local'>): string {
  return `${uri} ${local}`
}

/** The top-level properties of all descriptions: their elements and their attributes (ISO 16684-1, 7.4 and 7.9.2). */
export function propertiesOf(rdf: XmlElement): XmlElement[] {
  const found: XmlElement[] = []
  for (const description of rdf.children) {
    if (typeof description === 'string') continue
    for (const attribute of description.attributes) {
      if (isProperty(attribute)) found.push(asElement(attribute))
    }
    for (const child of description.children) {
      if (typeof child !== 'string' && isProperty(child)) found.push(child)
    }
  }
  return found
}

/** The mark of a packet that goes on elsewhere in a JPEG (XMP specification part 3, 1.1.3.1): a merged XMP does not. */
function isProperty({ uri, local }: { uri: string; local: string }): boolean {
  if (uri === '' || uri === RDF || uri === XML) return false
  return !(uri === XMP_NOTE && local === 'HasExtendedXMP')
}

function asElement({ prefix, uri, local, value }: XmlAttribute): XmlElement {
  return { prefix, uri, local, attributes: [], children: value === '' ? [] : [value] }
}
