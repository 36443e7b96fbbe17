import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, open, readdir, readFile, rm, symlink } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { EnginePlace, type PlaceOptions } from '../support/engine-place.ts'
import { makeMedia } from '../support/media/media-files.ts'
import { writeMetadata } from '../support/media/tool.ts'
import { packet } from '../support/media/xmp.ts'
import { until } from '../support/until.ts'

let workshop = ''
let jpeg = ''

beforeAll(async () => {
  workshop = await mkdtemp(path.join(os.tmpdir(), 'sluice-bad-'))
  jpeg = await makeMedia(workshop, 'plain.jpg')
  return () => rm(workshop, { recursive: true, force: true })
})

const captioned: PlaceOptions = {
  folder: { template: 'press' },
  config: () => ({
    templates: [{ name: 'press', fields: [{ field: 'Caption', value: '{exif:ImageDescription}.' }] }],
  }),
}

/** Nothing was asked of the server, and the folder holds only what a person put there. */
async function nothingSent(place: EnginePlace, names: readonly string[]): Promise<void> {
  expect(place.server.requests.filter(({ operation }) => operation === 'create')).toEqual([])
  const left = (await readdir(place.hot)).filter((name) => !name.startsWith('.'))
  expect(left.toSorted()).toEqual([...names].toSorted())
}

test.each([
  ['entities', '<!DOCTYPE x [<!ENTITY a "b">]>' + packet('<dc:format>&a;</dc:format>'), 'sidecar-entities'],
  ['broken in the third line', packet('<dc:format>x</dc:format>\n<dc:title>'), 'line 3'],
  ['no XMP at all', '<html><body>Sign in</body></html>', 'rdf:RDF'],
  ['empty', '', 'a.xmp'],
])('a sidecar with %s: one clear sentence before anything is sent', async (_kind, content, word) => {
  const place = await EnginePlace.open()
  await place.drop('a.jpg', 'picture')
  await place.drop('a.xmp', content)
  await place.engine.start()
  const { problem } = await place.told('failed', 'a.jpg')
  expect(`${problem?.code ?? ''} ${problem?.what ?? ''}`).toContain(word)
  expect(problem?.remedy).not.toBe('')
  await nothingSent(place, ['a.jpg', 'a.xmp'])
})

test('a sidecar of 200 MB is refused without being read', async () => {
  const place = await EnginePlace.open()
  await place.drop('a.jpg', 'picture')
  const handle = await open(place.at('a.xmp'), 'w')
  await handle.truncate(200 * 1024 * 1024)
  await handle.close()
  const before = process.memoryUsage.rss()
  await place.engine.start()
  const { problem } = await place.told('failed', 'a.jpg')
  expect(problem).toMatchObject({ code: 'sidecar-too-large' })
  expect(process.memoryUsage.rss() - before).toBeLessThan(150 * 1024 * 1024)
  await nothingSent(place, ['a.jpg', 'a.xmp'])
})

test('binary in a caption is told with field and reason', async () => {
  const place = await EnginePlace.open(captioned)
  await copyFile(jpeg, place.at('a.jpg'))
  await writeMetadata(place.at('a.jpg'), '-m', '-E', '-EXIF:ImageDescription=Kick&#1;off&#2;')
  await place.drop('plain.txt', 'goes on')
  const bytes = await readFile(place.at('a.jpg'))
  await place.engine.start()
  const { problem } = await place.told('failed', 'a.jpg')
  expect(problem?.what).toContain('Description (120) has a control character')
  await place.told('done', 'plain.txt')
  expect(await readFile(place.at('a.jpg'))).toEqual(bytes)
})

test('a file that ExifTool does not understand is delivered, and its complaint is in the history', async () => {
  const place = await EnginePlace.open(captioned)
  await place.drop('broken.jpg', (await readFile(jpeg)).subarray(0, 200))
  await place.drop('liar.jpg', 'this is a text')
  await place.engine.start()
  for (const name of ['broken.jpg', 'liar.jpg']) {
    await place.told('done', name)
    const { deliveries } = await place.engine.call('history.search', { find: name, limit: 1 })
    expect(deliveries[0]?.receipt.metadata?.notes.join()).toContain('ExifTool')
  }
})

test('without perl, what needs it waits with words and the others go on; once it is there all go', async () => {
  const tools = await mkdtemp(path.join(workshop, 'tools-'))
  const { PATH } = process.env
  onTestFinished(() => {
    process.env['PATH'] = PATH
  })
  process.env['PATH'] = tools
  const place = await EnginePlace.open({ ...captioned, folder: {} })
  await copyFile(jpeg, place.at('a.jpg'))
  await place.drop('a.xmp', packet('<dc:format>x</dc:format>'))
  await place.drop('plain.jpg', 'needs nothing')
  await place.engine.start()
  await place.told('done', 'plain.jpg')
  await until(
    () => place.events.some(({ problem }) => problem?.code === 'exiftool-missing'),
    'the missing perl is told',
  )
  const waiting = await place.job('a.jpg')
  expect(waiting).toMatchObject({ state: 'waiting', attempt: 0 })
  expect(waiting.problem?.what).toBe('ExifTool cannot be started: perl is missing or incomplete.')
  const perl = (PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, 'perl'))
    .find(existsSync)
  await symlink(perl ?? '', path.join(tools, 'perl'))
  await place.engine.call('jobs.retry', { ids: [waiting.id] })
  await place.told('done', 'a.jpg')
})

test('ExifTool killed while it works: every file arrives all the same', async () => {
  const place = await EnginePlace.open(captioned)
  const names = Array.from({ length: 20 }, (_, index) => `IMG_${String(index)}.jpg`)
  for (const name of names) {
    await copyFile(jpeg, place.at(name))
    await writeMetadata(place.at(name), `-EXIF:ImageDescription=${name}`)
  }
  await place.engine.start()
  await place.told('uploading', names[3] ?? '')
  let killed = 0
  await until(async () => {
    for (const pid of await exiftoolChildren()) {
      process.kill(pid, 'SIGKILL')
      killed++
    }
    return killed >= 3
  }, 'three were killed')
  for (const name of names) await place.told('done', name, 1, 60_000)
  const captions = place.server
    .assets()
    .map(({ filename, metadata }) => [metadata['120']?.value, `${filename}.`])
  for (const [caption, expected] of captions) expect(caption).toBe(expected)
}, 120_000)

/** Processes of perl that this one has started. */
async function exiftoolChildren(): Promise<number[]> {
  const tasks = await readdir('/proc/self/task')
  const lists = tasks.map((task) => readFile(`/proc/self/task/${task}/children`, 'utf8').catch(() => ''))
  const children = (await Promise.all(lists)).join(' ').split(/\s+/).filter(Boolean).map(Number)
  const named = await Promise.all(
    children.map(
      async (pid) => [pid, await readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => '')] as const,
    ),
  )
  return named.filter(([, command]) => command.includes('exiftool')).map(([pid]) => pid)
}
