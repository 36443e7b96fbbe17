import { describe, expect, test } from 'vitest'
import { blankPicture, facePicture } from '../../servers/basip/pictures.ts'
import { attempt, deliver, uploadFailure } from '../attempt.ts'
import {
  type BasipBench,
  type BasipBenchOptions,
  faceShipment,
  type FaceShipment,
  startBasipBench,
} from '../basip-bench.ts'
import { MemoryJournal } from '../memory-journal.ts'
import { replaceFile, fileAsQueued } from '../test-file.ts'

const counted = (bench: BasipBench, operation: string) =>
  bench.server.requests.filter((one) => one.operation === operation).length

async function refusal(bench: BasipBench, picture?: Buffer, journal = new MemoryJournal()) {
  return await uploadFailure(attempt(bench, await faceShipment('Jane Roe.jpg', picture), journal))
}

describe('what the panel says of a picture', () => {
  test('no face: final, with its exact text, and no empty identifier stays', async () => {
    const bench = await startBasipBench()
    const journal = new MemoryJournal()
    const error = await refusal(bench, await blankPicture(), journal)
    expect(error).toMatchObject({
      kind: 'rejected',
      problem: {
        code: 'no-face',
        what: 'The panel found no face on this picture.',
        detail: "Face hasn't been detected on image",
        isRetried: false,
      },
    })
    expect(bench.server.provisional()).toBeNull()
    expect(bench.server.identifiers()).toEqual([])
    expect(journal.memo).toBeNull()
  })

  test('a failing clean-up does not hide why the picture was refused', async () => {
    const bench = await startBasipBench()
    bench.server.faults.add({ on: 'delete', kind: 'status-500' })
    expect((await refusal(bench, await blankPicture())).problem.code).toBe('no-face')
  })

  test('too many bytes (413): no empty identifier stays', async () => {
    const bench = await startBasipBench()
    bench.tap.script = ({ path }) =>
      bench.dataPath.test(path) ? { status: 413, body: '{"error":"Payload too large"}' } : null
    expect((await refusal(bench)).problem.code).toBe('picture-too-large')
    expect(bench.server.provisional()).toBeNull()
  })

  test('an address that is not there is no refusal of the picture', async () => {
    const bench = await startBasipBench()
    bench.tap.script = ({ path }) =>
      bench.dataPath.test(path) ? { status: 404, body: '{"error":"Not found"}' } : null
    expect(await refusal(bench)).toMatchObject({ kind: 'destination', problem: { code: 'no-panel-api' } })
  })

  test.each([
    ['Wrong file format', 'rejected', 'not-a-jpeg'],
    ['wrong image file (old firmware)', 'rejected', 'picture-not-readable'],
    ['Wrong JSON body', 'refused', 'panel-refused'],
    ['Out of memory', 'refused', 'panel-refused'],
  ])('«%s» is %s', async (text, kind, code) => {
    const bench = await startBasipBench()
    bench.server.faults.add({ on: 'upload', kind: 'refuse', text })
    const error = await refusal(bench)
    expect(error).toMatchObject({ kind, problem: { code, detail: text, isRetried: false } })
    expect(bench.server.provisional()).toBeNull()
  })

  test('loading errors: three tries, then later', async () => {
    const bench = await startBasipBench()
    bench.server.faults.add({ on: 'upload', kind: 'loading-error', times: 5 })
    const journal = new MemoryJournal()
    const shipment = await faceShipment('Jane Roe.jpg')
    const error = await uploadFailure(attempt(bench, shipment, journal))
    expect(error).toMatchObject({
      kind: 'server',
      problem: { code: 'panel-loading-error', detail: 'Loading file error', isRetried: true },
    })
    expect(counted(bench, 'upload')).toBe(3)
    await attempt(bench, shipment, journal)
    // What the first was given may be somebody else's by now.
    expect([counted(bench, 'upload'), counted(bench, 'create')]).toEqual([6, 2])
    expect(bench.server.identifiers()).toHaveLength(1)
  })
})

