import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { facePicture } from '../../servers/basip/pictures.ts'
import { attempt, deliver, uploadFailure } from '../attempt.ts'
import { type BasipBench, faceShipment, startBasipBench } from '../basip-bench.ts'
import { MemoryJournal } from '../memory-journal.ts'

const names = (bench: BasipBench) => bench.server.identifiers().map((one) => one.identifier_owner.name)
const uids = (bench: BasipBench) => bench.server.identifiers().map((one) => one.uid)
const asked = (bench: BasipBench) => bench.server.requests.map(({ operation }) => operation)

describe('one picture becomes one face', () => {
  test('with name, type, lock, and proof by looking the person up', async () => {
    const bench = await startBasipBench({ needsSignIn: true })
    const shipment = await faceShipment('Jane Roe.jpg')
    const { sent, proof } = await deliver(bench, shipment)
    expect(sent).toEqual({ sha256: shipment.sha256, renamed: [], modifiedAt: null })
    expect(bench.server.identifiers()).toMatchObject([
      {
        uid: 1,
        identifier_owner: { name: 'Jane Roe', type: 'owner' },
        identifier_type: 'face_id',
        lock: 'first',
        valid: { time: { is_permanent: true }, passes: { is_permanent: true } },
        picture: { sha256: shipment.sha256 },
      },
    ])
    expect(proof).toMatchObject({ proof: 'asset', uploadId: '1', assetName: null, notes: [] })
    expect(proof.assetUrl).toBe(`${bench.tap.url}/api/v1/access/identifier/item/1`)
    expect(asked(bench)).toEqual(['info', 'login', 'list', 'create', 'upload', 'item'])
  })

  test('a panel that does not keep how long a face counts is told of in the receipt', async () => {
    const people = path.join(await temporaryFolder(), 'people.csv')
    await writeFile(people, 'file,name,from,to\nj.jpg,Jane Roe,2026-03-01,2026-03-31\n')
    const bench = await startBasipBench({ panel: { ignoresValidity: true }, config: { people } })
    const { proof } = await deliver(bench, await faceShipment('j.jpg'))
    expect(proof.notes).toEqual([
      'The panel has not kept all of what was asked for: look there at the lock and the time of identifier 1.',
    ])
  })

  test('the request is as the vendor shows it: one JPEG, its exact length, no name of a person', async () => {
    const bench = await startBasipBench()
    const picture = await facePicture()
    await deliver(bench, await faceShipment('Jané Roe.jpg', picture))
    const [request] = bench.tap.requests.filter(({ path }) => bench.dataPath.test(path))
    expect(request?.headers['content-length']).toBe(String(request?.body.length))
    expect(request?.headers['transfer-encoding']).toBeUndefined()
    const head = request?.body.toString('latin1', 0, 300) ?? ''
    expect(head).toContain(
      'Content-Disposition: form-data; name="file"; filename="face.jpg"\r\nContent-Type: image/jpeg\r\n\r\n',
    )
    expect(request?.body.includes(picture)).toBe(true)
    expect(names(bench)).toEqual(['Jané Roe'])
  })

  test('several at the same time: never two requests at once, and nothing mixed up', async () => {
    const bench = await startBasipBench({ needsSignIn: true, panel: { loadingMs: 20 } })
    const people = ['Ann', 'Ben', 'Cleo', 'Dan']
    const shipments = await Promise.all(
      people.map(async (name, person) => faceShipment(`${name}.jpg`, await facePicture({ person }))),
    )
    const checking = bench.destination.check(new AbortController().signal)
    await Promise.all(shipments.map((shipment) => deliver(bench, shipment)))
    await checking
    expect(names(bench).sort()).toEqual(people)
    expect(new Set((await bench.arrivals()).map((one) => one.sha256))).toEqual(
      new Set(shipments.map((one) => one.sha256)),
    )
    expect(bench.server.mostUnderWay).toBe(1)
  })

  test('old firmware is spoken to at /api/v0', async () => {
    const bench = await startBasipBench({
      needsSignIn: true,
      panel: { prefix: 'v0', firmware: '3.7.0', apiVersion: '1.8.0' },
    })
    const { proof } = await deliver(bench, await faceShipment('Jane Roe.jpg'))
    expect(bench.server.requests.every(({ path }) => !path.startsWith('/api/v1'))).toBe(true)
    expect(proof.assetUrl).toBe(`${bench.tap.url}/api/v0/access/identifier/item/1`)
  })

  test('firmware that does not tell is found by asking', async () => {
    const bench = await startBasipBench({ needsSignIn: true, panel: { prefix: 'v0' } })
    bench.server.faults.add({ on: 'info', kind: 'status-404' })
    await deliver(bench, await faceShipment('Jane Roe.jpg'))
    expect(names(bench)).toEqual(['Jane Roe'])
  })

  test('a list that ignores filters and pages is searched here', async () => {
    const bench = await startBasipBench({ panel: { ignoresFilters: true } })
    for (let number = 0; number < 120; number++) bench.server.addFace(`Person ${number}`)
    bench.server.addFace('Jane Roe')
    await deliver(bench, await faceShipment('Jane Roe.jpg'))
    expect(names(bench).filter((name) => name === 'Jane Roe')).toHaveLength(1)
    expect(uids(bench)).toContain(122)
  })
})

