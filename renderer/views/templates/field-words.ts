import { words } from '../../texts/texts.svelte.ts'
import type { FieldChoice } from './fields.ts'

/** What is to be known of a field, in one line: its number, how many values, how long they may be. */
export function fieldFacts(field: FieldChoice): string {
  const text = words().templates
  return [
    text.facts(field.id, field.isBag, field.maxLength),
    ...(field.isRequired ? [text.required] : []),
    ...(field.isTaxonomyOnly ? [text.listOnly] : []),
  ].join(' · ')
}
