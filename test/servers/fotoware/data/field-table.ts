import { xmpName } from './xmp-names.ts'
import type { XmpName } from './xmp-names.ts'

/** Fields with several values; FotoWare field code reference. Author (80) is an XMP Seq but behaves as a bag. */
export const bagFieldIds: ReadonlySet<number> = new Set([20, 25, 80, 302, 303])

/** Fields the server itself sets on each upload: login name, full name and upload time. */
export const uploadedByField = 360
export const uploadedByFullNameField = 361
export const uploadTimeField = 362

/** The two fields that share photoshop:DateCreated. */
export const createdDateField = 55
export const createdTimeField = 60
export const dateCreatedName = xmpName('photoshop', 'DateCreated')

export type FieldForm = 'text' | 'language' | 'bag' | 'seq'

/** Where a field stands in XMP; `member` names the part of a structure. */
export interface FieldProperty {
  readonly property: XmpName
  readonly member?: XmpName
  readonly form: FieldForm
}

const simple: readonly (readonly [number, XmpName])[] = [
  [10, xmpName('photoshop', 'Urgency')],
  [15, xmpName('photoshop', 'Category')],
  [40, xmpName('photoshop', 'Instructions')],
  [65, xmpName('xmp', 'CreatorTool')],
  [85, xmpName('photoshop', 'AuthorsPosition')],
  [90, xmpName('photoshop', 'City')],
  [95, xmpName('photoshop', 'State')],
  [100, xmpName('Iptc4xmpCore', 'CountryCode')],
  [101, xmpName('photoshop', 'Country')],
  [103, xmpName('photoshop', 'TransmissionReference')],
  [105, xmpName('photoshop', 'Headline')],
  [110, xmpName('photoshop', 'Credit')],
  [115, xmpName('photoshop', 'Source')],
  [122, xmpName('photoshop', 'CaptionWriter')],
  [231, xmpName('fwr', 'history')],
  [300, xmpName('Iptc4xmpCore', 'Location')],
  [301, xmpName('Iptc4xmpCore', 'IntellectualGenre')],
  [320, xmpName('xmp', 'Rating')],
  // How FotoWare writes this date is not public, so it is kept as XMP has it.
  [350, xmpName('exif', 'DateTimeOriginal')],
]

const languageAlternatives: readonly (readonly [number, XmpName])[] = [
  [5, xmpName('dc', 'title')],
  [116, xmpName('dc', 'rights')],
  [120, xmpName('dc', 'description')],
]

const bags: readonly (readonly [number, XmpName])[] = [
  [20, xmpName('photoshop', 'SupplementalCategories')],
  [25, xmpName('dc', 'subject')],
  [302, xmpName('Iptc4xmpCore', 'Scene')],
  [303, xmpName('Iptc4xmpCore', 'SubjectCode')],
]

const contactMembers: readonly (readonly [number, string])[] = [
  [304, 'CiAdrCity'],
  [305, 'CiAdrExtadr'],
  [306, 'CiAdrPcode'],
  [307, 'CiAdrRegion'],
  [308, 'CiEmailWork'],
  [309, 'CiTelWork'],
  [310, 'CiUrlWork'],
  [311, 'CiAdrCtry'],
]

/** Fields between 220 and 255 that are not user defined ones. */
const reservedIds: ReadonlySet<number> = new Set([225, 228, 230, 231, 232])

/** The fields whose place in XMP is public; FotoWare field code reference and IPTC Core mapping. */
export const fieldProperties: ReadonlyMap<number, FieldProperty> = new Map<number, FieldProperty>([
  ...simple.map(([id, property]) => [id, { property, form: 'text' }] as const),
  ...languageAlternatives.map(([id, property]) => [id, { property, form: 'language' }] as const),
  ...bags.map(([id, property]) => [id, { property, form: 'bag' }] as const),
  [80, { property: xmpName('dc', 'creator'), form: 'seq' }],
  ...contactMembers.map(([id, name]) => [id, contactMember(name)] as const),
  ...idsFrom(200, 219).map((id) => [id, text(xmpName('fwc', `CustomField${id - 199}`))] as const),
  ...idsFrom(220, 255)
    .filter((id) => !reservedIds.has(id))
    .map((id) => [id, text(xmpName('fwu', `UserDefined${id}`))] as const),
])

/** Where the server keeps a field whose real XMP name is not public, or a value the real one cannot hold. */
export function ownProperty(id: number): FieldProperty {
  return text(xmpName('practice', `Field${id}`))
}

/** The id behind a name of `ownProperty`, or null for every other name. */
export function ownFieldId(namespace: string | null, name: string | null): number | null {
  const match = namespace === ownNamespace ? /^Field(\d{1,9})$/.exec(name ?? '') : null
  return match === null ? null : Number(match[1])
}

const ownNamespace = xmpName('practice', '').namespace

function text(property: XmpName): FieldProperty {
  return { property, form: 'text' }
}

function contactMember(name: string): FieldProperty {
  return {
    property: xmpName('Iptc4xmpCore', 'CreatorContactInfo'),
    member: xmpName('Iptc4xmpCore', name),
    form: 'text',
  }
}

function idsFrom(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
