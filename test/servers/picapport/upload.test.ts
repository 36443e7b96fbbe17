import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { isPhotoId, newPhotoId } from './photo-ids.ts'
import { ANNA } from './settings.ts'
import { ask, JPEG, serverFor, signedIn, upload } from './test-client.ts'

const photo = (fileName: string, bytes = JPEG, type = 'image/jpeg') => ({ fileName, bytes, type })
const FILM = Buffer.concat([Buffer.from([0, 0, 0, 20]), Buffer.from('ftypisom'), Buffer.alloc(40)])

test('metadata holds for all photos until the next', async () => {
  const server = await serverFor()
  const apisid = await signedIn(server)
  const { status, body } = await upload(
    server,
    apisid,
    photo('none.jpg'),
    { title: 'one', tags: ['a'] },
    photo('a.jpg'),
    { title: 'two' },
    photo('b.jpg'),
    photo('c.jpg'),
  )
  expect(status).toBe(200)
  expect(body.photos).toHaveLength(4)
  expect(body.photos[1]).toMatchObject({
    ...{ fileName: 'a.jpg', contentType: 'image/jpeg', size: JPEG.length, status: 'OK' },
    photoID: expect.stringMatching(/^[\w+/]{22}$/) as string,
  })
  expect(server.photos().map(({ metadata }) => metadata)).toEqual([
    {},
    { title: 'one', tags: ['a'] },
    { title: 'two' },
    { title: 'two' },
  ])
  const [first] = server.photos()
  expect(first?.sha256).toBe(createHash('sha256').update(JPEG).digest('hex'))
  expect(await readFile(first?.filePath ?? '')).toEqual(JPEG)
})

test('photos that are too big or of another type are refused one by one, with the vendor’s words', async () => {
  const server = await serverFor({ fileSizeMaxMb: 0.00001, videoTypes: ['.mp4'] })
  const apisid = await signedIn(server)
  const { body } = await upload(
    server,
    apisid,
    photo('big.jpg', Buffer.concat([JPEG, Buffer.alloc(1)])),
    photo('text.jpg', Buffer.from('no photo')),
    photo('head.jpg', JPEG, 'image/png'),
    photo('film.mov', FILM, 'video/quicktime'),
    photo('ok.jpg'),
  )
  expect(body.photos.map(({ status }) => status)).toEqual([
    'Server Error: File too big.',
    'Server Error: Invalid content type',
    'Server Error: Invalid content type',
    'Server Error: Invalid content type',
    'OK',
  ])
  server.settings.fileSizeMaxMb = 1
  const { body: second } = await upload(server, apisid, photo('film.mp4', FILM, 'video/mp4'))
  expect(second.photos).toMatchObject([{ contentType: 'video/mp4', status: 'OK' }])
  expect(await readdir(path.dirname(server.photos()[0]?.filePath ?? ''))).toHaveLength(2)
})

test('an id is taken once: for a photo that is there, and for one that was', async () => {
  const server = await serverFor()
  const apisid = await signedIn(server)
  const photoID = newPhotoId()
  const send = async (more: object = {}) =>
    (await upload(server, apisid, { photoID, ...more }, photo('a.jpg'))).body.photos[0]?.['status']
  const look = async () => (await ask(server, 'checkPhotoId', { apisid, photoid: photoID })).body
  expect(await look()).toEqual({ photoID, exists: false, alreadySynced: false })
  expect(await send()).toBe('OK')
  expect(await look()).toEqual({ photoID, exists: true, alreadySynced: true })
  expect(await send()).toMatch(/^Server Error: /)
  expect(await send({ doSyncCheck: false })).toMatch(/^Server Error: /)
  expect(await server.removePhoto(photoID)).toBe(true)
  expect(await look()).toEqual({ photoID, exists: false, alreadySynced: true })
  expect(await send()).toMatch(/^Server Error: /)
  expect(await send({ doSyncCheck: false })).toBe('OK')
})

test('one id for two photos: the second is a duplicate of the first', async () => {
  const server = await serverFor()
  const { body } = await upload(
    server,
    await signedIn(server),
    { photoID: newPhotoId() },
    photo('a.jpg'),
    photo('b.jpg'),
  )
  expect(body.photos.map(({ status }) => status === 'OK')).toEqual([true, false])
})

test('a name that is taken gets a number', async () => {
  const server = await serverFor()
  const apisid = await signedIn(server)
  const names = async () => (await upload(server, apisid, photo('IMG_1.jpg'))).body.photos[0]?.['fileName']
  expect([await names(), await names(), await names()]).toEqual(['IMG_1.jpg', 'IMG_1-1.jpg', 'IMG_1-2.jpg'])
})

test.each([
  ['an unknown member', { headline: 'x' }],
  ['a rating of six', { rating: 6 }],
  ['tags that are a text', { tags: 'a,b' }],
  ['persons that are numbers', { persons: [1] }],
  ['an id that is no UUID of version 4', { photoID: Buffer.alloc(16).toString('base64').slice(0, 22) }],
  ['an id with padding', { photoID: `${newPhotoId()}==` }],
])('metadata with %s is a bad request', async (_what, metadata) => {
  const server = await serverFor()
  expect((await upload(server, await signedIn(server), metadata, photo('a.jpg'))).status).toBe(400)
  expect(server.photos()).toEqual([])
})

test('who may not upload, a demo, another method, an unknown part and an unknown length are refused', async () => {
  const server = await serverFor({ defaultUid: null })
  const guest = { ...ANNA, uid: 'guest', password: 'only looking' }
  expect((await upload(server, await signedIn(server, guest), photo('a.jpg'))).status).toBe(403)
  expect((await upload(server, 'gone', photo('a.jpg'))).status).toBe(403)
  const apisid = await signedIn(server)
  expect((await ask(server, 'upload', { apisid })).status).toBe(501)
  const form = new FormData()
  form.append('file', 'x')
  expect((await ask(server, 'upload', { apisid }, { method: 'POST', body: form })).status).toBe(400)
  server.settings.isDemo = true
  expect((await ask(server, 'getServerStatus', { apisid })).body).toMatchObject({ canUpload: false })
  expect((await upload(server, apisid, photo('a.jpg'))).status).toBe(403)
})

test('metadata is read as ISO 8859-1: only escaped letters arrive', async () => {
  const server = await serverFor()
  await upload(server, await signedIn(server), { title: 'Zürich' }, photo('a.jpg'))
  expect(server.photos()[0]?.metadata.title).toBe('ZÃ¼rich')
})

test('members have other names where a test wants it, and the list may be all there is', async () => {
  const server = await serverFor({ resultNames: { list: null, size: 'length', status: 'state' } })
  const { body } = await upload<unknown>(server, await signedIn(server), photo('a.jpg'))
  expect(body).toMatchObject([{ fileName: 'a.jpg', length: JPEG.length, state: 'OK' }])
})

test('ids', () => {
  expect(isPhotoId('iILNtIMuSPaSWorMlHVpXA')).toBe(true)
  expect(isPhotoId(newPhotoId())).toBe(true)
  expect(isPhotoId(randomUUID())).toBe(false)
})
