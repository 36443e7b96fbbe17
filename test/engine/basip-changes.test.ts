import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { facePicture } from '../servers/basip/pictures.ts'
import { type BasipServer, startBasipServer } from '../servers/basip/server.ts'
import { EnginePlace } from '../support/engine-place.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { until } from '../support/until.ts'

// A door is not an archive: what a face may open changes, and the panel may lose it.

interface Door {
  panel: BasipServer
  place: EnginePlace
  /** Writes the line of Jane Roe into the list of people. */
  line: (rights: string) => Promise<void>
  /** The same picture once more, and what has become of it. */
  again: () => Promise<string | undefined>
}

async function door(onExisting: 'replace' | 'skip' | 'add'): Promise<Door> {
  const panel = await startBasipServer()
  onTestFinished(() => panel.close())
  const people = path.join(await temporaryFolder(), 'people.csv')
  const line = (rights: string): Promise<void> =>
    writeFile(people, `file,name,type,lock,from,to\njane.jpg,Jane Roe,${rights}\n`)
  await line('owner,all,,')
  const { url } = panel
  const config = { name: 'door', kind: 'basip', url, auth: { method: 'none' }, people, onExisting } as const
  const place = await EnginePlace.start({
    folder: { to: ['door'] },
    config: () => ({ destinations: [config] }),
  })
  const face = await facePicture()
  let copies = 0
  const again = async (): Promise<string | undefined> => {
    const jobs = (await place.jobs()).length + 1
    await place.drop('jane.jpg', face, new Date(Date.UTC(2020, 1, ++copies)))
    await until(async () => (await place.jobs()).length === jobs, 'it is queued')
    await place.rest()
    return (await place.jobs()).toSorted((one, other) => other.id - one.id)[0]?.state
  }
  expect(await again()).toBe('done')
  return { panel, place, line, again }
}

test.each(['replace', 'skip', 'add'] as const)(
  'a changed line of the list is sent with its picture, when that comes once more («%s»)',
  async (onExisting) => {
    const { panel, line, again } = await door(onExisting)
    expect(await again()).toBe('cancelled')
    expect(panel.identifiers().map(({ uid }) => uid)).toEqual([1])
    await line('guest,first,2026-03-01,2026-03-31')
    expect(await again()).toBe('done')
    expect(panel.identifiers()).toMatchObject([
      {
        uid: 2,
        identifier_owner: { name: 'Jane Roe', type: 'guest' },
        lock: 'first',
        valid: { time: { is_permanent: false } },
      },
    ])
    expect(await again()).toBe('cancelled')
  },
)

test('a face that somebody has removed at the panel is sent again, when its picture comes once more', async () => {
  const { panel, again } = await door('replace')
  panel.removeIdentifier(1)
  expect(await again()).toBe('done')
  expect(panel.identifiers()).toMatchObject([{ uid: 2, identifier_owner: { name: 'Jane Roe' } }])
})

test('an engine that stops while it sends a changed line goes on with it', async () => {
  const { panel, place, line } = await door('replace')
  await line('owner,second,,')
  panel.faults.add({ on: 'upload', kind: 'reset-after', times: 1 })
  panel.faults.add({ on: 'item', kind: 'reset-before', skip: 1 })
  await place.drop('jane.jpg', await facePicture(), new Date('2021-01-01T00:00:00Z'))
  await until(() => panel.identifiers().length === 2, 'the new face')
  // What it should open is as it was: without a look at what was begun, this would be no news.
  await place.restart(async () => {
    panel.faults.clear()
    await line('owner,all,,')
  })
  await place.rest()
  await until(async () => (await place.jobs()).every(({ state }) => state === 'done'), 'all done')
  expect(panel.identifiers()).toMatchObject([{ lock: 'all' }])
})

test('a face that was there before is left alone where names that are known are skipped', async () => {
  const { panel, again } = await door('skip')
  panel.removeIdentifier(1)
  const uid = panel.addFace('Jane Roe')
  expect(await again()).toBe('done')
  expect(await again()).toBe('cancelled')
  expect(panel.identifiers().map((one) => one.uid)).toEqual([uid])
})
