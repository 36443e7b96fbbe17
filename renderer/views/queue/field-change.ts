export interface FieldChange {
  before: string[]
  gone: string[]
  kept: string[]
  added: string[]
}

/** What is new in a field, and what is no longer there. Of a text that has grown only what was added counts as new. */
export function fieldChange(existing: readonly string[], final: readonly string[]): FieldChange {
  const [was = '', ...others] = existing
  const [is = '', ...more] = final
  if (was !== '' && was !== is && others.length + more.length === 0) {
    if (is.startsWith(was)) return { before: [], gone: [], kept: [was], added: [is.slice(was.length)] }
    if (is.endsWith(was)) return { before: [is.slice(0, -was.length)], gone: [], kept: [was], added: [] }
  }
  return {
    before: [],
    gone: existing.filter((value) => !final.includes(value)),
    kept: existing.filter((value) => final.includes(value)),
    added: final.filter((value) => !existing.includes(value)),
  }
}
