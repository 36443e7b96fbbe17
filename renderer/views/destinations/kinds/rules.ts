import { type Entry, valueIn } from '../../../parts/config-entry.ts'

/** What a field is called, and what it does in a sentence. */
export interface FieldWords {
  label: string
  hint: string
}

interface Field extends FieldWords {
  /** The key in the configuration: `auth.user`. */
  path: string
}

export interface TextRule extends Field {
  control: 'text'
  /** What counts when the key is missing; undefined where it must be there. */
  standard?: string
  /** True where an empty field stands for `null`. */
  isNullable?: boolean
  type?: 'text' | 'url'
}

export interface NumberRule extends Field {
  control: 'number'
  /** Null where nothing counts without the key. In the unit of the file, as are the bounds. */
  standard: number | null
  least: number
  most: number
  /** How many of the file's units make one that is shown. */
  factor?: number
  unit?: string
}

export interface CheckRule extends Field {
  control: 'check'
  standard: boolean
}

export interface ChoiceRule extends Field {
  control: 'choice'
  standard: string
  choices: readonly Choice[]
}

export interface FileRule extends Field {
  control: 'file'
}

/** A secret: its name stands in the configuration, it itself in the secret store. */
export interface SecretRule extends Field {
  control: 'secret'
}

/** The ports of redirect addresses. */
export interface PortsRule extends Field {
  control: 'ports'
}

/** Something that is `null` or missing until it is switched on; only then its rules are there. */
export interface SwitchRule extends Field {
  control: 'switch'
  /** What is written when somebody switches it on. */
  on: unknown
  rules: readonly Rule[]
}

export type Rule =
  TextRule | NumberRule | CheckRule | ChoiceRule | FileRule | SecretRule | PortsRule | SwitchRule

export interface RuleGroup {
  title: string
  rules: readonly Rule[]
}

export interface ChoiceWords {
  label: string
  words: string
}

export interface Choice extends ChoiceWords {
  value: string
}

export const textRule = (
  path: string,
  words: FieldWords,
  rest: Pick<TextRule, 'standard' | 'isNullable' | 'type'> = {},
): TextRule => ({ control: 'text', path, label: words.label, hint: words.hint, ...rest })

export const numberRule = (
  path: string,
  words: FieldWords,
  rest: Pick<NumberRule, 'standard' | 'least' | 'most' | 'factor' | 'unit'>,
): NumberRule => ({ control: 'number', path, label: words.label, hint: words.hint, ...rest })

export const checkRule = (path: string, words: FieldWords, standard: boolean): CheckRule => ({
  control: 'check',
  path,
  label: words.label,
  hint: words.hint,
  standard,
})

export const secretRule = (path: string, words: FieldWords): SecretRule => ({
  control: 'secret',
  path,
  label: words.label,
  hint: words.hint,
})

export const fileRule = (path: string, words: FieldWords): FileRule => ({
  control: 'file',
  path,
  label: words.label,
  hint: words.hint,
})

export const switchRule = (
  path: string,
  words: FieldWords,
  on: unknown,
  rules: readonly Rule[],
): SwitchRule => ({ control: 'switch', path, label: words.label, hint: words.hint, on, rules })

/** @param values all of them, the one that counts without the key first */
export function choiceRule<Value extends string>(
  path: string,
  words: FieldWords & { choices: Readonly<Record<Value, ChoiceWords>> },
  values: readonly [Value, ...Value[]],
): ChoiceRule {
  const { label, hint, choices } = words
  return { control: 'choice', path, label, hint, standard: values[0], choices: choicesOf(values, choices) }
}

/** Choices in the order of their values, with the words of a catalogue. */
export function choicesOf<Value extends string>(
  values: readonly Value[],
  words: Readonly<Record<Value, ChoiceWords>>,
): Choice[] {
  return values.map((value) => ({ value, ...words[value] }))
}

export function isOn(entry: Entry, { path }: SwitchRule): boolean {
  const value = valueIn(entry, path)
  return value !== undefined && value !== null
}

/** All rules that have a field at the moment, those inside of what is switched on too. */
export function shownRules(rules: readonly Rule[], entry: Entry): Rule[] {
  return rules.flatMap((rule) =>
    rule.control === 'switch' && isOn(entry, rule) ? [rule, ...shownRules(rule.rules, entry)] : [rule],
  )
}

/** The secrets that an entry needs at the moment. */
export function secretsIn(rules: readonly Rule[], entry: Entry): SecretRule[] {
  return shownRules(rules, entry).filter((rule) => rule.control === 'secret')
}
