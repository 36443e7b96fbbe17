/** The part of Markdown that the page about templates uses, read into pieces. Nothing of it is ever taken for HTML. */

export type Inline =
  { kind: 'text' | 'code' | 'strong'; text: string } | { kind: 'link'; text: string; to: string }

export type Block =
  | { kind: 'heading'; level: number; text: string; id: string }
  | { kind: 'paragraph'; inline: Inline[] }
  | { kind: 'list'; items: Inline[][] }
  | { kind: 'code'; text: string }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] }

/** The cells of one row; a bar inside a cell is written with a backslash. */
export function cellsOf(line: string): string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))
}

export function inlineOf(text: string): Inline[] {
  const pieces: Inline[] = []
  let at = 0
  for (const found of text.matchAll(/`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)]+)\)/g)) {
    if (found.index > at) pieces.push({ kind: 'text', text: text.slice(at, found.index) })
    const [whole, code, strong, link, to] = found
    if (code !== undefined) pieces.push({ kind: 'code', text: code })
    else if (strong !== undefined) pieces.push({ kind: 'strong', text: strong })
    else pieces.push({ kind: 'link', text: link ?? '', to: to ?? '' })
    at = found.index + whole.length
  }
  if (at < text.length) pieces.push({ kind: 'text', text: text.slice(at) })
  return pieces
}

/** How a heading is called in links. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-')
}

/** How many lines from `start` on belong together. */
function runLength(lines: readonly string[], start: number, belongs: (line: string) => boolean): number {
  const end = lines.findIndex((line, at) => at >= start && !belongs(line))
  return (end === -1 ? lines.length : end) - start
}

function tableOf(lines: readonly string[]): Block {
  const [head = '', , ...rows] = lines
  const read = (line: string): Inline[][] => cellsOf(line).map(inlineOf)
  return { kind: 'table', head: read(head), rows: rows.map(read) }
}

/** One block and the number of lines it takes. */
function blockAt(lines: readonly string[], at: number): { block: Block; length: number } {
  const line = lines[at] ?? ''
  const heading = /^(#+) (.*)$/.exec(line)
  if (heading !== null) {
    const [, marks = '', text = ''] = heading
    return { block: { kind: 'heading', level: marks.length, text, id: slug(text) }, length: 1 }
  }
  if (line.startsWith('```')) {
    const length = runLength(lines, at + 1, (other) => !other.startsWith('```'))
    return {
      block: { kind: 'code', text: lines.slice(at + 1, at + 1 + length).join('\n') },
      length: length + 2,
    }
  }
  if (line.startsWith('|')) {
    const length = runLength(lines, at, (other) => other.startsWith('|'))
    return { block: tableOf(lines.slice(at, at + length)), length }
  }
  if (line.startsWith('- ')) {
    const length = runLength(lines, at, (other) => other.startsWith('- '))
    const items = lines.slice(at, at + length).map((item) => inlineOf(item.slice(2)))
    return { block: { kind: 'list', items }, length }
  }
  const length = runLength(lines, at, (other) => other !== '' && !/^(#|\||- |```)/.test(other))
  return { block: { kind: 'paragraph', inline: inlineOf(lines.slice(at, at + length).join(' ')) }, length }
}

export function blocksOf(page: string): Block[] {
  const lines = page.split('\n')
  const blocks: Block[] = []
  let at = 0
  while (at < lines.length) {
    if (lines[at] === '') {
      at++
      continue
    }
    const { block, length } = blockAt(lines, at)
    blocks.push(block)
    at += Math.max(1, length)
  }
  return blocks
}
