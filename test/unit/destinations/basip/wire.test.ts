import { describe, expect, test } from 'vitest'
import { isText, pictureRefused } from '../../../../electron/engine/destinations/basip/problems.ts'
import { prefixOf } from '../../../../electron/engine/destinations/basip/session.ts'
import { CreatedIdentifier, IdentifierList } from '../../../../electron/engine/destinations/basip/wire.ts'

describe('where the API begins', () => {
  test.each([
    [{ api_version: '2.12.0' }, 'v1'],
    [{ api_version: '1.8.0' }, 'v0'],
    [{ api_version: 'v1' }, 'v1'],
    [{ api_version: 'v0' }, 'v0'],
    [{ firmware_version: '3.7.0' }, 'v0'],
    [{ firmware_version: '3.9.0' }, 'v1'],
    [{ firmware_version: '3.12.1-rc2' }, 'v1'],
    [{ firmware_version: 'unknown' }, 'v1'],
    [null, 'v1'],
  ] as const)('%j: %s', (info, prefix) => {
    expect(prefixOf(info)).toBe(prefix)
  })
})

describe('answers that differ from firmware to firmware', () => {
  test.each(['identifier_uid', 'item_uid', 'uid', 'id'])('the number of an identifier as «%s»', (key) => {
    const list = IdentifierList.parse({ list_items: [{ [key]: '7', identifier_type: 'face_id' }] })
    expect(list.list_items[0]?.uid).toBe(7)
  })

  test('a list whose entries have no number is not taken for an empty one', () => {
    expect(IdentifierList.safeParse({ list_items: [{ identifier_type: 'face_id' }] }).success).toBe(false)
    expect(IdentifierList.safeParse({}).success).toBe(false)
    expect(CreatedIdentifier.safeParse({ uid: -2 }).success).toBe(false)
  })

  test('texts: exactly, or as the beginning of a longer one', () => {
    expect(isText('Wrong image file', 'Wrong image file')).toBe(true)
    expect(isText(' wrong IMAGE file.', 'Wrong image file')).toBe(true)
    expect(isText('Not a Wrong image file', 'Wrong image file')).toBe(false)
  })

  test('every refusal of a picture tells what, what to do, and the panel’s words', () => {
    for (const text of [
      "Face hasn't been detected on image",
      'Wrong image file',
      'Wrong file format',
      '???',
    ]) {
      const { problem } = pictureRefused(text)
      expect(problem.detail).toBe(text)
      expect(problem.what).toMatch(/\.$/)
      expect(problem.remedy).toMatch(/\.$/)
    }
  })
})
