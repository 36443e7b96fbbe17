import { errorText, UploadError } from '../errors.ts'
import { refuseLargeSidecar } from './sidecar-limit.ts'
import { findElement, parseXml, type XmlElement, XmlError } from './xml-tree.ts'
import { RDF } from './xmp-names.ts'
import { xmpText } from './xmp-text.ts'
import { type Phrase, say } from '../../../shared/phrase.ts'

const REMEDY = say`Save the sidecar again in the program that wrote it, then retry the job. To send the picture without it, remove the sidecar.`

/**
 * Makes sure that a sidecar is XMP that an archive takes: well-formed XML with an rdf:RDF element, no DOCTYPE (so no
 * entities to expand), text in UTF-8, UTF-16 or UTF-32, not beyond SIDECAR_BYTES_MAX.
 *
 * @param name the file's name, for messages
 * @throws UploadError `refused`: sidecar-malformed, sidecar-entities, sidecar-too-large
 */
export function checkXmp(bytes: Buffer, name: string): void {
  readSidecarTree(bytes, name)
}

/** The rdf:RDF element of a sidecar. @throws like `checkXmp` */
export function readSidecarTree(bytes: Buffer, name: string): XmlElement {
  refuseLargeSidecar(name, bytes.length)
  if (bytes.length === 0) throw malformed(say`«${name}» is empty.`)
  try {
    return readPacketTree(bytes)
  } catch (error) {
    if (error instanceof XmlError && error.isDoctype) throw withEntities(name, error)
    if (error instanceof XmlError) {
      const where = say`line ${error.line}, column ${error.column}`
      throw malformed(say`«${name}» is not well-formed XML: ${where}: ${error.told}.`)
    }
    if (error instanceof NoRdfError)
      throw malformed(say`«${name}» holds no metadata: there is no rdf:RDF element in it.`)
    throw malformed(say`«${name}» is not text in UTF-8, UTF-16 or UTF-32.`, errorText(error))
  }
}

/** The rdf:RDF element of any XMP. @throws XmlError, TypeError (encoding), NoRdfError */
export function readPacketTree(bytes: Buffer): XmlElement {
  const rdf = findElement(parseXml(xmpText(bytes)), RDF, 'RDF')
  if (rdf === null) throw new NoRdfError('there is no rdf:RDF element')
  return rdf
}

export class NoRdfError extends Error {
  override readonly name = 'NoRdfError'
}

function malformed(what: Phrase, detail?: string): UploadError {
  return new UploadError('refused', {
    code: 'sidecar-malformed',
    what,
    means: say`The archive would refuse it, so nothing was sent.`,
    remedy: REMEDY,
    isRetried: false,
    ...(detail === undefined ? {} : { detail }),
  })
}

function withEntities(name: string, error: XmlError): UploadError {
  return new UploadError('refused', {
    code: 'sidecar-entities',
    what: say`«${name}» declares a DOCTYPE (line ${error.line}), which XMP does not have.`,
    means: say`What it declares could stand for anything, so it is not expanded and nothing was sent.`,
    remedy: REMEDY,
    isRetried: false,
  })
}
