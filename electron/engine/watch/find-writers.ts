import type { Phrase } from '../../../shared/phrase.ts'

/** Of these absolute paths, those that a program holds open for writing, with the program's name. */
export type FindWriters = (paths: readonly string[]) => Promise<Map<string, Phrase | string>>
