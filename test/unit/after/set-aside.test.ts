import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { type RejectedParcel, setAside } from '../../../electron/engine/after/set-aside.ts'
import { RejectedConfig } from '../../../shared/config.ts'
import { fileAsQueued } from '../../destinations/test-file.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { tinyDisk } from '../store/tiny-disk.ts'

const MOVE = RejectedConfig.parse({ action: 'move' })

/** A file in a hot folder, with or without a sidecar, that a panel has refused. */
async function rejected(
  relative: string,
  sidecar: string | null = null,
  into?: string,
): Promise<RejectedParcel> {
  const root = into ?? (await temporaryFolder())
  await mkdir(path.dirname(path.join(root, relative)), { recursive: true })
  await writeFile(path.join(root, relative), 'a picture')
  const { identity, sizeBytes } = await fileAsQueued(path.join(root, relative), '')
  if (sidecar !== null) await writeFile(path.join(root, sidecar), '<x/>')
  return {
    parcel: {
      id: 1,
      folder_id: 1,
      root,
      path: relative,
      identity,
      size_bytes: sizeBytes,
      sidecar_path: sidecar,
      sidecar_identity: sidecar === null ? null : (await fileAsQueued(path.join(root, sidecar), '')).identity,
      update_of: null,
      number: null,
      created_ms: 0,
      after_state: 'pending',
      after_words: null,
      after_said: null,
    },
    refusals: [
      {
        destination: 'gate',
        problem: {
          code: 'no-face',
          what: 'No face was found on it.',
          remedy: 'Take a frontal, well lit picture.',
          isRetried: false,
          detail: "Face hasn't been detected on image",
        },
        atMs: Date.UTC(2026, 10, 20),
      },
    ],
    delivered: ['yard'],
  }
}

test('the file goes into the folder of the rejected, its sidecar with it, and a text says why', async () => {
  const parcel = await rejected('staff/jane.jpg', 'staff/jane.xmp')
  const { root } = parcel.parcel
  expect(await setAside(parcel, MOVE)).toEqual({
    state: 'done',
    words: expect.objectContaining({
      text: `rejected; moved to ${path.join(root, '_rejected/staff/jane.jpg')}`,
    }) as unknown,
  })
  expect(await readdir(path.join(root, 'staff'))).toEqual([])
  const aside = path.join(root, '_rejected/staff')
  expect((await readdir(aside)).toSorted()).toEqual(['jane.jpg', 'jane.jpg.txt', 'jane.xmp'])
  const text = await readFile(path.join(aside, 'jane.jpg.txt'), 'utf8')
  expect(text).toContain('gate, 2026-11-20T00:00:00.000Z: No face was found on it. Take a frontal')
  expect(text).toContain("no-face: Face hasn't been detected on image")
  expect(text).toContain('It was delivered to: yard.')
})

test('nothing is written over: file, sidecar and text get one number', async () => {
  const parcel = await rejected('jane.jpg', 'jane.xmp')
  const aside = path.join(parcel.parcel.root, '_rejected')
  await mkdir(aside)
  await writeFile(path.join(aside, 'jane.jpg.txt'), 'of another day')
  await setAside(parcel, MOVE)
  expect((await readdir(aside)).toSorted()).toEqual([
    'jane (1).jpg',
    'jane (1).jpg.txt',
    'jane (1).xmp',
    'jane.jpg.txt',
  ])
  expect(await readFile(path.join(aside, 'jane.jpg.txt'), 'utf8')).toBe('of another day')
})

test('a file that is no longer the one that was refused stays', async () => {
  const parcel = await rejected('jane.jpg')
  await writeFile(path.join(parcel.parcel.root, 'jane.jpg'), 'a better picture')
  expect(await setAside(parcel, MOVE)).toEqual({
    state: 'kept',
    words: expect.objectContaining({ text: 'kept: the file has changed since it was rejected' }) as unknown,
  })
  expect(await readdir(parcel.parcel.root)).toEqual(['jane.jpg'])
})

test('a run that was cut off between moving and saying why is finished; what was taken away is left at that', async () => {
  const parcel = await rejected('jane.jpg')
  const { root } = parcel.parcel
  await mkdir(path.join(root, '_rejected'))
  await rename(path.join(root, 'jane.jpg'), path.join(root, '_rejected/jane.jpg'))
  expect((await setAside(parcel, MOVE)).words).toMatchObject({
    text: expect.stringContaining('rejected; moved to') as string,
  })
  expect((await readdir(path.join(root, '_rejected'))).toSorted()).toEqual(['jane.jpg', 'jane.jpg.txt'])
  const gone = await rejected('jane.jpg')
  await rename(path.join(gone.parcel.root, 'jane.jpg'), path.join(gone.parcel.root, 'elsewhere'))
  expect(await setAside(gone, MOVE)).toMatchObject({
    state: 'done',
    words: { text: 'already gone' },
  })
})

test('so is one that was cut off when the name was taken, whatever number the file has got', async () => {
  const parcel = await rejected('jane.jpg')
  const { root } = parcel.parcel
  const aside = path.join(root, '_rejected')
  await mkdir(aside)
  await writeFile(path.join(aside, 'jane.jpg.txt'), 'of another day')
  await rename(path.join(root, 'jane.jpg'), path.join(aside, 'jane (1).jpg'))
  expect((await setAside(parcel, MOVE)).words).toMatchObject({
    text: `rejected; moved to ${path.join(aside, 'jane (1).jpg')}`,
  })
  expect(await readFile(path.join(aside, 'jane (1).jpg.txt'), 'utf8')).toContain('No face was found')
})

test('a name that is as long as names can be leaves room for the text', async () => {
  const name = `${'ü'.repeat(124)}.jpg`
  const parcel = await rejected(name)
  const aside = path.join(parcel.parcel.root, '_rejected')
  const { words } = await setAside(parcel, MOVE)
  expect(words.text).toBe(`rejected; moved to ${path.join(aside, name)}`)
  const text = (await readdir(aside)).find((each) => each.endsWith('.txt')) ?? ''
  expect(text).toMatch(/^ü{100,}\.txt$/)
  expect(await readFile(path.join(aside, text), 'utf8')).toContain('No face was found')
})

test.skipIf(process.getuid?.() !== 0)(
  'a file whose text finds no room is moved, and not called kept',
  async () => {
    const disk = await tinyDisk(64)
    const parcel = await rejected('jane.jpg', null, path.join(disk.root, 'hot'))
    await disk.fill()
    const aside = path.join(parcel.parcel.root, '_rejected')
    const { state, words } = await setAside(parcel, MOVE)
    expect(state).toBe('done')
    expect(words.text).toContain(
      `rejected; moved to ${path.join(aside, 'jane.jpg')}, without a text that says why`,
    )
    expect(words.text).toContain('ENOSPC')
    expect(await readdir(aside)).toEqual(['jane.jpg'])
  },
)

test('by default it stays where it is', async () => {
  const parcel = await rejected('jane.jpg')
  expect((await setAside(parcel, RejectedConfig.parse({ action: 'keep' }))).state).toBe('kept')
  expect(await readdir(parcel.parcel.root)).toEqual(['jane.jpg'])
})
