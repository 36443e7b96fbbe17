/** Packages that stay packages: they hold native parts, programs, or look for files beside themselves. */
export const UNBUNDLED = [
  '@napi-rs/keyring',
  'better-sqlite3',
  'exiftool-vendored',
  'sharp',
  'trash',
] as const