describe('a refusal that comes as a success (status 200)', () => {
  test.each([
    ["Face hasn't been detected on image", 'rejected', 'no-face'],
    ['Wrong file format', 'rejected', 'not-a-jpeg'],
    ['Out of memory', 'refused', 'panel-refused'],
  ])('«%s» is what it says', async (text, kind, code) => {
    const bench = await startBasipBench()
    bench.server.faults.add({ on: 'upload', kind: 'refuse-200', text })
    expect(await refusal(bench)).toMatchObject({ kind, problem: { code, detail: text, isRetried: false } })
    expect(bench.server.provisional()).toBeNull()
  })

  test('«in progress» is waited out, and «Wrong identifier-uid» makes another one', async () => {
    const bench = await startBasipBench({ clockSpeed: 500 })
    const texts = ['Loading file in progress. Wait for result', 'Wrong identifier-uid. Missed']
    for (const text of texts) bench.server.faults.add({ on: 'upload', kind: 'refuse-200', text, times: 1 })
    await deliver(bench, await faceShipment('Jane Roe.jpg'))
    expect([counted(bench, 'upload'), counted(bench, 'create')]).toEqual([3, 2])
    expect(bench.server.identifiers()).toHaveLength(1)
  })

  test('at «create» it is told in the words of the panel', async () => {
    const bench = await startBasipBench()
    bench.server.faults.add({ on: 'create', kind: 'refuse-200', text: 'Wrong JSON body' })
    expect(await refusal(bench)).toMatchObject({ kind: 'refused', problem: { code: 'identifier-refused' } })
  })
})

describe('a panel that is busy', () => {
  test('«in progress» is waited out by the clock: 2, 4, 8, 15, 30 s', async () => {
    const bench = await startBasipBench({ clockSpeed: 500 })
    bench.server.faults.add({ on: 'upload', kind: 'in-progress', times: 5 })
    const beganMs = bench.clock.monotonic()
    await deliver(bench, await faceShipment('Jane Roe.jpg'))
    expect(bench.clock.monotonic() - beganMs).toBeGreaterThanOrEqual(59_000)
    expect([counted(bench, 'upload'), counted(bench, 'create')]).toEqual([6, 1])
  })

  test('for more than two minutes: the file waits, and nothing is lost', async () => {
    const bench = await startBasipBench({ clockSpeed: 2000 })
    bench.server.faults.add({ on: 'upload', kind: 'in-progress', times: 8 })
    const journal = new MemoryJournal()
    const shipment = await faceShipment('Jane Roe.jpg')
    const error = await uploadFailure(attempt(bench, shipment, journal))
    expect(error).toMatchObject({
      kind: 'busy',
      retryAfterMs: 30_000,
      problem: { code: 'panel-busy', detail: 'Loading file in progress. Wait for result', isRetried: true },
    })
    await attempt(bench, shipment, journal)
    expect(bench.server.identifiers()).toHaveLength(1)
    expect(counted(bench, 'create')).toBe(2)
  })

  test('503 with a time', async () => {
    const bench = await startBasipBench()
    bench.strike('begin', { kind: 'status-503', retryAfterSeconds: 17, times: 1 })
    expect(await refusal(bench)).toMatchObject({ kind: 'busy', retryAfterMs: 17_000 })
  })

  test('a 500 that stays ends the attempt, not the file', async () => {
    for (const step of ['begin', 'data'] as const) {
      const bench = await startBasipBench()
      bench.strike(step, { kind: 'status-500' })
      const error = await refusal(bench)
      expect(error).toMatchObject({ kind: 'server', problem: { isRetried: true } })
      expect(error.problem.what).toContain('500')
    }
  })
})

