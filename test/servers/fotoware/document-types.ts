export type DocumentType = 'image' | 'movie' | 'audio' | 'document' | 'graphic' | 'generic'

const extensions: readonly (readonly [DocumentType, string])[] = [
  ['image', 'jpg jpeg jpe tif tiff png gif psd webp heic nef cr2 cr3 arw dng raf orf rw2'],
  ['movie', 'mp4 mov m4v avi mxf mpg mpeg wmv mkv'],
  ['audio', 'mp3 wav aif aiff m4a flac ogg'],
  ['document', 'pdf doc docx xls xlsx ppt pptx txt rtf indd'],
  ['graphic', 'eps ai svg'],
]

const types = new Map(
  extensions.flatMap(([type, list]) => list.split(' ').map((name) => [name, type] as const)),
)

/** Extension in lower case without its dot; empty when there is none. */
export function extensionOf(filename: string): string {
  const dot = filename.lastIndexOf('.')
  return dot <= 0 ? '' : filename.slice(dot + 1).toLowerCase()
}

/** The `doctype` of an asset with this name. */
export function documentType(filename: string): DocumentType {
  return types.get(extensionOf(filename)) ?? 'generic'
}
