import { createHash } from 'node:crypto'
import http from 'node:http'
import { describe, expect, test } from 'vitest'
import { blankPicture, facePicture } from './pictures.ts'
import { ADMIN, call, form, type FormOptions, md5, order, startForTest } from './test-client.ts'

const MISSED = 'Wrong identifier-uid. Missed temporary identifier for adding faceId'
const NO_FACE = "Face hasn't been detected on image"

async function created(url: string, changes: Record<string, unknown> = {}): Promise<number> {
  const { body } = await call(`${url}/api/v1/access/identifier`, { method: 'POST', json: order(changes) })
  return (body as { uid: number }).uid
}

const upload = (url: string, uid: number, picture: Buffer, options: FormOptions = {}) =>
  call(`${url}/api/v1/access/identifier/item/face/file/${uid}`, form(picture, options))

const listed = async (url: string, query = '') =>
  (await call(`${url}/api/v1/access/identifier/items${query}`)).body as {
    list_option: { pagination: Record<string, number> }
    list_items: { identifier_uid: number; identifier_number: string }[]
  }

describe('signing in', () => {
  const start = () => startForTest({ accounts: [ADMIN, { name: 'bob', password: 'x', type: 'manager' }] })

  test('the digest in capitals gives a token; all else is 400 and not 401', async () => {
    const { url } = await start()
    const login = (query: string) => call(`${url}/api/v1/login${query}`)
    const good = await login(`?username=admin&password=${md5('123456')}`)
    expect(good.status).toBe(200)
    expect(good.body).toMatchObject({
      account_type: 'admin',
      token: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
    })
    expect(md5('123456')).toBe('E10ADC3949BA59ABBE56E057F20F883E')
    const lower = await login(`?username=admin&password=${md5('123456').toLowerCase()}`)
    expect(lower).toMatchObject({ status: 400, body: { error: 'Wrong login or password' } })
    expect((await login('?username=admin')).body).toEqual({ error: 'Required parameters missed' })
    expect((await call(`${url}/api/v1/login`, { method: 'POST', json: {} })).status).toBe(404)
    expect((await call(`${url}/api/v0/login?username=admin&password=x`)).status).toBe(404)
  })

  test('without a token 401, with a manager’s 403, after its time 401 again', async () => {
    let nowMs = 0
    const { url } = await startForTest({
      accounts: [ADMIN, { name: 'bob', password: 'x', type: 'manager' }],
      now: () => nowMs,
      tokenSeconds: 10,
    })
    const items = `${url}/api/v1/access/identifier/items`
    const tokenOf = async (name: string, password: string) =>
      (
        (await call(`${url}/api/v1/login?username=${name}&password=${md5(password)}`)).body as {
          token: string
        }
      ).token
    expect(await call(items)).toMatchObject({ status: 401, body: { error: 'Log In' } })
    const manager = await call(items, { token: await tokenOf('bob', 'x') })
    expect(manager).toMatchObject({ status: 403, body: { error: 'Administrator rights required' } })
    const token = await tokenOf('admin', '123456')
    expect((await call(items, { token })).status).toBe(200)
    nowMs = 10_000
    expect((await call(items, { token })).status).toBe(401)
    expect((await call(`${url}/api/info`)).body).toMatchObject({ device_model: 'AA-14FB' })
  })
})

test('the body of «create» is looked at, type by type', async () => {
  const { url } = await startForTest()
  const create = (json: unknown) => call(`${url}/api/v1/access/identifier`, { method: 'POST', json })
  const wrong = async (changes: Record<string, unknown>) =>
    ((await create(order(changes))).body as { error?: string }).error
  expect(await create(order())).toMatchObject({ status: 200, body: { uid: 1 } })
  expect((await create([])).body).toEqual({ error: 'Wrong JSON body' })
  expect(await wrong({ lock: undefined })).toBe('Wrong JSON body: no value for `lock`')
  expect(await wrong({ lock: 'third' })).toBe('Wrong JSON body')
  expect(await wrong({ identifier_number: 0 })).toBe(
    'Wrong JSON body: value `identifier_number` was of the wrong type',
  )
  expect(await wrong({ valid: { time: { is_permanent: false }, passes: { is_permanent: true } } })).toBe(
    'Wrong JSON body: no value for `from`',
  )
  const { url: faceless } = await startForTest({ model: 'AA-07E' })
  const refused = await call(`${faceless}/api/v1/access/identifier`, { method: 'POST', json: order() })
  expect(refused).toMatchObject({ status: 400, body: { error: 'Wrong JSON body' } })
  const { url: full } = await startForTest({ capacity: 0 })
  expect(await created(full)).toBe(-1)
})

