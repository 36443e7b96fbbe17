import { DOMParser, Element, onErrorStopParsing, XMLSerializer } from '@xmldom/xmldom'
import type { Attr, Document, Node } from '@xmldom/xmldom'
import type { FieldForm, FieldProperty } from './data/field-table.ts'
import { rdfNamespace, xmlNamespace, xmlnsNamespace, xmpName } from './data/xmp-names.ts'
import type { XmpName } from './data/xmp-names.ts'
import { xmpText } from './xmp-text.ts'

const emptyXmp =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
  '<rdf:Description rdf:about=""/></rdf:RDF></x:xmpmeta>'
const hasExtendedName = xmpName('xmpNote', 'HasExtendedXMP')

/** One top-level property, written as an attribute or as an element. */
export type PropertyNode = Attr | Element

/** An XMP document that can be read and changed property by property; everything else in it stays. */
export class XmpDocument {
  readonly #document: Document
  readonly #rdf: Element

  /** Throws an Error when the text is no well-formed XML or holds no rdf:RDF. */
  constructor(text: string = emptyXmp) {
    this.#document = new DOMParser({
      onError: onErrorStopParsing,
      locator: false,
      // The parser's own rule is that of XML 1.1, which changes more characters.
      normalizeLineEndings: (source) => source.replaceAll(/\r\n?/g, '\n'),
    }).parseFromString(text.replace(/^\uFEFF/, ''), 'text/xml')
    const root = this.#document.documentElement
    const rdf = root === null ? undefined : [root, ...childElements(root)].find(isRdf('RDF'))
    if (rdf === undefined) throw new Error('no rdf:RDF element')
    this.#rdf = rdf
  }

  /** All top-level properties in the order of the document. */
  properties(): PropertyNode[] {
    return this.#descriptions().flatMap((description) => [
      ...[...description.attributes].filter(isPropertyAttribute),
      ...childElements(description),
    ])
  }

  /** Replaces a property, or a member of a structure; no values remove it. */
  write({ property, member }: FieldProperty, form: FieldForm, values: readonly string[]): void {
    const texts = values.map(xmpText)
    if (member === undefined) this.#writeProperty(property, form, texts)
    else this.#writeMember(property, member, texts[0] ?? null)
  }

  /** Takes over the properties of the extended part (XMP specification part 3, section 1.1.3.1). */
  absorb(extension: XmpDocument): void {
    this.#remove(hasExtendedName)
    for (const description of extension.#descriptions()) {
      this.#rdf.appendChild(this.#document.importNode(description, true))
    }
  }

  /** GUID of the extended part of a JPEG, or null when the document is whole. */
  get extensionGuid(): string | null {
    const node = this.properties().find(isNamed(hasExtendedName))
    return node === undefined ? null : (valuesOf(node)[0] ?? null)
  }

  toText(): string {
    return new XMLSerializer().serializeToString(this.#document)
  }

  #descriptions(): Element[] {
    return childElements(this.#rdf).filter(isRdf('Description'))
  }

  #writeProperty(name: XmpName, form: FieldForm, texts: readonly string[]): void {
    const existing = this.properties().find(isNamed(name))
    if (form === 'language' && existing instanceof Element && texts[0] !== undefined) {
      const item = defaultItem(existing)
      // The other languages are not ours to remove.
      if (item !== null) {
        item.textContent = texts[0]
        return
      }
    }
    this.#remove(name)
    if (texts.length > 0) this.#append(this.#newProperty(name, form, texts))
  }

  #writeMember(property: XmpName, member: XmpName, value: string | null): void {
    let structure = this.properties().find(isNamed(property))
    if (!(structure instanceof Element)) {
      if (value === null) return
      this.#remove(property)
      structure = this.#element(property)
      structure.setAttributeNS(rdfNamespace, 'rdf:parseType', 'Resource')
      this.#append(structure)
    }
    const holder = childElements(structure).find(isRdf('Description')) ?? structure
    removeFrom(holder, member)
    if (value !== null) {
      // A structure in short form has no content, its members are attributes.
      const isShort = holder === structure && !holder.hasAttributeNS(rdfNamespace, 'parseType')
      if (isShort) {
        const prefix = holder.lookupPrefix(member.namespace) ?? member.prefix
        holder.setAttributeNS(member.namespace, `${prefix}:${member.name}`, value)
      } else holder.appendChild(this.#element(member, value))
    }
    const isEmpty = childElements(holder).length === 0 && ![...holder.attributes].some(isPropertyAttribute)
    if (isEmpty) this.#remove(property)
  }

  #newProperty(name: XmpName, form: FieldForm, texts: readonly string[]): Element {
    if (form === 'text') return this.#element(name, texts[0] ?? '')
    const property = this.#element(name)
    const kind = form === 'language' ? 'Alt' : form === 'seq' ? 'Seq' : 'Bag'
    const list = this.#rdfElement(kind)
    for (const text of form === 'language' ? texts.slice(0, 1) : texts) {
      const item = this.#rdfElement('li')
      if (form === 'language') item.setAttributeNS(xmlNamespace, 'xml:lang', 'x-default')
      item.appendChild(this.#document.createTextNode(text))
      list.appendChild(item)
    }
    property.appendChild(list)
    return property
  }

  #append(property: Element): void {
    let description = this.#descriptions()[0]
    if (description === undefined) {
      description = this.#rdfElement('Description')
      description.setAttributeNS(rdfNamespace, `${this.#rdf.prefix ?? 'rdf'}:about`, '')
      this.#rdf.appendChild(description)
    }
    description.appendChild(property)
  }

  #remove(name: XmpName): void {
    for (const description of this.#descriptions()) removeFrom(description, name)
  }

  #element(name: XmpName, text?: string): Element {
    const element = this.#document.createElementNS(name.namespace, `${name.prefix}:${name.name}`)
    if (text !== undefined) element.appendChild(this.#document.createTextNode(text))
    return element
  }

  #rdfElement(name: string): Element {
    const prefix = this.#rdf.prefix
    return this.#document.createElementNS(rdfNamespace, prefix === null ? name : `${prefix}:${name}`)
  }
}

