import { textOf } from '../../../shared/phrase.ts'
import { problemSentence } from '../../../shared/problem.ts'
import { errorText, ProblemError } from '../../engine/errors.ts'
import type { Ports } from '../../engine/ports.ts'

export interface StoredSecrets {
  /** Where secrets are kept, which of them are there, and never what they are. */
  text: string
  /** What must not stand in any text. */
  values: string[]
}

/** A keyring that is locked waits for somebody to open it; a bundle must not. */
const ANSWER_WITHIN_MS = 10_000
/** Also found in a configuration that is not JSON any more. */
const NAMED = /"(?:secret|apiKey)"\s*:\s*"((?:[^"\\\n]|\\.)*)"/g
const IN_ENVIRONMENT = /"env"\s*:\s*"((?:[^"\\\n]|\\.)*)"/g
const DESTINATION = /"name"\s*:\s*"((?:[^"\\\n]|\\.)*)"/g
const LETTER_KINDS = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/]
/** Longer than what people call things. */
const NAME_CHARS_MAX = 24

type Fact = { name: string; state: string } | { env: string; state: string }

/** Looks up every secret that a configuration names. @param ports null where the data folder cannot be used */
export async function storedSecrets(
  config: string,
  ports: Pick<Ports, 'secrets' | 'network'> | null,
): Promise<StoredSecrets> {
  const env = ports?.network.proxyEnv ?? process.env
  const values: string[] = []
  const facts: Fact[] = []
  for (const name of found(IN_ENVIRONMENT, config)) {
    const value = env[name] ?? ''
    facts.push({ env: name, state: value === '' ? 'not set' : 'set' })
    values.push(value)
  }
  if (ports === null) return { text: shown({ secrets: facts }), values }
  const { secrets } = ports
  for (const name of found(NAMED, config)) {
    const { value, state } = await lookUp(() => secrets.get(name))
    facts.push({ name, state })
    // Somebody may have written the secret itself where its name belongs.
    values.push(...(value === null && looksLikeSecret(name) ? [name] : partsOf(value)))
  }
  for (const name of found(DESTINATION, config)) {
    const { value, state } = await lookUp(() => secrets.get(`signin:${name}`))
    if (value !== null && value !== '') facts.push({ name: `signin:${name}`, state })
    values.push(...partsOf(value))
  }
  const kept = await lookUp(async () => textOf(await secrets.describe()))
  return { text: shown({ kept: kept.value ?? kept.state, secrets: facts }), values }
}

function found(pattern: RegExp, text: string): Set<string> {
  return new Set([...text.matchAll(pattern)].map(([, inner = '']) => unescaped(inner)))
}

function unescaped(inner: string): string {
  try {
    return String(JSON.parse(`"${inner}"`))
  } catch {
    return inner
  }
}

async function lookUp(ask: () => Promise<string | null>): Promise<{ value: string | null; state: string }> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    late.reject(new Error('the secret store did not answer'))
  }, ANSWER_WITHIN_MS)
  try {
    const value = await Promise.race([ask(), late.promise])
    return { value, state: value === null ? 'not stored' : 'stored' }
  } catch (error) {
    const why = error instanceof ProblemError ? problemSentence(error.problem) : errorText(error)
    return { value: null, state: `not known: ${why}` }
  } finally {
    clearTimeout(timer)
  }
}

/** A kept sign-in is an object with a token in it. */
function partsOf(value: string | null): string[] {
  if (value === null) return []
  try {
    const parsed: unknown = JSON.parse(value)
    if (typeof parsed === 'object' && parsed !== null && 'refreshToken' in parsed)
      return [value, String(parsed.refreshToken)]
  } catch {
    // A plain secret.
  }
  return [value]
}

function looksLikeSecret(name: string): boolean {
  return name.length > NAME_CHARS_MAX || LETTER_KINDS.filter((kind) => kind.test(name)).length > 2
}

function shown(facts: object): string {
  return JSON.stringify(facts, null, 2)
}
