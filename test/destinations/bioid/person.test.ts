import { expect, test } from 'vitest'
import { portrait, recording } from '../../servers/bioid/portraits.ts'
import {
  hashes,
  inShort,
  memberOf,
  proofOf,
  samplesOf,
  startBioidBench,
  taken,
  together,
} from '../bioid-bench.ts'

test('the samples of a person go up with one token, and one task takes them: with receipts', async () => {
  const bench = await startBioidBench()
  const members = await samplesOf('4711', 4)
  const outcomes = await together(bench, [...members].reverse())
  expect(inShort(outcomes)).toEqual(['sent', 'sent', 'sent', 'sent'])
  expect(outcomes[0]).toMatchObject({ sent: { sha256: members[3]?.file.sha256 } })
  expect(taken(bench)).toEqual([hashes(members)])
  expect(bench.server.people.tasks[0]).toMatchObject({
    task: 'enroll',
    bcid: 'bws.112.4711',
    samples: [{ index: 1, trait: 'face' }, { index: 2 }, { index: 3 }, { index: 4 }],
  })
  const operations = bench.server.requests.map(({ operation }) => operation)
  expect(operations).toEqual(['isenrolled', 'token', 'upload', 'upload', 'upload', 'upload', 'task'])
  const [first] = members
  if (first === undefined) throw new Error('no member')
  expect(await proofOf(bench, first)).toEqual({
    assetUrl: null,
    assetName: 'bws.112.4711',
    proof: 'asset',
    uploadId: bench.server.tokens.issued[0],
    requestId: null,
    notes: ['Enrolled as bws.112.4711 with 4 samples.'],
    said: [expect.objectContaining({ text: 'Enrolled as bws.112.4711 with 4 samples.' })],
  })
})

test('at most two uploads of a token are under way, and four of all', async () => {
  const bench = await startBioidBench({ settings: { delayMs: 20 } })
  const people = await Promise.all(['1001', '1002', '1003'].map((person) => samplesOf(person, 4)))
  await Promise.all(people.map((members) => together(bench, members)))
  const crowds = bench.server.requests.map(({ uploads }) => uploads)
  expect(Math.max(...crowds.map(({ sameToken }) => sameToken))).toBe(2)
  expect(Math.max(...crowds.map(({ all }) => all))).toBeLessThanOrEqual(4)
  expect(taken(bench)).toHaveLength(3)
})

test('what goes on the wire: a data URL and nothing else, its length told, the tag and the trait', async () => {
  const bench = await startBioidBench()
  const member = await memberOf('4711 Jane/01-up.png', await portrait({ format: 'png' }))
  expect(inShort(await together(bench, [member]))).toEqual(['sent'])
  const request = bench.tap.requests.find(({ path }) => path.startsWith('/extension/upload'))
  expect(request?.path).toBe('/extension/upload?index=1&trait=Face&tag=up')
  expect(request?.headers).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'content-length': String(request?.body.length),
    accept: 'application/json',
  })
  expect(request?.headers['transfer-encoding']).toBeUndefined()
  expect(request?.body.toString('latin1')).toMatch(/^data:image\/png;base64,[A-Za-z0-9+/]+={0,2}$/)
})

test('a token is asked for without live detection unless that is set', async () => {
  const bench = await startBioidBench()
  await together(bench, await samplesOf('4711', 1))
  const live = await startBioidBench({ config: { liveDetection: true } })
  expect(inShort(await together(live, await samplesOf('4711', 2)))).toEqual(['sent', 'sent'])
  const asked = [bench, live].map(
    ({ server }) => server.requests.find(({ operation }) => operation === 'token')?.query,
  )
  expect(asked).toMatchObject([
    { id: 'app-1', bcid: 'bws.112.4711', task: 'enroll', livedetection: 'false', traits: 'face' },
    { livedetection: 'true' },
  ])
})

test('a refused sample is rejected with the code of the server, and the others are enrolled', async () => {
  const bench = await startBioidBench()
  const members = await samplesOf('4711', 2)
  const none = await memberOf('4711/none.jpg', await portrait({ faces: 0 }))
  const two = await memberOf('4711/two.jpg', await portrait({ faces: 2 }))
  const cut = await memberOf('4711/cut.jpg', (await portrait()).subarray(0, 3000))
  const text = await memberOf('4711/text.jpg', Buffer.from('no picture at all'))
  const outcomes = await together(bench, [none, ...members, two, cut, text])
  expect(inShort(outcomes)).toEqual([
    'no-face',
    'sent',
    'sent',
    'several-faces',
    'sample-unreadable',
    'wrong-type',
  ])
  expect(outcomes[0]).toMatchObject({
    error: { kind: 'rejected', problem: { detail: 'NoFaceFound', isRetried: false } },
  })
  expect(outcomes[4]).toMatchObject({
    error: { kind: 'rejected', problem: { detail: 'The sample cannot be decoded.' } },
  })
  expect(taken(bench)).toEqual([hashes(members)])
  // What is no picture by its content is not sent at all.
  expect(bench.server.requests.filter(({ operation }) => operation === 'upload')).toHaveLength(5)
})

