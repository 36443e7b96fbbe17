const MASK = '***'

const MEMBERS = [
  'authorization',
  '(?:set-)?cookie',
  '(?:access|refresh|id|api)_?token',
  '(?:client|api)_?secret',
  'code_?verifier',
  '(?:api|private)_?key',
  'passw(?:or)?d',
  'passwort',
  'passphrase',
  'pwd',
  'fwapitoken',
].join('|')

/** A member and what stands between it and its value. */
const before = (names: string, quote: string): string => `((?:${names})\\\\?["']?\\s*[:=]\\s*${quote})`

const RULES: readonly (readonly [RegExp, string])[] = [
  // In quotes the value is all that stands between them, spaces included: as JSON, then as JSON in a text of JSON.
  [new RegExp(`${before(MEMBERS, '"')}(?:[^"\\\\]|\\\\.)*"`, 'gi'), `$1${MASK}"`],
  [
    new RegExp(`${before(MEMBERS, '\\\\"')}(?:[^"\\\\]|\\\\\\\\\\\\"|\\\\{4}|\\\\[^"\\\\])*\\\\"`, 'gi'),
    `$1${MASK}\\"`,
  ],
  [/((?:set-)?cookie:[ \t]*)[^\r\n"\\]+/gi, `$1${MASK}`],
  // Authorization headers, as text or key=value.
  [
    /(authorization\\?["']?\s*[:=]\s*\\?["']?)(?!\*\*\*)(?:(?:basic|bearer|jwt)\s+)?[^\s"',;\\]+/gi,
    `$1${MASK}`,
  ],
  [/\b(bearer|basic|jwt)\s+[\w.~+/=-]{8,}/gi, `$1 ${MASK}`],
  // Members and parameters whose value is a secret whatever surrounds them.
  [new RegExp(`${before(MEMBERS, '\\\\?["\']?')}(?!\\*\\*\\*)[^\\s&"',;}\\\\]+`, 'gi'), `$1${MASK}`],
  // Too short a name to be masked outside of a query.
  [/([?&](?:code|pw|pass|token|secret|state|key|sig|signature|auth)=)[^\s&"'\\]+/gi, `$1${MASK}`],
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, MASK],
  [/(\w:\/\/)[^\s/@:"'\\]+(?::[^\s/@"'\\]*)?@/g, `$1${MASK}@`],
]

/** The text with tokens, passwords and sign-in values masked. For logs and for what is handed to support. */
export function redactSecrets(text: string): string {
  return RULES.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text)
}
