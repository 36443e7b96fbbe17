import { describe, expect, test } from 'vitest'
import { confirmation, uploadFailure } from '../attempt.ts'
import { startFotowareBench } from '../fotoware-bench.ts'
import { MemoryJournal } from '../memory-journal.ts'
import { add, answeringAssets, deliveredAsset, json, NEVER, update } from './asset.ts'

const VALUES = { 25: ['sport', 'Zürich'], 105: ['New headline'], 90: [] }

async function ready() {
  const bench = await startFotowareBench()
  const before = [add(25, 'old'), add(105, 'Old'), add(90, 'Bern'), add(5, 'Title')]
  const assetUrl = await deliveredAsset(bench, 'a ü.jpg', before)
  return { bench, assetUrl, journal: new MemoryJournal() }
}

/** API overview, «Asset representation»: values as servers tell them. */
describe('what an asset shows', () => {
  const shown = (metadata: Record<string, unknown>) => metadata
  test.each([
    ['exactly what was sent', shown({ 25: ['b', 'é'], 105: 'Head', 55: '20260501' }), 'confirmed'],
    ['a bag in another order', shown({ 25: ['é', 'b'], 105: 'Head', 55: '20260501' }), 'confirmed'],
    ['texts as lists', shown({ 25: ['b', 'é'], 105: ['Head'], 55: ['20260501'] }), 'confirmed'],
    ['decomposed letters', shown({ 25: ['b', 'e\u0301'], 105: 'Head', 55: '20260501' }), 'confirmed'],
    ['a date in another form', shown({ 25: ['b', 'é'], 105: 'Head', 55: '2026-05-01' }), 'confirmed'],
    [
      'a richer form',
      shown({ 25: [{ s: 'b' }, { s: 'é' }], 105: { s: 'Head' }, 55: '20260501' }),
      'confirmed',
    ],
    ['spaces around', shown({ 25: ['b', 'é'], 105: 'Head ', 55: '20260501' }), 'confirmed'],
    [
      'an empty text where nothing should be',
      shown({ 25: ['b', 'é'], 105: 'Head', 55: '20260501', 90: '' }),
      'confirmed',
    ],
    ['a value too few', shown({ 25: ['b'], 105: 'Head', 55: '20260501' }), 'pending'],
    ['a value too many', shown({ 25: ['b', 'é', 'old'], 105: 'Head', 55: '20260501' }), 'pending'],
    ['the old value', shown({ 25: ['b', 'é'], 105: 'Old', 55: '20260501' }), 'pending'],
    ['another letter case', shown({ 25: ['b', 'é'], 105: 'head', 55: '20260501' }), 'pending'],
    ['another day', shown({ 25: ['b', 'é'], 105: 'Head', 55: '20260502' }), 'pending'],
    [
      'a value where none should be',
      shown({ 25: ['b', 'é'], 105: 'Head', 55: '20260501', 90: 'Bern' }),
      'pending',
    ],
    ['nothing', shown({}), 'pending'],
  ])('%s: %s', async (_what, metadata, outcome) => {
    const { bench, assetUrl, journal } = await ready()
    await update(bench, assetUrl, { 25: ['b', 'é'], 105: ['Head'], 55: ['20260501'], 90: [] }, journal)
    const wire = Object.fromEntries(Object.entries(metadata).map(([id, value]) => [id, { value }]))
    answeringAssets(bench, 'GET', json({ href: assetUrl, metadata: wire }))
    expect((await bench.destination.confirm(journal, NEVER)).kind).toBe(outcome)
  })

  test('a field that neither asset nor view show is noted', async () => {
    const { bench, assetUrl, journal } = await ready()
    await update(bench, assetUrl, { 611: ['x'], 184: ['y'], 5: ['Title'] }, journal)
    answeringAssets(bench, 'GET', json({ href: assetUrl, metadata: { 5: { value: 'Title' } } }))
    const { notes } = await confirmation(bench, journal)
    expect(notes).toHaveLength(2)
    expect(notes[0]).toMatch(/Job ID \(184\).*could not be checked/)
    expect(notes[1]).toContain('611')
  })

  test('the view cannot be read after a restart: what is shown is seen, and nothing else is taken for granted', async () => {
    const { bench, assetUrl, journal } = await ready()
    await update(bench, assetUrl, VALUES, journal)
    const later = await startFotowareBench({ config: { url: bench.tap.url } })
    bench.tap.script = ({ path }) => (path.startsWith('/fotoweb/editors/') ? { status: 500 } : null)
    expect((await later.destination.confirm(journal.copy(), NEVER)).kind).toBe('confirmed')
    bench.tap.script = ({ path }) =>
      path.endsWith('.info') ? json({ href: assetUrl, metadata: {} }) : { status: 500 }
    expect((await later.destination.confirm(journal.copy(), NEVER)).kind).toBe('pending')
  })

  test('an answer that makes no sense is no verdict', async () => {
    const { bench, assetUrl, journal } = await ready()
    await update(bench, assetUrl, VALUES, journal)
    answeringAssets(bench, 'GET', { status: 200, body: '<html></html>' })
    expect((await uploadFailure(bench.destination.confirm(journal, NEVER))).kind).toBe('unexpected')
    bench.tap.script = null
    await confirmation(bench, journal)
  })
})
