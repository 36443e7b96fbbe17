import type { TemplateConfig } from '../../../shared/config.ts'
import { catalogueRules, compileTemplate } from '../../../shared/template.ts'
import type { Said } from '../../../shared/phrase.ts'
import { nearestName } from './nearest.ts'
import type { TemplateDraft } from './step-draft.ts'

/** A mistake with its place: `name`, `codeDelimiter`, `codes.0`, `2.field`, `2.when`, `2.value.0`. */
export interface DraftMistake {
  place: string
  /** Goes on from what it is about: `uses {fielname}, which is no token`. */
  words: string
  said: Said
  /** Where in that text; null when it is about the whole of it. */
  at: number | null
}

/** Every value has its row, empty ones too, so that places stay what they are on the page. */
function everyRow({ name, steps, codes, codeDelimiter }: TemplateDraft): TemplateConfig {
  const fields = steps.map(({ field, action, values, onlyIfEmpty, when }) => ({
    field,
    action,
    onlyIfEmpty,
    ...(when.trim() === '' ? {} : { when }),
    ...(action === 'erase' ? {} : { value: action === 'add' ? values : values.slice(0, 1) }),
  }))
  return { name, fields, codes, codeDelimiter }
}

/** What is wrong with a template while it is edited, in the words of the engine. Empty fields are not told: they show. */
export function checkedDraft(
  draft: TemplateDraft,
  known: { tables: readonly string[]; variables: readonly string[] },
): DraftMistake[] {
  const vocabulary = { ...known, rules: catalogueRules(), suggest: nearestName }
  const result = compileTemplate(everyRow(draft), vocabulary)
  if (!('mistakes' in result)) return []
  return result.mistakes
    .map(({ path, words, said, at }) => ({
      place: path.slice(path[0] === 'fields' ? 1 : 0).join('.'),
      words,
      said,
      at,
    }))
    .filter(({ place }) => !isUnfilled(draft, place))
}

function isUnfilled({ steps }: TemplateDraft, place: string): boolean {
  const [, index] = /^(\d+)\.field$/.exec(place) ?? []
  return index !== undefined && steps[Number(index)]?.field.trim() === ''
}

/** Whether a step can be saved: it names a field. */
export function isComplete(draft: TemplateDraft): boolean {
  return draft.name.trim() !== '' && draft.steps.every(({ field }) => field.trim() !== '')
}
