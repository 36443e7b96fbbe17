import { DESTINATION_KINDS } from '../../../../shared/destination-config.ts'
import { type Entry, textIn } from '../../../parts/config-entry.ts'
import { basip } from './basip.ts'
import { bioid } from './bioid.ts'
import { fotoware } from './fotoware.ts'
import type { KindForm } from './kind-form.ts'
import { picapport } from './picapport.ts'

export type Kind = (typeof DESTINATION_KINDS)[number]

export const KIND_FORMS: Readonly<Record<Kind, KindForm>> = { fotoware, picapport, bioid, basip }

/** Null for what this window does not know. */
export function kindNamed(name: string): Kind | null {
  return DESTINATION_KINDS.find((kind) => kind === name) ?? null
}

export function kindOf(entry: Entry): Kind | null {
  return kindNamed(textIn(entry, 'kind'))
}

export function formOf(entry: Entry): KindForm | null {
  const kind = kindOf(entry)
  return kind === null ? null : KIND_FORMS[kind]
}