/** The texts of a property: one, or those of its array with x-default first. Structures have none. */
export function valuesOf(node: PropertyNode): string[] {
  if (!(node instanceof Element)) return [node.value]
  const array = childElements(node).find((child) => arrayNames.some((name) => isRdf(name)(child)))
  if (array === undefined) return presentTexts([node])
  const items = childElements(array).filter(isRdf('li'))
  if (array.localName !== 'Alt') return presentTexts(items)
  return presentTexts([
    ...items.filter(isDefaultLanguage),
    ...items.filter((item) => !isDefaultLanguage(item)),
  ])
}

/** A member of a structure, in each of the forms that RDF allows; null when it is not there. */
export function memberOf(structure: PropertyNode, member: XmpName): PropertyNode | null {
  if (!(structure instanceof Element)) return null
  const holders = [structure, ...childElements(structure).filter(isRdf('Description'))]
  for (const holder of holders) {
    const attribute = holder.getAttributeNodeNS(member.namespace, member.name)
    const found = attribute ?? childElements(holder).find(isNamed(member))
    if (found !== undefined) return found
  }
  return null
}

const arrayNames = ['Bag', 'Seq', 'Alt'] as const

function presentTexts(elements: readonly Element[]): string[] {
  return elements.map(textOf).filter((text) => text !== null)
}

/** The text of an element, also when qualifiers surround it (rdf:value); null for structures. */
function textOf(element: Element): string | null {
  const inner = childElements(element).find(isRdf('Description')) ?? element
  const value = childElements(inner).find(isRdf('value'))
  if (value !== undefined) return value.textContent ?? ''
  const attribute =
    inner.getAttributeNodeNS(rdfNamespace, 'value') ?? element.getAttributeNodeNS(rdfNamespace, 'resource')
  if (attribute !== null) return attribute.value
  const isStructure = childElements(element).length > 0 || [...element.attributes].some(isPropertyAttribute)
  return isStructure ? null : (element.textContent ?? '')
}

function defaultItem(property: Element): Element | null {
  const list = childElements(property).find(isRdf('Alt'))
  const items = list === undefined ? [] : childElements(list).filter(isRdf('li'))
  return items.find(isDefaultLanguage) ?? items[0] ?? null
}

function isDefaultLanguage(item: Element): boolean {
  return item.getAttributeNS(xmlNamespace, 'lang')?.toLowerCase() === 'x-default'
}

function removeFrom(holder: Element, name: XmpName): void {
  holder.removeAttributeNS(name.namespace, name.name)
  for (const child of childElements(holder).filter(isNamed(name))) holder.removeChild(child)
}

function childElements(parent: Node): Element[] {
  const children: Element[] = []
  for (let child = parent.firstChild; child !== null; child = child.nextSibling) {
    if (child instanceof Element) children.push(child)
  }
  return children
}

function isRdf(name: string): (element: Element) => boolean {
  return (element) => element.namespaceURI === rdfNamespace && element.localName === name
}

function isNamed(name: XmpName): (node: PropertyNode) => boolean {
  return (node) => node.namespaceURI === name.namespace && node.localName === name.name
}

function isPropertyAttribute({ namespaceURI }: Attr): boolean {
  return (
    namespaceURI !== null &&
    namespaceURI !== rdfNamespace &&
    namespaceURI !== xmlNamespace &&
    namespaceURI !== xmlnsNamespace
  )
}
