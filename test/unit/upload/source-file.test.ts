import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { appendFile, chmod, mkdir, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { UploadErrorKind } from '../../../electron/engine/errors.ts'
import { openSource, readSidecar, sourceError } from '../../../electron/engine/upload/source-file.ts'
import { uploadFailure } from '../../destinations/attempt.ts'
import { makeFile, type TestFile } from '../../destinations/test-file.ts'

const SMALL = 1_000
const LARGE = 400_000

async function opened(file: TestFile) {
  const source = await openSource(file.path, file.identity, file.sizeBytes)
  onTestFinished(() => source.close())
  return source
}

/** What happens to files while they wait. */
const CHANGES: readonly (readonly [string, (file: TestFile) => Promise<void>, UploadErrorKind])[] = [
  ['shrinks', ({ path: file }) => truncate(file, 10), 'changed'],
  ['grows', ({ path: file }) => appendFile(file, 'x'), 'changed'],
  ['is emptied', ({ path: file }) => truncate(file, 0), 'changed'],
  [
    'is written again with the same size',
    ({ path: file, sizeBytes }) => writeFile(file, randomBytes(sizeBytes)),
    'changed',
  ],
  ['is touched', ({ path: file }) => utimes(file, new Date(0), new Date(0)), 'changed'],
  [
    'is replaced',
    async ({ path: file, sizeBytes }) => {
      await writeFile(`${file}~`, randomBytes(sizeBytes))
      await rename(`${file}~`, file)
    },
    'changed',
  ],
  ['is removed', ({ path: file }) => rm(file), 'missing'],
  ['loses its folder', ({ path: file }) => rm(path.dirname(file), { recursive: true }), 'missing'],
]

describe.each([SMALL, LARGE])('a file of %i bytes', (sizeBytes) => {
  test.each(CHANGES)('that %s before it is opened does not open', async (_what, change, kind) => {
    const file = await makeFile('a.jpg', sizeBytes)
    await change(file)
    const error = await uploadFailure(openSource(file.path, file.identity, file.sizeBytes))
    expect(error.kind).toBe(kind)
    expect(error.problem.what).toContain('a.jpg')
  })

  test.each(CHANGES)('that %s afterwards fails the next look', async (_what, change, kind) => {
    const file = await makeFile('a.jpg', sizeBytes)
    const source = await opened(file)
    await change(file)
    expect((await uploadFailure(source.check())).kind).toBe(kind)
  })

  test('is read in any pieces, exactly', async () => {
    const content = randomBytes(sizeBytes)
    const source = await opened(await makeFile('a.jpg', content))
    for (const [offset, length] of [
      [0, sizeBytes],
      [1, 10],
      [sizeBytes - 1, 1],
      [500, 0],
    ] as const) {
      const into = Buffer.alloc(length)
      await source.read(into, offset)
      expect(into.equals(content.subarray(offset, offset + length))).toBe(true)
    }
    expect(source).toMatchObject({ name: 'a.jpg', sizeBytes })
  })
})

test('a large file that shrinks while it is read is changed, and nothing is made up', async () => {
  const file = await makeFile('a.jpg', LARGE)
  const source = await opened(file)
  await truncate(file.path, 200_000)
  expect((await uploadFailure(source.read(Buffer.alloc(100_000), 150_000))).kind).toBe('changed')
})

test('a large file that is replaced while it is read is still read as it was, and then told', async () => {
  const content = randomBytes(LARGE)
  const file = await makeFile('a.jpg', content)
  const source = await opened(file)
  await writeFile(`${file.path}~`, randomBytes(LARGE))
  await rename(`${file.path}~`, file.path)
  const into = Buffer.alloc(LARGE)
  await source.read(into, 0)
  expect(into.equals(content)).toBe(true)
  expect((await uploadFailure(source.check())).kind).toBe('changed')
})

test('an empty file opens and stays empty', async () => {
  const source = await opened(await makeFile('a.jpg', 0))
  await source.read(Buffer.alloc(0), 0)
  await source.check()
})

test('the modification time is known in milliseconds, also before 1970', async () => {
  const file = await makeFile('a.jpg', 1)
  await utimes(file.path, new Date('1969-07-20T20:17:39.000Z'), new Date('1969-07-20T20:17:39.000Z'))
  const { fileAsQueued } = await import('../../destinations/test-file.ts')
  const source = await opened(await fileAsQueued(file.path, ''))
  expect(new Date(source.modifiedMs).toISOString()).toBe('1969-07-20T20:17:39.000Z')
})

test('a folder in place of the file is told in words', async () => {
  const file = await makeFile('a.jpg', 10)
  await rm(file.path)
  await mkdir(file.path)
  const error = await uploadFailure(openSource(file.path, file.identity, file.sizeBytes))
  expect(['unreadable', 'changed']).toContain(error.kind)
})

test('a sidecar is read whole, or not at all', async () => {
  const file = await makeFile('a.xmp', Buffer.from('<x/>'))
  expect((await readSidecar(file.path, file.identity)).toString()).toBe('<x/>')
  await appendFile(file.path, 'more')
  expect((await uploadFailure(readSidecar(file.path, file.identity))).kind).toBe('changed')
})

test.each([
  ['EACCES', false],
  ['EPERM', false],
  ['EISDIR', false],
  ['EBUSY', true],
  ['EIO', true],
  ['ESTALE', true],
])('%s: unreadable, and worth another try: %s', (code, isRetried) => {
  const error = sourceError('/x/a.jpg', Object.assign(new Error(`${code}: why`), { code }))
  expect(error).toMatchObject({ kind: 'unreadable', problem: { code: 'file-unreadable', isRetried } })
  expect(error.problem.detail).toContain(code)
})

test.skipIf(process.platform === 'win32')('a file without permission is told in words', async (context) => {
  const file = await makeFile('a.jpg', 10)
  await chmod(file.path, 0)
  if (process.getuid?.() !== 0) {
    expect((await uploadFailure(openSource(file.path, file.identity, 10))).kind).toBe('unreadable')
    return
  }
  // Root may read everything, so somebody else tries.
  await chmod(path.dirname(file.path), 0o755)
  const said = await asNobody(file)
  if (said.includes('ERR_MODULE_NOT_FOUND') || said.includes('permission denied, open'))
    context.skip('nobody may not read the program either')
  expect(said).toBe('unreadable file-unreadable')
})

function asNobody({ path: file, identity }: TestFile): Promise<string> {
  const module = new URL('../../../electron/engine/upload/source-file.ts', import.meta.url).href
  const script = `const { openSource } = await import(${JSON.stringify(module)})
    await openSource(${JSON.stringify(file)}, ${JSON.stringify(identity)}, 10).catch((error) =>
      process.stdout.write(error.kind ? error.kind + ' ' + error.problem.code : String(error)))`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    uid: 65_534,
    gid: 65_534,
    cwd: '/',
  })
  let said = ''
  child.stdout.on('data', (part: Buffer) => (said += part.toString()))
  child.stderr.on('data', (part: Buffer) => (said += part.toString()))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', () => {
      resolve(said)
    })
  })
}
