const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'

const prefixes = [
  ['dc', 'http://purl.org/dc/elements/1.1/'],
  ['xmp', 'http://ns.adobe.com/xap/1.0/'],
  ['photoshop', 'http://ns.adobe.com/photoshop/1.0/'],
  ['Iptc4xmpCore', 'http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/'],
  ['fwc', 'http://ns.fotoware.com/iptcxmp-custom/1.0/'],
  ['fwu', 'http://ns.fotoware.com/iptcxmp-user/1.0/'],
  ['xmpNote', 'http://ns.adobe.com/xmp/note/'],
  ['acme', 'http://acme.invalid/ns/'],
] as const

/** XMP without its packet marks, with one description made of these attributes and elements. */
export function wrappedXmp(elements: string, attributes = ''): string {
  const declared = prefixes.map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`).join(' ')
  return (
    `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="${rdf}">` +
    `<rdf:Description rdf:about="" ${declared} ${attributes}>${elements}</rdf:Description></rdf:RDF></x:xmpmeta>`
  )
}

/** An array property such as `<dc:subject>`. */
export function arrayProperty(name: string, kind: 'Bag' | 'Seq' | 'Alt', items: readonly string[]): string {
  const list = items.map((item) => `<rdf:li>${item}</rdf:li>`).join('')
  return `<${name}><rdf:${kind}>${list}</rdf:${kind}></${name}>`
}

/** Keywords, the property that most tests look at. */
export function keywords(...items: readonly string[]): string {
  return arrayProperty('dc:subject', 'Bag', items)
}

/** A file with XMP somewhere in it. */
export function fileWith(xmp: string, head = '\xFF\xD8\xFF\xE1', tail = 'picture'): Buffer {
  return Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(xmp), Buffer.from(tail, 'latin1')])
}
