import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { makeSmallFiles } from '../support/photos.ts'

const SMALL_BYTES = 20 * 1024
const PER_DIRECTORY = 5_000
/** One in so many carries XMP. */
const XMP_EVERY = 4
/** An APP1 segment with XMP begins with this (XMP specification part 3, section 1.1.3). */
const SIGNATURE = Buffer.from('http://ns.adobe.com/xap/1.0/\0', 'latin1')

/** Small JPEGs that differ, one in four with XMP. @returns their paths below `root`, in order */
export async function makeXmpPhotos(root: string, count: number): Promise<string[]> {
  await makeSmallFiles(root, count, SMALL_BYTES, PER_DIRECTORY, 1)
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const photos = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .toSorted()
  for (const [index, photo] of photos.entries()) {
    if (index % XMP_EVERY !== 0) continue
    const file = path.join(root, photo)
    const jpeg = await readFile(file)
    // Behind the two bytes with which every JPEG begins.
    await writeFile(file, Buffer.concat([jpeg.subarray(0, 2), segment(photo), jpeg.subarray(2)]))
  }
  return photos
}

function segment(photo: string): Buffer {
  const packet = Buffer.from(`<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Headline="Picture ${photo}"/>
</rdf:RDF></x:xmpmeta><?xpacket end="w"?>`)
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(2 + SIGNATURE.length + packet.length, 2)
  return Buffer.concat([head, SIGNATURE, packet])
}
