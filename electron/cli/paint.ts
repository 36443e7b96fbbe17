import { styleText } from 'node:util'
import type { Terminal } from './terminal.ts'

export type Paint = (colour: 'green' | 'red' | 'dim' | 'bold', text: string) => string

/** Colours at a terminal only. Like ls and git: the wish to see none stands above what it can do (no-color.org). */
export function paintFor({ stdout, env }: Pick<Terminal, 'stdout' | 'env'>): Paint {
  const hasColours = stdout.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb'
  return (colour, text) => (hasColours ? styleText(colour, text, { validateStream: false }) : text)
}