test('a face is in the list once its picture was taken, with what the panel made of it', async () => {
  const server = await startForTest()
  const { url } = server
  const picture = await facePicture()
  const uid = await created(url)
  expect((await listed(url)).list_items).toEqual([])
  expect((await call(`${url}/api/v1/access/identifier/item/${uid}`)).status).toBe(400)
  expect(await upload(url, uid, picture)).toMatchObject({ status: 200, text: '' })
  const [item] = (await listed(url)).list_items
  expect(item).toMatchObject({ identifier_uid: uid, identifier_owner: { name: 'Jane Roe' } })
  expect(item?.identifier_number).not.toBe('')
  expect(server.identifiers()[0]?.picture?.sha256).toBe(createHash('sha256').update(picture).digest('hex'))
  expect((await upload(url, uid, picture)).body).toEqual({ error: MISSED })
  const remove = () => call(`${url}/api/v1/access/identifier/item/${uid}`, { method: 'DELETE' })
  expect((await remove()).status).toBe(200)
  expect(await remove()).toMatchObject({ status: 400, body: { error: 'Wrong identifier uid' } })
})

test('a new provisional identifier takes the place of the one before, and a restart forgets it', async () => {
  const server = await startForTest()
  const picture = await facePicture()
  const first = await created(server.url)
  const second = await created(server.url)
  expect((await upload(server.url, first, picture)).body).toEqual({ error: MISSED })
  await server.switchOff()
  await expect(upload(server.url, second, picture)).rejects.toThrow()
  await server.switchOn()
  expect((await upload(server.url, second, picture)).body).toEqual({ error: MISSED })
})

test('pictures are judged by their bytes and never by their names', async () => {
  const { url } = await startForTest()
  const uid = await created(url)
  const cases: readonly (readonly [Buffer, FormOptions, string])[] = [
    [await blankPicture(), { filename: 'face.jpg' }, NO_FACE],
    [await facePicture({ width: 300, height: 200 }), {}, NO_FACE],
    [await facePicture({ orientation: 6 }), {}, NO_FACE],
    [await facePicture({ format: 'png' }), {}, 'Wrong file format'],
    [await facePicture({ progressive: true }), {}, 'Wrong image file'],
    [await facePicture({ isCmyk: true }), {}, 'Wrong image file'],
    [await facePicture({ width: 5200, height: 400 }), {}, 'Wrong image file'],
    [(await facePicture()).subarray(0, 3000), {}, 'Wrong image file'],
    [await facePicture(), { part: 'status' }, 'Wrong image file'],
    [
      await facePicture(),
      { extra: '\r\n--XYZ\r\nContent-Disposition: form-data; name="a"\r\n\r\nb' },
      'Wrong image file',
    ],
    [await facePicture(), { filename: 'face.png' }, 'Wrong file format'],
    [await facePicture(), { type: 'application/octet-stream' }, 'Wrong file format'],
  ]
  for (const [picture, options, error] of cases)
    expect((await upload(url, uid, picture, options)).body).toEqual({ error })
  expect((await upload(url, uid, await facePicture(), { filename: 'blank.jpg' })).status).toBe(200)
})

test('a body of unknown length is refused', async () => {
  const { url } = await startForTest()
  const uid = await created(url)
  const status = await new Promise<number>((resolve, reject) => {
    const request = http.request(`${url}/api/v1/access/identifier/item/face/file/${uid}`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=XYZ', 'transfer-encoding': 'chunked' },
    })
    request.on('response', (reply) => resolve(reply.resume().statusCode ?? 0)).on('error', reject)
    request.end('--XYZ--')
  })
  expect(status).toBe(411)
})

test('requests at the same time are counted', async () => {
  const server = await startForTest()
  server.faults.add({ on: 'info', kind: 'slow', delayMs: 100, times: 1 })
  await Promise.all([call(`${server.url}/api/info`), listed(server.url)])
  expect(server.mostUnderWay).toBe(2)
  await listed(server.url)
  expect(server.requests.at(-1)?.underWay).toBe(1)
})

