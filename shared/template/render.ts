import type { Instruction } from '../metadata.ts'
import { noted, type Phrase, say } from '../phrase.ts'
import { applyInstruction } from './apply.ts'
import type { CodeTable } from './code-tables.ts'
import { holds } from './condition-value.ts'
import { catalogueField } from './field-catalogue.ts'
import type {
  CompiledInstruction,
  CompiledTemplate,
  Rendered,
  RenderedStep,
  TemplateContext,
} from './rendering.ts'
import type { ValueScope } from './token-values.ts'
import { note, type Notes } from './notes.ts'
import { shortened } from './shown-value.ts'
import { valuesOf } from './values.ts'

/** A template may find a thousand things to say of one file; a person reads some of them. */
const MAX_NOTES = 50

/** Without what is there already and without repetitions, compared in Unicode's composed form. */
function newValues(existing: readonly string[], values: readonly string[]): string[] {
  const seen = new Set(existing.map((value) => value.normalize('NFC')))
  return values.filter((value) => {
    const key = value.normalize('NFC')
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** One template being filled in for one file. */
class Rendering {
  readonly template: CompiledTemplate
  readonly context: TemplateContext
  readonly tables: readonly CodeTable[]
  readonly fields: Map<number, readonly string[]>
  readonly elsewhere: Set<number>
  readonly missing = new Set<string>()
  readonly notKept = new Set<string>()
  readonly notes: Notes = new Map()
  readonly instructions: Instruction[] = []

  constructor(template: CompiledTemplate, context: TemplateContext) {
    this.template = template
    this.context = context
    this.fields = new Map(context.existing)
    this.elsewhere = new Set(context.existingElsewhere)
    this.tables = this.templateTables()
  }

  templateTables(): CodeTable[] {
    return this.template.codes.flatMap((name) => {
      const table = this.context.tables.get(name)
      if (table === undefined) note(this.notes, say`The code table «${name}» could not be used.`)
      return table === undefined ? [] : [table]
    })
  }

  scope(missing: Set<string>, notes: Notes): ValueScope {
    return {
      context: this.context,
      fields: this.fields,
      codeDelimiter: this.template.codeDelimiter,
      missing,
      notes,
    }
  }

  /** What is found out while a condition is looked at is nobody's concern. */
  holds({ when }: CompiledInstruction): boolean {
    const scope = this.scope(new Set(), new Map())
    return when === null || holds(when.condition, scope)
  }

  step(compiled: CompiledInstruction): RenderedStep {
    const { id, action, onlyIfEmpty } = compiled
    const { rules } = this.context
    const description = rules.byId(id)
    const name = description?.name ?? catalogueField(id)?.name ?? `Field ${id}`
    const before = [...(this.fields.get(id) ?? [])]
    const out = (words: Phrase, value?: string | string[]): RenderedStep => {
      return { id, name, action, value, before, after: [...before], leftOut: words.text, said: [words] }
    }
    if (description?.isKept === false) {
      this.notKept.add(name)
      return out(say`the destination has no such field`)
    }
    if (!this.holds(compiled)) return out(say`the condition does not hold: ${compiled.when?.source ?? ''}`)
    if (onlyIfEmpty) {
      const filled = before.find((value) => value.trim() !== '')
      if (filled !== undefined) return out(say`the field has a value already: «${shortened(filled)}»`)
      if (this.elsewhere.has(id))
        return out(say`the file brings a value of its own, which stands in its IPTC block`)
    }
    const missing = new Set<string>()
    const values = this.valuesOf(compiled, missing)
    const isBag = description?.isBag ?? false
    if (action !== 'erase' && values.length === 0) return out(nothingToAdd(missing))
    const fresh = action === 'add' && isBag ? newValues(before, values) : values
    if (action === 'add' && fresh.length === 0) return out(say`already there`, asValue(values))
    const value = valueFor(action, fresh)
    const after = this.apply({ id, action, ...(value === undefined ? {} : { value }) }, before, isBag)
    return { id, name, action, value, before, after, leftOut: null }
  }

  valuesOf({ values }: CompiledInstruction, missing: Set<string>): string[] {
    const scope = this.scope(missing, this.notes)
    const found = values.flatMap((value) => valuesOf(value, this.tables, scope))
    for (const source of missing) this.missing.add(source)
    return found
  }

  apply(instruction: Instruction, before: readonly string[], isBag: boolean): string[] {
    const { id, value } = instruction
    // Several values for a single field are no instruction that a server takes: they stay to be seen as a violation.
    const after =
      instruction.action === 'add' && !isBag && Array.isArray(value)
        ? [...value]
        : applyInstruction(before, instruction, isBag)
    this.instructions.push(instruction)
    this.fields.set(id, after)
    this.elsewhere.delete(id)
    return after
  }
}

function asValue(values: readonly string[]): string | string[] {
  const [only] = values
  return values.length === 1 && only !== undefined ? only : [...values]
}

function valueFor(action: Instruction['action'], values: readonly string[]): string | string[] | undefined {
  if (action === 'erase') return undefined
  return action === 'add' ? asValue(values) : values.join(', ')
}

function nothingToAdd(missing: ReadonlySet<string>): Phrase {
  if (missing.size === 0) return say`nothing to add: the value is empty`
  const names = [...missing].join(', ')
  return missing.size === 1
    ? say`nothing to add because ${names} is missing`
    : say`nothing to add because ${names} are missing`
}

function readable(notes: Notes): Phrase[] {
  const all = [...notes.values()]
  if (all.length <= MAX_NOTES) return all
  return [...all.slice(0, MAX_NOTES), say`And ${all.length - MAX_NOTES} notes more.`]
}

/**
 * Fills a template in for one file. Later instructions see what earlier ones did. Does not throw: what cannot be filled in
 * is left out or told.
 */
export function renderTemplate(template: CompiledTemplate, context: TemplateContext): Rendered {
  const rendering = new Rendering(template, context)
  const steps = template.instructions.map((instruction) => rendering.step(instruction))
  const { notKept } = rendering
  if (notKept.size > 0)
    note(
      rendering.notes,
      say`The destination has no field for ${[...notKept].join(', ')}; what the template has for it was left out.`,
    )
  return {
    steps,
    instructions: rendering.instructions,
    fields: rendering.fields,
    missing: [...rendering.missing],
    ...noted(readable(rendering.notes)),
  }
}
