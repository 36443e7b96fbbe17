import type { PlaceOptions } from '../support/engine-place.ts'

/** A sidecar with a headline and keywords. */
export function headlineXmp(headline: string, keywords: readonly string[] = []): string {
  return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/" photoshop:Headline="${headline}">
   <dc:subject><rdf:Bag>${keywords.map((word) => `<rdf:li>${word}</rdf:li>`).join('')}</rdf:Bag></dc:subject>
  </rdf:Description></rdf:RDF></x:xmpmeta>`
}

/** Two archives of one server: «archive» and «second». */
export function twoArchives(folder: PlaceOptions['folder'] = {}): PlaceOptions {
  return {
    folder: { to: ['archive', 'second'], ...folder },
    config: (url) => ({
      destinations: [
        ['archive', '/fotoweb/archives/5000-Photos/'] as const,
        ['second', '/fotoweb/archives/5001-Wire/'] as const,
      ].map(([name, collection]) => ({
        name,
        kind: 'fotoware' as const,
        url,
        auth: { method: 'none' as const },
        collection,
      })),
    }),
  }
}
