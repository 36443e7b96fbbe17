import { type Phrase, say, told } from '../phrase.ts'
import { catalogueField } from './field-catalogue.ts'
import type { FieldDescription, FieldRules } from './field-description.ts'
import type { Rendered } from './rendering.ts'
import { shortened } from './shown-value.ts'
import { typeMistake } from './value-types.ts'

/** Something that the archive would not take, or that breaks its own rules. */
export interface FieldViolation {
  id: number
  name: string
  /** Shortened for display; empty where it is about the field. */
  value: string
  /** A whole sentence without its full stop: `Headline (105) has 300 characters; the archive takes 256`. */
  words: string
  said?: Phrase[]
}

/** A value to look up in the archive's own list. */
export interface TaxonomyQuestion {
  id: number
  name: string
  value: string
}

type Result = Pick<Rendered, 'steps' | 'fields'>

/** Line breaks and tabs are text; every other control character is refused by XML, and half a character by UTF-8. */
const CONTROL = /[^\P{Cc}\n\r\t\u0080-\u009F]/u

/** Values beyond this are not held against the archive's regular expression, which may take very long. */
const MAX_PATTERN_LENGTH = 10_000

function isMatch(value: string, pattern: string): boolean {
  if (value.length > MAX_PATTERN_LENGTH) return true
  try {
    return new RegExp(pattern, 'u').test(value)
  } catch {
    // Written for another kind of regular expressions: nothing can be said.
    return true
  }
}

function limitMistake(value: string, { type, min, max }: FieldDescription): Phrase | null {
  if (type !== 'integer' && type !== 'real') return null
  const number = Number(value.trim())
  if (Number.isNaN(number)) return null
  if (min !== null && number < min) return say`is below ${String(min)}, the least that the archive takes`
  return max !== null && number > max ? say`is above ${String(max)}, the most that the archive takes` : null
}

/** What is wrong with one value, in words that go on from the name of the field; null when nothing is. */
function valueMistakes(value: string, description: FieldDescription, taker: Phrase): Phrase[] {
  const { maxLength, type, pattern } = description
  const length = Array.from(value).length
  const words = [
    maxLength !== null && length > maxLength ? say`has ${length} characters; ${taker} ${maxLength}` : null,
    typeMistake(value, type),
    limitMistake(value, description),
    pattern !== null && !isMatch(value, pattern)
      ? say`is «${shortened(value)}», which does not fit the archive's pattern ${pattern}`
      : null,
  ]
  return words.filter((word) => word !== null)
}

function touchedIds({ steps }: Result): number[] {
  return [...new Set(steps.filter(({ leftOut }) => leftOut === null).map(({ id }) => id))]
}

/** The values of a field that were not there before the template: the others are the file's own affair. */
function broughtIn(id: number, { steps, fields }: Result): string[] {
  const before = new Set(steps.find((step) => step.id === id)?.before)
  return [...new Set((fields.get(id) ?? []).filter((value) => !before.has(value)))]
}

/** The values of every instruction for a field, one list for each. */
function sentValues(id: number, { steps }: Result): (readonly string[])[] {
  return steps.flatMap(({ id: other, value, leftOut }) => {
    if (other !== id || leftOut !== null || value === undefined) return []
    return [typeof value === 'string' ? [value] : value]
  })
}

function label({ id, name }: Pick<FieldDescription, 'id' | 'name'>): string {
  return `${name} (${id})`
}

function fieldViolations(id: number, result: Result, rules: FieldRules): FieldViolation[] {
  const description = rules.byId(id)
  const sent = sentValues(id, result)
  // A later step may replace what an earlier one brought; the server refuses the earlier one all the same.
  const several = [...sent, result.fields.get(id) ?? []].find((values) => values.length > 1)
  const name = description?.name ?? result.steps.find((step) => step.id === id)?.name ?? `Field ${id}`
  const about = (words: Phrase, value = ''): FieldViolation => ({
    id,
    name,
    value: shortened(value),
    ...told(say`${label({ id, name })} ${words}`),
  })
  if (description === null) return [about(say`is a field that the archive does not have`)]
  const taker = rules.source === 'archive' ? say`the archive takes` : say`archives commonly take`
  return [
    ...(description.isWritable ? [] : [about(say`cannot be written`)]),
    ...(several === undefined || description.isBag
      ? []
      : [about(say`gets ${several.length} values; it takes one`, several.join(', '))]),
    ...sent
      .flat()
      .filter((value) => CONTROL.test(value) || !value.isWellFormed())
      .map((value) => about(say`has a control character or half a character, which no archive takes`, value)),
    ...broughtIn(id, result).flatMap((value) =>
      valueMistakes(value, description, taker).map((words) => about(words, value)),
    ),
  ]
}

function isEmpty(values: readonly string[] | undefined): boolean {
  return values === undefined || values.every((value) => value.trim() === '')
}

function missingRequired({ fields }: Result, rules: FieldRules): FieldViolation[] {
  return rules.all
    .filter(
      ({ id, isRequired }) =>
        isRequired && catalogueField(id)?.isServerSet !== true && isEmpty(fields.get(id)),
    )
    .map(({ id, name }) => ({
      id,
      name,
      value: '',
      ...told(say`${label({ id, name })} is empty; the archive asks for a value`),
    }))
}

/**
 * What stands against sending: of the fields that the template touches everything that it brings in, of the others
 * only that required ones are filled. FotoWare's own uploaders check the same before they send.
 */
export function violations(rendered: Result, rules: FieldRules): FieldViolation[] {
  return [
    ...touchedIds(rendered).flatMap((id) => fieldViolations(id, rendered, rules)),
    ...missingRequired(rendered, rules),
  ]
}

/** The values that the template brings into fields which take only values of the archive's own list. */
export function taxonomyQuestions(rendered: Result, rules: FieldRules): TaxonomyQuestion[] {
  return touchedIds(rendered).flatMap((id) => {
    const description = rules.byId(id)
    if (description?.isTaxonomyOnly !== true) return []
    return broughtIn(id, rendered).map((value) => ({ id, name: description.name, value }))
  })
}
