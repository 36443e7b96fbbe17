import { describe, expect, test } from 'vitest'
import { deliver } from '../attempt.ts'
import { type FotowareBenchOptions, PHOTOS, startFotowareBench } from '../fotoware-bench.ts'
import { makeFile, shipmentOf } from '../test-file.ts'

const NEVER = new AbortController().signal

async function checked(options: FotowareBenchOptions) {
  const bench = await startFotowareBench(options)
  const { words, problem } = await bench.destination.check(NEVER)
  return { words: words.map(({ text }) => text), problem }
}

test('tells who is signed in, where uploads go, and whether folders can be made', async () => {
  const { words, problem } = await checked({ needsSignIn: true })
  expect(problem).toBeNull()
  expect(words).toEqual([
    expect.stringMatching(/^127\.0\.0\.1:\d+ answers/) as string,
    'Signed in as Administrator.',
    'Uploads go to «Photos».',
    'Folders can be created there.',
    expect.stringMatching(/^The archive has \d+ metadata fields\.$/) as string,
    expect.stringMatching(/^The archive asks for/) as string,
  ])
  const wire = await checked({ config: { collection: '/fotoweb/archives/5001-Wire/' } })
  expect(wire.words.join(' ')).toContain('"subfolders": "flatten"')
})

test.each(['/fotoweb/archives/4711-Gone/', `${PHOTOS}gone.jpg.info`, `${PHOTOS}no/folder/`])(
  'a collection that is not there: %s',
  async (collection) => {
    const { words, problem } = await checked({ config: { collection } })
    expect(problem).toMatchObject({ code: 'destination_not_found' })
    expect(problem?.remedy).toContain('"collection"')
    expect(words[0]).toContain('answers')
  },
)

test('a collection that this account may not upload to', async () => {
  const archives = [{ id: '1', name: 'Closed', setting: 'user-selection' as const, canUpload: false }]
  const options = { settings: { archives }, config: { collection: '/fotoweb/archives/1-Closed/' } }
  expect((await checked(options)).problem).toMatchObject({ code: 'may-not-upload' })
})

test('the upload area, and an asset for revisions', async () => {
  const area = await checked({ settings: { mode: 'on-prem' }, config: { collection: null } })
  expect(area).toMatchObject({ problem: null })
  expect(area.words.at(-1)).toBe('Uploads go to the upload area.')
  const bench = await startFotowareBench()
  await deliver(bench, await shipmentOf(await makeFile('a.jpg', 10)))
  bench.tap.script = null
  const settings = { config: { url: bench.server.url, collection: `${PHOTOS}a.jpg.info` } }
  const { words } = await checked(settings)
  expect(words).toContain('Every file becomes a new revision of a.jpg.')
})

test('a server without FotoWare', async () => {
  const bench = await startFotowareBench()
  bench.tap.script = () => ({ status: 404, body: 'Not found' })
  expect((await bench.destination.check(NEVER)).problem).toMatchObject({ code: 'no-upload-api' })
})

describe('the fields that an archive asks for', () => {
  const metadataFields = { 5: { isRequired: true }, 25: { isRequired: true } }

  test('are told', async () => {
    const { words } = await checked({ settings: { metadataFields } })
    expect(words.at(-1)).toBe('The archive asks for: Title, Keywords.')
  })

  test('are told as they are now', async () => {
    const bench = await startFotowareBench()
    expect((await bench.destination.check(NEVER)).words.at(-1)?.text).toBe('The archive asks for no field.')
    bench.server.settings.metadataFields = metadataFields
    expect((await bench.destination.check(NEVER)).words.at(-1)?.text).toContain('Title, Keywords')
  })

  test.each(['status-403', 'status-500', 'status-503', 'html', 'reset-before'] as const)(
    'cannot be read (%s): the check does not fail because of it',
    async (kind) => {
      const bench = await startFotowareBench()
      bench.server.faults.add({ on: 'browse', kind, skip: 2 })
      const { words, problem } = await bench.destination.check(NEVER)
      expect(problem).toBeNull()
      expect(words.at(-1)?.text).toBe('Folders can be created there.')
    },
  )

  test('are not told where there is no view', async () => {
    const archives = [{ id: '2', name: 'Bare', setting: 'user-selection' as const, metadataEditor: null }]
    const { words } = await checked({
      settings: { archives },
      config: { collection: '/fotoweb/archives/2-Bare/' },
    })
    expect(words.at(-1)).toBe('Folders can be created there.')
  })
})
