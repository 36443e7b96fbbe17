import type { FieldInstruction, TemplateConfig } from '../config.ts'
import { type Phrase, say, told } from '../phrase.ts'
import { readCondition } from './conditions.ts'
import { FIRST_CUSTOMER_FIELD, catalogueField } from './field-catalogue.ts'
import type { FieldDescription } from './field-description.ts'
import { readValue } from './grammar.ts'
import { mistakeOf, nearest, type Vocabulary } from './mistake.ts'
import { templateNeeds } from './needs.ts'
import type { CompiledInstruction, CompiledTemplate } from './rendering.ts'
import { fieldNames } from './tokens.ts'

/** A mistake in the configuration of a template. */
export interface ConfigMistake {
  /** Keys and indexes from the template on: `['fields', 2, 'value']`. */
  path: (string | number)[]
  /** Goes on from the path: `uses {fielname}, which is no token`. */
  words: string
  said?: Phrase[]
  /** Where in that text, in UTF-16 units from 0; null when it is about the whole of it. */
  at: number | null
}

/** Which field is meant: its description, or what to say of a field that nobody knows. */
function fieldOf(
  field: number | string,
  { rules, suggest }: Vocabulary,
): FieldDescription | { unknown: Phrase } {
  const name = String(field)
  const isNumber = typeof field === 'number' || /^\d+$/.test(field)
  const description = isNumber ? rules.byId(Number(field)) : rules.byName(name)
  if (description === null && isNumber) {
    return {
      unknown: say`is ${String(field)}, which is no field; below ${String(FIRST_CUSTOMER_FIELD)} only the fields of the catalogue exist`,
    }
  }
  if (description === null) {
    const end = nearest(name, fieldNames(rules), suggest, (known) => JSON.stringify(known))
    return { unknown: say`is ${JSON.stringify(field)}, which is the name of no field${end}` }
  }
  if (catalogueField(description.id)?.isServerSet === true) {
    return {
      unknown: say`is ${description.name} (${String(description.id)}), which the server fills in itself; it cannot be written`,
    }
  }
  return description
}

/** Collects mistakes while reading, so that all of them are told at once. */
class Compiler {
  readonly vocabulary: Vocabulary
  readonly mistakes: ConfigMistake[] = []

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary
  }

  tell(path: ConfigMistake['path'], words: Phrase): void {
    this.mistakes.push({ path, ...told(words), at: null })
  }

  read<T>(path: ConfigMistake['path'], parse: () => T): T | null {
    const result = mistakeOf(() => ({ parsed: parse() }))
    if ('parsed' in result) return result.parsed
    const { message, said, at } = result.mistake
    this.mistakes.push({ path, words: message, ...(said === undefined ? {} : { said }), at })
    return null
  }

  instruction(instruction: FieldInstruction, index: number): CompiledInstruction | null {
    const path = ['fields', index]
    const { field, action, onlyIfEmpty, when, value } = instruction
    const found = fieldOf(field, this.vocabulary)
    if ('unknown' in found) this.tell([...path, 'field'], found.unknown)
    const condition =
      when === undefined ? null : this.read([...path, 'when'], () => readCondition(when, this.vocabulary))
    const values = this.values(value ?? [], [...path, 'value'])
    if ('unknown' in found || values.includes(null) || (when !== undefined && condition === null)) return null
    return {
      id: found.id,
      action,
      onlyIfEmpty,
      when: condition === null || when === undefined ? null : { condition, source: when },
      values: values.filter((parsed) => parsed !== null),
    }
  }

  values(value: string | readonly string[], path: ConfigMistake['path']) {
    if (typeof value === 'string') return [this.read(path, () => readValue(value, this.vocabulary))]
    return value.map((text, index) => this.read([...path, index], () => readValue(text, this.vocabulary)))
  }

  codes({ codes, codeDelimiter }: TemplateConfig): void {
    const { tables, suggest } = this.vocabulary
    for (const [index, name] of codes.entries()) {
      if (tables.includes(name)) continue
      const end = nearest(name, tables, suggest, (known) => JSON.stringify(known))
      this.tell(['codes', index], say`is ${JSON.stringify(name)}, which is no code table${end}`)
    }
    if (codeDelimiter === '#') {
      this.tell(['codeDelimiter'], say`is "#", which stands between a code and the number of its replacement`)
    }
  }
}

/** Reads a template once and for all, with every mistake in it at once. */
export function compileTemplate(
  config: TemplateConfig,
  known: Vocabulary,
): { template: CompiledTemplate } | { mistakes: ConfigMistake[] } {
  const compiler = new Compiler(known)
  const instructions = config.fields
    .map((instruction, index) => compiler.instruction(instruction, index))
    .filter((instruction) => instruction !== null)
  compiler.codes(config)
  if (compiler.mistakes.length > 0) return { mistakes: compiler.mistakes }
  const template = {
    name: config.name,
    instructions,
    codes: config.codes,
    codeDelimiter: config.codeDelimiter,
    needs: templateNeeds(instructions, config.codes),
  }
  return { template }
}
