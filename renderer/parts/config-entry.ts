import type { ConfigMistake } from '../../shared/contract.ts'

/** One folder or destination as it stands in the file: whatever somebody has written there, unknown keys too. */
export type Entry = Readonly<Record<string, unknown>>
export type EntryList = 'folders' | 'destinations'

export function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The entries of a list at their places; what is no object there reads as one without keys. */
export function entriesOf(root: unknown, list: EntryList): Entry[] {
  const value = isEntry(root) ? root[list] : undefined
  return Array.isArray(value) ? value.map((entry: unknown) => (isEntry(entry) ? entry : {})) : []
}

/** @param path keys joined by dots: `after.to` */
export function valueIn(entry: Entry, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (isEntry(value) ? value[key] : undefined), entry)
}

/** A copy in which one value is another; `undefined` takes the key away. Everything else stays as it was. */
export function withValue(entry: Entry, path: string, value: unknown): Entry {
  const [key = '', ...rest] = path.split('.')
  const inner = entry[key]
  const next = rest.length === 0 ? value : withValue(isEntry(inner) ? inner : {}, rest.join('.'), value)
  if (next !== undefined) return { ...entry, [key]: next }
  return Object.fromEntries(Object.entries(entry).filter(([known]) => known !== key))
}

export function textIn(entry: Entry, path: string): string {
  const value = valueIn(entry, path)
  return typeof value === 'string' ? value : ''
}

export function numberIn(entry: Entry, path: string): number | null {
  const value = valueIn(entry, path)
  return typeof value === 'number' ? value : null
}

/** @param standard what counts without the key */
export function flagIn(entry: Entry, path: string, standard: boolean): boolean {
  const value = valueIn(entry, path)
  return typeof value === 'boolean' ? value : standard
}

/** The names of templates, or of whatever else is only referred to. */
export function namesIn(root: unknown, list: 'folders' | 'destinations' | 'templates'): string[] {
  const value = isEntry(root) ? root[list] : undefined
  if (!Array.isArray(value)) return []
  return value.flatMap((entry: unknown) => {
    const name = isEntry(entry) ? textIn(entry, 'name') : ''
    return name === '' ? [] : [name]
  })
}

/** The whole configuration with one entry written at its place; null takes the entry away, `at` behind the end adds it. */
export function withEntry(root: unknown, list: EntryList, at: number, entry: Entry | null): Entry {
  const all = isEntry(root) ? root : {}
  const before = Array.isArray(all[list]) ? [...(all[list] as unknown[])] : []
  before.splice(at, 1, ...(entry === null ? [] : [entry]))
  return { ...all, [list]: before }
}

/**
 * Where an entry that was opened for editing stands now. Null when it is gone or somebody has changed it meanwhile, so
 * that nobody's work is written over.
 */
export function placeOf(root: unknown, list: EntryList, original: Entry): number | null {
  const wanted = JSON.stringify(original)
  const at = entriesOf(root, list).findIndex((entry) => JSON.stringify(entry) === wanted)
  return at === -1 ? null : at
}

/** Mistakes of one entry with paths that begin inside it, and those of everything else as they are. */
export function sortedMistakes(
  mistakes: readonly ConfigMistake[],
  list: EntryList,
  at: number,
): { own: ConfigMistake[]; elsewhere: ConfigMistake[] } {
  const prefix = `${list}[${at}]`
  const isOwn = ({ path }: ConfigMistake): boolean => path === prefix || path.startsWith(`${prefix}.`)
  return {
    own: mistakes
      .filter(isOwn)
      .map((mistake) => ({ ...mistake, path: mistake.path.slice(prefix.length + 1) })),
    elsewhere: mistakes.filter((mistake) => !isOwn(mistake)),
  }
}

/** Whether a mistake is about this field or something inside it, as `to[1]` is inside `to`. */
export function isAbout(mistake: ConfigMistake, field: string): boolean {
  const { path } = mistake
  return path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`)
}

/** Words of the engine that go on from a name, as a sentence of its own below the field. */
export function asSentence(words: string): string {
  const sentence = `${words.charAt(0).toUpperCase()}${words.slice(1)}`
  return /[.?!/"]$/.test(sentence) ? sentence : `${sentence}.`
}

/**
 * True while the file cannot be read as a whole: what is here is then empty, and saving it would write over everything
 * that somebody has written by hand.
 */
export function isUnreadable(root: unknown, mistakes: readonly ConfigMistake[]): boolean {
  const isEmpty = !isEntry(root) || Object.keys(root).length === 0
  return isEmpty && mistakes.some(({ path }) => path === '')
}
