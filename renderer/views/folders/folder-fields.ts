/** The keys of a folder that have a field in the form, among everything or behind «More rules». */
export const MAIN_FIELDS = ['name', 'path', 'to', 'template', 'after'] as const
export const RULE_FIELDS = [
  'subfolders',
  'ignore',
  'rejected',
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

/** What «After delivery» becomes in the file when one of its choices is taken; undefined for the usual one. */
export function afterRule(action: string): object | undefined {
  if (action === 'keep') return undefined
  // Where to is asked next.
  return action === 'move' ? { action, to: '' } : { action }
}

/** The same for what an archive rejects. */
export function rejectedRule(action: string): object | undefined {
  return action === 'keep' ? undefined : { action }
}

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