test('a panel that refuses the filter is asked for the whole list', async () => {
  const bench = await startBasipBench({ panel: { ignoresFilters: true } })
  for (let number = 0; number < 60; number++) bench.server.addFace(`Person ${number}`)
  bench.server.faults.add({ on: 'list', kind: 'refuse', text: 'Wrong filter', times: 1 })
  await deliver(bench, await faceShipment('Person 55.jpg'))
  expect(names(bench).filter((name) => name === 'Person 55')).toHaveLength(1)
  expect(uids(bench)).toContain(61)
})

describe('a person whom the panel knows already', () => {
  test('is replaced: the new face is there before the old one goes', async () => {
    const bench = await startBasipBench()
    const [old, other] = [bench.server.addFace('Jane Roe'), bench.server.addFace('Jane Roe-Smith')]
    const { proof } = await deliver(bench, await faceShipment('Jane Roe.jpg'))
    expect(uids(bench)).toEqual([other, 3])
    expect(asked(bench).slice(-4)).toEqual(['upload', 'item', 'list', 'delete'])
    expect(proof.notes).toEqual([
      `The earlier face (identifier ${old}) was removed after this one was there.`,
    ])
    expect(proof.said?.map(({ text }) => text)).toEqual(proof.notes)
  })

  test('is skipped: nothing is sent, and the receipt says so', async () => {
    const bench = await startBasipBench({ config: { onExisting: 'skip' } })
    const old = bench.server.addFace('Jane Roe')
    const { proof } = await deliver(bench, await faceShipment('Jane Roe.jpg'))
    expect(asked(bench)).toEqual(['info', 'list'])
    expect(proof).toMatchObject({ proof: 'accepted', uploadId: String(old) })
    expect(proof.notes[0]).toContain('nothing was sent')
    await deliver(bench, await faceShipment('Ben.jpg'))
    expect(names(bench)).toEqual(['Jane Roe', 'Ben'])
  })

  test.each([
    ['replace', [2]],
    ['skip', [1]],
  ] as const)('is found where lists do not tell who has a face («%s»)', async (onExisting, left) => {
    const bench = await startBasipBench({ panel: { blanksListedNumbers: true }, config: { onExisting } })
    bench.server.addFace('Jane Roe')
    await deliver(bench, await faceShipment('Jane Roe.jpg'))
    expect(uids(bench)).toEqual(left)
  })

  test('an earlier delivery of the same picture under another name is told, and not removed unasked', async () => {
    const bench = await startBasipBench()
    const old = bench.server.addFace('Jane Row')
    const revisionOf = `${bench.tap.url}/api/v1/access/identifier/item/${old}`
    const { proof } = await deliver(bench, await faceShipment('Jane Roe.jpg', undefined, { revisionOf }))
    expect(names(bench)).toEqual(['Jane Row', 'Jane Roe'])
    expect(proof.notes).toEqual([
      `Identifier ${old}, which this picture got when it was sent earlier, stands under another name: remove it at the panel if it was a mistake.`,
    ])
    bench.server.removeIdentifier(old)
    const again = await deliver(bench, await faceShipment('Jane Roe.jpg', undefined, { revisionOf }))
    expect(again.proof.notes.join()).not.toContain('another name')
  })

  test('is added once more', async () => {
    const bench = await startBasipBench({ config: { onExisting: 'add' } })
    bench.server.addFace('Jane Roe')
    await deliver(bench, await faceShipment('Jane Roe.jpg'))
    expect(names(bench)).toEqual(['Jane Roe', 'Jane Roe'])
  })

  test('keeps the old face when the new picture is refused', async () => {
    const bench = await startBasipBench()
    const old = bench.server.addFace('Jane Roe')
    bench.server.faults.add({ on: 'upload', kind: 'refuse', text: "Face hasn't been detected on image" })
    await uploadFailure(attempt(bench, await faceShipment('Jane Roe.jpg'), new MemoryJournal()))
    expect(uids(bench)).toEqual([old])
  })

  test('keeps the old face when the panel forgets the new one', async () => {
    const bench = await startBasipBench()
    const old = bench.server.addFace('Jane Roe')
    bench.server.faults.add({ on: 'upload', kind: 'forget', times: 1 })
    const journal = new MemoryJournal()
    const shipment = await faceShipment('Jane Roe.jpg')
    const error = await uploadFailure(attempt(bench, shipment, journal))
    expect(error).toMatchObject({ kind: 'server', problem: { code: 'face-not-kept' } })
    expect(uids(bench)).toEqual([old])
    await attempt(bench, shipment, journal)
    expect(names(bench)).toEqual(['Jane Roe'])
    expect(uids(bench)).not.toContain(old)
  })

  test('a web page in place of an answer to the removal is no removal', async () => {
    const bench = await startBasipBench()
    bench.server.addFace('Jane Roe')
    bench.server.faults.add({ on: 'delete', kind: 'html', times: 1 })
    const journal = new MemoryJournal()
    const shipment = await faceShipment('Jane Roe.jpg')
    expect((await uploadFailure(attempt(bench, shipment, journal))).kind).toBe('unexpected')
    await attempt(bench, shipment, journal)
    expect(uids(bench)).toEqual([2])
  })

  test.each(['Jane Roe', 'Ann+Ben & Co', 'O’Neill 100%', 'Zoë 🦊 Ünal', '{"a":1}/..\\#?=;'])(
    'is found under whatever name: %s',
    async (name) => {
      const people = path.join(await temporaryFolder(), 'people.csv')
      await writeFile(people, `file,name\nj.jpg,"${name.replaceAll('"', '""')}"\n`)
      const bench = await startBasipBench({ panel: { isPlusASpace: false }, config: { people } })
      bench.server.addFace(name)
      await deliver(bench, await faceShipment('j.jpg'))
      expect(bench.server.identifiers()).toMatchObject([{ uid: 2, identifier_owner: { name } }])
    },
  )

  test('an odd entry in the list is nobody’s business', async () => {
    const bench = await startBasipBench()
    let isOdd = false
    bench.tap.script = ({ path: asked }) => {
      if (!asked.includes('/items?') || isOdd) return null
      isOdd = true
      const owner = { name: 'Jane Roe', type: 'owner' }
      const items = [
        { identifier_uid: 7, identifier_type: 'card', identifier_number: 1234567, identifier_owner: owner },
        { identifier_uid: -1, identifier_type: 'qr', identifier_owner: null },
      ]
      const pagination = { total_items: '3', total_pages: '1' }
      return { status: 200, body: JSON.stringify({ list_option: { pagination }, list_items: items }) }
    }
    await deliver(bench, await faceShipment('Jane Roe.jpg'))
    expect(names(bench)).toEqual(['Jane Roe'])
  })

  test('an old face that the panel will not remove is told, and does not hold up the new one', async () => {
    const bench = await startBasipBench()
    bench.server.addFace('Jane Roe')
    bench.server.faults.add({ on: 'delete', kind: 'refuse', text: 'Owned by the Link server' })
    const { proof } = await deliver(bench, await faceShipment('Jane Roe.jpg'))
    expect(proof.notes.join()).toContain(
      'still there: the panel refuses to remove it («Owned by the Link server»)',
    )
  })
})
