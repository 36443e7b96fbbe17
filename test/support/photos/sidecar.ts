import type { Story } from './story.ts'

/** A complete XMP packet with the same facts as the photo's own metadata (XMP specification part 1). */
export function sidecarXmp(story: Story): string {
  const taken = story.takenAt.replace(':', '-').replace(':', '-').replace(' ', 'T') + story.utcOffset
  const simple: [string, string][] = [
    ['photoshop:City', story.place.city],
    ['photoshop:Country', story.place.country],
    ['photoshop:Headline', story.headline],
    ['photoshop:DateCreated', taken],
    ['xmp:Rating', String(story.rating)],
    ['xmp:CreateDate', taken],
    ['tiff:Make', story.camera.make],
    ['tiff:Model', story.camera.model],
  ]
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Sluice practice photos">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
    xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/">
   <dc:creator><rdf:Seq>${items([story.artist])}</rdf:Seq></dc:creator>
   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(story.caption)}</rdf:li></rdf:Alt></dc:description>
   <dc:subject><rdf:Bag>${items(story.keywords)}</rdf:Bag></dc:subject>
${simple.map(([name, value]) => `   <${name}>${escapeXml(value)}</${name}>`).join('\n')}
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
`
}

function items(values: readonly string[]): string {
  return values.map((value) => `<rdf:li>${escapeXml(value)}</rdf:li>`).join('')
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
