import { entriesOf, type Entry, textIn, valueIn, withEntry, withValue } from './config-entry.ts'

function namesIn(entry: Entry): unknown[] {
  const value = valueIn(entry, 'to')
  return Array.isArray(value) ? value : []
}

/** The folders that deliver to a destination, and those of them that would be left without any. */
export function foldersWith(root: unknown, destination: string): { all: string[]; only: string[] } {
  const using = entriesOf(root, 'folders').filter((folder) => namesIn(folder).includes(destination))
  const name = (folder: Entry): string => textIn(folder, 'name')
  return {
    all: using.map(name),
    only: using.filter((folder) => namesIn(folder).every((other) => other === destination)).map(name),
  }
}

/** The configuration without a destination; folders no longer deliver to it. */
export function withoutDestination(root: unknown, at: number, destination: string): Entry {
  const all = withEntry(root, 'destinations', at, null)
  if (!Array.isArray(all['folders'])) return all
  return entriesOf(root, 'folders').reduce(
    (changed, folder, index) =>
      namesIn(folder).includes(destination)
        ? withEntry(
            changed,
            'folders',
            index,
            withValue(
              folder,
              'to',
              namesIn(folder).filter((other) => other !== destination),
            ),
          )
        : changed,
    all,
  )
}
