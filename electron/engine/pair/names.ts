const SIDECAR = /.\.xmp$/i

/** True for an XMP sidecar, in either naming and any letter case. */
export function isSidecar(name: string): boolean {
  return SIDECAR.test(name)
}

/** A name as names are compared: NFC (disks differ in how they spell accents) and lower case. */
export function nameKey(name: string): string {
  return name.normalize('NFC').toLowerCase()
}

/**
 * The name without its last extension, as names are compared: `IMG.CR2` and `IMG.xmp` give `img`, the sidecar
 * `IMG.CR2.xmp` gives `img.cr2`, which is the `nameKey` of its owner.
 */
export function stemKey(name: string): string {
  const key = nameKey(name)
  const dot = key.lastIndexOf('.')
  return dot > 0 ? key.slice(0, dot) : key
}
