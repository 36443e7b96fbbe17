import { xmpTooLarge } from './tool-problems.ts'

/**
 * The largest sidecar that is read, in bytes. Sidecars with the masks of a developing program reach some 10 MB; what is
 * larger is no sidecar, and its tree would fill the memory of the whole process.
 */
export const SIDECAR_BYTES_MAX = 16 * 1024 * 1024

/** Asked before a sidecar is read into memory. @throws UploadError `refused` (sidecar-too-large) */
export function refuseLargeSidecar(name: string, sizeBytes: number): void {
  if (sizeBytes > SIDECAR_BYTES_MAX) throw xmpTooLarge(name, sizeBytes, SIDECAR_BYTES_MAX)
}
