/** Paths of the computer that runs Sluice: of Windows when they look like it, whatever this browser runs on. */
function separatorOf(path: string): string {
  return /^[a-z]:|^\\\\/i.test(path) ? '\\' : '/'
}

export function joined(folder: string, name: string): string {
  const separator = separatorOf(folder)
  return folder.endsWith(separator) ? folder + name : folder + separator + name
}

/** The name of a folder; of the top its whole path. */
export function lastPart(path: string): string {
  return path.split(separatorOf(path)).findLast((part) => part !== '') ?? path
}
