import { z } from 'zod'

/**
 * Sentences of Sluice that faces may show in another language. They are written in English where they are made, with
 * `say`; what varies in them is kept beside the text, so that a catalogue can say the same (`shared/texts`). The English
 * text goes wherever words are kept or read by programs: command line, log, history.
 */
export interface Phrase {
  /** The English sentence, complete. */
  text: string
  /** What the catalogues know it by: the English sentence with `{0}`, `{1}` where values stand. */
  id: string
  values: PhraseValue[]
}

/** A name, a number, a sentence inside the sentence; or a quantity, which each language writes in its own way. */
export type PhraseValue =
  | string
  | number
  | Phrase
  | { text: string; bytes: number }
  | { text: string; ms: number }
  | { text: string; atMs: number }

const Values: z.ZodType<PhraseValue> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    Phrase,
    z.object({ text: z.string(), bytes: z.number() }),
    z.object({ text: z.string(), ms: z.number() }),
    z.object({ text: z.string(), atMs: z.number() }),
  ]),
)
export const Phrase: z.ZodType<Phrase> = z.object({
  text: z.string(),
  id: z.string(),
  values: z.array(Values),
})

/**
 * The phrases behind the texts of a row, found by their text. A text without its phrase is shown as it is: it may be
 * older than the phrases, or somebody else's.
 */
export const Said = z.array(Phrase).optional().catch(undefined)
export type Said = z.output<typeof Said>

/**
 * A sentence with what varies in it. Every use needs its entry in `shared/texts/de`; a test compares.
 *
 *     say`${name} is not in ${folder}.`
 */
export function say(parts: TemplateStringsArray, ...values: PhraseValue[]): Phrase {
  const filled = (put: (value: PhraseValue, index: number) => string): string =>
    values.reduce(
      (text: string, value, index) => text + put(value, index) + (parts[index + 1] ?? ''),
      parts[0] ?? '',
    )
  return { text: filled(textOf), id: filled((_, index) => `{${String(index)}}`), values }
}

/** Sentences one after the other. */
export function joined(phrases: readonly (Phrase | string)[], between = ' '): Phrase {
  return {
    text: phrases.map(textOf).join(between),
    id: phrases.map((_, index) => `{${String(index)}}`).join(between),
    values: [...phrases],
  }
}

/** A length of time. @param text in English, as it stands in the sentence */
export function span(ms: number, text: string): PhraseValue {
  return { text, ms }
}

/** An amount of data. @param text in English, as it stands in the sentence */
export function size(bytes: number, text: string): PhraseValue {
  return { text, bytes }
}

/** A point in time; in English ISO 8601 in UTC. */
export function moment(atMs: number): PhraseValue {
  return { text: new Date(atMs).toISOString(), atMs }
}

/** A sentence as rows carry it. */
export function told(words: Phrase | string): { words: string; said?: Phrase[] } {
  return typeof words === 'string' ? { words } : { words: words.text, said: [words] }
}

/** Notes as they are kept. */
export function noted(notes: readonly (Phrase | string)[]): { notes: string[]; said: Phrase[] } {
  return { notes: notes.map(textOf), said: notes.filter((note) => typeof note !== 'string') }
}

/** A phrase that was kept as JSON, where it still says this text; else the text. */
export function keptPhrase(text: string, json: string | null): Phrase | string {
  if (json === null) return text
  try {
    return phraseOf(text, [Phrase.parse(JSON.parse(json))])
  } catch {
    return text
  }
}

/** The phrase of this text among those of its row, else the text itself. */
export function phraseOf(text: string, said: Said): Phrase | string {
  return said?.find((phrase) => phrase.text === text) ?? text
}

/** How a language says what Sluice says. */
export interface Language {
  /** Sentences by their id; null where the id is the sentence, in English. */
  sentences: Readonly<Record<string, string>> | null
  number(value: number): string
  bytes(value: number): string
  span(ms: number): string
  moment(atMs: number): string
}

/**
 * A text of Sluice in a language, or as it is where nothing is known of it.
 *
 * @param said the phrases that came along with it
 */
export function inLanguage(language: Language, text: string, said: Said): string {
  const phrase = phraseOf(text, said)
  return typeof phrase === 'string' ? phrase : phraseIn(language, phrase)
}

const PLACE = /\{(\d+)\}/g

function phraseIn(language: Language, phrase: Phrase): string {
  const sentence = sentenceOf(language, phrase.id)
  let isWhole = sentence !== undefined
  const told = sentence?.replaceAll(PLACE, (place, index: string) => {
    const value = phrase.values[Number(index)]
    isWhole &&= value !== undefined
    return value === undefined ? place : valueIn(language, value)
  })
  return isWhole ? (told ?? phrase.text) : phrase.text
}

function sentenceOf({ sentences }: Language, id: string): string | undefined {
  // What only holds other sentences together is the same everywhere.
  if (sentences === null || !/\p{L}/u.test(id)) return id
  return Object.hasOwn(sentences, id) ? sentences[id] : undefined
}

function valueIn(language: Language, value: PhraseValue): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return language.number(value)
  if ('id' in value) return phraseIn(language, value)
  if ('bytes' in value) return language.bytes(value.bytes)
  return 'ms' in value ? language.span(value.ms) : language.moment(value.atMs)
}

/** In English. */
export function textOf(value: PhraseValue): string {
  return typeof value === 'object' ? value.text : String(value)
}

/** For `JSON.stringify` where programs and people read the text alone. */
export function withoutPhrases(key: string, value: unknown): unknown {
  return key === 'said' ? undefined : value
}
