import type { AssetRecord } from './asset-index.ts'

type Matcher = (record: AssetRecord) => boolean

/**
 * The assets that a FotoWeb query finds. Known parts, joined by AND: `fn:name.jpg` (whole name, `*` allowed),
 * `25:word` (a field contains it), a bare word (in the file name), each with NOT in front if wished.
 */
export function searchAssets(records: readonly AssetRecord[], query: string): AssetRecord[] {
  const matchers = query.split(/\s+AND\s+/).map((term) => matcherFor(term.trim()))
  return records.filter((record) => matchers.every((matches) => matches(record)))
}

function matcherFor(term: string): Matcher {
  if (term.startsWith('NOT ')) {
    const inner = matcherFor(term.slice(4).trim())
    return (record) => !inner(record)
  }
  const colon = term.indexOf(':')
  const field = colon < 0 ? '' : term.slice(0, colon)
  const wanted = unquoted(colon < 0 ? term : term.slice(colon + 1)).toLowerCase()
  if (field === 'fn') {
    const pattern = new RegExp(`^${wanted.split('*').map(escapeForPattern).join('.*')}$`, 'u')
    return (record) => pattern.test(record.filename.toLowerCase())
  }
  if (/^\d+$/.test(field)) {
    return (record) => [record.metadata[field]?.value ?? ''].flat().join('\n').toLowerCase().includes(wanted)
  }
  return (record) => record.filename.toLowerCase().includes(wanted)
}

function unquoted(text: string): string {
  return text.replace(/^"(.*)"$/, '$1')
}

function escapeForPattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
