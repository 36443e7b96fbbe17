/**
 * How ExifTool makes XMP from the older forms. Later lines win over earlier ones, so what a picture desk wrote into
 * IPTC counts more than what a camera wrote into EXIF.
 *
 * Which property goes with which field: IPTC Photo Metadata Mapping Guidelines; Exif 2.32 metadata for XMP (CIPA
 * DC-X010); for the two the same choice as ExifTool's own exif2xmp.args and iptc2xmp.args.
 */
const FROM_PDF = [
  'XMP-dc:Title<PDF:Title',
  'XMP-dc:Creator<PDF:Author',
  'XMP-dc:Description<PDF:Subject',
  'XMP-pdf:Keywords<PDF:Keywords',
  'XMP-xmp:CreatorTool<PDF:Creator',
  'XMP-pdf:Producer<PDF:Producer',
  'XMP-xmp:CreateDate<PDF:CreateDate',
  'XMP-xmp:ModifyDate<PDF:ModifyDate',
]

const FROM_FILMS = [
  'XMP-dc:Title<QuickTime:Title',
  'XMP-dc:Description<QuickTime:Description',
  'XMP-dc:Creator<QuickTime:Artist',
  'XMP-dc:Rights<QuickTime:Copyright',
  'XMP-tiff:Make<QuickTime:Make',
  'XMP-tiff:Model<QuickTime:Model',
  'XMP-xmp:CreatorTool<QuickTime:Software',
  'XMP-photoshop:DateCreated<QuickTime:CreationDate',
]

const FROM_EXIF = [
  'XMP-exif:all<EXIF:all',
  'XMP-exifEX:all<EXIF:all',
  'XMP-tiff:all<EXIF:all',
  'XMP-dc:Description<EXIF:ImageDescription',
  'XMP-dc:Rights<EXIF:Copyright',
  'XMP-dc:Creator<EXIF:Artist',
  'XMP-xmp:CreatorTool<EXIF:Software',
  'XMP-iptcExt:DigitalImageGUID<EXIF:ImageUniqueID',
  'XMP-xmp:Rating<EXIF:Rating',
  'XMP-exifEX:PhotographicSensitivity<EXIF:ISO',
  'Composite:Flash<EXIF:Flash',
  // The composites hold the fraction of the second and the zone, which EXIF keeps in tags of their own.
  'XMP-photoshop:DateCreated<EXIF:DateTimeOriginal',
  'XMP-photoshop:DateCreated<Composite:SubSecDateTimeOriginal',
  'XMP-exif:DateTimeOriginal<Composite:SubSecDateTimeOriginal',
  'XMP-exif:DateTimeDigitized<EXIF:CreateDate',
  'XMP-exif:DateTimeDigitized<Composite:SubSecCreateDate',
  'XMP-xmp:CreateDate<EXIF:CreateDate',
  'XMP-xmp:CreateDate<Composite:SubSecCreateDate',
  'XMP-xmp:ModifyDate<EXIF:ModifyDate',
  'XMP-xmp:ModifyDate<Composite:SubSecModifyDate',
  'XMP:GPSLatitude<Composite:GPSLatitude',
  'XMP:GPSLongitude<Composite:GPSLongitude',
  'XMP:GPSDestLatitude<Composite:GPSDestLatitude',
  'XMP:GPSDestLongitude<Composite:GPSDestLongitude',
  'XMP:GPSDateTime<Composite:GPSDateTime',
]

