import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fieldLabel, unseenFields } from '../../../electron/engine/destinations/fotoware/reported-values.ts'
import { catalogueRules } from '../../../shared/template/field-catalogue.ts'

const rules = catalogueRules()
const known = { byId: (id: number) => rules.byId(id), isInView: (id: number) => id < 500 }
const reported = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { value }]))

describe('values that an asset shows', () => {
  test.each([
    ['x', ['x']],
    [['x'], ['x']],
    [
      ['b', 'a'],
      ['a', 'b'],
    ],
    [['a', 'a'], ['a']],
    [['a'], ['a', 'a']],
    [3, ['3']],
    ['line\nline', ['line\r\nline']],
    [{ s: 'x', n: 1 }, ['x']],
    [[{ s: 'x' }], ['x']],
    ['', []],
    [[], []],
    [null, []],
    [['', ' '], []],
    [undefined, []],
    [undefined, ['  ']],
  ])('%j is what was wanted: %j', (value, wanted) => {
    expect(unseenFields(reported({ 105: value }), { 105: wanted }, known)).toEqual({
      missing: [],
      invisible: [],
    })
  })

  test.each([
    ['x', ['y']],
    ['x', []],
    [[], ['x']],
    [{ t: 'x' }, ['x']],
    ['x y', ['xy']],
    ['20260501', ['2026-05-01']],
  ])('%j is not what was wanted: %j', (value, wanted) => {
    expect(unseenFields(reported({ 105: value }), { 105: wanted }, known).missing).toEqual([105])
  })

  test.each([
    ['20260501', '2026-05-01', true],
    ['2026-05-01', '2026-05-01T12:00:00', true],
    ['2026-05-01T12:00:00', '20260501', true],
    ['20260501', '20260502', false],
    ['2026', '20260501', false],
    ['2026-05-01T12:00:00', '2026-05-01T13:00:00', false],
  ])('a date: %s for %s: %s', (value, wanted, isSame) => {
    expect(rules.byId(55)?.type).toBe('date')
    expect(unseenFields(reported({ 55: value }), { 55: [wanted] }, known).missing).toEqual(isSame ? [] : [55])
  })

  test('a field that is not shown is missing where the archive describes it, and invisible elsewhere', () => {
    expect(unseenFields({}, { 105: ['x'], 611: ['y'] }, known)).toEqual({ missing: [105], invisible: [611] })
    expect(unseenFields(reported({ 611: null }), { 611: ['y'] }, known).missing).toEqual([611])
  })

  test('whatever was written and is shown as it was is seen', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('5', '25', '55', '611'), fc.array(fc.string())), (values) => {
        expect(unseenFields(reported(values), values, known)).toEqual({ missing: [], invisible: [] })
      }),
    )
  })
})

test('fields are named with their number', () => {
  expect([fieldLabel(25, known), fieldLabel(4711, known)]).toEqual([
    'Keywords (25)',
    expect.stringContaining('4711'),
  ])
})
