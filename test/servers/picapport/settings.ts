export interface User {
  readonly uid: string
  readonly password: string
  readonly name: string
  /** The permission `pap:access:uploads`. */
  readonly canUpload: boolean
}

/** Names of members that no page of the vendor tells (PicApport Web API, «upload»). */
export interface ResultNames {
  /** Null: the answer is the array itself. */
  readonly list: string | null
  readonly size: string
  readonly status: string
}

/** Everything a test may change while the server runs; in words of picapport.properties where there are any. */
export interface Settings {
  users: readonly User[]
  /** `webapi.enabled` */
  isEnabled: boolean
  /** `webapi.apikey` */
  apiKey: string | null
  /** `webapi.default.uid`: a user whose password is their name. */
  defaultUid: string | null
  /** `webapi.max.sessions.per.ip` */
  sessionsPerIpMax: number
  /** A session that nobody has used for so long is forgotten. */
  idleMs: number
  /** What a session that is over is answered with: no page tells. 200 comes with a web page. */
  signedOutStatus: 200 | 400 | 401 | 403
  /** `none` is what `webapi.DISABLE.PASSWORD.ENCRYPTION` makes of it. */
  algorithm: string
  /** Below a multiple of 8 the modulus is written with fewer digits than its bytes have. */
  keyBits: number
  /** «9.2.1»: decides which functions and members there are. */
  version: string
  /** False while the database is being loaded. */
  isReady: boolean
  /** `server.demomode`: takes no uploads. */
  isDemo: boolean
  /** `upload.max.filesize.mb`, in units of 1,000,000 bytes. */
  fileSizeMaxMb: number
  /** Extensions with their dot; none without the plug-in for videos. */
  videoTypes: readonly string[]
  resultNames: ResultNames
  /** So often «checkPhotoId» says of a new photo that it is not there. */
  indexLagPolls: number
  /** True: no new photo is found by «checkPhotoId» until this is over. */
  isIndexHeld: boolean
}

export const ANNA: User = { uid: 'anna', password: 'Schöne Fotos+1', name: 'Anna Arendt', canUpload: true }

/** A family's server: one user who may upload, one who may look, and a default user who may upload. */
export function defaultSettings(): Settings {
  return {
    users: [
      ANNA,
      { uid: 'guest', password: 'only looking', name: 'A guest', canUpload: false },
      { uid: 'public', password: 'public', name: 'Everybody', canUpload: true },
    ],
    isEnabled: true,
    apiKey: null,
    defaultUid: 'public',
    sessionsPerIpMax: 50,
    idleMs: 30 * 60_000,
    signedOutStatus: 403,
    algorithm: 'RSA',
    keyBits: 1024,
    version: '10.2.0',
    isReady: true,
    isDemo: false,
    fileSizeMaxMb: 50,
    videoTypes: [],
    resultNames: { list: 'photos', size: 'size', status: 'status' },
    indexLagPolls: 0,
    isIndexHeld: false,
  }
}

/** Copies known settings; unknown keys and undefined values are left out. */
export function assignSettings(settings: Settings, changes: object): void {
  const known = new Set(Object.keys(defaultSettings()))
  const given = Object.entries(changes).filter(([key, value]) => known.has(key) && value !== undefined)
  Object.assign(settings, Object.fromEntries(given))
}

/** Whether a version is at least another one: `9.10` is after `9.9`. */
export function isAtLeast(version: string, wanted: string): boolean {
  const [own, other] = [version, wanted].map((text) => text.split('.').map(Number))
  for (let index = 0; index < (other?.length ?? 0); index++) {
    const difference = (own?.[index] ?? 0) - (other?.[index] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return true
}
