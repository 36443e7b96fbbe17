/** The text as XML can hold it: forbidden characters are left out, line ends become one sign (XML 1.0, 2.2 and 2.11). */
export function xmpText(text: string): string {
  let kept = ''
  for (const character of text.toWellFormed().replaceAll(/\r\n?/g, '\n')) {
    if (isXmlCharacter(character.codePointAt(0) ?? 0)) kept += character
  }
  return kept
}

function isXmlCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a
  return code !== 0xfffe && code !== 0xffff
}