test('a code that nobody has heard of is shown as it is; warnings stand in the receipt', async () => {
  const bench = await startBioidBench()
  bench.server.faults.add({ on: 'upload', kind: 'refuse', answer: 'NoseTooLong', times: 1 })
  const [refused] = await together(bench, await samplesOf('1', 1))
  expect(refused).toMatchObject({
    error: {
      kind: 'rejected',
      problem: {
        code: 'sample-refused',
        what: 'BioID does not accept this sample: NoseTooLong.',
        detail: 'NoseTooLong',
      },
    },
  })
  bench.server.faults.add({ on: 'upload', kind: 'warn', answer: 'constructor', times: 1 })
  const small = await memberOf('4711/b.jpg', await portrait({ width: 180, height: 240 }))
  const odd = await memberOf('4711/a.jpg')
  await together(bench, [odd])
  await together(bench, [small])
  expect((await proofOf(bench, odd)).notes).toContain('BioID warns: constructor.')
  expect((await proofOf(bench, small)).notes).toEqual([
    'Enrolled as bws.112.4711 with one sample.',
    'The person was enrolled before; the template was trained further.',
    'BioID warns: the face is small (ImageTooSmall).',
  ])
})

test('nothing is asked for when all samples are refused', async () => {
  const bench = await startBioidBench()
  const member = await memberOf('4711/a.jpg', await portrait({ faces: 0 }))
  expect(inShort(await together(bench, [member]))).toEqual(['no-face'])
  expect(bench.server.requests.some(({ operation }) => operation === 'task')).toBe(false)
})

test('with live detection, one accepted sample is too few: nothing is asked for', async () => {
  const bench = await startBioidBench({ config: { liveDetection: true } })
  const good = await memberOf('4711/a.jpg')
  const bad = await memberOf('4711/b.jpg', await portrait({ faces: 0 }))
  expect(inShort(await together(bench, [good, bad]))).toEqual(['too-few-samples', 'no-face'])
  expect(bench.server.people.tasks).toEqual([])
})

test('a file that names no person, or several, is rejected before any call', async () => {
  const bench = await startBioidBench()
  const nobody = await memberOf('Jane/portrait.jpg')
  const several = await memberOf('4711 Jane/4712/portrait.jpg')
  expect(inShort(await together(bench, [nobody]))).toEqual(['no-person'])
  const [outcome] = await together(bench, [several])
  expect(outcome).toMatchObject({ error: { kind: 'rejected', problem: { code: 'several-persons' } } })
  expect(bench.tap.requests).toEqual([])
})

test('one picture can count for the face and for the eyes', async () => {
  const bench = await startBioidBench({ config: { trait: 'face,periocular' } })
  expect(inShort(await together(bench, await samplesOf('4711', 1)))).toEqual(['sent'])
  expect(bench.server.people.tasks[0]?.samples).toMatchObject([{ trait: 'face,periocular' }])
  const asked = (operation: string) =>
    bench.server.requests.find((request) => request.operation === operation)?.query
  expect(asked('token')).toMatchObject({ traits: 'face,periocular' })
  // A person has a template for each trait; one that is asked about is enough.
  expect(asked('isenrolled')).toMatchObject({ trait: 'face' })
})

test('voices are WAV recordings', async () => {
  const bench = await startBioidBench({ config: { trait: 'voice', prepare: { format: 'png' } } })
  const members = [
    await memberOf('4711/a.wav', recording(2)),
    await memberOf('4711/b.wav', recording(0)),
    await memberOf('4711/c.wav', recording(2, true)),
    await memberOf('4711/d.jpg'),
  ]
  expect(inShort(await together(bench, members))).toEqual([
    'sent',
    'sound-too-short',
    'bad-sound',
    'wrong-type',
  ])
  expect(bench.server.people.tasks[0]?.samples).toMatchObject([{ type: 'audio/wav', trait: 'voice' }])
  expect(bench.server.requests.find(({ operation }) => operation === 'token')?.query).toMatchObject({
    traits: 'voice',
  })
})

