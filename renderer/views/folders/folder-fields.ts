/** The keys of a folder that have a field in the form, among everything or behind «More rules». */
export const MAIN_FIELDS = ['name', 'path', 'to', 'template', 'after'] as const
export const RULE_FIELDS = [
  'subfolders',
  'ignore',
  'duplicates',
  'settleMs',
  'scanEverySeconds',
  'sidecars',
  'sidecarGraceMs',
  'sidecarRevisions',
  'readMetadata',
  'pathPattern',
  'preserveModificationTime',
  'unlikelyTimes',
  'timeZone',
] as const

/** Patterns as a person writes them, one a line, and as they stand in the file. */
export function linesOf(patterns: readonly string[]): string {
  return patterns.join('\n')
}

export function patternsOf(lines: string): string[] {
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
