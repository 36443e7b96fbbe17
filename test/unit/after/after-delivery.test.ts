import { rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { afterDelivery, type DeliveredParcel } from '../../../electron/engine/after/after-delivery.ts'
import type { Trash } from '../../../electron/engine/ports.ts'
import type { AfterConfig } from '../../../shared/config.ts'
import type { Receipt } from '../../../shared/job.ts'
import { someReceipt } from '../../support/some-receipt.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { deliveredFile, texts } from './delivered-file.ts'

/** A parcel in `hot/2026` that was delivered, a folder to move to, and a trash that is a folder. */
async function delivered(sidecarName: string | null = null, others: readonly Receipt[] = []) {
  const root = await temporaryFolder()
  const hot = path.join(root, 'hot')
  const trashed = path.join(root, 'trash')
  const picture = await deliveredFile(path.join(hot, '2026', 'IMG.CR2'), 'raw')
  const sidecar =
    sidecarName === null ? null : await deliveredFile(path.join(hot, '2026', sidecarName), '<xmp/>')
  await deliveredFile(path.join(trashed, '.keep'), '')
  const parcel: DeliveredParcel = {
    parcel: {
      id: 1,
      folder_id: 1,
      root: hot,
      path: '2026/IMG.CR2',
      identity: picture.identity,
      size_bytes: 3,
      sidecar_path: sidecarName === null ? null : `2026/${sidecarName}`,
      sidecar_identity: sidecar?.identity ?? null,
      update_of: null,
      number: null,
      created_ms: 1,
      after_state: 'pending',
      after_words: null,
      after_said: null,
    },
    receipts: withOthers(
      { ...RECEIPT, sha256: picture.sha256, sidecarSha256: sidecar?.sha256 ?? null },
      others,
    ),
  }
  const trash: Trash = { put: (file) => rename(file, path.join(trashed, path.basename(file))) }
  const sent = path.join(root, 'sent')
  return {
    hot,
    sent,
    trashed,
    picture,
    sidecar,
    after: (action: AfterConfig) => afterDelivery(parcel, action, trash),
    move: () => afterDelivery(parcel, { action: 'move', to: sent }, trash),
  }
}

/** The one with the sidecar is the last. */
function withOthers(last: Receipt, others: readonly Receipt[]): DeliveredParcel['receipts'] {
  const [first, ...rest] = others
  return first === undefined ? [last] : [first, ...rest, last]
}

const RECEIPT = someReceipt({ sha256: '', sizeBytes: 3 })

test('keep leaves everything', async () => {
  const { hot, after } = await delivered('IMG.xmp')
  expect(await after({ action: 'keep' })).toMatchObject({ state: 'kept', words: { text: 'kept' } })
  expect(await texts(hot)).toEqual({ '2026/IMG.CR2': 'raw', '2026/IMG.xmp': '<xmp/>' })
})

test.each(['IMG.xmp', 'IMG.CR2.xmp', 'img.XMP'])('the sidecar %s goes along', async (name) => {
  const { hot, sent, move } = await delivered(name)
  expect(await move()).toMatchObject({
    state: 'done',
    words: { text: `moved to ${path.join(sent, '2026', 'IMG.CR2')}` },
  })
  expect([await texts(hot), await texts(sent)]).toEqual([
    {},
    { '2026/IMG.CR2': 'raw', [`2026/${name}`]: '<xmp/>' },
  ])
})

test('a sidecar that one of several destinations has taken goes along, whichever of them was first', async () => {
  const { hot, after } = await delivered('IMG.xmp', [RECEIPT])
  expect(await after({ action: 'delete' })).toMatchObject({ state: 'done', words: { text: 'deleted' } })
  expect(await texts(hot)).toEqual({})
})

test('a removal that was cut off is finished, and leaves nothing behind', async () => {
  const { hot, after } = await delivered('IMG.xmp')
  const at = (name: string): string => path.join(hot, '2026', name)
  await rename(at('IMG.xmp'), at('.sluice-IMG.xmp.delivered'))
  await rename(at('IMG.CR2'), at('.sluice-IMG.CR2.delivered'))
  expect(await after({ action: 'delete' })).toMatchObject({ state: 'done', words: { text: 'deleted' } })
  expect(await texts(hot)).toEqual({})
})

test('what comes into the place of a file while that is being deleted is not deleted', async () => {
  const { hot, after } = await delivered()
  const at = (name: string): string => path.join(hot, '2026', name)
  await writeFile(at('new'), 'another raw, not delivered')
  const [result] = await Promise.all([after({ action: 'delete' }), rename(at('new'), at('IMG.CR2'))])
  expect(['done', 'kept']).toContain(result.state)
  expect(Object.values(await texts(hot))).toContain('another raw, not delivered')
})

test('a clash of one gives both the same number: a sidecar is never laid beside another picture', async () => {
  const { sent, move } = await delivered('IMG.CR2.xmp')
  await deliveredFile(path.join(sent, '2026', 'IMG.CR2'), 'another raw')
  expect((await move()).words.text).toBe(`moved to ${path.join(sent, '2026', 'IMG (1).CR2')}`)
  expect(await texts(sent)).toEqual({
    '2026/IMG.CR2': 'another raw',
    '2026/IMG (1).CR2': 'raw',
    '2026/IMG (1).CR2.xmp': '<xmp/>',
  })
})

test('trash takes both', async () => {
  const { hot, trashed, after } = await delivered('IMG.xmp')
  expect(await after({ action: 'trash' })).toMatchObject({ state: 'done', words: { text: 'in the trash' } })
  expect(await texts(hot)).toEqual({})
  expect(await texts(trashed)).toMatchObject({ 'IMG.CR2': 'raw', 'IMG.xmp': '<xmp/>' })
})

describe.each([{ action: 'move' as const }, { action: 'trash' as const }])('$action', ({ action }) => {
  const start = async () => {
    const place = await delivered('IMG.xmp')
    const how: AfterConfig = action === 'move' ? { action, to: place.sent } : { action }
    return { ...place, run: () => place.after(how) }
  }

  test.each(['picture', 'sidecar'] as const)(
    'a %s that has changed keeps both where they are',
    async (which) => {
      const { hot, run, picture, sidecar } = await start()
      const changed = which === 'picture' ? picture.file : (sidecar?.file ?? '')
      await writeFile(changed, 'edited')
      expect(await run()).toMatchObject({
        state: 'kept',
        words: { text: 'kept: the file has changed since it was delivered' },
      })
      expect(Object.keys(await texts(hot)).sort()).toEqual(['2026/IMG.CR2', '2026/IMG.xmp'])
    },
  )

  test('a sidecar that went in a run that was cut off does not keep its picture', async () => {
    const { hot, run, sidecar } = await start()
    await rm(sidecar?.file ?? '')
    expect(await run()).toMatchObject({ state: 'done' })
    expect(await texts(hot)).toEqual({})
  })

  test('a picture that is gone is gone, and its sidecar stays', async () => {
    const { hot, run, picture } = await start()
    await rm(picture.file)
    expect(await run()).toMatchObject({ state: 'done', words: { text: 'already gone' } })
    expect(await texts(hot)).toEqual({ '2026/IMG.xmp': '<xmp/>' })
  })
})

test('a target that cannot be made is told, and the file stays', async () => {
  const { hot, sent, move } = await delivered()
  await writeFile(sent, 'a file in the way')
  const result = await move()
  expect(result.state).toBe('kept')
  expect(result.words.text).toMatch(/^kept: it could not be moved \(/)
  expect(await texts(hot)).toEqual({ '2026/IMG.CR2': 'raw' })
})

test('without a trash the file stays', async () => {
  const { hot, after } = await delivered()
  await rm(path.join(path.dirname(hot), 'trash'), { recursive: true })
  expect((await after({ action: 'trash' })).words.text).toMatch(/^kept: it could not be moved \(/)
  expect(Object.keys(await texts(hot))).toEqual(['2026/IMG.CR2'])
})
