import { describe, expect, test } from 'vitest'
import type { SendContext, Shipment } from '../../../electron/engine/destinations/destination.ts'
import { failureOf } from '../../support/until.ts'
import type { FaultKind } from '../../servers/basip/faults.ts'
import { facePicture } from '../../servers/basip/pictures.ts'
import { attempt, confirmation, deliver, uploadFailure } from '../attempt.ts'
import { type BasipBench, faceShipment, startBasipBench } from '../basip-bench.ts'
import { MemoryJournal } from '../memory-journal.ts'

const uids = (bench: BasipBench) => bench.server.identifiers().map((one) => one.uid)
const counted = (bench: BasipBench, operation: string) =>
  bench.server.requests.filter((one) => one.operation === operation).length

/** Attempts as the queue makes them, until one ends well. */
async function untilSent(
  bench: BasipBench,
  shipment: Shipment,
  journal = new MemoryJournal(),
): Promise<MemoryJournal> {
  for (let tries = 1; tries <= 6; tries++) {
    const error = await attempt(bench, shipment, journal).then(
      () => null,
      (thrown: unknown) => thrown,
    )
    if (error === null) return journal
    expect(error).toMatchObject({ problem: { isRetried: true } })
  }
  throw new Error('never sent')
}

describe('answers that are lost', () => {
  test.each(['reset-after', 'reset-before', 'status-500'] as const)(
    '%s at «create»: the list is looked at before another identifier is made',
    async (kind) => {
      const bench = await startBasipBench()
      bench.strike('begin', { kind, times: 1 })
      const { proof } = await deliver(bench, await faceShipment('Jane Roe.jpg'))
      expect(bench.server.identifiers()).toHaveLength(1)
      expect(proof.proof).toBe('asset')
      const operations = bench.server.requests.map(({ operation }) => operation)
      expect(operations.slice(0, 5)).toEqual(['info', 'list', 'create', 'list', 'create'])
    },
  )

  test('where identifiers without a face are listed, the one whose number was lost is used', async () => {
    const bench = await startBasipBench({ panel: { listsProvisional: true } })
    bench.strike('begin', { kind: 'reset-after', times: 1 })
    await deliver(bench, await faceShipment('Jane Roe.jpg'))
    expect(uids(bench)).toEqual([1])
    expect(counted(bench, 'create')).toBe(1)
  })

  test.each([
    { listsProvisional: true },
    { hidesNumbers: true },
    { listsProvisional: true, hidesNumbers: true },
    { listsProvisional: true, blanksListedNumbers: true },
  ])('on a panel with %j a face in the making is not taken for one that is there', async (panel) => {
    const bench = await startBasipBench({ panel })
    const old = bench.server.addFace('Jane Roe')
    bench.strike('data', { kind: 'reset-before', times: 1 })
    const { proof } = await deliver(bench, await faceShipment('Jane Roe.jpg'))
    expect(uids(bench)).toEqual([old + 1])
    expect(proof.proof).toBe('asset')
    expect(counted(bench, 'upload')).toBe(2)
    expect((await bench.arrivals()).map((one) => one.sizeBytes)).not.toContain(0)
  })

  test('stored, then dropped: the face is found, and not made a second time', async () => {
    const bench = await startBasipBench()
    bench.strike('data', { kind: 'reset-after', times: 1 })
    const shipment = await faceShipment('Jane Roe.jpg')
    const { sent, proof } = await deliver(bench, shipment)
    expect(sent.sha256).toBe(shipment.sha256)
    expect(uids(bench)).toEqual([1])
    expect(proof.uploadId).toBe('1')
    expect([counted(bench, 'create'), counted(bench, 'upload')]).toEqual([1, 1])
  })

  test.each(['add', 'skip', 'replace'] as const)(
    'stored, then silence for good: the next attempt finds it («%s»)',
    async (onExisting) => {
      const bench = await startBasipBench({
        noProgressMs: 60_000,
        clockSpeed: 400,
        config: { onExisting },
      })
      bench.server.faults.add({ on: 'upload', kind: 'hang-after', times: 1 })
      const shipment = await faceShipment('Jane Roe.jpg')
      const journal = new MemoryJournal()
      const error = await uploadFailure(attempt(bench, shipment, journal))
      expect(error).toMatchObject({ kind: 'offline', problem: { code: 'no-progress' } })
      const { destination } = { destination: bench.another() }
      await attempt({ destination }, shipment, journal.copy())
      expect(uids(bench)).toEqual([1])
      expect(counted(bench, 'upload')).toBe(1)
    },
  )

  test('still loading what was sent before the line broke: waited for, then found', async () => {
    const bench = await startBasipBench({ panel: { loadingMs: 150 } })
    bench.server.faults.add({ on: 'upload', kind: 'drop-while-loading', times: 1 })
    await deliver(bench, await faceShipment('Jane Roe.jpg'))
    expect(uids(bench)).toEqual([1])
    expect(counted(bench, 'create')).toBe(1)
    expect(counted(bench, 'upload')).toBeGreaterThan(1)
  })

  test.each(['reset-before', 'status-500', 'html', 'wrong-shape'] as const)(
    '%s at the look-up is no verdict',
    async (kind) => {
      const bench = await startBasipBench()
      bench.strike('result', { kind, times: 1 })
      const shipment = await faceShipment('Jane Roe.jpg')
      await confirmation(bench, await untilSent(bench, shipment))
      expect(uids(bench)).toEqual([1])
      expect(counted(bench, 'upload')).toBe(1)
    },
  )

  test('a web page in place of an answer to the picture is no success', async () => {
    const bench = await startBasipBench()
    bench.strike('data', { kind: 'html', times: 1 })
    const journal = new MemoryJournal()
    const shipment = await faceShipment('Jane Roe.jpg')
    const error = await uploadFailure(attempt(bench, shipment, journal))
    expect(error.kind).toBe('unexpected')
    expect(error.problem.what).toContain('web page')
    await attempt(bench, shipment, journal)
    expect(uids(bench)).toHaveLength(1)
  })

  test('another shape in place of an answer to «create» is no success', async () => {
    const bench = await startBasipBench()
    bench.strike('begin', { kind: 'wrong-shape', times: 1 })
    const journal = new MemoryJournal()
    const shipment = await faceShipment('Jane Roe.jpg')
    expect((await uploadFailure(attempt(bench, shipment, journal))).kind).toBe('unexpected')
    await attempt(bench, shipment, journal)
    expect(uids(bench)).toHaveLength(1)
  })
})

