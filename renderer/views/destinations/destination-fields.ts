import { type Entry, isEntry, textIn, valueIn } from '../../parts/config-entry.ts'
import type { Texts } from '../../texts/en.ts'
import { METHODS, REDIRECT_PATH } from './kinds/fotoware.ts'
import { formOf } from './kinds/kinds.ts'
import { type Rule, secretsIn, shownRules } from './kinds/rules.ts'
import { secretEnv, standardSecretName } from './kinds/secret-names.ts'

/** The ways to sign in to FotoWare, with which most begin. */
export { METHODS, REDIRECT_PATH }

export const REDIRECT_PORTS: readonly number[] = [47_121, 47_122, 47_123]

/** How somebody or something signs in; `none` for what this kind of destination does not know. */
export function methodOf(entry: Entry): string {
  const written = textIn(entry, 'auth.method')
  const form = formOf(entry)
  return form !== null && Object.hasOwn(form.methods, written) ? written : 'none'
}

/** The secrets that are kept in the store: where each stands, and what it is called in the form. */
export function storedSecrets(texts: Texts, entry: Entry): { path: string; label: string }[] {
  const rules = formOf(entry)?.signIn(texts, entry) ?? []
  return secretsIn(rules, entry).filter(({ path }) => secretEnv(entry, path) === null)
}

/** All keys that have a field in the form of this destination, so that each shows what is wrong with it. */
export function fieldPaths(texts: Texts, entry: Entry): string[] {
  const form = formOf(entry)
  if (form === null) return []
  const paths = (rules: readonly Rule[]): string[] => shownRules(rules, entry).map(({ path }) => path)
  return [
    ...['name', 'url', 'allowInsecure', 'auth.method', 'collection'],
    // Where nothing else is asked, the method shows whatever is wrong with the sign-in.
    ...(methodOf(entry) === 'none' ? ['auth'] : []),
    ...paths(form.signIn(texts, entry)),
    ...form.main(texts, entry).flatMap(({ rules }) => paths(rules)),
    ...morePaths(texts, entry),
  ]
}

/** Those of them that stand behind «More rules». */
export function morePaths(texts: Texts, entry: Entry): string[] {
  const groups = formOf(entry)?.more(texts, entry) ?? []
  return groups.flatMap(({ rules }) => shownRules(rules, entry).map(({ path }) => path))
}

export function redirectPorts(entry: Entry): number[] {
  const value = valueIn(entry, 'auth.redirectPorts')
  return Array.isArray(value) ? value.filter((port) => typeof port === 'number') : [...REDIRECT_PORTS]
}

/** The addresses that have to be registered at the archive. */
export function redirectAddresses(entry: Entry): string[] {
  const path = textIn(entry, 'auth.redirectPath') || REDIRECT_PATH
  return redirectPorts(entry).map((port) => `http://127.0.0.1:${port}${path}`)
}

/** Sign-in settings for another method: it takes along what it has as well, and nothing that it may not have. */
export function authFor(method: string, entry: Entry): Entry {
  const keys = formOf(entry)?.methods[method] ?? []
  const before = isEntry(entry['auth']) ? entry['auth'] : {}
  const standard = (key: string): string => (key === 'secret' ? standardSecretName(entry, 'auth.secret') : '')
  return { method, ...Object.fromEntries(keys.map((key) => [key, before[key] ?? standard(key)])) }
}

/** Ports as a person writes them. Nothing when there is anything else than numbers. */
export function portsFrom(text: string): number[] | null {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '')
  return parts.length > 0 && parts.every((part) => /^\d+$/.test(part)) ? parts.map(Number) : null
}
