import type { Person } from './wire.ts'

/** What holds where neither the file's name nor the list says anything. */
export type Usual = Pick<Person, 'type' | 'lock'>

const TYPES: readonly Person['type'][] = ['owner', 'guest']
const LOCKS: readonly Person['lock'][] = ['first', 'second', 'all']

export function typeNamed(word: string): Person['type'] | null {
  return TYPES.find((type) => type === word) ?? null
}

export function lockNamed(word: string): Person['lock'] | null {
  return LOCKS.find((lock) => lock === word) ?? null
}

/** As the panel is told; null for nothing at all, or what no panel could show. */
export function personName(text: string): string | null {
  const name = text.normalize('NFC').replaceAll(/\s+/g, ' ').trim()
  return name === '' || /\p{Cc}/u.test(name) ? null : name
}
