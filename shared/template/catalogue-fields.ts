/** A field that archives have. But for those with `isFotoware: false` every FotoWare archive knows them. */
export interface CatalogueField {
  /** FotoWare's number. */
  id: number
  /** FotoWare's English name. */
  name: string
  /** What else people call it. */
  labels: readonly string[]
  isBag: boolean
  /** Longest value in characters, as seen in archives or as IPTC-IIM 4.2 names it; archives may differ. */
  maxLength: number | null
  type: 'text' | 'date' | 'integer' | 'real' | 'boolean'
  isMultiline: boolean
  /** The server fills it in itself; instructions for it come to nothing. */
  isServerSet: boolean
  /** Where the server reads it from. */
  xmp: string | null
  /** The same in ExifTool's words, `XMP-dc:Title`. */
  tag: string | null
  /** The IPTC-IIM dataset of record 2 in ExifTool's words. */
  iim: string | null
  /** The member of PicApport's metadata (Web API, «upload») that holds the same. */
  picapport: 'title' | 'description' | 'rating' | 'tags' | 'persons' | null
  /** False for what FotoWare has no number for, so that it can never be sent there. */
  isFotoware: boolean
}

type Extras = Partial<Omit<CatalogueField, 'id' | 'name'>>

const PLAIN = {
  labels: [],
  isBag: false,
  maxLength: null,
  type: 'text',
  isMultiline: false,
  isServerSet: false,
  xmp: null,
  tag: null,
  iim: null,
  picapport: null,
  isFotoware: true,
} as const satisfies Extras

function field(id: number, name: string, extras: Extras = {}): CatalogueField {
  return { ...PLAIN, id, name, ...extras }
}

/** ExifTool shortens the prefixes of the IPTC namespaces (Image::ExifTool::XMP, `%stdXlatNS`). */
function tagOf(xmp: string): string {
  return `XMP-${xmp.replace(/^Iptc4xmpCore:/, 'iptcCore:').replace(/^Iptc4xmpExt:/, 'iptcExt:')}`
}

/** A field that XMP holds under a property of ExifTool's own spelling. */
function xmpField(id: number, name: string, xmp: string, extras: Extras = {}): CatalogueField {
  return field(id, name, { xmp, tag: tagOf(xmp), ...extras })
}

