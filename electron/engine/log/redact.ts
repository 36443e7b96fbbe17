const MASK = '***'

const RULES: readonly (readonly [RegExp, string])[] = [
  // Authorization headers, as text, JSON or key=value.
  [
    /(authorization\\?["']?\s*[:=]\s*\\?["']?)(?!\*\*\*)(?:(?:basic|bearer|jwt)\s+)?[^\s"',;\\]+/gi,
    `$1${MASK}`,
  ],
  [/\b(bearer|basic|jwt)\s+[\w.~+/=-]{8,}/gi, `$1 ${MASK}`],
  // Members and parameters whose value is a secret whatever surrounds them.
  [
    /((?:access_token|refresh_token|id_token|client_secret|code_verifier|api_?key|passw(?:or)?d|fwapitoken)\\?["']?\s*[:=]\s*\\?["']?)[^\s&"',;}\\]+/gi,
    `$1${MASK}`,
  ],
  // Too short a name to be masked outside of a query.
  [/([?&](?:code|pw|token|secret|state)=)[^\s&"']+/gi, `$1${MASK}`],
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, MASK],
  [/(\w:\/\/)[^\s/@:]+:[^\s/@]+@/g, `$1${MASK}@`],
]

/** The text with tokens, passwords and sign-in values masked. For logs and for what is handed to support. */
export function redactSecrets(text: string): string {
  return RULES.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text)
}