test('pictures are made ready: upright, cropped, smaller; a crop that cuts the head off is sent as a whole', async () => {
  const prepare = { crop: '3:4', format: 'jpeg', maxWidth: 600, maxHeight: 800 }
  const bench = await startBioidBench({ config: { prepare } })
  const lying = await memberOf('4711/a.jpg', await portrait({ orientation: 6 }))
  const webp = await memberOf('4711/b.webp', await portrait({ format: 'webp', width: 1200, height: 800 }))
  const outcomes = await together(bench, [lying, webp])
  expect(inShort(outcomes)).toEqual(['sent', 'sent'])
  expect(outcomes).toMatchObject([
    { sent: { sha256: lying.file.sha256 } },
    { sent: { sha256: webp.file.sha256 } },
  ])
  expect((await proofOf(bench, webp)).notes).toContain('Sent as JPEG of 600 × 800, made for BioID.')
  bench.server.faults.add({ on: 'upload', kind: 'refuse', answer: 'NoFaceFound', times: 1 })
  const beside = await memberOf('4712/a.jpg', await portrait({ width: 1200, height: 800 }))
  expect(inShort(await together(bench, [beside]))).toEqual(['sent'])
  expect((await proofOf(bench, beside)).notes).toEqual([
    'Enrolled as bws.112.4712 with one sample.',
    'Sent as JPEG of 600 × 400, made for BioID.',
    'There was no face in the crop, so it was sent uncropped.',
  ])
})

test('a crop by a box takes one of two people out of a picture', async () => {
  const beside = { left: 2, top: 10, width: 46, height: 70 }
  const bench = await startBioidBench({ config: { prepare: { crop: '3:4', box: beside } } })
  const both = await memberOf('4711/a.jpg', await portrait({ width: 1600, height: 800, faces: 2 }))
  expect(inShort(await together(bench, [both]))).toEqual(['sent'])
  expect((await proofOf(bench, both)).notes).toContain('Sent as JPEG of 600 × 800, made for BioID.')
})

test('where the box shows no face, the rest of the picture is not sent: it may be somebody else’s', async () => {
  const corner = { left: 80, top: 80, width: 20, height: 20 }
  const bench = await startBioidBench({ config: { prepare: { crop: '3:4', box: corner } } })
  const [outcome] = await together(bench, [await memberOf('4711/a.jpg')])
  expect(outcome).toMatchObject({
    error: { kind: 'rejected', problem: { code: 'no-face', detail: 'NoFaceFound' } },
  })
  expect(bench.server.requests.filter(({ operation }) => operation === 'upload')).toHaveLength(1)
  expect(bench.server.people.tasks).toEqual([])
})

test('the other tasks: their answers are receipts or rejections', async () => {
  const verify = await startBioidBench({ config: { task: 'verify' } })
  expect(inShort(await together(verify, await samplesOf('4711', 1)))).toEqual(['not-enrolled'])
  verify.server.people.enrol('bws.112.4711')
  expect(inShort(await together(verify, await samplesOf('4711', 1)))).toEqual(['sent'])
  verify.server.faults.add({ on: 'task', kind: 'refuse', answer: '', times: 1 })
  const [stranger] = await together(verify, await samplesOf('4711', 1))
  expect(stranger).toMatchObject({ error: { kind: 'rejected', problem: { code: 'not-recognised' } } })
  const identify = await startBioidBench({ config: { task: 'identify' } })
  identify.server.people.enrol('bws.112.4711')
  const [member] = await samplesOf('4711', 1)
  if (member === undefined) throw new Error('no member')
  await together(identify, [member])
  expect((await proofOf(identify, member)).notes).toEqual([
    'Looked for with one sample.',
    'Match: bws.112.4711 (0.99).',
  ])
  const [unknown] = await samplesOf('4712', 1)
  if (unknown === undefined) throw new Error('no member')
  await together(identify, [unknown])
  expect((await proofOf(identify, unknown)).notes).toContain('BioID knows nobody who looks like this.')
})

test('with the task «none» samples are uploaded, and the receipt says what that is worth', async () => {
  const bench = await startBioidBench({ config: { task: 'none' } })
  const [member] = await samplesOf('4711', 1)
  if (member === undefined) throw new Error('no member')
  expect(inShort(await together(bench, [member]))).toEqual(['sent'])
  expect(await proofOf(bench, member)).toMatchObject({
    proof: 'accepted',
    notes: [expect.stringContaining('Only uploaded') as string],
  })
  expect(bench.server.people.tasks).toEqual([])
})

test('one file alone is a person with one sample', async () => {
  const bench = await startBioidBench()
  const member = await memberOf('4711_01.jpg')
  expect(await bench.destination.send(member.shipment, member.context)).toMatchObject({
    sha256: member.file.sha256,
  })
  expect(taken(bench)).toEqual([hashes([member])])
})
