import { SaxesParser } from 'saxes'
import { type Phrase, say } from '../../../shared/phrase.ts'

export interface XmlAttribute {
  prefix: string
  uri: string
  local: string
  value: string
}

export interface XmlElement {
  prefix: string
  uri: string
  local: string
  attributes: XmlAttribute[]
  children: (XmlElement | string)[]
}

/** Why a text is no XML that we take. `line` and `column` begin with 1. */
export class XmlError extends Error {
  override readonly name = 'XmlError'
  readonly line: number
  readonly column: number
  /** A DOCTYPE, which could declare entities: they are never expanded. */
  readonly isDoctype: boolean

  /** The message as it may be told. */
  readonly told: Phrase | string

  constructor(told: Phrase | string, line: number, column: number, isDoctype = false) {
    super(typeof told === 'string' ? told : told.text)
    this.told = told
    this.line = line
    this.column = column
    this.isDoctype = isDoctype
  }
}

/** XMP has structures within structures, but no program nests them this deep. */
const DEPTH_MAX = 200

/**
 * The tree of a well-formed XML text with namespaces. Comments and processing instructions are left out. Parsing ends
 * at the first mistake, and at a DOCTYPE.
 * @throws XmlError
 */
export function parseXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: true })
  const open: XmlElement[] = []
  const roots: XmlElement[] = []
  const stop = (message: Phrase | string, isDoctype = false): never => {
    throw new XmlError(message, parser.line, Math.max(1, parser.columnIndex), isDoctype)
  }
  parser.on('error', (error) => stop(error.message.replace(/^[^:]*?\d+:\d+: /, '').replace(/\.$/, '')))
  parser.on('doctype', () => stop(say`a DOCTYPE is not allowed in XMP`, true))
  parser.on('opentag', (tag) => {
    if (open.length >= DEPTH_MAX) stop(say`elements are nested too deep`)
    const attributes = Object.values(tag.attributes)
      .filter(({ prefix, name }) => prefix !== 'xmlns' && name !== 'xmlns')
      .map(({ prefix, uri, local, value }) => ({ prefix, uri, local, value }))
    const element = { prefix: tag.prefix, uri: tag.uri, local: tag.local, attributes, children: [] }
    ;(open.at(-1)?.children ?? roots).push(element)
    open.push(element)
  })
  parser.on('closetag', () => {
    open.pop()
  })
  const onText = (piece: string): void => {
    open.at(-1)?.children.push(piece)
  }
  parser.on('text', onText)
  parser.on('cdata', onText)
  parser.write(text).close()
  return roots[0] ?? stop(say`it holds no element`)
}

/** The first element with this name, the root included, or null. */
export function findElement(from: XmlElement, uri: string, local: string): XmlElement | null {
  if (from.uri === uri && from.local === local) return from
  for (const child of from.children) {
    const found = typeof child === 'string' ? null : findElement(child, uri, local)
    if (found !== null) return found
  }
  return null
}