describe('the name of the part', () => {
  test('the other one is tried once, remembered, and logged', async () => {
    const bench = await startBasipBench({ panel: { partName: 'status' } })
    await deliver(bench, await faceShipment('Ann.jpg'))
    await deliver(bench, await faceShipment('Ben.jpg'))
    expect(counted(bench, 'upload')).toBe(3)
    expect(bench.server.identifiers()).toHaveLength(2)
    expect(bench.logged.join()).toContain('"partName":"status"')
    const { words } = await bench.destination.check(new AbortController().signal)
    expect(words.map(({ text }) => text)).toContain('This panel takes pictures in a part named «status».')
  })

  test('as configured it is right at once', async () => {
    const bench = await startBasipBench({ panel: { partName: 'status' }, config: { partName: 'status' } })
    await deliver(bench, await faceShipment('Ann.jpg'))
    expect(counted(bench, 'upload')).toBe(1)
  })

  test('where one is known to be right, «Wrong image file» is about the picture', async () => {
    const bench = await startBasipBench()
    await deliver(bench, await faceShipment('Ann.jpg'))
    bench.server.faults.add({ on: 'upload', kind: 'refuse', text: 'Wrong image file', times: 1 })
    expect((await refusal(bench)).problem.code).toBe('picture-not-readable')
    expect(counted(bench, 'upload')).toBe(2)
  })

  test('where neither is right, the picture is rejected after two', async () => {
    const bench = await startBasipBench()
    bench.server.faults.add({ on: 'upload', kind: 'refuse', text: 'Wrong image file' })
    expect(await refusal(bench)).toMatchObject({ kind: 'rejected' })
    expect(counted(bench, 'upload')).toBe(2)
  })
})

test('a name that the panel cuts is told, and no face stays under the wrong one', async () => {
  const bench = await startBasipBench({ panel: { nameLengthMax: 8 } })
  const journal = new MemoryJournal()
  const shipment = await faceShipment('Jane Roe-Smith.jpg')
  const error = await uploadFailure(attempt(bench, shipment, journal))
  expect(error).toMatchObject({ kind: 'refused', problem: { code: 'name-not-kept', isRetried: false } })
  expect(bench.server.identifiers()).toEqual([])
  expect(journal.memo).toBeNull()
})

describe('a panel that makes no identifier', () => {
  test.each<[string, NonNullable<BasipBenchOptions['panel']>, string]>([
    ['without face recognition', { model: 'AA-07E' }, 'Wrong JSON body'],
    ['full', { capacity: 0 }, 'uid -1'],
  ])('%s', async (_what, panel, detail) => {
    const bench = await startBasipBench({ panel })
    const error = await refusal(bench)
    expect(error).toMatchObject({ kind: 'refused', problem: { code: 'identifier-refused', detail } })
    expect(error.problem.means).toContain(bench.server.settings.model)
    expect(counted(bench, 'upload')).toBe(0)
  })
})

describe('a picture that does not suit is told before anything is asked', () => {
  const cases: readonly (readonly [string, () => Promise<Buffer>, string, string])[] = [
    ['PNG', () => facePicture({ format: 'png' }), 'not-a-jpeg', '"prepare": {}'],
    ['progressive', () => facePicture({ progressive: true }), 'picture-progressive', '"prepare": {}'],
    ['CMYK', () => facePicture({ isCmyk: true }), 'picture-colours', '"prepare": {}'],
    ['on its side', () => facePicture({ orientation: 6 }), 'picture-turned', '"prepare": {}'],
    ['too small', () => facePicture({ width: 319, height: 240 }), 'picture-too-small', 'larger picture'],
    ['too large', () => facePicture({ width: 5121, height: 300 }), 'picture-too-large', '"maxWidth": 1920'],
    ['cut short', async () => (await facePicture()).subarray(0, 4000), 'picture-damaged', 'Save it anew'],
    ['no picture at all', () => Promise.resolve(Buffer.from('hello')), 'not-a-picture', 'Save it anew'],
    ['empty', () => Promise.resolve(Buffer.alloc(0)), 'not-a-picture', 'Save it anew'],
  ]

  test.each(cases)('%s', async (_what, picture, code, remedy) => {
    const bench = await startBasipBench()
    const error = await refusal(bench, await picture())
    expect(error).toMatchObject({ kind: 'rejected', problem: { code, isRetried: false } })
    expect(error.problem.remedy).toContain(remedy)
    expect(bench.tap.requests).toEqual([])
  })

  test.each(cases.slice(0, 4))('%s: made ready with "prepare"', async (_what, picture) => {
    const bench = await startBasipBench({ config: { prepare: { crop: '3:4', box: null, format: 'jpeg' } } })
    const shipment = await faceShipment('Jane Roe.jpg', await picture())
    const { sent, proof } = await deliver(bench, shipment)
    expect(sent.sha256).toBe(shipment.sha256)
    expect(proof.notes).toEqual(['The panel got a copy that was made ready for it.'])
    const [one] = bench.server.identifiers()
    expect((one?.picture?.width ?? 0) / (one?.picture?.height ?? 1)).toBeCloseTo(3 / 4, 2)
  })

  test('the limits themselves are taken', async () => {
    const bench = await startBasipBench()
    await deliver(bench, await faceShipment('Ann.jpg', await facePicture({ width: 240, height: 320 })))
    await deliver(bench, await faceShipment('Ben.jpg', await facePicture({ width: 5120, height: 2700 })))
    expect(bench.server.identifiers()).toHaveLength(2)
  })

  test('with "prepare" it may still be too small', async () => {
    const bench = await startBasipBench({
      config: { prepare: { crop: null, box: null, format: 'jpeg', maxWidth: 200 } },
    })
    expect((await refusal(bench)).problem.code).toBe('picture-too-small')
  })
})

