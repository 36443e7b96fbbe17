import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { blankPicture, facePicture } from '../servers/basip/pictures.ts'
import { MemorySecrets } from '../destinations/memory-secrets.ts'
import { type BasipServer, type BasipServerOptions, startBasipServer } from '../servers/basip/server.ts'
import { md5 } from '../servers/basip/test-client.ts'
import { EnginePlace } from '../support/engine-place.ts'
import { until } from '../support/until.ts'

async function panel(options: BasipServerOptions = {}): Promise<BasipServer> {
  const server = await startBasipServer(options)
  onTestFinished(() => server.close())
  return server
}

/** Two doors, and one folder for both. */
function doors(front: BasipServer, back: BasipServer, door: Record<string, unknown> = {}) {
  const at = (name: string, { url }: BasipServer) =>
    ({ name, kind: 'basip', url, auth: { method: 'none' }, ...door }) as const
  return {
    folder: { to: ['front', 'back'] },
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

test('a refused picture is final, in the words of the panel; the others go on', async () => {
  const [front, back] = [await panel(), await panel()]
  const place = await EnginePlace.start(doors(front, back))
  await place.drop('wall.jpg', await blankPicture())
  await place.drop('Jane Roe.jpg', await facePicture())
  await place.rest()
  expect([names(front), names(back)]).toEqual([['Jane Roe'], ['Jane Roe']])
  const refused = (await place.jobs()).filter((job) => job.path === 'wall.jpg')
  expect(refused.map(({ problem }) => problem?.detail)).toEqual(
    Array(2).fill("Face hasn't been detected on image"),
  )
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
