import type { Entry } from '../../../parts/config-entry.ts'
import type { Texts } from '../../../texts/en.ts'
import {
  type Choice,
  fileRule,
  numberRule,
  type Rule,
  type RuleGroup,
  secretRule,
  switchRule,
  textRule,
} from './rules.ts'

/** All that the window knows of one kind of destination: a table for its form and its card. */
export interface KindForm {
  /** What a new one begins with. */
  fresh: Entry
  /** Ways to sign in, the usual one first, with the keys of `auth` that each of them has. */
  methods: Readonly<Record<string, readonly string[]>>
  /** True where what goes there shows or names people. */
  isAboutPeople: boolean
  serverTitle: (text: Texts) => string
  urlHint: (text: Texts) => string
  methodChoices: (text: Texts) => Choice[]
  /** The fields of the way to sign in that is chosen. */
  signIn: (text: Texts, entry: Entry) => Rule[]
  /** The rules that everybody decides upon. */
  main: (text: Texts, entry: Entry) => RuleGroup[]
  /** The others, and what they are about in a few words. */
  more: (text: Texts, entry: Entry) => RuleGroup[]
  moreWords: (text: Texts) => string
  /** Where files go, and by which rules: terms with their words. */
  facts: (text: Texts, entry: Entry) => (readonly [term: string, words: string])[]
}

/** Gives up an attempt without progress, for every server. */
export function timeoutRule({ destinations: text }: Texts): Rule {
  return numberRule(
    'timeoutSeconds',
    { label: text.timeout, hint: text.timeoutHint },
    { standard: 60, least: 5, most: 3600, unit: text.seconds },
  )
}

/** A certificate authority of one's own, for every server. */
export function authorityRule({ destinations: text }: Texts): Rule {
  return fileRule('ca', { label: text.ca, hint: text.caHint })
}

export function connectionGroup(texts: Texts): RuleGroup {
  return { title: texts.destinations.connectionGroup, rules: [timeoutRule(texts), authorityRule(texts)] }
}

/** A user and a password, for the servers that know people by them. */
export function passwordRules({ destinationKinds: { common: text } }: Texts): Rule[] {
  return [textRule('auth.user', text.user), secretRule('auth.secret', text.password)]
}

/** How a picture is made ready for a face engine. */
export function prepareRule(
  { destinationKinds: { common: text } }: Texts,
  on: Entry,
  formats: readonly Rule[],
): Rule {
  const hundredths = { standard: null, unit: '%' }
  const points = { standard: null, least: 64, most: 20_000, unit: text.pixels }
  return switchRule('prepare', text.prepare, on, [
    textRule('prepare.crop', text.crop, { standard: '', isNullable: true }),
    switchRule('prepare.box', text.box, { left: 25, top: 0, width: 50, height: 100 }, [
      numberRule('prepare.box.left', text.boxLeft, { ...hundredths, least: 0, most: 99 }),
      numberRule('prepare.box.top', text.boxTop, { ...hundredths, least: 0, most: 99 }),
      numberRule('prepare.box.width', text.boxWidth, { ...hundredths, least: 1, most: 100 }),
      numberRule('prepare.box.height', text.boxHeight, { ...hundredths, least: 1, most: 100 }),
    ]),
    ...formats,
    numberRule('prepare.maxWidth', text.maxWidth, points),
    numberRule('prepare.maxHeight', text.maxHeight, points),
  ])
}