/** Members of `Iptc4xmpCore:CreatorContactInfo`, which ExifTool flattens under names of its own. */
function contact(id: number, name: string, member: string, tag: string): CatalogueField {
  return field(id, name, {
    xmp: `Iptc4xmpCore:CreatorContactInfo/Iptc4xmpCore:${member}`,
    tag: `XMP-iptcCore:${tag}`,
  })
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

/** Ids below 256 are dataset numbers of IPTC-IIM record 2 (FotoWare, «IPTC field codes»). */
const IPTC: readonly CatalogueField[] = [
  xmpField(5, 'Object Name', 'dc:title', {
    tag: 'XMP-dc:Title',
    labels: ['Title'],
    maxLength: 64,
    iim: 'ObjectName',
    picapport: 'title',
  }),
  field(7, 'Edit Status', { iim: 'EditStatus' }),
  xmpField(10, 'Priority', 'photoshop:Urgency', {
    labels: ['Urgency', 'Status'],
    maxLength: 1,
    type: 'integer',
    iim: 'Urgency',
  }),
  xmpField(15, 'Category', 'photoshop:Category', { maxLength: 3, iim: 'Category' }),
  xmpField(20, 'Supplemental Category', 'photoshop:SupplementalCategories', {
    labels: ['Supplemental Categories'],
    isBag: true,
    maxLength: 32,
    iim: 'SupplementalCategories',
  }),
  field(22, 'Fixture Identifier', { iim: 'FixtureIdentifier' }),
  xmpField(25, 'Keywords', 'dc:subject', {
    tag: 'XMP-dc:Subject',
    labels: ['Keyword', 'Tags'],
    isBag: true,
    maxLength: 64,
    iim: 'Keywords',
    picapport: 'tags',
  }),
  field(30, 'Release Date', { type: 'date', iim: 'ReleaseDate' }),
  field(35, 'Release Time', { iim: 'ReleaseTime' }),
  xmpField(40, 'Special Instructions', 'photoshop:Instructions', {
    labels: ['Instructions'],
    maxLength: 256,
    isMultiline: true,
    iim: 'SpecialInstructions',
  }),
  field(45, 'Reference Service', { iim: 'ReferenceService' }),
  field(47, 'Reference Date', { type: 'date', iim: 'ReferenceDate' }),
  field(50, 'Reference Number', { iim: 'ReferenceNumber' }),
  xmpField(55, 'Created Date', 'photoshop:DateCreated', {
    labels: ['Date Created'],
    type: 'date',
    iim: 'DateCreated',
  }),
  xmpField(60, 'Created Time', 'photoshop:DateCreated', { labels: ['Time Created'], iim: 'TimeCreated' }),
  xmpField(65, 'Originating Program', 'xmp:CreatorTool', { iim: 'OriginatingProgram' }),
  field(70, 'Program Version', { iim: 'ProgramVersion' }),
  field(75, 'Object Cycle', { iim: 'ObjectCycle' }),
  xmpField(80, 'Byline', 'dc:creator', {
    tag: 'XMP-dc:Creator',
    labels: ['By-line', 'Author', 'Photographer', 'Creator'],
    isBag: true,
    maxLength: 64,
    iim: 'By-line',
  }),
  xmpField(85, 'Byline Title', 'photoshop:AuthorsPosition', {
    labels: ['By-line Title', 'Author Title'],
    maxLength: 32,
    iim: 'By-lineTitle',
  }),
  xmpField(90, 'City', 'photoshop:City', { maxLength: 32, iim: 'City' }),
  xmpField(95, 'Province State', 'photoshop:State', {
    labels: ['Province', 'State', 'Province/State'],
    maxLength: 32,
    iim: 'Province-State',
  }),
  xmpField(100, 'Country Code', 'Iptc4xmpCore:CountryCode', {
    maxLength: 3,
    iim: 'Country-PrimaryLocationCode',
  }),
  xmpField(101, 'Country', 'photoshop:Country', { maxLength: 64, iim: 'Country-PrimaryLocationName' }),
  xmpField(103, 'Original Transmission Reference', 'photoshop:TransmissionReference', {
    labels: ['Transmission Reference', 'Job Identifier'],
    maxLength: 32,
    iim: 'OriginalTransmissionReference',
  }),
  xmpField(105, 'Headline', 'photoshop:Headline', { maxLength: 256, iim: 'Headline' }),
  xmpField(110, 'Credit', 'photoshop:Credit', { labels: ['Credit Line'], maxLength: 32, iim: 'Credit' }),
  xmpField(115, 'Source', 'photoshop:Source', { maxLength: 32, iim: 'Source' }),
  xmpField(116, 'Copyright String', 'dc:rights', {
    tag: 'XMP-dc:Rights',
    labels: ['Copyright', 'Copyright Notice'],
    maxLength: 256,
    iim: 'CopyrightNotice',
  }),
  xmpField(120, 'Caption', 'dc:description', {
    tag: 'XMP-dc:Description',
    labels: ['Description', 'Abstract'],
    maxLength: 16000,
    isMultiline: true,
    iim: 'Caption-Abstract',
    picapport: 'description',
  }),
  field(121, 'Local Caption', { iim: 'LocalCaption' }),
  xmpField(122, 'Caption Writer', 'photoshop:CaptionWriter', {
    labels: ['Writer', 'Editor'],
    maxLength: 32,
    iim: 'Writer-Editor',
  }),
  field(150, 'Content Preview'),
  field(184, 'Job ID', { iim: 'JobID' }),
  field(185, 'Master Document ID', { iim: 'MasterDocumentID' }),
  field(186, 'Short Document ID', { iim: 'ShortDocumentID' }),
  field(187, 'Unique Document ID', { iim: 'UniqueDocumentID' }),
  field(188, 'Owner ID', { iim: 'OwnerID' }),
  field(225, 'Classify State', { iim: 'ClassifyState' }),
  field(228, 'Similarity Index', { iim: 'SimilarityIndex' }),
  field(230, 'Document Notes', {
    labels: ['Notes'],
    maxLength: 256,
    isMultiline: true,
    iim: 'DocumentNotes',
  }),
  field(231, 'Document History', { isServerSet: true, iim: 'DocumentHistory' }),
  field(232, 'EXIF Camera Info', { iim: 'ExifCameraInfo' }),
]

/** FotoWare's own namespaces, under the prefixes that its programs write. */
const CUSTOM: readonly CatalogueField[] = range(200, 219).map((id) =>
  field(id, `Custom Field ${id - 199}`, {
    labels: [`CustomField${id - 199}`],
    xmp: `fwc:CustomField${id - 199}`,
    tag: `XMP-fwc:CustomField${id - 199}`,
  }),
)

const NAMED = new Set(IPTC.map(({ id }) => id))

const USER_DEFINED: readonly CatalogueField[] = range(220, 255)
  .filter((id) => !NAMED.has(id))
  .map((id) =>
    field(id, `User defined ${id}`, {
      labels: [`UserDefined${id}`],
      maxLength: 256,
      xmp: `fwu:UserDefined${id}`,
      tag: `XMP-fwu:UserDefined${id}`,
    }),
  )

const IPTC_CORE: readonly CatalogueField[] = [
  xmpField(300, 'Location', 'Iptc4xmpCore:Location', {
    labels: ['Sublocation', 'Sub-location'],
    iim: 'Sub-location',
  }),
  xmpField(301, 'Intellectual Genre', 'Iptc4xmpCore:IntellectualGenre'),
  xmpField(302, 'Scene', 'Iptc4xmpCore:Scene', { isBag: true }),
  xmpField(303, 'Subject Code', 'Iptc4xmpCore:SubjectCode', { isBag: true }),
  contact(304, 'Contact: City', 'CiAdrCity', 'CreatorCity'),
  contact(305, 'Contact: Address', 'CiAdrExtadr', 'CreatorAddress'),
  contact(306, 'Contact: Postal Code', 'CiAdrPcode', 'CreatorPostalCode'),
  contact(307, 'Contact: State / Province', 'CiAdrRegion', 'CreatorRegion'),
  contact(308, 'Contact: Email(s)', 'CiEmailWork', 'CreatorWorkEmail'),
  contact(309, 'Contact: Phone(s)', 'CiTelWork', 'CreatorWorkTelephone'),
  contact(310, 'Contact: Web URL(s)', 'CiUrlWork', 'CreatorWorkURL'),
  contact(311, 'Contact: Country', 'CiAdrCtry', 'CreatorCountry'),
  xmpField(320, 'Rating', 'xmp:Rating', { maxLength: 1, type: 'integer', picapport: 'rating' }),
  xmpField(350, 'Original date', 'exif:DateTimeOriginal', { type: 'date' }),
  field(360, 'Uploaded by', { isServerSet: true }),
  field(361, 'Uploaded by (full name)', { isServerSet: true }),
  field(362, 'Upload time', { type: 'date', isServerSet: true }),
  field(363, 'Transferred by'),
]

/**
 * Who is to be seen (IPTC Extension, «Person Shown in the Image»). FotoWare archives keep persons in fields of their own;
 * 0 is nobody's number there.
 */
const PERSONS = xmpField(0, 'Persons', 'Iptc4xmpExt:PersonInImage', {
  labels: ['Person', 'Person Shown'],
  isBag: true,
  picapport: 'persons',
  isFotoware: false,
})

/** Every field of the catalogue, ordered by id. */
export const CATALOGUE: readonly CatalogueField[] = [
  PERSONS,
  ...[...IPTC, ...CUSTOM, ...USER_DEFINED, ...IPTC_CORE].sort((one, other) => one.id - other.id),
]
