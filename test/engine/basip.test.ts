import { access, readdir, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { blankPicture, facePicture } from '../servers/basip/pictures.ts'
import { MemorySecrets } from '../destinations/memory-secrets.ts'
import { type BasipServer, type BasipServerOptions, startBasipServer } from '../servers/basip/server.ts'
import { md5 } from '../servers/basip/test-client.ts'
import { EnginePlace, type PlaceOptions } from '../support/engine-place.ts'
import { until } from '../support/until.ts'

async function panel(options: BasipServerOptions = {}): Promise<BasipServer> {
  const server = await startBasipServer(options)
  onTestFinished(() => server.close())
  return server
}

/** Two doors, and one folder for both. */
function doors(
  front: BasipServer,
  back: BasipServer,
  door: Record<string, unknown> = {},
  folder: PlaceOptions['folder'] = {},
) {
  const at = (name: string, { url }: BasipServer) =>
    ({ name, kind: 'basip', url, auth: { method: 'none' }, ...door }) as const
  return {
    folder: { to: ['front', 'back'], ...folder },
    config: () => ({ destinations: [at('front', front), at('back', back)] }),
  }
}

const names = (server: BasipServer) => server.identifiers().map((one) => one.identifier_owner.name)

test('a picture goes to every panel, with a state for each; one that is off goes on by itself', async () => {
  const [front, back] = [await panel(), await panel()]
  const place = await EnginePlace.start(doors(front, back))
  await back.switchOff()
  await place.drop('Jane Roe__guest__all.jpg', await facePicture())
  await until(() => names(front).length === 1, 'the front door')
  await until(async () => (await place.jobs()).some(({ state }) => state === 'done'), 'one job done')
  expect(names(back)).toEqual([])
  await back.switchOn()
  await until(() => names(back).length === 1, 'the back door')
  await place.rest()
  expect((await place.jobs()).map(({ state }) => state)).toEqual(['done', 'done'])
  for (const server of [front, back]) {
    expect(server.identifiers()).toMatchObject([
      { identifier_owner: { name: 'Jane Roe', type: 'guest' }, lock: 'all' },
    ])
    expect(server.mostUnderWay).toBe(1)
  }
})

test('a panel that has lost a face gets it when its picture comes once more, though the other panel still has it', async () => {
  const [front, back] = [await panel(), await panel()]
  const place = await EnginePlace.start(doors(front, back))
  const face = await facePicture()
  await place.drop('Jane Roe.jpg', face)
  await place.told('done', 'Jane Roe.jpg', 2)
  await place.rest()
  for (const { uid } of back.identifiers()) back.removeIdentifier(uid)
  await back.switchOff()
  await place.drop('Jane Roe.jpg', face, new Date('2020-02-02T02:02:02Z'))
  await place.told('duplicate', 'Jane Roe.jpg')
  await back.switchOn()
  await until(() => names(back).length === 1, 'the back door')
  await place.rest()
  expect([names(front), names(back)]).toEqual([['Jane Roe'], ['Jane Roe']])
})

test('an engine that stops before it heard of a face finds it when it is back', async () => {
  const [front, back] = [await panel(), await panel()]
  const old = front.addFace('Jane Roe')
  front.faults.add({ on: 'upload', kind: 'reset-after', times: 1 })
  front.faults.add({ on: 'item', kind: 'reset-before' })
  const place = await EnginePlace.start(doors(front, back))
  await place.drop('Jane Roe.jpg', await facePicture())
  await until(() => front.identifiers().length === 2 && names(back).length === 1, 'both doors')
  await place.restart(() => {
    front.faults.clear()
    return Promise.resolve()
  })
  await until(async () => (await place.jobs()).every(({ state }) => state === 'done'), 'both done')
  expect(front.identifiers().map(({ uid }) => uid)).toEqual([old + 1])
  expect(names(back)).toEqual(['Jane Roe'])
})

/** The panel's own words, exactly. */
const NO_FACE = "Face hasn't been detected on image"

/** Of the jobs of one file, by destination. */
async function statesOf(place: EnginePlace, name: string): Promise<Record<string, string>> {
  const jobs = (await place.jobs()).filter((job) => job.path === name)
  return Object.fromEntries(jobs.map(({ destination, state }) => [destination, state]))
}

const isThere = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  )

