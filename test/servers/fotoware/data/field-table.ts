/** Fields with several values; FotoWare field code reference. Author (80) is an XMP Seq but behaves as a bag. */
export const bagFieldIds: ReadonlySet<number> = new Set([20, 25, 80, 302, 303])

/** Fields the server itself sets on each upload: login name, full name and upload time. */
export const uploadedByField = 360
export const uploadedByFullNameField = 361
export const uploadTimeField = 362
