/** The text with control characters written out: a name must not break a line or play with a terminal. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (char) => {
    if (char === '\n') return '\\n'
    if (char === '\t') return '\\t'
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
