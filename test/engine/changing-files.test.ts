import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { describe, expect, onTestFinished, test } from 'vitest'
import { EnginePlace } from '../support/engine-place.ts'
import { until } from '../support/until.ts'

const CHUNK = 64 * 1024

/** The one current asset of this name, as text. */
async function content(place: EnginePlace, name: string): Promise<string> {
  const found = place.server.assets().filter(({ filename, isCurrent }) => filename === name && isCurrent)
  expect(found).toHaveLength(1)
  return await readFile(found[0]?.filePath ?? '', 'utf8')
}

function receiptsOf(place: EnginePlace, name: string): number[] {
  return place.events.flatMap(({ event, path, receipt }) =>
    event === 'done' && path === name && receipt !== undefined ? [receipt.sizeBytes] : [],
  )
}

describe('while it is queued', () => {
  const changes: [string, (place: EnginePlace) => Promise<void>, string][] = [
    [
      'replaced',
      (place) => writeFile(place.at('.new'), 'new').then(() => rename(place.at('.new'), place.at('a.jpg'))),
      'new',
    ],
    ['appended to', (place) => appendFile(place.at('a.jpg'), ' and more'), 'old and more'],
    ['overwritten in place', (place) => writeFile(place.at('a.jpg'), 'OLD'), 'OLD'],
  ]
  test.each(changes)('a file that is %s goes as it is then, once', async (_how, change, expected) => {
    const place = await EnginePlace.start()
    await place.engine.call('engine.pause', { destination: 'archive' })
    await place.drop('a.jpg', 'old')
    await place.told('waiting', 'a.jpg')
    await change(place)
    await place.told('waiting', 'a.jpg', 2)
    await place.engine.call('engine.resume', { destination: 'archive' })
    await place.told('done', 'a.jpg')
    await place.rest()
    expect(await content(place, 'a.jpg')).toBe(expected)
    expect(place.server.assets()).toHaveLength(1)
  })

  test('a file that is deleted ends as cancelled, and comes again when it is put back', async () => {
    const place = await EnginePlace.start()
    await place.engine.call('engine.pause', { destination: 'archive' })
    await place.drop('a.jpg', 'old')
    await place.told('waiting', 'a.jpg')
    await rm(place.at('a.jpg'))
    await place.engine.call('engine.resume', { destination: 'archive' })
    await place.rest()
    expect(place.server.assets()).toHaveLength(0)
    await place.drop('a.jpg', 'back again')
    await place.told('done', 'a.jpg')
    expect(await content(place, 'a.jpg')).toBe('back again')
  })

  test('a file that is renamed goes under its new name', async () => {
    const place = await EnginePlace.start()
    await place.engine.call('engine.pause', { destination: 'archive' })
    await place.drop('a.jpg', 'picture')
    await place.told('waiting', 'a.jpg')
    await rename(place.at('a.jpg'), place.at('b.jpg'))
    await until(async () => (await place.jobs()).some((job) => job.path === 'b.jpg'), 'the job is renamed')
    await place.engine.call('engine.resume', { destination: 'archive' })
    await place.told('done', 'b.jpg')
    expect(place.archived()).toEqual(['b.jpg'])
  })

  test('a file that is replaced while Sluice is off goes as it is then', async () => {
    const place = await EnginePlace.start()
    await place.engine.call('engine.pause', { destination: 'archive' })
    await place.drop('a.jpg', 'old')
    await place.told('waiting', 'a.jpg')
    await place.restart(() => writeFile(place.at('a.jpg'), 'new content'))
    await place.engine.call('engine.resume', { destination: 'archive' })
    await place.told('done', 'a.jpg')
    expect(await content(place, 'a.jpg')).toBe('new content')
  })
})

describe('while it is being uploaded', () => {
  const old = 'o'.repeat(12 * CHUNK)
  const changes: [string, (place: EnginePlace) => Promise<void>, string][] = [
    [
      'replaced',
      (place) => writeFile(place.at('.new'), 'new').then(() => rename(place.at('.new'), place.at('a.jpg'))),
      'new',
    ],
    ['appended to', (place) => appendFile(place.at('a.jpg'), 'tail'), `${old}tail`],
    [
      'overwritten in place',
      (place) => writeFile(place.at('a.jpg'), 'n'.repeat(12 * CHUNK)),
      'n'.repeat(12 * CHUNK),
    ],
    ['cut', (place) => truncate(place.at('a.jpg'), 3 * CHUNK), 'o'.repeat(3 * CHUNK)],
  ]
  test.each(changes)(
    'a file that is %s is never confirmed as the old one',
    async (_how, change, expected) => {
      const place = await EnginePlace.start({
        server: { chunkSize: CHUNK, delayMs: 60 },
        destination: { files: 1, chunks: 1 },
      })
      await place.drop('a.jpg', old)
      await until(() => place.server.bytesReceived > 3 * CHUNK, 'the upload is under way')
      await change(place)
      await place.told('done', 'a.jpg')
      await place.rest()
      expect(await content(place, 'a.jpg')).toBe(expected)
      expect(place.server.assets()).toHaveLength(1)
      expect(receiptsOf(place, 'a.jpg')).toEqual([expected.length])
    },
  )
})

test('a file that its writer holds open is not taken before it is closed', async () => {
  const place = await EnginePlace.start()
  const script = `
    const fs = require('node:fs')
    const file = fs.openSync(process.argv[1], 'w')
    fs.writeSync(file, 'first half, ')
    console.log('open')
    process.stdin.once('data', () => { fs.writeSync(file, 'second half'); fs.closeSync(file); process.exit() })`
  const writer = spawn(process.execPath, ['-e', script, place.at('slow.jpg')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void writer.kill())
  await once(createInterface(writer.stdout), 'line')
  await until(
    async () =>
      (await place.engine.call('folders.audit', { folder: 'hot' })).lines.some(({ words }) =>
        words.includes('held open by'),
      ),
    'the audit says that it is held open',
  )
  expect(place.count('waiting', 'slow.jpg')).toBe(0)
  writer.stdin.end('go on')
  await once(writer, 'exit')
  await place.told('done', 'slow.jpg')
  expect(await content(place, 'slow.jpg')).toBe('first half, second half')
  expect(place.count('done', 'slow.jpg')).toBe(1)
})
