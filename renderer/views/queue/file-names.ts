/** The name of a file, and the folders it lies in below its hot folder. */
export function nameAndPlace(path: string): { name: string; folders: string[] } {
  const parts = path.split('/')
  return { name: parts.at(-1) ?? path, folders: parts.slice(0, -1) }
}

/** What stands where a picture would: the ending of the name. */
export function endingOf(path: string): string {
  const { name } = nameAndPlace(path)
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? '' : name.slice(dot + 1, dot + 5).toUpperCase()
}

/** So many letters at the end of a long name are never cut: they tell pictures of one series apart. */
const ENDING = 12
const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** A name in two, of which the first part may be cut. Never inside what is read as one letter, such as 👩‍👩‍👧. */
export function headAndTail(name: string): { head: string; tail: string } {
  if (name.length <= ENDING * 2) return { head: name, tail: '' }
  const cut = letters.segment(name).containing(name.length - ENDING)?.index ?? name.length
  return { head: name.slice(0, cut), tail: name.slice(cut) }
}
