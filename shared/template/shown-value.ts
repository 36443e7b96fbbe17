const SHOWN_LENGTH = 60

/** A value as it is shown in a sentence: short, in one line. */
export function shortened(value: string): string {
  const line = value.slice(0, SHOWN_LENGTH * 4).replaceAll(/\s+/g, ' ')
  const characters = Array.from(line)
  if (characters.length <= SHOWN_LENGTH && value.length <= SHOWN_LENGTH * 4) return line
  return `${characters.slice(0, SHOWN_LENGTH).join('')}…`
}