test('lists are paged and filtered', async () => {
  const server = await startForTest()
  for (let number = 0; number < 25; number++) server.addFace(`Person ${number % 20}`)
  const first = await listed(server.url)
  expect(first.list_items).toHaveLength(10)
  expect(first.list_option.pagination).toEqual({
    total_items: 25,
    items_limit: 10,
    total_pages: 3,
    current_page: 1,
  })
  expect((await listed(server.url, '?limit=20&page_number=2')).list_items).toHaveLength(5)
  const filter = '?filter_field=name&filter_type=equal&filter_format=string&filter_value=Person%203'
  expect((await listed(server.url, filter)).list_items).toHaveLength(2)
  expect((await call(`${server.url}/api/v1/access/identifier/items?limit=7`)).status).toBe(400)
  server.settings.ignoresFilters = true
  expect((await listed(server.url, filter)).list_option.pagination['total_items']).toBe(25)
})

describe('faults', () => {
  test('a lost reply: the face is there, and asking again says so in its own way', async () => {
    const server = await startForTest()
    const uid = await created(server.url)
    server.faults.add({ on: 'upload', kind: 'reset-after', times: 1 })
    await expect(upload(server.url, uid, await facePicture())).rejects.toThrow()
    expect((await upload(server.url, uid, await facePicture())).body).toEqual({ error: MISSED })
    expect(server.identifiers().map((one) => one.uid)).toEqual([uid])
  })

  test('a picture whose sender has gone is still being loaded', async () => {
    const server = await startForTest({ loadingMs: 300 })
    const uid = await created(server.url)
    server.faults.add({ on: 'upload', kind: 'drop-while-loading', times: 1 })
    await expect(upload(server.url, uid, await facePicture())).rejects.toThrow()
    expect((await upload(server.url, uid, await facePicture())).body).toEqual({
      error: 'Loading file in progress. Wait for result',
    })
    await expect.poll(() => server.identifiers().length).toBe(1)
  })

  test('in progress, loading errors, words of its own, a web page, a restart', async () => {
    const server = await startForTest({ accounts: [ADMIN] })
    const login = `${server.url}/api/v1/login?username=admin&password=${md5('123456')}`
    const { token } = (await call(login)).body as { token: string }
    const create = () =>
      call(`${server.url}/api/v1/access/identifier`, { method: 'POST', json: order(), token })
    const { uid } = (await create()).body as { uid: number }
    const picture = await facePicture()
    const send = () =>
      call(`${server.url}/api/v1/access/identifier/item/face/file/${uid}`, {
        ...form(picture),
        headers: { 'content-type': 'multipart/form-data; boundary=XYZ', authorization: `Bearer ${token}` },
      })
    for (const kind of ['in-progress', 'loading-error', 'refuse', 'html', 'forget', 'reboot'] as const)
      server.faults.add({ on: 'upload', kind, times: 1, text: 'Out of memory' })
    expect((await send()).body).toEqual({ error: 'Loading file in progress. Wait for result' })
    expect((await send()).body).toEqual({ error: 'Loading file error' })
    expect((await send()).body).toEqual({ error: 'Out of memory' })
    expect((await send()).text).toContain('<html>')
    expect(await send()).toMatchObject({ status: 200, text: '' })
    expect(server.identifiers()).toEqual([])
    expect((await send()).status).toBe(401)
    expect(server.requests.every(({ path }) => !path.includes('?'))).toBe(true)
  })
})

test('harsher panels: numbers given again, names that are cut, lists that do not tell', async () => {
  const settings = { reusesNumbers: true, takesPictureTwice: true, nameLengthMax: 4 }
  const panel = await startForTest({ ...settings, blanksListedNumbers: true })
  const { url } = panel
  expect(await created(url)).toBe(1)
  // The one before had no face, so its number is free.
  expect(await created(url)).toBe(1)
  expect((await upload(url, 1, await facePicture())).status).toBe(200)
  expect((await upload(url, 1, await facePicture({ person: 2 }))).status).toBe(200)
  expect(panel.identifiers()).toMatchObject([{ uid: 1, identifier_owner: { name: 'Jane' } }])
  const { list_items } = await listed(url)
  expect(list_items).toMatchObject([{ identifier_uid: 1, identifier_number: '' }])
  const item = await call(`${url}/api/v1/access/identifier/item/1`)
  expect((item.body as { identifier_number: string }).identifier_number).not.toBe('')
  expect(await created(url)).toBe(2)
})
