const forbidden = /[<>:"/\\|?*]/
const reservedDevice = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i
const longestName = 255

/** True when Windows can hold a file or folder of this name; FotoWare servers keep files on NTFS. */
export function isWindowsName(name: string): boolean {
  if (name === '' || name === '.' || name === '..') return false
  if (forbidden.test(name) || hasControlCharacter(name) || !name.isWellFormed()) return false
  if (name.endsWith('.') || name.endsWith(' ') || reservedDevice.test(name)) return false
  return name.length <= longestName && Buffer.byteLength(name) <= longestName
}

/**
 * Splits a `folder` value into its levels, or gives null when a level is no legal name.
 * Outer and repeated slashes count for nothing (FotoWare Upload API, section «folder»).
 */
export function parseFolderPath(folder: string): string[] | null {
  const levels = folder
    .normalize('NFC')
    .split('/')
    .filter((level) => level !== '')
  return levels.every(isWindowsName) ? levels : null
}

/** The form in which the server compares names: accents composed, case ignored. */
export function comparableName(name: string): string {
  return name.normalize('NFC').toLowerCase()
}

function hasControlCharacter(name: string): boolean {
  for (let position = 0; position < name.length; position += 1) {
    if (name.charCodeAt(position) < 32) return true
  }
  return false
}