const CUTS: readonly FaultKind[] = ['reset-before', 'reset-after']

describe('a death at any moment of a replacement', () => {
  /** An undisturbed replacement takes seven requests. */
  const moments = Array.from({ length: 9 }, (_, index) => index)
  const cases = CUTS.flatMap((kind) => moments.map((moment) => [kind, moment] as const))

  test.each(cases)('%s at request %i: in the end one face, the new one', async (kind, moment) => {
    const bench = await startBasipBench()
    const old = bench.server.addFace('Jane Roe')
    let fewest = 1
    bench.tap.script = () => {
      fewest = Math.min(fewest, bench.server.identifiers().length)
      return null
    }
    // All that comes from that moment on is cut, as if the process were gone.
    bench.server.faults.add({ on: 'any', kind, skip: moment, times: 1 })
    bench.server.faults.add({ on: 'any', kind: 'reset-before', skip: moment })
    const shipment = await faceShipment('Jane Roe.jpg')
    const journal = new MemoryJournal()
    const died = await attempt(bench, shipment, journal).then(
      () => false,
      () => true,
    )
    bench.mend()
    const { destination } = { destination: bench.another() }
    const later = journal.copy()
    await attempt({ destination }, shipment, later)
    const proof = await confirmation({ destination }, later)
    expect(died).toBe(moment < 7)
    expect(bench.server.identifiers()).toMatchObject([{ picture: { sha256: shipment.sha256 } }])
    expect(uids(bench)).not.toContain(old)
    expect(proof.uploadId).toBe(String(uids(bench)[0]))
    expect(fewest).toBe(1)
  })
})

describe('a panel that restarts', () => {
  test('between identifier and picture: token and identifier are made anew', async () => {
    const bench = await startBasipBench({ needsSignIn: true })
    bench.server.faults.add({ on: 'upload', kind: 'reboot', times: 1 })
    await deliver(bench, await faceShipment('Jane Roe.jpg'))
    expect(uids(bench)).toEqual([2])
    expect(bench.signIns()).toBe(2)
  })

  test('is offline while it starts; the next attempt goes on by itself', async () => {
    const bench = await startBasipBench({ needsSignIn: true })
    await deliver(bench, await faceShipment('Ben.jpg'))
    const journal = new MemoryJournal()
    const shipment = await faceShipment('Jane Roe.jpg')
    bench.server.faults.add({ on: 'upload', kind: 'hang', times: 1 })
    const abort = new AbortController()
    const killed = failureOf(attempt(bench, shipment, journal, { signal: abort.signal }))
    await expect.poll(() => counted(bench, 'upload')).toBe(2)
    abort.abort(new Error('killed'))
    await killed
    await bench.server.switchOff()
    // The tap is still there and breaks what comes: so a panel behind a switch looks.
    const error = await uploadFailure(attempt(bench, shipment, journal))
    expect(error).toMatchObject({ kind: 'offline', problem: { isRetried: true } })
    await bench.server.switchOn()
    await attempt(bench, shipment, journal)
    expect(bench.server.identifiers().map((one) => one.identifier_owner.name)).toEqual(['Ben', 'Jane Roe'])
  })

  test('refused connections are offline, in words', async () => {
    const bench = await startBasipBench()
    await bench.tap.close()
    const work = attempt(bench, await faceShipment('Jane Roe.jpg'), new MemoryJournal())
    expect(await uploadFailure(work)).toMatchObject({
      kind: 'offline',
      problem: { code: 'refused-connection', isRetried: true },
    })
  })

  test('that forgets every identifier is tried twice, then later', async () => {
    const bench = await startBasipBench()
    bench.server.faults.add({ on: 'upload', kind: 'reboot' })
    const error = await uploadFailure(attempt(bench, await faceShipment('Jane Roe.jpg'), new MemoryJournal()))
    expect(error).toMatchObject({
      kind: 'server',
      problem: {
        code: 'identifier-lost',
        detail: 'Wrong identifier-uid. Missed temporary identifier for adding faceId',
      },
    })
    expect(counted(bench, 'create')).toBe(2)
  })
})

