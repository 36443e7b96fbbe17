/*
 * Names that can be stored on every system, Windows above all (Microsoft, «Naming Files, Paths, and Namespaces»).
 * What is not legal is replaced, never refused:
 *
 *   < > : " | ? * \ and control characters  →  _
 *   a dot or space at the end               →  _
 *   CON, PRN, AUX, NUL, COM1–9, LPT1–9 …    →  _ in front
 *   decomposed letters (a + ¨, as macOS writes) → composed (ä)
 *   half of a surrogate pair                →  the replacement character
 *   more than 255 UTF-16 units              →  cut before the extension
 */
const ILLEGAL = /[<>:"|?*\\/\p{Cc}]/gu
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\..*)?$/i
const AT_END = /[. ]+$/
const UNITS_MAX = 255

/** A name that Windows accepts, as near as possible to the given one. */
export function legalName(name: string): string {
  const composed = name.toWellFormed().normalize('NFC')
  const replaced = withLegalEnd(composed.replaceAll(ILLEGAL, '_'))
  if (replaced === '') return '_'
  return shortened(RESERVED.test(replaced) ? `_${replaced}` : replaced)
}

function withLegalEnd(name: string): string {
  return name.replace(AT_END, (end) => '_'.repeat(end.length))
}

/** Names of 255 units grow when they are composed or get a mark in front. */
function shortened(name: string): string {
  if (name.length <= UNITS_MAX) return name
  const dot = name.lastIndexOf('.')
  const hasExtension = dot > 0 && name.length - dot <= UNITS_MAX / 2
  const extension = hasExtension ? name.slice(dot) : ''
  const stem = name.slice(0, UNITS_MAX - extension.length)
  // Half a pair at the cut is dropped; what stands at the end now may be a dot.
  return withLegalEnd(stem.replace(/[\uD800-\uDBFF]$/, '') + extension)
}
