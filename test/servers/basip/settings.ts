/** An account of the panel. */
export interface Account {
  readonly name: string
  readonly password: string
  /** `admin` may do everything; anybody else is refused where faces and doors are at stake. */
  readonly type: string
}

/** How the panel behaves. May be changed while it runs. */
export interface Settings {
  /** Null: nobody needs to sign in. */
  accounts: readonly Account[] | null
  tokenSeconds: number
  /** MD5 in lower-case letters counts as well. */
  acceptsLowerCaseDigest: boolean
  prefix: 'v0' | 'v1'
  /** Models without "fb" know no faces. */
  model: string
  firmware: string
  apiVersion: string
  /** The name that the file part must have. */
  partName: 'file' | 'status' | 'either'
  /** Identifiers that fit. */
  capacity: number
  /** Whether a provisional identifier outlives a picture that was refused. */
  keepsProvisional: boolean
  /** Lists come whole, whatever was asked for. */
  ignoresFilters: boolean
  /** Identifiers that wait for their picture are listed like any other, without a number. */
  listsProvisional: boolean
  /** What was made of a picture is not told. */
  hidesNumbers: boolean
  /** What was made of a picture is told where one identifier is looked at; the list has an empty text in its place. */
  blanksListedNumbers: boolean
  /** A number counts as given only when the face is there: until then, and after a removal, it is given again. */
  reusesNumbers: boolean
  /** A picture for an identifier that has its face takes the place of the one before. */
  takesPictureTwice: boolean
  /** Whatever is asked for is for ever. */
  ignoresValidity: boolean
  /** Whether «+» in an address stands for a space, as in forms of web pages. */
  isPlusASpace: boolean
  /** Longer names are cut. */
  nameLengthMax: number
  /** How long the panel looks at a picture. */
  loadingMs: number
}

export const DEFAULTS: Settings = {
  accounts: null,
  tokenSeconds: 7200,
  acceptsLowerCaseDigest: false,
  prefix: 'v1',
  model: 'AA-14FB',
  firmware: '3.12.0',
  apiVersion: '2.12.0',
  partName: 'file',
  capacity: 10_000,
  keepsProvisional: true,
  ignoresFilters: false,
  listsProvisional: false,
  hidesNumbers: false,
  blanksListedNumbers: false,
  reusesNumbers: false,
  takesPictureTwice: false,
  ignoresValidity: false,
  isPlusASpace: true,
  nameLengthMax: 1000,
  loadingMs: 0,
}

/** Takes over what is known and of the right type; the rest is left out. */
export function assignSettings(settings: Settings, changes: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(changes)) {
    if (!Object.hasOwn(DEFAULTS, name)) continue
    const isSame = typeof value === typeof DEFAULTS[name as keyof Settings]
    if (isSame || name === 'accounts') Object.assign(settings, { [name]: value })
  }
}