describe('what changes between two attempts', () => {
  async function halfDone(bench: BasipBench, shipment: Shipment): Promise<MemoryJournal> {
    const journal = new MemoryJournal()
    bench.server.faults.add({ on: 'item', kind: 'status-503', times: 1 })
    await uploadFailure(attempt(bench, shipment, journal))
    expect(uids(bench)).toEqual([1])
    return journal
  }

  test.each(['add', 'skip', 'replace'] as const)(
    'the picture: what was stored of the earlier one goes («%s»)',
    async (onExisting) => {
      const bench = await startBasipBench({ config: { onExisting } })
      const journal = await halfDone(bench, await faceShipment('Jane Roe.jpg'))
      const second = await faceShipment('Jane Roe.jpg', await facePicture({ person: 5 }))
      await attempt(bench, second, journal)
      expect(bench.server.identifiers()).toMatchObject([{ uid: 2, picture: { sha256: second.sha256 } }])
    },
  )

  test('the name: the face does not stay under the wrong one', async () => {
    const bench = await startBasipBench()
    const shipment = await faceShipment('Jane Row.jpg')
    const journal = await halfDone(bench, shipment)
    await attempt(bench, { ...shipment, origin: { path: 'Jane Roe.jpg', variables: {} } }, journal)
    expect(bench.server.identifiers()).toMatchObject([{ uid: 2, identifier_owner: { name: 'Jane Roe' } }])
  })

  test('somebody removes the face meanwhile: it is sent again', async () => {
    const bench = await startBasipBench()
    const shipment = await faceShipment('Jane Roe.jpg')
    const old = bench.server.addFace('Jane Roe')
    const journal = new MemoryJournal()
    bench.server.faults.add({ on: 'delete', kind: 'status-503', times: 1 })
    await uploadFailure(attempt(bench, shipment, journal))
    expect(uids(bench)).toEqual([old, 2])
    bench.server.removeIdentifier(2)
    await untilSent(bench, shipment, journal)
    expect(uids(bench)).toEqual([3])
  })
})

describe('an attempt that is ended', () => {
  test('at once: also while the panel is silent, and it goes on later', async () => {
    const bench = await startBasipBench()
    bench.strike('data', { kind: 'hang', times: 1 })
    const abort = new AbortController()
    const journal = new MemoryJournal()
    const shipment = await faceShipment('Jane Roe.jpg')
    const ended = failureOf(attempt(bench, shipment, journal, { signal: abort.signal }))
    await expect.poll(() => counted(bench, 'upload')).toBe(1)
    abort.abort(new Error('enough'))
    expect(await ended).toBe(abort.signal.reason)
    await attempt(bench, shipment, journal)
    expect(uids(bench)).toHaveLength(1)
  })

  test('politely: a wait for a busy panel is not waited out', async () => {
    const bench = await startBasipBench({ clockSpeed: 1 })
    const struck = bench.server.faults.add({ on: 'upload', kind: 'in-progress' })
    const drain = new AbortController()
    const work = failureOf(
      attempt(bench, await faceShipment('Jane Roe.jpg'), new MemoryJournal(), { drain: drain.signal }),
    )
    await expect.poll(() => struck.hits).toBe(1)
    drain.abort(new Error('drained'))
    expect(await work).toBe(drain.signal.reason)
  })

  test('before it began: nothing is asked, and in hours that stop the line nothing either', async () => {
    const bench = await startBasipBench()
    const shipment = await faceShipment('Jane Roe.jpg')
    const drain = AbortSignal.abort(new Error('drained'))
    expect(await failureOf(attempt(bench, shipment, new MemoryJournal(), { drain }))).toBe(drain.reason)
    const later = new AbortController()
    const stopped: SendContext['throttle'] = (bytes) => {
      if (bytes > 0) return undefined
      later.abort(new Error('drained'))
      return new Promise<void>(() => undefined)
    }
    const work = attempt(bench, shipment, new MemoryJournal(), { drain: later.signal, throttle: stopped })
    expect(await failureOf(work)).toBe(later.signal.reason)
    expect(bench.tap.requests).toEqual([])
  })
})
