import { expect, test } from 'vitest'
import { embeddedElsewhere, fieldsFromTags } from '../../../shared/template.ts'
import { tag } from './example.ts'

test('fields are read from XMP and from nothing else', () => {
  const fields = fieldsFromTags([
    tag('xmp', 'XMP-dc', 'Title', 'A title'),
    tag('xmp', 'XMP-dc', 'Title-de', 'Ein Titel'),
    tag('xmp', 'XMP-dc', 'Subject', 'a', '', 'b'),
    tag('xmp', 'XMP-dc', 'Creator', 'Jane', 'John'),
    tag('xmp', 'XMP-photoshop', 'Credit', 'one', 'two'),
    tag('xmp', 'XMP-photoshop', 'City', '  '),
    tag('xmp', 'XMP-iptcCore', 'CreatorCity', 'Oslo'),
    tag('xmp', 'XMP-fwc', 'CustomField18', 'custom'),
    tag('xmp', 'XMP-pdfx', 'Subject', 'something else'),
    tag('iptc', 'IPTC', 'Headline', 'not read'),
    tag('exif', 'IFD0', 'Artist', 'not read'),
  ])
  expect(fields).toEqual(
    new Map([
      [5, ['A title']],
      [25, ['a', 'b']],
      [80, ['Jane', 'John']],
      [110, ['one']],
      [217, ['custom']],
      [304, ['Oslo']],
    ]),
  )
})

test.each([
  ['2026:05:01 12:03:04+02:00', '20260501', '120304+0200'],
  ['2026-05-01T12:03:04.25Z', '20260501', '120304+0000'],
  ['2026:05:01 12:03', '20260501', '120300'],
  ['2026:05:01', '20260501', undefined],
  ['2026-05', '20260500', undefined],
  ['2026', '20260000', undefined],
  ['some day', undefined, undefined],
])('the date %s is 55 %s and 60 %s', (written, date, time) => {
  const fields = fieldsFromTags([tag('xmp', 'XMP-photoshop', 'DateCreated', written)])
  expect(fields.get(55)?.[0]).toBe(date)
  expect(fields.get(60)?.[0]).toBe(time)
})

test.each([
  ['5 (normal urgency)', '5'],
  ['3', '3'],
  ['none', undefined],
])('the urgency %s is %s', (written, expected) => {
  expect(fieldsFromTags([tag('xmp', 'XMP-photoshop', 'Urgency', written)]).get(10)?.[0]).toBe(expected)
})

test('a rejected picture has the rating -1', () => {
  expect(fieldsFromTags([tag('xmp', 'XMP-xmp', 'Rating', '-1')]).get(320)).toEqual(['-1'])
})

test('what stands in the IPTC block only', () => {
  const ids = embeddedElsewhere([
    tag('iptc', 'IPTC', 'Headline', 'only here'),
    tag('iptc', 'IPTC', 'Keywords', 'here too'),
    tag('iptc', 'IPTC', 'City', ' '),
    tag('iptc', 'IPTC', 'By-line', 'Jane'),
    tag('xmp', 'XMP-dc', 'Subject', 'here'),
    tag('xmp', 'XMP-tiff', 'Source', 'no IPTC'),
  ])
  expect([...ids]).toEqual([80, 105])
})
