import { legalName } from '../legal-name.ts'

/*
 * The archive stores files on Windows, so every folder and file name must be legal there
 * (FotoWare Upload API, sections «Folder» and «Filename»).
 */

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