/** Somebody puts another picture in its place while the panel looks at it. */
function replacedAtSecondLook(shipment: FaceShipment): FaceShipment {
  let checks = 0
  const check = async (): Promise<void> => {
    if (++checks === 2) await replaceFile(await fileAsQueued(shipment.path, ''))
    await shipment.source.check()
  }
  return { ...shipment, source: { ...shipment.source, check } }
}

describe('a file that changes', () => {
  test('before it is read, nothing is asked', async () => {
    const bench = await startBasipBench()
    const shipment = await faceShipment('Jane Roe.jpg')
    await replaceFile(await fileAsQueued(shipment.path, ''))
    expect((await uploadFailure(attempt(bench, shipment, new MemoryJournal()))).kind).toBe('changed')
    expect(bench.tap.requests).toEqual([])
  })

  test('while the panel looks at it, its face does not stay, and the old one does', async () => {
    const bench = await startBasipBench()
    const old = bench.server.addFace('Jane Roe')
    const journal = new MemoryJournal()
    const shipment = await faceShipment('Jane Roe.jpg')
    const error = await uploadFailure(attempt(bench, replacedAtSecondLook(shipment), journal))
    expect(error.kind).toBe('changed')
    expect(bench.server.identifiers().map((one) => one.uid)).toEqual([old])
    expect(journal.memo).toBeNull()
  })

  test('and the panel does not let go of it: it goes when the next picture is there', async () => {
    const bench = await startBasipBench({ config: { onExisting: 'add' } })
    const journal = new MemoryJournal()
    const shipment = await faceShipment('Jane Roe.jpg')
    bench.server.faults.add({ on: 'delete', kind: 'status-500', times: 1 })
    await uploadFailure(attempt(bench, replacedAtSecondLook(shipment), journal))
    expect(bench.server.identifiers()).toHaveLength(1)
    const next = await faceShipment('Jane Roe.jpg', await facePicture({ person: 3 }))
    await attempt(bench, next, journal)
    expect(bench.server.identifiers()).toMatchObject([{ picture: { sha256: next.sha256 } }])
  })

  test('when the old face may be gone already, the new one stays', async () => {
    const bench = await startBasipBench()
    const old = bench.server.addFace('Jane Roe')
    const journal = new MemoryJournal()
    const shipment = await faceShipment('Jane Roe.jpg')
    bench.server.faults.add({ on: 'delete', kind: 'reset-after', times: 1 })
    await uploadFailure(attempt(bench, shipment, journal))
    expect(bench.server.identifiers().map((one) => one.uid)).toEqual([old + 1])
    const error = await uploadFailure(attempt(bench, replacedAtSecondLook(shipment), journal))
    expect(error.kind).toBe('changed')
    expect(bench.server.identifiers().map((one) => one.uid)).toEqual([old + 1])
  })
})
