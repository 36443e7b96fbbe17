import type { ByteSource } from './byte-source.ts'
import { readExtendedXmp } from './jpeg-extended-xmp.ts'
import { XmpDocument } from './xmp-document.ts'

const largestWholeBytes = 64 * 1024 * 1024
const largestPartBytes = 16 * 1024 * 1024
const pieceBytes = 1024 * 1024
// Between <x:xmpmeta and <rdf:RDF stand namespaces and a comment at most.
const lookBackBytes = 4096
const mostPackets = 32
const rdfStart = '<rdf:RDF'
const wrapperStart = '<x:xmpmeta'
const wrapperEnd = '</x:xmpmeta>'
const rdfEnd = '</rdf:RDF>'

interface Range {
  readonly start: number
  readonly end: number
}

/**
 * The XMP embedded in a file, found by scanning for its packet as XMP specification part 3, section 1.3
 * allows for unknown formats; null when there is none that can be read. UTF-8 only. Of several packets the
 * first counts, in a PDF the last, because changed PDFs get their new packet at the end.
 */
export async function findEmbeddedXmp(source: ByteSource): Promise<XmpDocument | null> {
  const head = await source.read(0, 5)
  const isPdf = head.toString('latin1') === '%PDF-'
  const starts: { readonly start: number; readonly range: Range }[] = []
  for (const range of rangesOf(source.sizeBytes)) {
    for await (const start of positionsOf(source, range, rdfStart)) {
      if (!isPdf) {
        const document = await readPacket(source, range, start)
        if (document !== null) return withExtension(source, document)
      }
      starts.push({ start, range })
      if (starts.length > mostPackets) {
        if (!isPdf) return null
        starts.shift()
      }
    }
  }
  if (!isPdf) return null
  for (const { start, range } of starts.reverse()) {
    const document = await readPacket(source, range, start)
    if (document !== null) return document
  }
  return null
}

/** Whole files up to 64 MB, of larger ones the first and the last 16 MB. */
function rangesOf(sizeBytes: number): Range[] {
  if (sizeBytes <= largestWholeBytes) return [{ start: 0, end: sizeBytes }]
  return [
    { start: 0, end: largestPartBytes },
    { start: sizeBytes - largestPartBytes, end: sizeBytes },
  ]
}

async function* positionsOf(source: ByteSource, range: Range, wanted: string): AsyncGenerator<number> {
  const overlap = wanted.length - 1
  for (let offset = range.start; offset < range.end; offset += pieceBytes) {
    const piece = await source.read(offset, Math.min(pieceBytes + overlap, range.end - offset))
    for (let found = piece.indexOf(wanted); found >= 0; found = piece.indexOf(wanted, found + 1)) {
      yield offset + found
    }
  }
}

async function readPacket(source: ByteSource, range: Range, rdf: number): Promise<XmpDocument | null> {
  const before = await source.read(Math.max(0, rdf - lookBackBytes), Math.min(rdf, lookBackBytes))
  const wrapper = before.lastIndexOf(wrapperStart)
  const isWrapped = wrapper >= 0 && before.indexOf(wrapperEnd, wrapper) < 0
  const end = isWrapped ? wrapperEnd : rdfEnd
  const start = isWrapped ? rdf - before.length + wrapper : rdf
  for await (const found of positionsOf(source, { start: rdf, end: range.end }, end)) {
    if (found - start > largestPartBytes) return null
    return parse(await source.read(start, found + end.length - start))
  }
  return null
}

async function withExtension(source: ByteSource, document: XmpDocument): Promise<XmpDocument> {
  const guid = document.extensionGuid
  if (guid === null) return document
  const bytes = readExtendedXmp(await source.read(0, largestWholeBytes), guid)
  const extension = bytes === null ? null : parse(bytes)
  if (extension !== null) document.absorb(extension)
  return document
}

function parse(bytes: Buffer): XmpDocument | null {
  try {
    return new XmpDocument(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    // What looks like a packet and is none does not make the file bad.
    return null
  }
}