const FROM_IPTC = [
  'XMP-dc:Creator<IPTC:By-line',
  'XMP-dc:Description<IPTC:Caption-Abstract',
  'XMP-dc:Rights<IPTC:CopyrightNotice',
  'XMP-dc:Subject<IPTC:Keywords',
  'XMP-dc:Title<IPTC:ObjectName',
  'XMP-photoshop:AuthorsPosition<IPTC:By-lineTitle',
  'XMP-photoshop:CaptionWriter<IPTC:Writer-Editor',
  'XMP-photoshop:Category<IPTC:Category',
  'XMP-photoshop:City<IPTC:City',
  'XMP-photoshop:Country<IPTC:Country-PrimaryLocationName',
  'XMP-photoshop:Credit<IPTC:Credit',
  'XMP-photoshop:DateCreated<IPTC:DateCreated',
  'XMP-photoshop:DateCreated<Composite:DateTimeCreated',
  'XMP-photoshop:Headline<IPTC:Headline',
  'XMP-photoshop:Instructions<IPTC:SpecialInstructions',
  'XMP-photoshop:Source<IPTC:Source',
  'XMP-photoshop:State<IPTC:Province-State',
  'XMP-photoshop:SupplementalCategories<IPTC:SupplementalCategories',
  'XMP-photoshop:TransmissionReference<IPTC:OriginalTransmissionReference',
  'XMP-photoshop:Urgency<IPTC:Urgency',
  'XMP-iptcCore:CountryCode<IPTC:Country-PrimaryLocationCode',
  'XMP-iptcCore:Location<IPTC:Sub-location',
  'XMP-iptcCore:IntellectualGenre<IPTC:ObjectAttributeReference',
  'XMP-xmp:CreateDate<IPTC:DigitalCreationDate',
  'XMP-xmp:CreateDate<Composite:DigitalCreationDateTime',
]

/** Arguments after `-tagsFromFile FILE`. */
export const DERIVE_ARGS: readonly string[] = [...FROM_PDF, ...FROM_FILMS, ...FROM_EXIF, ...FROM_IPTC].map(
  (assignment) => `-${assignment}`,
)

/** The embedded XMP as far as ExifTool can make sense of it, for blocks that are no well-formed XML. */
export const RESCUE_ARGS: readonly string[] = ['-XMP:all<XMP:all']

/** Tags that say how the pixels lie in the file. Every TIFF has them; they are no reason to make a sidecar. */
const STRUCTURAL =
  /^(?:Exif(?:Version|ImageWidth|ImageHeight)|FlashpixVersion|ComponentsConfiguration|ColorSpace|YCbCr\w+|[XY]Resolution|ResolutionUnit|Image(?:Width|Height)|BitsPerSample|Compression|PhotometricInterpretation|ReferenceBlackWhite|SamplesPerPixel|RowsPerStrip|PlanarConfiguration|Predictor|SubfileType|OldSubfileType|FillOrder|ExtraSamples|SampleFormat|JPEG\w*|Thumbnail\w*|Preview\w*|Strip\w+|Tile\w+|PageNumber|GPSVersionID|InteropIndex|InteropVersion|CodedCharacterSet|EnvelopeRecordVersion|ApplicationRecordVersion|Orientation)$/
const DERIVABLE = new Set(['exif', 'iptc'])
const DERIVABLE_ELSEWHERE = new Set(
  [...FROM_PDF, ...FROM_FILMS].map((assignment) =>
    assignment.slice(assignment.indexOf('<') + 1).toLowerCase(),
  ),
)

/** True when a tag says something about the picture that could go into a sidecar. */
export function isDerivable(tag: { family: string; name: string }): boolean {
  if (DERIVABLE.has(tag.family)) return !STRUCTURAL.test(tag.name)
  return DERIVABLE_ELSEWHERE.has(`${tag.family}:${tag.name}`.toLowerCase())
}

/**
 * Older names of properties that stand in the derived XMP under their own (XMP specification part 2, 2.5: tiff:Artist is
 * dc:creator, and so on). Beside a sidecar's newer text the old one would come to light again.
 */
export const OLDER_NAMES: ReadonlySet<string> = new Set(
  ['Artist', 'Copyright', 'DateTime', 'ImageDescription', 'Software'].map(
    (name) => `http://ns.adobe.com/tiff/1.0/ ${name}`,
  ),
)
