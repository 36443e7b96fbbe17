/** One file to make for a demo or a test. */
export interface PhotoSpec {
  /** Relative to the root, with forward slashes. */
  path: string
  kind: 'jpeg' | 'raw' | 'random'
  /** Exact for 'raw' and 'random'; for 'jpeg' the picture is drawn so large that it comes near. */
  sizeBytes?: number
  /** 'stem' makes IMG.xmp, 'full' makes IMG.CR2.xmp. */
  sidecar?: 'stem' | 'full'
  mtime?: Date
  artist?: string
  caption?: string
}

/** The path of the sidecar of a photo, or null when it has none. */
export function sidecarPath(spec: PhotoSpec): string | null {
  if (spec.sidecar === undefined) return null
  return spec.sidecar === 'full' ? `${spec.path}.xmp` : spec.path.replace(/\.[^./]+$/, '') + '.xmp'
}
