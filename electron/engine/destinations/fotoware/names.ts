/*
 * The archive stores files on Windows, so every folder and file name must be legal there
 * (FotoWare Upload API, sections «Folder» and «Filename»). What is not legal is replaced, never refused:
 *
 *   < > : " | ? * \ and control characters  →  _
 *   a dot or space at the end               →  _
 *   CON, PRN, AUX, NUL, COM1–9, LPT1–9      →  _ in front
 *   decomposed letters (a + ¨, as macOS writes) → composed (ä)
 */
const ILLEGAL = /[<>:"|?*\\/\p{Cc}]/gu
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i
const AT_END = /[. ]+$/

/** A name that Windows accepts, as near as possible to the given one. */
export function legalName(name: string): string {
  const composed = name.normalize('NFC')
  const replaced = composed.replaceAll(ILLEGAL, '_').replace(AT_END, (end) => '_'.repeat(end.length))
  if (replaced === '') return '_'
  return RESERVED.test(replaced) ? `_${replaced}` : replaced
}

export interface SentNames {
  folder: string | null
  filename: string
  /** Names that had to change, for the receipt. A mere change of composition is not told. */
  renamed: { from: string; to: string }[]
}

/** The folder and file name to send for a file in `folder` ('/' between levels, null for none). */
export function sentNames(folder: string | null, filename: string): SentNames {
  const renamed: SentNames['renamed'] = []
  const legal = (name: string): string => {
    const to = legalName(name)
    if (to !== name.normalize('NFC')) renamed.push({ from: name, to })
    return to
  }
  const levels = (folder ?? '').split('/').filter((level) => level !== '')
  return {
    folder: levels.length === 0 ? null : levels.map(legal).join('/'),
    filename: legal(filename),
    renamed,
  }
}
