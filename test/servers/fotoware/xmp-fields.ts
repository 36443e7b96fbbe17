import {
  createdDateField,
  createdTimeField,
  dateCreatedName,
  fieldProperties,
  ownFieldId,
  ownProperty,
} from './data/field-table.ts'
import type { FieldForm, FieldProperty } from './data/field-table.ts'
import type { XmpName } from './data/xmp-names.ts'
import { valueList, wireValue } from './metadata-set.ts'
import type { MetadataSet } from './metadata-set.ts'
import { splitXmpDate, xmpDate, xmpTime } from './xmp-dates.ts'
import { memberOf, valuesOf } from './xmp-document.ts'
import type { PropertyNode, XmpDocument } from './xmp-document.ts'

/** The fields that an XMP document fills. Empty texts fill nothing; a single field takes the first of several. */
export function fieldsOf(document: XmpDocument, bagIds: ReadonlySet<number>): MetadataSet {
  const nodes = new Map<string, PropertyNode>()
  const found = new Map<number, readonly string[]>()
  for (const node of document.properties()) {
    const key = `${node.namespaceURI ?? ''}${node.localName ?? ''}`
    if (!nodes.has(key)) nodes.set(key, node)
    const id = ownFieldId(node.namespaceURI, node.localName)
    if (id !== null) found.set(id, valuesOf(node))
  }
  for (const [id, property] of fieldProperties) {
    const node = nodeOf(nodes, property)
    if (node !== null) found.set(id, valuesOf(node))
  }
  const dateNode = nodes.get(keyOf(dateCreatedName))
  const created = dateNode === undefined ? null : splitXmpDate(valuesOf(dateNode)[0] ?? '')
  if (created !== null) found.set(createdDateField, [created.date])
  if (created?.time != null) found.set(createdTimeField, [created.time])
  const filled = [...found]
    .map(([id, values]) => [id, values.filter((value) => value !== '')] as const)
    .filter(([, values]) => values.length > 0)
  return Object.fromEntries(filled.map(([id, values]) => [id, wireValue(id, values, bagIds)]))
}

/** Writes the fields that differ into the document and leaves everything else in it as it is. */
export function writeFields(
  document: XmpDocument,
  before: MetadataSet,
  after: MetadataSet,
  bagIds: ReadonlySet<number>,
): void {
  const ids = new Set([...Object.keys(before), ...Object.keys(after)])
  const changed = [...ids].filter((id) => !isSame(valueList(before, id), valueList(after, id))).map(Number)
  for (const id of changed) {
    if (id === createdDateField || id === createdTimeField) continue
    const property = fieldProperties.get(id) ?? ownProperty(id)
    document.write(property, formOf(property, bagIds.has(id)), valueList(after, id))
  }
  if (changed.includes(createdDateField) || changed.includes(createdTimeField)) {
    writeCreated(document, valueList(after, createdDateField), valueList(after, createdTimeField))
  }
}

/** Date and time share one property; what it cannot hold goes to the server's own ones. */
function writeCreated(document: XmpDocument, dates: readonly string[], times: readonly string[]): void {
  const date = xmpDate(dates[0] ?? '')
  const time = date?.length === 10 ? xmpTime(times[0] ?? '') : null
  const created = date === null ? [] : [time === null ? date : `${date}T${time}`]
  document.write({ property: dateCreatedName, form: 'text' }, 'text', created)
  document.write(ownProperty(createdDateField), 'text', date === null ? dates : [])
  document.write(ownProperty(createdTimeField), 'text', time === null ? times : [])
}

function formOf({ form }: FieldProperty, isBag: boolean): FieldForm {
  if (isBag) return form === 'seq' ? 'seq' : 'bag'
  return form === 'language' ? 'language' : 'text'
}

function nodeOf(
  nodes: ReadonlyMap<string, PropertyNode>,
  { property, member }: FieldProperty,
): PropertyNode | null {
  const node = nodes.get(keyOf(property)) ?? null
  return node === null || member === undefined ? node : memberOf(node, member)
}

function keyOf({ namespace, name }: XmpName): string {
  return namespace + name
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((value, index) => value === right[index])
}
