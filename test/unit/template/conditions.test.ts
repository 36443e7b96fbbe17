import { describe, expect, test } from 'vitest'
import { contextOf, instruction, rendered, tag } from './example.ts'

describe('conditions', () => {
  const context = contextOf({
    tags: [
      tag('xmp', 'XMP-xmp', 'Rating', '10'),
      tag('exif', 'ExifIFD', 'SerialNumber', '90071992547409931'),
      tag('iptc', 'IPTC', 'Keywords', 'Secret', 'sport'),
    ],
  })

  test.each([
    ['{xmp:Rating} > 9', true],
    ['{xmp:Rating} > "9"', true],
    ['{xmp:Rating} > "9a"', false],
    ['{xmp:Rating} = 10.0', true],
    ['{xmp:Rating} >= -1.5', true],
    ['{exif:SerialNumber} = 90071992547409930', false],
    ['{exif:SerialNumber} = 90071992547409931', true],
    ['{iptc:Keywords} = "secret"', false],
    ['{iptc:Keywords} != "Secret"', false],
    ['not {iptc:Keywords} contains "SECR"', false],
    ['{iptc:Keywords} matches "s?ort"', true],
    ['{iptc:Keywords} matches "*"', true],
    ['{exif:None} matches "*"', false],
    ['{exif:None} != "x"', true],
    ['{exif:None} = ""', false],
    ['{exif:None|default:"x"} = "x"', true],
    ['"a\\"b" contains "\\""', true],
    ['{xmp:Rating} > 9 OR {xmp:Rating} < 1 AND {ext} = "none"', true],
    ['({xmp:Rating} > 9 or {xmp:Rating} < 1) and {ext} = "none"', false],
    ['NOT NOT {xmp:Rating} Is Not Empty', true],
  ])('%s: %o', (when, expected) => {
    const { steps } = rendered([instruction(105, 'x', { when })], context)
    expect(steps[0]?.leftOut === null).toBe(expected)
  })

  test('a star for every character of a long text takes no time worth telling', () => {
    const variables = { long: 'a'.repeat(100_000) }
    const when = `{long} matches "${'a*'.repeat(100)}b"`
    expect(rendered([instruction(105, 'x', { when })], contextOf({ variables })).instructions).toEqual([])
  })
})
