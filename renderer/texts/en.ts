import { shell } from './en/shell.ts'

/** Every word of the window in English: the catalogue that other languages follow. */
export const en = { shell }
export type Texts = typeof en