test('a picture without a face is rejected by both panels, in their words; the others go on', async () => {
  const [front, back] = [await panel(), await panel()]
  const place = await EnginePlace.start(doors(front, back))
  await place.drop('wall.jpg', await blankPicture())
  await place.drop('Jane Roe.jpg', await facePicture())
  await place.rest()
  expect([names(front), names(back)]).toEqual([['Jane Roe'], ['Jane Roe']])
  expect(await statesOf(place, 'wall.jpg')).toEqual({ front: 'rejected', back: 'rejected' })
  expect(await statesOf(place, 'Jane Roe.jpg')).toEqual({ front: 'done', back: 'done' })
  const refused = (await place.jobs()).filter((job) => job.path === 'wall.jpg')
  expect(refused.map(({ problem }) => problem?.detail)).toEqual([NO_FACE, NO_FACE])
  expect(await place.audit()).toEqual({ 'wall.jpg': 'rejected', 'Jane Roe.jpg': 'delivered' })
})

test('a rejected picture is set aside, with the exact words of the panels beside it', async () => {
  const [front, back] = [await panel(), await panel()]
  const place = await EnginePlace.start(doors(front, back, {}, { rejected: { action: 'move' } }))
  const picture = await blankPicture()
  await place.drop('staff/wall.jpg', picture)
  await place.told('rejected', 'staff/wall.jpg', 2)
  await place.rest()
  expect(await isThere(place.at('staff/wall.jpg'))).toBe(false)
  expect(await readFile(place.at('_rejected/staff/wall.jpg'))).toEqual(picture)
  const text = await readFile(place.at('_rejected/staff/wall.jpg.txt'), 'utf8')
  expect(text.split('\n').filter((line) => line === `  no-face: ${NO_FACE}`)).toHaveLength(2)
  expect(text).toMatch(/^front, .*: The panel found no face on this picture\./m)
  expect(text).toMatch(/^back, /m)
  await place.restart()
  await place.rest()
  expect(await place.jobs()).toHaveLength(2)
})

test('one panel rejects, the other takes it: each has its state, and the audit tells', async () => {
  const [front, back] = [await panel(), await panel()]
  front.faults.add({ on: 'upload', kind: 'refuse', text: NO_FACE })
  const place = await EnginePlace.start(doors(front, back, {}, { after: { action: 'delete' } }))
  await place.drop('Jane Roe.jpg', await facePicture())
  await place.rest()
  expect([names(front), names(back)]).toEqual([[], ['Jane Roe']])
  expect(await statesOf(place, 'Jane Roe.jpg')).toEqual({ front: 'rejected', back: 'done' })
  expect(await place.audit()).toEqual({ 'Jane Roe.jpg': 'rejected' })
  expect(await isThere(place.at('Jane Roe.jpg'))).toBe(true)
})

test('a picture that one panel rejects is set aside only when the other is through with it', async () => {
  const [front, back] = [await panel(), await panel()]
  front.faults.add({ on: 'upload', kind: 'refuse', text: NO_FACE })
  await back.switchOff()
  const place = await EnginePlace.start(doors(front, back, {}, { rejected: { action: 'move' } }))
  await place.drop('Jane Roe.jpg', await facePicture())
  await place.told('rejected', 'Jane Roe.jpg')
  await until(
    async () =>
      (await place.jobs()).some(({ destination, problem }) => destination === 'back' && problem !== null),
    'the other panel was asked in vain',
  )
  expect(await place.audit()).toEqual({ 'Jane Roe.jpg': 'waiting' })
  await back.switchOn()
  await place.told('done', 'Jane Roe.jpg')
  await place.rest()
  expect(await statesOf(place, 'Jane Roe.jpg')).toEqual({ front: 'rejected', back: 'done' })
  expect((await readdir(place.at('_rejected'))).toSorted()).toEqual(['Jane Roe.jpg', 'Jane Roe.jpg.txt'])
  const text = await readFile(place.at('_rejected/Jane Roe.jpg.txt'), 'utf8')
  expect(text).toContain(`  no-face: ${NO_FACE}\n`)
  // It could not be said before.
  expect(text).toContain('It was delivered to: back.')
})

test('a picture is deleted when every panel has it, and not before', async () => {
  const [front, back] = [await panel(), await panel()]
  await back.switchOff()
  const place = await EnginePlace.start(doors(front, back, {}, { after: { action: 'delete' } }))
  await place.drop('Jane Roe.jpg', await facePicture())
  await place.told('done', 'Jane Roe.jpg')
  expect(await isThere(place.at('Jane Roe.jpg'))).toBe(true)
  await back.switchOn()
  await until(async () => !(await isThere(place.at('Jane Roe.jpg'))), 'the picture is gone')
  expect([names(front), names(back)]).toEqual([['Jane Roe'], ['Jane Roe']])
  await place.rest()
  const { deliveries } = await place.engine.call('history.search', { limit: 10 })
  const receipts = deliveries.map(({ destination, receipt, after }) => [destination, receipt.proof, after])
  expect(receipts.toSorted()).toEqual([
    ['back', 'asset', 'deleted'],
    ['front', 'asset', 'deleted'],
  ])
})

