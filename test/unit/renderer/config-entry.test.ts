import { expect, test } from 'vitest'
import {
  asSentence,
  entriesOf,
  isAbout,
  isUnreadable,
  namesIn,
  placeOf,
  sortedMistakes,
  valueIn,
  withEntry,
  withValue,
} from '../../../renderer/parts/config-entry.ts'
import { foldersWith, withoutDestination } from '../../../renderer/parts/removal.ts'

const hot = { name: 'hot', path: '/hot', to: ['press'], after: { action: 'move', to: '/done', note: 1 } }
const root = {
  $schema: 'x',
  mine: { keep: true },
  destinations: [{ name: 'press' }, { name: 'museum' }],
  folders: [hot, { name: 'scans', to: ['museum', 'press'] }],
}
const mistake = (path: string) => ({ path, words: 'is wrong', line: 1, column: 1 })

test('one value is changed and everything else stays as somebody wrote it', () => {
  const changed = withValue(hot, 'after.to', '/else')
  expect(changed).toEqual({ ...hot, after: { action: 'move', to: '/else', note: 1 } })
  expect(hot.after.to).toBe('/done')
  expect(withEntry(root, 'folders', 0, changed)).toEqual({ ...root, folders: [changed, root.folders[1]] })
})

test('a key whose value is taken away is gone, not undefined', () => {
  expect(Object.keys(withValue(hot, 'after', undefined))).toEqual(['name', 'path', 'to'])
  expect(withValue({}, 'auth.clientId', 'a')).toEqual({ auth: { clientId: 'a' } })
  expect(withValue({ auth: 'nonsense' }, 'auth.clientId', 'a')).toEqual({ auth: { clientId: 'a' } })
})

test('lists that are none and entries that are none are read without a crash, at their places', () => {
  expect(entriesOf(null, 'folders')).toEqual([])
  expect(entriesOf({ folders: 'x' }, 'folders')).toEqual([])
  expect(entriesOf({ folders: [1, { name: 'a' }, null] }, 'folders')).toEqual([{}, { name: 'a' }, {}])
  expect(namesIn({ templates: [{}, { name: 7 }, { name: 'press' }] }, 'templates')).toEqual(['press'])
  expect(valueIn({ after: 'keep' }, 'after.to')).toBeUndefined()
})

test('an entry is added behind the last one, and into a file that has none', () => {
  expect(withEntry({}, 'folders', 0, hot)).toEqual({ folders: [hot] })
  expect(withEntry(root, 'destinations', 2, { name: 'new' })['destinations']).toHaveLength(3)
  expect(withEntry(root, 'destinations', 0, null)['destinations']).toEqual([{ name: 'museum' }])
})

test('an entry that moved is found again, one that was changed meanwhile is not', () => {
  expect(placeOf({ folders: [{ name: 'other' }, { ...hot }] }, 'folders', hot)).toBe(1)
  expect(placeOf({ folders: [{ ...hot, settleMs: 1 }] }, 'folders', hot)).toBeNull()
})

test('mistakes are told apart by the entry that they are in', () => {
  const found = sortedMistakes(
    [mistake('folders[1].to[0]'), mistake('folders[1]'), mistake('folders[10].path'), mistake('')],
    'folders',
    1,
  )
  expect(found.own.map(({ path }) => path)).toEqual(['to[0]', ''])
  expect(found.elsewhere.map(({ path }) => path)).toEqual(['folders[10].path', ''])
})

test('a mistake belongs to the field that it is in, not to one whose name begins alike', () => {
  expect(isAbout(mistake('to[1]'), 'to')).toBe(true)
  expect(isAbout(mistake('auth.clientId'), 'auth')).toBe(true)
  expect(isAbout(mistake('after.to'), 'to')).toBe(false)
  expect(isAbout(mistake('sidecarGraceMs'), 'sidecar')).toBe(false)
})

test('words that go on from a name become a sentence', () => {
  expect(asSentence('must not be empty')).toBe('Must not be empty.')
  expect(asSentence('must begin with https://')).toBe('Must begin with https://')
})

test('a file that cannot be read is told from an empty one, so that nothing is written over it', () => {
  expect(isUnreadable({}, [mistake('')])).toBe(true)
  expect(isUnreadable({}, [])).toBe(false)
  expect(isUnreadable(root, [mistake('')])).toBe(false)
})

test('a destination leaves with its mentions, and the folders that have no other one are named', () => {
  expect(foldersWith(root, 'press')).toEqual({ all: ['hot', 'scans'], only: ['hot'] })
  expect(foldersWith(root, 'museum')).toEqual({ all: ['scans'], only: [] })
  const left = withoutDestination(root, 1, 'museum')
  expect(left['destinations']).toEqual([{ name: 'press' }])
  expect(left['folders']).toEqual([hot, { name: 'scans', to: ['press'] }])
  expect(left['mine']).toEqual({ keep: true })
})
