import type { Texts } from './en.ts'
import { shell } from './de/shell.ts'

export const de: Texts = { shell }