test('no face is shown, and diagnostics name nobody', async () => {
  const [front, back] = [await panel(), await panel()]
  const place = await EnginePlace.start(doors(front, back))
  await place.drop('Ann__Jane Roe.jpg', await facePicture())
  await place.drop('Ben Doe.jpg', await facePicture({ person: 2 }))
  await place.drop('Cleo Poe.jpg', await blankPicture())
  await place.rest()
  expect(await statesOf(place, 'Ann__Jane Roe.jpg')).toEqual({ front: 'failed', back: 'failed' })
  const jobs = await place.jobs()
  for (const { id } of jobs)
    expect(await place.engine.call('pictures.thumbnail', { job: id })).toEqual({ picture: null })
  // Whoever may look at the files may read whom this is about.
  expect(jobs.map(({ problem }) => problem?.what).join()).toContain('«jane roe»')
  const { files } = await place.engine.call('diagnostics.collect', {})
  const failed = files.find(({ name }) => name === 'failed-jobs.json')
  expect(JSON.parse(failed?.text ?? '')).toMatchObject(
    Array(2).fill({ problem: { code: 'person-unclear', isRetried: false } }),
  )
  for (const { text } of files) expect(text).not.toMatch(/ann__|jane.?roe|ben.?doe|cleo.?poe/i)
})

test('a picture whose name was not understood goes when it is renamed', async () => {
  const [front, back] = [await panel(), await panel()]
  const place = await EnginePlace.start(doors(front, back))
  await place.drop('Ann__Jane Roe.jpg', await facePicture())
  await place.rest()
  expect(await statesOf(place, 'Ann__Jane Roe.jpg')).toEqual({ front: 'failed', back: 'failed' })
  await rename(place.at('Ann__Jane Roe.jpg'), place.at('Jane Roe.jpg'))
  await place.told('done', 'Jane Roe.jpg', 2)
  expect([names(front), names(back)]).toEqual([['Jane Roe'], ['Jane Roe']])
})

test('one picture under two names is two people; the same file once more is not', async () => {
  const [front, back] = [await panel(), await panel()]
  const place = await EnginePlace.start(doors(front, back))
  const face = await facePicture()
  for (const name of ['Jane Roe.jpg', 'Jane Doe.jpg']) {
    await place.drop(name, face)
    await until(async () => (await statesOf(place, name))['front'] === 'done', name)
  }
  await place.rest()
  expect(names(front).toSorted()).toEqual(['Jane Doe', 'Jane Roe'])
  await place.drop('Jane Roe.jpg', face, new Date('2020-02-02T02:02:02Z'))
  await until(async () => (await place.jobs()).length === 6, 'it is queued again')
  await place.rest()
  expect(names(front)).toHaveLength(2)
  expect((await place.jobs()).filter(({ state }) => state === 'cancelled')).toHaveLength(2)
})

test('neither password nor digest nor token is written anywhere', async () => {
  const account = { name: 'admin', password: 'VERY-SECRET', type: 'admin' }
  const accounts = [account]
  const [front, back] = [await panel({ accounts }), await panel({ accounts })]
  const secrets = new MemorySecrets()
  secrets.values.set('door', account.password)
  const auth = { method: 'password', user: 'admin', secret: 'door' } as const
  const place = await EnginePlace.start({ ...doors(front, back, { auth }), ports: { secrets } })
  await place.drop('Jane Roe.jpg', await facePicture())
  await until(() => names(front).length === 1 && names(back).length === 1, 'both doors')
  await place.rest()
  await place.stop()
  const token = /(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])/
  for (const found of await readdir(place.dataDir, { recursive: true, withFileTypes: true })) {
    if (!found.isFile()) continue
    const text = await readFile(path.join(found.parentPath, found.name), 'latin1')
    expect(text).not.toContain(account.password)
    expect(text).not.toContain(md5(account.password))
    expect([found.name, token.exec(text)]).toEqual([found.name, null])
  }
})

test('a sidecar that comes after its picture troubles nobody: a panel takes nothing of it', async () => {
  const [front, back] = [await panel(), await panel()]
  const place = await EnginePlace.start(doors(front, back))
  await place.drop('Jane Roe.jpg', await facePicture())
  await place.told('done', 'Jane Roe.jpg', 2)
  await place.drop('Jane Roe.xmp', '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
  const { words } = await place.told('duplicate', 'Jane Roe.jpg', 2)
  expect(words).toContain('takes nothing but the file itself')
  expect(place.count('failed', 'Jane Roe.jpg')).toBe(0)
  expect([names(front), names(back)]).toEqual([['Jane Roe'], ['Jane Roe']])
})
