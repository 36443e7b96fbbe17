/** The namespaces that XMP itself is made of (ISO 16684-1, 7.4; part 3 for notes). */
export const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'
export const XML = 'http://www.w3.org/XML/1998/namespace'
export const XMP_NOTE = 'http://ns.adobe.com/xmp/note/'
