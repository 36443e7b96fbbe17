/** A qualified XMP name; the prefix is only the one to write with, names are compared by namespace. */
export interface XmpName {
  readonly namespace: string
  readonly prefix: string
  readonly name: string
}

const namespaces = {
  dc: 'http://purl.org/dc/elements/1.1/',
  xmp: 'http://ns.adobe.com/xap/1.0/',
  xmpNote: 'http://ns.adobe.com/xmp/note/',
  exif: 'http://ns.adobe.com/exif/1.0/',
  photoshop: 'http://ns.adobe.com/photoshop/1.0/',
  Iptc4xmpCore: 'http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/',
  fwc: 'http://ns.fotoware.com/iptcxmp-custom/1.0/',
  fwu: 'http://ns.fotoware.com/iptcxmp-user/1.0/',
  fwr: 'http://ns.fotoware.com/iptcxmp-reserved/1.0/',
  // The real names of the remaining fields are not public; this namespace says so and is nobody else's.
  practice: 'http://practice.invalid/fields/1.0/',
} as const

/** Namespace of rdf:RDF, rdf:Bag and the like; XMP specification part 1, section 7. */
export const rdfNamespace = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
export const xmlNamespace = 'http://www.w3.org/XML/1998/namespace'
export const xmlnsNamespace = 'http://www.w3.org/2000/xmlns/'

/** A name such as «dc:title». */
export function xmpName(prefix: keyof typeof namespaces, name: string): XmpName {
  return { namespace: namespaces[prefix], prefix, name }
}
