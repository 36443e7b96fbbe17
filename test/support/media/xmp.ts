const NAMESPACES = {
  dc: 'http://purl.org/dc/elements/1.1/',
  photoshop: 'http://ns.adobe.com/photoshop/1.0/',
  xmp: 'http://ns.adobe.com/xap/1.0/',
  xmpMM: 'http://ns.adobe.com/xap/1.0/mm/',
  xmpNote: 'http://ns.adobe.com/xmp/note/',
  stEvt: 'http://ns.adobe.com/xap/1.0/sType/ResourceEvent#',
  my: 'http://example.org/my/1.0/',
}

/** A packet around these properties, with the usual prefixes and one, `my`, that nobody knows. */
export function packet(properties: string, attributes = ''): string {
  const declared = Object.entries(NAMESPACES).map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`)
  return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""${declared.join('')} ${attributes}>${properties}</rdf:Description>
</rdf:RDF></x:xmpmeta>`
}

export function sidecarOf(properties: string, name = 'IMG_1.xmp'): { bytes: Buffer; name: string } {
  return { bytes: Buffer.from(packet(properties)), name }
}
