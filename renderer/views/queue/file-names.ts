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
