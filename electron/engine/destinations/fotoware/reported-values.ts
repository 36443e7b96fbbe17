import type { KnownFields } from './metadata-view.ts'
import type { Asset } from './wire.ts'

/** Enough digits for a whole day. */
const DAY_DIGITS = 8

/**
 * The fields in which an asset does not show what it should: `missing` ones show something else, or nothing although the
 * archive describes them; `invisible` ones are shown neither by the asset nor by its metadata view.
 */
export function unseenFields(
  reported: Asset['metadata'],
  wanted: Readonly<Record<string, readonly string[]>>,
  known: KnownFields,
): { missing: number[]; invisible: number[] } {
  const missing: number[] = []
  const invisible: number[] = []
  for (const [key, values] of Object.entries(wanted)) {
    const id = Number(key)
    const isDate = known.byId(id)?.type === 'date'
    const shown = valuesOf(reported[key]?.value)
    if (
      isSame(
        shown,
        values.filter((value) => value.trim() !== ''),
        isDate,
      )
    )
      continue
    if (reported[key] === undefined && !known.isInView(id)) invisible.push(id)
    else missing.push(id)
  }
  return { missing, invisible }
}

/** Assets tell a text, a list of texts, or objects that hold the text beside other details. */
function valuesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((one: unknown) => valuesOf(one))
  if (typeof value === 'string') return value.trim() === '' ? [] : [value]
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)]
  if (typeof value === 'object' && value !== null && 's' in value) return valuesOf(value.s)
  return []
}

/** The order of a bag, and what is in it twice, are up to the archive. */
function isSame(shown: readonly string[], wanted: readonly string[], isDate: boolean): boolean {
  const isIn = (one: string, others: readonly string[]): boolean =>
    others.some((other) => comparable(one) === comparable(other) || (isDate && isSameDay(one, other)))
  return shown.every((one) => isIn(one, wanted)) && wanted.every((one) => isIn(one, shown))
}

function comparable(text: string): string {
  return text.normalize('NFC').replaceAll(/\r\n?/g, '\n').trim()
}

/** `2026-05-01` is the same as `20260501`, and as `2026-05-01T12:00:00` where a field holds no time. */
function isSameDay(one: string, other: string): boolean {
  const [short = '', long = ''] = [one, other]
    .map((text) => text.replaceAll(/\D/g, ''))
    .sort((left, right) => left.length - right.length)
  return short.length >= DAY_DIGITS && long.startsWith(short)
}

/** «Keywords (25)» */
export function fieldLabel(id: number, known: Pick<KnownFields, 'byId'>): string {
  const name = known.byId(id)?.name ?? ''
  return name === '' || name === String(id) ? String(id) : `${name} (${String(id)})`
}
