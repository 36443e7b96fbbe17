import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeXmp } from '../../../electron/engine/metadata/merge-xmp.ts'
import { checkXmp } from '../../../electron/engine/metadata/xmp-check.ts'
import { packet } from '../../support/media/xmp.ts'

/** The properties of a merged XMP, one a line. */
function properties(xmp: string): string[] {
  return xmp.split('\n').flatMap((line) => (/^ {3}<(?!\/?rdf:)/.test(line) ? [line.trim()] : []))
}

const title = (text: string): string =>
  `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${text}</rdf:li></rdf:Alt></dc:title>`
const subject = (...words: string[]): string =>
  `<dc:subject><rdf:Bag>${words.map((word) => `<rdf:li>${word}</rdf:li>`).join('')}</rdf:Bag></dc:subject>`

describe('a merged XMP', () => {
  test('has what any of them has; the first one wins as a whole', () => {
    const merged = mergeXmp(
      packet(subject('first')),
      packet(subject('second', 'third') + title('two')),
      packet(title('three') + '<photoshop:City>Köln</photoshop:City>'),
    )
    expect(properties(merged)).toEqual([
      subject('first'),
      title('two'),
      '<photoshop:City>Köln</photoshop:City>',
    ])
  })

  test('keeps what nobody knows, with all that is inside it', () => {
    const unknown =
      '<my:deep xml:lang="de" my:note="a &amp; b"><rdf:Seq><rdf:li rdf:parseType="Resource"><my:x>1</my:x></rdf:li></rdf:Seq></my:deep>'
    const merged = mergeXmp(packet(title('one')), packet(unknown))
    expect(properties(merged)).toEqual([title('one'), unknown])
  })

  test('takes attributes for the properties that they are', () => {
    const merged = mergeXmp(
      packet('', 'photoshop:City="Bonn" my:id="7"'),
      packet('<photoshop:City>Köln</photoshop:City>'),
    )
    expect(properties(merged)).toEqual(['<photoshop:City>Bonn</photoshop:City>', '<my:id>7</my:id>'])
  })

  test('takes all descriptions, whatever they are about', () => {
    const two = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:my="http://example.org/my/1.0/">
      <rdf:Description rdf:about="uuid:1"><my:a>1</my:a></rdf:Description>
      <rdf:Description><my:b>2</my:b><my:a>no</my:a></rdf:Description></rdf:RDF>`
    expect(properties(mergeXmp(two))).toEqual(['<my:a>1</my:a>', '<my:b>2</my:b>'])
  })

  test('tells names apart by namespace, not by prefix', () => {
    const other = packet('<my:a>1</my:a>')
    const same = other.replaceAll('my:', 'your:').replace('xmlns:my=', 'xmlns:your=').replace('>1<', '>2<')
    const different = other
      .replace('http://example.org/my/1.0/', 'http://example.org/else/')
      .replace('>1<', '>3<')
    const merged = mergeXmp(other, same, different)
    expect(properties(merged)).toEqual(['<my:a>1</my:a>', '<my1:a>3</my1:a>'])
    expect(merged).toContain('xmlns:my1="http://example.org/else/"')
  })

  test('understands a default namespace', () => {
    const merged = mergeXmp(packet('<a xmlns="http://example.org/plain/"><b>1</b></a>'))
    expect(properties(merged)).toEqual(['<ns:a><ns:b>1</ns:b></ns:a>'])
  })

  test('lets what was cleared stay cleared', () => {
    const merged = mergeXmp(
      packet('<dc:title/><photoshop:City></photoshop:City>'),
      packet(title('old') + '<photoshop:City>Köln</photoshop:City>'),
    )
    expect(properties(merged)).toEqual(['<dc:title/>', '<photoshop:City/>'])
  })

  test('does not say that it goes on elsewhere', () => {
    const merged = mergeXmp(
      packet('<xmpNote:HasExtendedXMP>0123</xmpNote:HasExtendedXMP><my:a>1</my:a>'),
      packet('', 'xmpNote:HasExtendedXMP="0123"'),
    )
    expect(merged).not.toContain('HasExtendedXMP')
    expect(properties(merged)).toEqual(['<my:a>1</my:a>'])
  })

  test('keeps blanks and line breaks in texts, and drops those between elements', () => {
    const merged = mergeXmp(
      packet(
        '<my:a> two\n lines &#xD;</my:a><dc:subject>\n <rdf:Bag>\n  <rdf:li> a </rdf:li>\n </rdf:Bag>\n</dc:subject>',
      ),
    )
    expect(merged).toContain('<my:a> two\n lines &#xD;</my:a>')
    expect(properties(merged)).toContain('<dc:subject><rdf:Bag><rdf:li> a </rdf:li></rdf:Bag></dc:subject>')
  })

  test('is the same however often it is made, and merging it again changes nothing', () => {
    const sources = [packet(subject('a', 'b'), 'my:x="1"'), packet(title('t') + '<my:y>2</my:y>')] as const
    const merged = mergeXmp(...sources)
    expect(mergeXmp(...sources)).toBe(merged)
    expect(mergeXmp(merged)).toBe(merged)
    expect(mergeXmp(merged, ...sources)).toBe(merged)
  })

  test('holds any text that XML can hold', () => {
    // XML 1.0, 2.2: what a character is.
    // U+000A and U+000D are among them: the latter must be written as a reference to survive.
    const text = fc
      .string({ unit: 'binary' })
      .map((raw) => raw.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, ''))
    const escaped = (raw: string): string =>
      Array.from(raw, (letter) => `&#${letter.codePointAt(0) ?? 0};`).join('')
    fc.assert(
      fc.property(text, text, (value, attribute) => {
        const source = packet(`<my:a my:q="${escaped(attribute)}">${escaped(value)}</my:a>`)
        const merged = mergeXmp(source)
        checkXmp(Buffer.from(merged), 'merged.xmp')
        expect(mergeXmp(merged)).toBe(merged)
      }),
      { numRuns: 300 },
    )
  })
})
